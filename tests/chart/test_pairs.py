"""Rises and ratios over the days before, and the greatest result of a window."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.chart.visits import wide
from remission.terms.windows import HIMEJI_VISITS

BASELINE, *_, MONTH_6, MONTH_12 = HIMEJI_VISITS
RISE, RATIO, PEAK = "rise_within(creatinine, 2)", "ratio_within(creatinine, 7)", "peak(creatinine)"


def at_month_6(*rows: tuple[object, ...]) -> tuple[float | None, float | None, float | None]:
    columns = ("day", "value", "censored")
    measured = [{"patient": "a", "analyte": "creatinine"} | dict(zip(columns, row, strict=False)) for row in rows]
    other = [{"patient": "b", "analyte": "creatinine", "day": day, "value": 0.1} for day in range(150, 214)]
    other += [{"patient": "a", "analyte": "c3", "day": day, "value": 0.1} for day in range(150, 214)]
    chart = Chart.of(who=pl.DataFrame({"patient": ["a", "b"]}), measured=pl.DataFrame([*measured, *other]))
    return wide(chart, [RISE, RATIO, PEAK], [BASELINE, MONTH_6]).select(RISE, RATIO, PEAK).row(1)


def test_a_rise_within_two_days_is_one_within_seven_too_and_the_other_way_round_not():
    assert at_month_6((180, 0.6), (182, 0.9)) == pytest.approx((0.3, 1.5, 0.9))
    assert at_month_6((180, 0.6), (183, 0.9)) == (None, pytest.approx(1.5), 0.9)
    assert at_month_6((180, 0.6), (187, 0.9)) == (None, pytest.approx(1.5), 0.9)
    assert at_month_6((180, 0.6), (188, 0.9)) == (None, None, 0.9)


def test_the_least_of_the_days_before_is_what_is_compared_with():
    assert at_month_6((176, 0.9), (178, 0.5), (182, 1.0), (183, 0.8)) == (
        pytest.approx(-0.2), pytest.approx(2.0), 1.0,
    )  # fmt: skip


def test_what_lies_before_the_window_is_compared_with_and_what_lies_after_it_is_not_compared():
    assert at_month_6((151, 0.5), (153, 1.0)) == pytest.approx((0.5, 2.0, 1.0))
    assert at_month_6((213, 0.5), (214, 1.0)) == (None, None, 0.5)


def test_two_results_of_one_day_do_not_say_which_came_first():
    assert at_month_6((180, 0.6), (180, 1.2)) == (None, None, 1.2)


def test_a_bound_makes_what_is_compared_with_it_unknown_and_nothing_else():
    assert at_month_6((170, 0.5, "<"), (180, 0.6, None), (181, 0.9, None)) == (
        pytest.approx(0.3), pytest.approx(1.5), None,
    )  # fmt: skip
    assert at_month_6((179, 0.5, "<"), (180, 0.6, None), (181, 0.9, None)) == (None, None, None)
    assert at_month_6((180, 0.6, None), (181, 25.0, ">")) == (None, None, None)


def test_a_result_without_a_day_is_compared_with_nothing():
    assert at_month_6((None, 0.6), (183, 0.9)) == (None, None, 0.9)


def test_age_as_it_is_stands_beside_age_in_completed_years():
    rows = wide(Chart.of(who=pl.DataFrame({"patient": ["a"], "age": [31.6]})), ["age", "unrounded(age)"], [MONTH_12])
    assert rows.select("age", "unrounded(age)").row(0) == (32.0, pytest.approx(31.6 + 365 / 365.25))
