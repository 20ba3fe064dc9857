"""Doses over time: how they are printed, what is in force, what adds up."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.chart.doses import columns, levels, trajectory

WHO = pl.DataFrame({"patient": ["1", "2"]})


def given(*rows: tuple[object, ...]) -> Chart:
    columns = ("patient", "day", "drug", "dose", "until", "days_per_week", "route")
    frame = pl.DataFrame([dict(zip(columns, row, strict=False)) for row in rows], infer_schema_length=None)
    return Chart.of(who=WHO, given=frame)


def made(call: str) -> Callable[..., pl.Series]:
    """Ask for one column: of a chart and a kind, with numbers and the rows last."""
    return lambda chart, of, *rest: columns(chart, {"made": (call, of, rest[:-1])}, rest[-1])["made"]


cumulative, cumulative_from, in_force, taking = map(made, ("cumulative", "cumulative_from", "in_force", "taking"))
days_above, run_above, days_open = map(made, ("days_above", "run_above", "days_open"))
days_above_since, run_above_since = map(made, ("days_above_since", "run_above_since"))
days_open_since = made("days_open_since")


def on(chart: Chart, *days: int, patient: str = "1") -> pl.DataFrame:
    return pl.DataFrame({"patient": pl.Series([patient] * len(days), dtype=chart.who["patient"].dtype), "day": days})


def test_doses_are_printed_as_the_paper_prints_them(himeji: Chart):
    # Table 3, tacrolimus dosage at 6 months
    assert trajectory(himeji, "tacrolimus") == {
        "1": "3", "2": "3", "3": "3 → 2", "4": "3", "5": "3", "6": "3 → 2", "7": "3 → 2 → stopped", "8": "3 → 2",
    }  # fmt: skip


def test_levels_are_printed_as_the_paper_prints_them(himeji: Chart):
    # Table 3, concentrations; patients 3, 4, 5 and 8 have no mizoribine level
    assert levels(himeji, "tacrolimus_trough") == {
        "1": "3.77", "2": "5.86", "3": "7.07 → 3.95", "4": "8.22", "5": "9.03", "6": "7.70 → 3.43", "7": "3.80 → 2.69",
        "8": "6.33 → 2.90",
    }  # fmt: skip
    assert levels(himeji, "mizoribine_peak") == {"1": "1.81", "2": "1.16", "6": "1.96", "7": "1.96"}


def test_dated_doses_are_printed_by_day_whatever_the_order_of_the_rows():
    assert trajectory(given(("1", 100, "tacrolimus", 0.0), ("1", 0, "tacrolimus", 3.0), ("1", 60, "tacrolimus", 2.5)),
                      "tacrolimus") == {"1": "3 → 2.5 → stopped"}  # fmt: skip


def test_undated_doses_keep_the_order_of_their_source():
    assert trajectory(given(("1", 0, "tacrolimus", 3.0), ("1", None, "tacrolimus", 2.0)), "tacrolimus") == {
        "1": "3 → 2"
    }


def test_the_same_dose_again_is_printed_once():
    rows = [
        ("1", 0, "tacrolimus", 3.0),
        ("1", 30, "tacrolimus", 3.0),
        ("1", 60, "tacrolimus", 2.0),
        ("1", 90, "tacrolimus", 3.0),
    ]
    assert trajectory(given(*rows), "tacrolimus") == {"1": "3 → 2 → 3"}


def test_a_dose_that_is_not_known_is_not_printed_as_stopped():
    assert trajectory(given(("1", 0, "tacrolimus", 3.0), ("1", 60, "tacrolimus", None)), "tacrolimus") == {"1": "3 → ?"}


def test_a_level_printed_as_a_bound_keeps_its_sign():
    frame = pl.DataFrame(
        {"patient": ["1"], "day": [7], "analyte": ["tacrolimus_trough"], "value": [2.0], "censored": ["<"]}
    )
    assert levels(Chart.of(who=WHO, measured=frame), "tacrolimus_trough") == {"1": "<2.00"}


def test_the_dose_in_force_changes_on_the_day_of_the_new_row():
    chart = given(("1", 0, "tacrolimus", 3.0), ("1", 60, "tacrolimus", 2.0), ("1", 100, "tacrolimus", 0.0))
    assert in_force(chart, "tacrolimus", on(chart, -1, 0, 59, 60, 99, 100, 500)).to_list() == [None, 3, 3, 2, 2, 0, 0]


def test_the_doses_of_one_patient_are_not_those_of_another():
    chart = given(("1", 0, "prednisolone", 60.0), ("2", 7, "prednisolone", 50.0))
    assert in_force(chart, "prednisolone", on(chart, 10)).to_list() == [60]
    assert in_force(chart, "prednisolone", on(chart, 0, 10, patient="2")).to_list() == [None, 50]


def test_answers_come_in_the_order_of_the_rows_that_ask():
    chart = given(("1", 0, "prednisolone", 10.0), ("1", 5, "prednisolone", 20.0))
    assert cumulative(chart, "prednisolone", on(chart, 9, 0, 4)).to_list() == [150, 10, 50]


def test_a_course_that_ends_leaves_a_gap_until_the_next():
    chart = given(("1", 0, "prednisolone", 10.0, 4), ("1", 10, "prednisolone", 20.0))
    assert in_force(chart, "prednisolone", on(chart, 4, 5, 10)).to_list() == [10, None, 20]
    assert cumulative(chart, "prednisolone", on(chart, 9, 10)).to_list() == [50, 70]


def test_a_next_row_cuts_a_course_short_of_its_planned_end():
    chart = given(("1", 0, "prednisolone", 10.0, 100), ("1", 10, "prednisolone", 5.0))
    assert cumulative(chart, "prednisolone", on(chart, 19)).to_list() == [150]


def test_a_pulse_into_the_vein_does_not_end_the_tablets():
    chart = given(
        ("1", 0, "methylprednisolone", 4.0, None, 7.0, "oral"), ("1", 7, "methylprednisolone", 500.0, 9, 7.0, "iv")
    )
    assert in_force(chart, "glucocorticoids", on(chart, 6, 7, 10)).to_list() == [5, 630, 5]


@pytest.mark.parametrize(
    ("drug", "mg", "prednisolone"),
    [
        # equivalents of 5 mg of prednisolone (GlobalRPh): hydrocortisone 20, dexamethasone 0.75, methylprednisolone 4
        ("hydrocortisone", 20, 5),
        ("dexamethasone", 3, 20),
        ("methylprednisolone", 500, 625),
        ("prednisone", 7.5, 7.5),
    ],
)
def test_glucocorticoids_are_counted_as_prednisolone(drug, mg, prednisolone):
    chart = given(("1", 0, drug, float(mg)))
    assert in_force(chart, "glucocorticoids", on(chart, 0)).to_list() == [pytest.approx(prednisolone)]
    assert in_force(chart, drug, on(chart, 0)).to_list() == [mg]


def test_mizoribine_on_three_days_a_week_is_900_mg_a_week():
    # founding paper, Methods: 300 mg/d once daily for 3 d per week
    chart = given(("1", 0, "mizoribine", 300.0, None, 3.0))
    assert cumulative(chart, "mizoribine", on(chart, 6, 13)).to_list() == [pytest.approx(900), pytest.approx(1800)]


def test_an_undated_course_makes_the_total_unknown_for_that_patient_only():
    chart = given(("1", 0, "prednisolone", 10.0), ("1", None, "prednisolone", 5.0), ("2", 0, "prednisolone", 10.0))
    assert cumulative(chart, "prednisolone", on(chart, 9)).to_list() == [None]
    assert cumulative(chart, "prednisolone", on(chart, 9, patient="2")).to_list() == [100]


def test_what_was_given_before_the_first_course_is_not_known_to_be_nothing():
    chart = given(
        ("1", 30, "prednisolone", 10.0), ("2", 0, "methylprednisolone", 500.0, 2), ("2", 3, "prednisolone", 60.0)
    )
    assert cumulative(chart, "glucocorticoids", on(chart, 29, 30, 61)).to_list() == [None, None, None]
    assert cumulative(chart, "glucocorticoids", on(chart, 2, 3, patient="2")).to_list() == [1875, 1935]


def test_a_month_6_dose_alone_gives_no_total(himeji: Chart):
    # Table 3 prints the dose at month 6 and no schedule
    assert cumulative(himeji, "glucocorticoids", on(himeji, 183)).to_list() == [None]
    assert in_force(himeji, "glucocorticoids", on(himeji, 122, 183)).to_list() == [None, 15]


def test_days_above_a_ceiling_are_counted_backwards_from_the_visit():
    # 15 mg through day 9, 10 mg through day 19, 12 mg on days 20 and 21, then 5 mg; worked by hand
    chart = given(*(("1", day, "prednisolone", dose) for day, dose in ((0, 15.0), (10, 10.0), (20, 12.0), (22, 5.0))))
    asked = on(chart, 4, 30, 40)
    assert days_above(chart, "prednisolone", 10, 28, asked).to_list() == [5, 9, 2]
    assert run_above(chart, "prednisolone", 10, 28, asked).to_list() == [5, 7, 2]
    assert days_open(chart, "prednisolone", 28, asked).to_list() == [23, 0, 0]


def test_days_without_a_known_dose_are_open():
    chart = given(
        ("1", 0, "prednisolone", 15.0, 4), ("1", 10, "prednisolone", None, 19), ("1", 20, "prednisolone", 5.0)
    )
    assert days_open(chart, "prednisolone", 28, on(chart, 27)).to_list() == [15]
    assert days_open(chart, "prednisolone", 28, on(chart, 27, patient="2")).to_list() == [28]


def test_courses_that_follow_one_another_make_one_run():
    chart = given(
        ("1", 0, "prednisolone", 15.0, 4), ("1", 5, "prednisolone", 12.0, 6), ("1", 9, "prednisolone", 20.0, 9)
    )
    assert run_above(chart, "prednisolone", 10, 28, on(chart, 20)).to_list() == [7]
    assert days_above(chart, "prednisolone", 10, 28, on(chart, 20)).to_list() == [8]


def test_days_above_a_ceiling_are_counted_from_a_study_day_on():
    chart = given(
        ("1", 0, "prednisolone", 60.0, 19), ("1", 20, "prednisolone", 10.0, 29), ("1", 30, "prednisolone", 15.0, 32),
        ("1", 36, "prednisolone", 20.0, 40),
    )  # fmt: skip
    asked = on(chart, 9, 20, 31, 45)
    # by hand, from day 20: none, none, 2 days (30 and 31), 3 + 5 days with a run of 5
    assert days_above_since(chart, "prednisolone", 10, 20, asked).to_list() == [0, 0, 2, 8]
    assert run_above_since(chart, "prednisolone", 10, 20, asked).to_list() == [0, 0, 2, 5]
    # days 33 to 35 and 41 to 45 have no dose; before day 20 no day is asked about
    assert days_open_since(chart, "prednisolone", 20, asked).to_list() == [0, 0, 0, 8]


def test_a_drug_is_taken_while_a_course_with_a_dose_runs():
    chart = given(("1", 0, "methotrexate", 10.0), ("1", 60, "methotrexate", 0.0), ("1", 90, "methotrexate", None, 99))
    assert taking(chart, "methotrexate", on(chart, -1, 0, 59, 60, 95, 100)).to_list() == [
        False, True, True, False, True, False,
    ]  # fmt: skip


def test_a_drug_that_is_not_on_record_is_not_taken_and_one_without_a_day_may_be():
    chart = given(("1", None, "azathioprine", 50.0))
    assert taking(chart, "azathioprine", on(chart, 10)).to_list() == [None]
    assert taking(chart, "azathioprine", on(chart, 10, patient="2")).to_list() == [False]
    assert taking(chart, "leflunomide", on(chart, 10)).to_list() == [False]


def test_doses_that_run_side_by_side_add_up_to_a_ceiling():
    chart = given(
        ("1", 0, "prednisolone", 5.0), ("1", 10, "hydrocortisone", 20.0, 12)
    )  # 20 mg are 5 mg of prednisolone
    assert days_above(chart, "glucocorticoids", 7.5, 30, on(chart, 29)).to_list() == [3]
    assert run_above(chart, "glucocorticoids", 4.0, 30, on(chart, 29)).to_list() == [30]


def test_a_day_is_open_while_one_of_two_doses_is_not_known():
    chart = given(("1", 0, "prednisolone", 5.0), ("1", 10, "hydrocortisone", None, 12))
    assert days_open_since(chart, "glucocorticoids", 0, on(chart, 9, 12, 20)).to_list() == [0, 3, 3]


def test_a_course_without_a_day_leaves_every_day_open():
    chart = given(("1", 0, "prednisolone", 5.0), ("1", None, "prednisolone", 20.0), ("2", 0, "prednisolone", 5.0))
    assert days_open(chart, "prednisolone", 10, on(chart, 30)).to_list() == [10]
    assert days_open(chart, "prednisolone", 10, on(chart, 30, patient="2")).to_list() == [0]


def test_a_second_row_of_the_same_day_does_not_count_twice():
    chart = given(("1", 0, "prednisolone", 5.0), ("1", 10, "prednisolone", 4.0), ("1", 10, "prednisolone", 4.0))
    assert days_above(chart, "prednisolone", 5, 30, on(chart, 29)).to_list() == [0]


def test_pulses_are_a_part_of_the_total(himeji: Chart):
    # the founding regimen: 0.5 g of methylprednisolone on days 0 to 2 (625 mg of prednisolone a day), then 60 mg
    chart = given(("1", 0, "methylprednisolone", 500.0, 2, 7, "iv"), ("1", 3, "prednisolone", 60.0, None, 7, "oral"))
    at = on(chart, 1, 2, 9)
    assert cumulative_from(chart, "glucocorticoids", 250, at).to_list() == [1250, 1875, 1875]
    assert cumulative(chart, "glucocorticoids", at).to_list() == [1250, 1875, 2295]
    assert cumulative_from(chart, "glucocorticoids", 625, at).to_list() == [1250, 1875, 1875]
    assert cumulative_from(himeji, "glucocorticoids", 250, on(himeji, 183)).to_list() == [None]
