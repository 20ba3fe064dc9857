"""An audit shows what was done otherwise, what cannot be judged, and the puzzle of the founding paper."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import Audit, audit, spans_of
from remission.protocols.find import find

HIMEJI = find("himeji_2012")
NO_RISE = HIMEJI.choose(creatinine_rise="no_rule", agent_stopped="neither", trough_hours="any")


def chart(given: list[dict[str, Any]], measured: list[dict[str, Any]] | None = None, **who: Any) -> Chart:
    rows = [{"day": 60, "analyte": "c3", "value": 80.0}, *(measured or [])]
    return Chart.of(
        who=pl.DataFrame([{"patient": "1", "weight": 55.0, **who}]),
        given=pl.DataFrame([{"patient": "1", "route": "oral", **row} for row in given], infer_schema_length=None),
        measured=pl.DataFrame([{"patient": "1", **row} for row in rows], infer_schema_length=None),
    )


def of(drug: str, found: Audit) -> list[tuple[Any, ...]]:
    mine = found.deviations.filter(pl.col("about") == drug)
    return list(mine.select("kind", "day", "until", "expected", "given").iter_rows())


TROUGHS = [{"day": day, "hour": 12.0, "analyte": "tacrolimus_trough", "value": 6.0} for day in (7, 14, 21, 28, 58)]


def tacrolimus(*doses: tuple[int, float], until: int | None = None) -> list[dict[str, Any]]:
    return [{"drug": "tacrolimus", "day": day, "dose": dose, "until": until} for day, dose in doses]


# --- the founding cohort ------------------------------------------------------------------------------------------


def test_the_paper_cut_tacrolimus_at_troughs_that_its_rule_does_not_explain(himeji: Chart):
    found = audit(HIMEJI, himeji).deviations.filter(pl.col("kind") == "change_without_a_rule")
    assert found["patient"].to_list() == ["3", "6", "7", "8"]
    assert found.select("expected", "given").unique().rows() == [(3.0, 2.0)]
    for patient, trough in {"3": "7.07", "6": "7.70", "7": "3.80", "8": "6.33"}.items():
        (says, because) = found.filter(pl.col("patient") == patient).select("says", "because").row(0)
        assert f"3 to 2 mg at a tacrolimus trough concentration of {trough} ng/mL" in says
        assert "A trough that is not below 10 ng/mL lowers tacrolimus" in because


def test_three_of_the_four_have_a_rise_of_creatinine_on_record_and_patient_8_has_none(himeji: Chart):
    found = audit(HIMEJI, himeji).deviations.filter(pl.col("kind") == "change_without_a_rule")
    told = dict(found.select(pl.col("patient").cast(pl.String), "because").iter_rows())
    on_record = {patient for patient, because in told.items() if "On record: Increase in serum creatinine." in because}
    assert on_record == {"3", "6", "7"}
    assert "Nothing of the kind is on record." in told["8"]


def test_that_patient_7_stopped_tacrolimus_in_remission_is_explained(himeji: Chart):
    found = audit(HIMEJI, himeji.only(["7"])).deviations
    assert found.filter(pl.col("given") == 0).is_empty()
    kept_on = audit(HIMEJI.choose(agent_stopped="mizoribine"), himeji.only(["7"])).deviations
    assert kept_on.filter(pl.col("given") == 0)["expected"].to_list() == [2.0]


def test_days_of_which_nothing_is_on_record_are_neither_kept_nor_broken(himeji: Chart):
    told = audit(HIMEJI, himeji).adherence.filter(pl.col("about") == "mizoribine", pl.col("patient").is_null())
    assert told.filter(pl.col("statistic") == "days_kept").select("value", "n", "missing").row(0) == (None, 0, 8 * 184)
    assert audit(HIMEJI, himeji).deviations.filter(pl.col("kind").is_in(["slip", "omitted", "missed"])).is_empty()


# --- doses --------------------------------------------------------------------------------------------------------


def test_a_change_without_a_rule_counts_until_the_way_back_which_is_a_return():
    found = audit(NO_RISE, chart(tacrolimus((0, 3), (20, 4), (30, 3)), TROUGHS))
    assert of("tacrolimus", found) == [
        ("change_without_a_rule", 20, 29, 3.0, 4.0),
        ("return", 30, 30, 3.0, 3.0),
    ]


def test_a_rule_that_is_not_followed_counts_until_it_is():
    high = [*TROUGHS[:1], TROUGHS[1] | {"value": 11.0}]
    found = audit(NO_RISE, chart(tacrolimus((0, 3), (24, 2)), [*high, *TROUGHS[3:]]))
    assert of("tacrolimus", found) == [("rule_not_followed", 14, 23, 2.0, 3.0)]


def test_a_change_within_the_allowed_days_is_tolerated():
    high = [*TROUGHS[:1], TROUGHS[1] | {"value": 11.0}, *TROUGHS[3:]]
    late = chart(tacrolimus((0, 3), (16, 2)), high)
    assert of("tacrolimus", audit(NO_RISE, late)) == [("tolerance", 14, 15, 2.0, 3.0)]
    assert of("tacrolimus", audit(NO_RISE, late, tolerance_days=1)) == [("rule_not_followed", 14, 15, 2.0, 3.0)]


def test_a_step_of_the_taper_that_is_late_is_a_slip_beyond_the_allowed_days():
    doses = [(3, 60.0), (10, 50.0), (22, 40.0), (24, 30.0), (38, 25.0), (52, 20.0)]
    given = [{"drug": "prednisolone", "day": day, "dose": dose} for day, dose in doses]
    assert of("prednisolone", audit(NO_RISE, chart(given))) == [("slip", 17, 21, 40.0, 50.0)]


def test_what_is_given_although_a_rule_stopped_it_is_told():
    high = {"creatinine": 0.6, "proteinuria": 0.1, "sledai": 0.0}
    results = [{"day": day, "analyte": name, "value": value} for day in (0, 160) for name, value in high.items()]
    limits = pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]})
    made = chart(tacrolimus((0, 3)), [*results, {"day": 175, "analyte": "c3", "value": 90.0}])
    made = Chart.of(who=made.who, given=made.given, measured=made.measured, limits=limits)
    found = of("tacrolimus", audit(HIMEJI.choose(trough_hours="any"), made))
    assert ("against_a_stop", 160, 175, 0.0, 3.0) in found


def test_a_drug_that_was_not_given_although_due_is_omitted():
    given = [{"drug": "methylprednisolone", "day": 0, "until": 1, "dose": 500.0, "route": "iv"}]
    assert of("methylprednisolone", audit(NO_RISE, chart(given))) == [("omitted", 2, 2, 500.0, None)]


def test_pulses_that_go_on_are_given_past_the_end():
    given = [{"drug": "methylprednisolone", "day": 0, "until": 8, "dose": 500.0, "route": "iv"}]
    assert of("methylprednisolone", audit(NO_RISE, chart(given))) == [("past_the_end", 3, 8, 0.0, 500.0)]


def test_a_dose_on_other_days_of_the_week_is_told():
    given = [{"drug": "mizoribine", "day": 0, "dose": 300.0, "days_per_week": 7.0}]
    assert of("mizoribine", audit(NO_RISE, chart(given))) == [("other_days", 0, 60, 300.0, 300.0)]


def test_a_permitted_taper_may_be_followed_or_not():
    steps = [(3, 60.0), (10, 50.0), (17, 40.0), (24, 30.0), (38, 25.0), (52, 20.0)]
    remission = [
        {"day": day, "analyte": name, "value": value}
        for day, protein in ((0, 4.0), (61, 0.1), (122, 0.1))
        for name, value in (("proteinuria", protein), ("creatinine", 0.6))
    ]
    for more in ([], [(70, 18.0), (90, 10.0)]):
        given = [{"drug": "prednisolone", "day": day, "dose": dose} for day, dose in [*steps, *more]]
        made = chart(given, remission)
        made = Chart.of(who=made.who, given=made.given, measured=made.measured,
                        limits=pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]}))  # fmt: skip
        assert of("prednisolone", audit(HIMEJI, made)) == []


def test_the_spans_of_a_timeline_cover_every_day_once():
    spans = spans_of(NO_RISE, chart(tacrolimus((0, 3), (20, 4), (30, 3)), TROUGHS)).filter(
        pl.col("drug") == "tacrolimus"
    )
    assert (spans["until"] - spans["day"] + 1).sum() == 61
    assert spans["kind"].to_list() == ["kept", "change_without_a_rule", "return", "kept"]


# --- samples and visits -------------------------------------------------------------------------------------------


def test_a_sample_that_is_late_missed_or_without_its_time_is_told():
    drawn = [
        {"day": 7, "hour": 12.0, "analyte": "tacrolimus_trough", "value": 6.0},
        {"day": 14, "analyte": "tacrolimus_trough", "value": 6.0},
        {"day": 21, "hour": 3.0, "analyte": "tacrolimus_trough", "value": 6.0},
        {"day": 35, "hour": 12.0, "analyte": "tacrolimus_trough", "value": 6.0},
        {"day": 90, "analyte": "c3", "value": 90.0},
    ]
    found = audit(HIMEJI, chart(tacrolimus((0, 3)), drawn)).deviations
    told = found.filter(pl.col("about") == "tacrolimus_trough").select("kind", "day", "says")
    assert list(told.iter_rows()) == [
        ("time_missing", 14, "Tacrolimus trough concentration of day 14 has no time since the dose."),
        ("time_wrong", 21, "Tacrolimus trough concentration of day 21 was drawn 3 hours after the dose."),
        ("late", 28, "Tacrolimus trough concentration was due on day 28 and came on day 35."),
        ("missed", 61, "Tacrolimus trough concentration was due on day 61 and is not on record."),
    ]


def test_no_level_is_due_of_a_drug_that_is_not_given():
    stopped = chart(tacrolimus((0, 3), (10, 0)), [*TROUGHS[:1], {"day": 40, "analyte": "c3", "value": 90.0}])
    assert audit(HIMEJI, stopped).deviations.filter(pl.col("about") == "tacrolimus_trough").is_empty()


def test_a_visit_that_was_not_held_is_missed_and_one_after_its_window_is_late():
    rows = [
        {"day": day, "analyte": name, "value": 0.6} for day in (0, 61, 230) for name in ("creatinine", "proteinuria")
    ]
    found = audit(HIMEJI, chart(tacrolimus((0, 3)), rows)).deviations
    visits = found.filter(pl.col("about").is_in(["month_2", "month_4", "month_6"])).select("about", "kind")
    assert list(visits.iter_rows()) == [("month_4", "missed"), ("month_6", "late")]


# --- adherence ----------------------------------------------------------------------------------------------------


def test_adherence_counts_judged_days_and_milligrams():
    halved = audit(NO_RISE, chart([{"drug": "mizoribine", "day": 0, "dose": 300.0, "days_per_week": 3.0, "until": 29}]))
    told = halved.adherence.filter(pl.col("about") == "mizoribine", pl.col("patient") == "1")
    value = dict(told.select("statistic", "value").iter_rows())
    assert value["mg_given"] == pytest.approx(30 * 300 * 3 / 7)
    assert value["days_kept"] == pytest.approx(30 / 61)
    assert value["dose_intensity"] == pytest.approx(30 / 61)
    assert told["n"].unique().to_list() == [61]


def test_the_cohort_row_adds_its_patients_up():
    one, two = (chart([{"drug": "mizoribine", "day": 0, "dose": 300.0, "days_per_week": 3.0}]) for _ in range(2))
    both = Chart.of(
        who=pl.concat([one.who.with_columns(patient=pl.lit(n)) for n in ("1", "2")]),
        given=pl.concat([t.given.with_columns(patient=pl.lit(n)) for t, n in ((one, "1"), (two, "2"))]),
        measured=pl.concat([t.measured.with_columns(patient=pl.lit(n)) for t, n in ((one, "1"), (two, "2"))]),
    )
    told = audit(NO_RISE, both).adherence.filter(pl.col("about") == "mizoribine", pl.col("statistic") == "days_kept")
    assert told.filter(pl.col("patient").is_null()).select("value", "n").row(0) == (1.0, 122)


def test_an_audit_may_end_earlier():
    made = chart(tacrolimus((0, 3), (20, 4)), TROUGHS)
    assert of("tacrolimus", audit(NO_RISE, made, through=19)) == []


def test_a_wrong_first_dose_of_a_titrated_drug_is_a_slip_and_no_early_change():
    found = audit(NO_RISE, chart(tacrolimus((0, 2.0)), TROUGHS))
    assert of("tacrolimus", found) == [("slip", 0, 60, 3.0, 2.0)]


def test_what_a_rule_permits_counts_as_due_in_the_dose_intensity():
    steps = ((3, 60), (10, 50), (17, 40), (24, 30), (38, 25), (52, 20))
    given = [{"drug": "prednisolone", "day": day, "dose": float(dose)} for day, dose in steps]
    well = [{"day": day, "analyte": name, "value": value} for day in (0, 58, 70, 90)
            for name, value in (("proteinuria", 0.1), ("creatinine", 0.6))]  # fmt: skip
    found = audit(NO_RISE, chart(given, well)).adherence
    ratio = found.filter(pl.col("patient").is_null(), about="prednisolone", statistic="dose_intensity")["value"]
    assert ratio.to_list() == [1.0]  # in complete remission it may fall, and need not
