"""Wide rows: one per patient and visit, with limits by sex and age on the day."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.chart.visits import wide
from remission.errors import UnknownName
from remission.terms.windows import HIMEJI_VISITS

WHO = pl.DataFrame({"patient": ["w", "m", "x"], "female": [True, False, None], "age": [31.6, 70.0, None]})
LIMITS = pl.DataFrame(
    {
        "analyte": ["creatinine", "creatinine", "c3"],
        "female": [True, False, None],
        "low": [0.46, 0.65, 73.0],
        "high": [0.79, 1.07, None],
    }
)
BASELINE, *_, MONTH_6, MONTH_12 = HIMEJI_VISITS


def test_limits_that_differ_by_sex_are_unknown_where_the_sex_is():
    rows = wide(Chart.of(who=WHO, limits=LIMITS), ["upper_normal(creatinine)", "lower_normal(creatinine)"], [BASELINE])
    assert rows["upper_normal(creatinine)"].to_list() == [0.79, 1.07, None]
    assert rows["lower_normal(creatinine)"].to_list() == [0.46, 0.65, None]


def test_a_common_limit_holds_for_everyone_and_a_missing_end_for_nobody():
    rows = wide(
        Chart.of(who=WHO, limits=LIMITS), ["lower_normal(c3)", "upper_normal(c3)", "upper_normal(albumin)"], [BASELINE]
    )
    assert rows["lower_normal(c3)"].to_list() == [73.0] * 3
    assert rows["upper_normal(c3)"].to_list() == [None] * 3
    assert rows["upper_normal(albumin)"].to_list() == [None] * 3


def test_age_is_in_completed_years_on_the_due_day():
    rows = wide(Chart.of(who=WHO), ["age"], [BASELINE, MONTH_6, MONTH_12])
    assert rows["age"].to_list() == [31, 32, 32, 70, 70, 70, None, None, None]


def test_a_patient_without_any_result_still_has_every_visit():
    rows = wide(Chart.of(who=WHO), ["c3"], HIMEJI_VISITS)
    assert len(rows) == 3 * len(HIMEJI_VISITS)
    assert rows["c3"].null_count() == len(rows)
    assert rows["day"].to_list() == [0, 61, 122, 183, 365] * 3


def test_without_a_baseline_visit_baselines_are_unknown():
    measured = pl.DataFrame({"patient": ["w"], "day": [0], "analyte": ["c3"], "value": [50.0]})
    rows = wide(Chart.of(who=WHO, measured=measured), ["baseline(c3)", "c3"], [MONTH_6])
    assert rows["baseline(c3)"].to_list() == [None] * 3


def test_the_day_of_the_result_in_use_is_known_and_so_is_that_of_a_kind_of_results():
    days = [(55, "c3"), (62, "c3"), (75, "sledai_rash"), (70, "sledai_fever"), (62, "sledai"), (190, "c3")]
    measured = pl.DataFrame([{"patient": "w", "day": d, "analyte": a, "value": 1.0} for d, a in days])
    chart = Chart.of(who=WHO.filter(patient="w"), measured=measured)
    rows = wide(chart, ["day_of(c3)", "day_of(sledai_rash)", "day_of(item)", "c3"], HIMEJI_VISITS)
    assert rows["day_of(c3)"].to_list() == [None, 62, None, 190, None]
    assert rows["day_of(sledai_rash)"].to_list() == [None, 75, None, None, None]
    assert rows["day_of(item)"].to_list() == [None, 70, None, None, None]


@pytest.mark.parametrize(
    "name", ["day_of(weight)", "creatinin", "upper_normal(female)", "baseline(age)", "in_force(aspirin)", "median(c3)"]
)
def test_a_quantity_that_no_chart_can_hold_is_refused(name):
    with pytest.raises(UnknownName, match="There is no quantity in a chart called"):
        wide(Chart.of(who=WHO), [name], HIMEJI_VISITS)


def test_the_bundled_cohort_has_a_result_of_each_kind_at_each_of_its_visits(himeji: Chart):
    rows = wide(himeji, ["proteinuria", "sledai"], HIMEJI_VISITS)
    by_visit = rows.group_by("visit", maintain_order=True).agg(pl.col("proteinuria", "sledai").count())
    assert by_visit.rows() == [(v.name, *([0, 0] if v is MONTH_12 else [8, 8])) for v in HIMEJI_VISITS]
