"""What cannot be is set aside with a finding; nothing disappears in silence."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.chart.check import check, checked

WHO = pl.DataFrame({"patient": ["1"], "female": [True], "age": [30.0], "file": ["a.csv"], "row": [2]})


def results(*rows: tuple[object, ...], numbered: bool = True) -> Chart:
    columns = ("patient", "day", "analyte", "value", "censored")
    frame = pl.DataFrame([dict(zip(columns, ("1", *row), strict=False)) for row in rows], infer_schema_length=None)
    frame = frame.with_columns(file=pl.lit("a.csv"), row=pl.int_range(2, 2 + pl.len())) if numbered else frame
    return Chart.of(who=WHO, measured=frame)


def rules(chart: Chart) -> list[tuple[str, str, int | None]]:
    return [(f["rule"], f["severity"], f["row"]) for f in chart.findings.iter_rows(named=True)]


def test_a_creatinine_in_micromoles_is_set_aside_and_its_unit_suspected():
    chart = checked(results((0, "creatinine", 72.0), (61, "creatinine", 0.8)))
    assert chart.measured["value"].to_list() == [0.8]
    assert rules(chart) == [("impossible-value", "error", 2)]
    (says,) = chart.findings["says"]
    assert "72 mg/dL is impossible" in says
    assert "µmol/L" in says
    assert chart.findings["file"].to_list() == ["a.csv"]


@pytest.mark.parametrize(("value", "kept"), [(0.1, True), (0.09, False), (25.0, True), (25.1, False)])
def test_the_believable_range_includes_its_ends(value, kept):
    assert (len(checked(results((0, "creatinine", value))).measured) == 1) == kept


def test_a_result_without_a_value_is_no_impossible_value():
    chart = checked(results((0, "creatinine", None), (1, "creatinine", 0.8)))
    assert len(chart.measured) == 2
    assert rules(chart) == []


@pytest.mark.parametrize("numbered", [True, False])
def test_repeats_that_differ_are_all_set_aside(numbered):
    chart = checked(results((0, "c3", 50.0), (0, "c3", 60.0), (61, "c3", 70.0), numbered=numbered))
    assert chart.measured["value"].to_list() == [70.0]
    assert [rule for rule, *_ in rules(chart)] == ["contradicting-repeat"] * 2
    assert set(chart.findings["severity"]) == {"error"}


@pytest.mark.parametrize("numbered", [True, False])
def test_repeats_that_agree_are_counted_once(numbered):
    chart = checked(results((0, "c3", 50.0), (0, "c3", 50.0), (0, "c3", 50.0), (61, "c3", 70.0), numbered=numbered))
    assert chart.measured["value"].to_list() == [50.0, 70.0]
    assert [(rule, severity) for rule, severity, _ in rules(chart)] == [("repeat", "note")] * 2


def test_a_bound_and_a_number_of_one_day_contradict_each_other():
    chart = checked(results((0, "proteinuria", 0.1, "<"), (0, "proteinuria", 0.1, None)))
    assert len(chart.measured) == 0
    assert [rule for rule, *_ in rules(chart)] == ["contradicting-repeat"] * 2


def test_an_empty_result_beside_a_number_of_one_day_is_no_contradiction():
    chart = checked(results((0, "c3", 50.0), (0, "c3", None)))
    assert 50.0 in chart.measured["value"].to_list()
    assert rules(chart) == []


def test_undated_results_do_not_repeat_one_another():
    chart = checked(results((None, "tacrolimus_trough", 7.07), (None, "tacrolimus_trough", 3.95)))
    assert chart.measured["value"].to_list() == [7.07, 3.95]


def test_levels_of_two_hours_of_a_day_do_not_repeat_each_other():
    frame = pl.DataFrame(
        {
            "patient": ["1"] * 2,
            "day": [7] * 2,
            "hour": [0.0, 3.0],
            "analyte": ["mizoribine_peak"] * 2,
            "value": [0.1, 1.8],
        }
    )
    assert len(checked(Chart.of(who=WHO, measured=frame)).measured) == 2


def test_an_impossible_age_becomes_unknown_and_is_told():
    chart = checked(Chart.of(who=WHO.with_columns(age=pl.lit(1932.0))))
    assert chart.who["age"].to_list() == [None]
    assert rules(chart) == [("impossible-value", "error", 2)]
    assert "1932 years is impossible" in chart.findings["says"][0]


def test_a_missing_sex_is_told_and_not_guessed():
    chart = checked(Chart.of(who=WHO.with_columns(female=pl.lit(None))))
    assert rules(chart) == [("sex-missing", "warning", 2)]
    assert chart.who["female"].to_list() == [None]


def test_a_patient_without_any_baseline_is_told():
    chart = check(results((61, "c3", 60.0)))
    assert ("baseline-missing", "warning", 2) in rules(chart)


@pytest.mark.parametrize(("day", "missing"), [(-29, True), (-28, False), (0, False), (1, True)])
def test_a_baseline_is_at_most_28_days_old_and_never_later_than_the_first_dose(day, missing):
    told = [rule for rule, *_ in rules(check(results((day, "c3", 60.0))))]
    assert ("baseline-missing" in told) == missing


def test_a_day_outside_every_window_is_told_once_with_the_number_of_its_results():
    chart = check(results((0, "c3", 60.0), (20, "c3", 61.0), (20, "albumin", 3.0)))
    assert [rule for rule, *_ in rules(chart)] == ["visit-outside-windows"]
    assert chart.findings["says"][0].startswith("2 result(s) of day 20 lie outside every visit window")


def test_drug_levels_between_visits_are_expected():
    assert rules(check(results((0, "c3", 60.0), (14, "tacrolimus_trough", 7.0)))) == []


def test_the_bundled_cohort_has_no_error(himeji: Chart):
    assert "error" not in set(check(himeji).findings["severity"])


def test_a_result_from_before_birth_is_set_aside_and_one_of_childhood_is_not():
    chart = checked(results((-11688, "c3", 60.0), (-9000, "c3", 61.0), (0, "c3", 62.0)))
    assert chart.measured["value"].to_list() == [61.0, 62.0]
    assert rules(chart) == [("before-birth", "error", 2)]


def test_a_course_that_ends_before_it_begins_is_set_aside():
    given = pl.DataFrame(
        {"patient": "1", "day": [0, 100, None], "until": [9, 50, 3], "drug": "tacrolimus", "dose": 3.0}
    )
    chart = checked(Chart.of(who=WHO, given=given))
    assert chart.given["until"].to_list() == [9, 3]
    assert rules(chart) == [("course-backward", "error", None)]


def doses(drug, *given, route=None):
    rows = pl.DataFrame({"patient": "1", "day": range(len(given)), "drug": drug, "dose": given, "route": route},
                        schema_overrides={"dose": pl.Float64, "route": pl.String})  # fmt: skip
    return checked(Chart.of(who=WHO, given=rows))


def test_a_dose_that_nobody_is_given_is_set_aside():
    chart = doses("cyclophosphamide", 1500, 5000, 750000)
    assert chart.given["dose"].to_list() == [1500.0, 5000.0]
    assert rules(chart) == [("impossible-value", "error", None)]


@pytest.mark.parametrize(
    ("drug", "dose", "says"),
    [
        ("tacrolimus", 300, "300 mg of tacrolimus on one day is impossible (believable: 0.1 to 30 mg, and 0 for a stop) and "
         "was set aside; it would be believable as 300 µg. Correct the dose or its unit in the source."),
        ("tacrolimus", 3000, "it would be believable as 3000 µg."),
        ("mycophenolate_mofetil", 1.5, "1.5 mg of mycophenolate mofetil on one day is impossible (believable: 50 to 6000 mg, "
         "and 0 for a stop) and was set aside; it would be believable as 1.5 g."),
        ("cyclophosphamide", 0.5, "it would be believable as 0.5 g."),
        ("prednisolone", 15000, "it would be believable as 15000 µg."),
        ("mizoribine", 5, "was set aside. Correct the dose or its unit in the source."),
    ],
)  # fmt: skip
def test_an_impossible_dose_names_the_unit_it_may_be_in(drug, dose, says):
    chart = doses(drug, dose)
    assert chart.given.is_empty()
    assert says in chart.findings["says"][0]


def test_what_a_vein_takes_is_not_believable_by_mouth():
    assert doses("methylprednisolone", 1000, route="iv").given["dose"].to_list() == [1000.0]
    assert doses("methylprednisolone", 1000).given["dose"].to_list() == [1000.0]
    chart = doses("methylprednisolone", 1000, route="oral")
    assert chart.given.is_empty()
    assert chart.findings["says"][0] == (
        "A dose of 1000 mg of methylprednisolone by mouth on one day is impossible (believable: 0.5 to 500 mg, and 0 for a "
        "stop) and was set aside; it would be believable into a vein. Correct the dose or its route in the source."
    )


def test_a_stop_and_an_unknown_dose_are_no_impossible_doses():
    assert doses("tacrolimus", 0, None, 3).given["dose"].to_list() == [0.0, None, 3.0]
