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
    assert [rule for rule, *_ in rules(chart)] == ["visit-outside-windows", "weight-missing"]
    assert chart.findings["says"][0].startswith("2 result(s) of day 20 lie outside every visit window")


def test_drug_levels_between_visits_are_expected():
    told = [rule for rule, *_ in rules(check(results((0, "c3", 60.0), (14, "tacrolimus_trough", 7.0))))]
    assert "visit-outside-windows" not in told


def test_the_bundled_cohort_has_no_error(himeji: Chart):
    assert "error" not in set(check(himeji).findings["severity"])


def test_a_result_from_before_birth_is_set_aside_and_one_of_childhood_is_not():
    chart = checked(results((-11688, "c3", 60.0), (-9000, "c3", 61.0), (0, "c3", 62.0)))
    assert chart.measured["value"].to_list() == [61.0, 62.0]
    assert rules(chart) == [("before-birth", "error", 2)]


def test_a_course_that_ends_before_it_begins_stays_without_a_day():
    given = pl.DataFrame(
        {"patient": "1", "day": [0, 100, None], "until": [9, 50, 3], "drug": "tacrolimus", "dose": 3.0}
    )
    chart = checked(Chart.of(who=WHO, given=given))
    assert chart.given.select("day", "until").rows() == [(0, 9), (None, None), (None, 3)]
    assert rules(chart) == [("course-backward", "error", None)]


def doses(drug, *given, route=None):
    rows = pl.DataFrame({"patient": "1", "day": range(len(given)), "drug": drug, "dose": given, "route": route},
                        schema_overrides={"dose": pl.Float64, "route": pl.String})  # fmt: skip
    return checked(Chart.of(who=WHO, given=rows))


def test_a_dose_that_nobody_is_given_is_set_aside():
    chart = doses("cyclophosphamide", 1500, 5000, 750000)
    assert chart.given["dose"].to_list() == [1500.0, 5000.0, None]
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
    assert chart.given["dose"].to_list() == [None]
    assert says in chart.findings["says"][0]


def test_what_a_vein_takes_is_not_believable_by_mouth():
    assert doses("methylprednisolone", 1000, route="iv").given["dose"].to_list() == [1000.0]
    assert doses("methylprednisolone", 1000).given["dose"].to_list() == [1000.0]
    chart = doses("methylprednisolone", 1000, route="oral")
    assert chart.given["dose"].to_list() == [None]
    assert chart.findings["says"][0] == (
        "A dose of 1000 mg of methylprednisolone by mouth on one day is impossible (believable: 0.5 to 500 mg, and 0 for a "
        "stop) and was set aside; it would be believable into a vein. Correct the dose or its route in the source."
    )


def test_a_stop_and_an_unknown_dose_are_no_impossible_doses():
    assert doses("tacrolimus", 0, None, 3).given["dose"].to_list() == [0.0, None, 3.0]


@pytest.mark.parametrize(("hour", "kept"), [(-0.1, None), (0.0, 0.0), (12.0, 12.0), (168.0, 168.0), (169.0, None)])
def test_a_time_after_the_dose_that_cannot_be_is_set_aside_and_the_level_kept(hour, kept):
    rows = pl.DataFrame({"patient": "1", "day": [14], "hour": [hour], "analyte": "tacrolimus_trough", "value": [7.0]})
    chart = checked(Chart.of(who=WHO, measured=rows))
    assert chart.measured.select("hour", "value").row(0) == (kept, 7.0)
    assert ("impossible-hour" in [rule for rule, *_ in rules(chart)]) == (kept is None)


@pytest.mark.parametrize(("days", "dose"), [(0, None), (0.5, 3.0), (3, 3.0), (7, 3.0), (9, None)])
def test_a_week_of_more_than_7_days_leaves_the_course_without_a_dose(days, dose):
    rows = pl.DataFrame({"patient": "1", "day": [0], "drug": "tacrolimus", "dose": 3.0, "days_per_week": [float(days)]})
    chart = checked(Chart.of(who=WHO, given=rows))
    assert chart.given["dose"].to_list() == [dose]
    assert ("impossible-days-per-week" in [rule for rule, *_ in rules(chart)]) == (dose is None)


@pytest.mark.parametrize(
    ("second", "told"),
    [((5, 2.0), True), ((9, 2.0), True), ((10, 2.0), False), ((5, 3.0), False), ((0, 2.0), True), ((0, None), True)],
)
def test_courses_of_one_drug_that_overlap_with_different_doses_are_told(second, told):
    day, dose = second
    rows = pl.DataFrame({"patient": "1", "day": [0, day], "until": [9, 20], "drug": "tacrolimus", "dose": [3.0, dose]})
    chart = checked(Chart.of(who=WHO, given=rows))
    assert (("courses-overlap", "warning", None) in rules(chart)) == told


def test_overlapping_courses_of_two_drugs_or_routes_are_no_contradiction():
    rows = pl.DataFrame({"patient": "1", "day": [0, 0, 0], "until": 9, "drug": ["prednisolone", "prednisolone", "tacrolimus"],
                         "route": ["oral", "iv", "oral"], "dose": [20.0, 40.0, 3.0]})  # fmt: skip
    assert rules(checked(Chart.of(who=WHO, given=rows))) == []


def test_a_weight_and_the_hours_of_a_level_that_are_missing_are_told_once_with_the_first_row():
    levels = pl.DataFrame({"patient": ["1", "1"], "day": [7, 14], "analyte": "tacrolimus_trough", "value": 7.0, "row": [2, 3]},
                          schema_overrides={"row": pl.UInt32})  # fmt: skip
    told = dict(check(Chart.of(who=WHO, measured=levels)).findings.select("rule", "says").rows())
    assert told["weight-missing"].startswith(f"{len(WHO)} patient(s) have no weight, this one the first")
    assert told["hours-missing"].startswith("2 drug level(s) have no time since the last dose")
    whole = Chart.of(who=WHO.with_columns(weight=55.0), measured=levels.with_columns(hour=12.0))
    assert not {"weight-missing", "hours-missing"} & set(check(whole).findings["rule"])
