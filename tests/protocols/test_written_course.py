"""A dose that no start and no rule leads to stays a deviation; the dose that is due is that of the written course."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import Audit, audit
from remission.protocols.find import find

HIMEJI = find("himeji_2012").choose(creatinine_rise="no_rule", agent_stopped="neither", trough_hours="any")
TROUGHS = {7: 6.0, 14: 6.0, 21: 6.0, 28: 6.0, 58: 6.0}
TAPER = [(3, 60.0), (10, 50.0), (17, 40.0), (24, 30.0), (38, 25.0)]


def chart(
    doses: dict[str, list[tuple[int, float]]], troughs: dict[int, float] | None = None, last: int = 62, **more: Any
):
    given = [
        {"drug": drug, "day": day, "dose": dose, "route": "oral", **more}
        for drug, steps in doses.items()
        for day, dose in steps
    ]
    levels = [
        {"day": day, "analyte": "tacrolimus_trough", "value": value} for day, value in (troughs or TROUGHS).items()
    ]
    return Chart.of(
        who=pl.DataFrame({"patient": ["1"], "weight": [55.0]}),
        given=pl.DataFrame([{"patient": "1", **row} for row in given]),
        measured=pl.DataFrame([{"patient": "1", **row} for row in [*levels, {"day": last, "analyte": "c3", "value": 80.0}]]),
    )  # fmt: skip


def told(made: Chart, drug: str) -> list[tuple[Any, ...]]:
    found = audit(HIMEJI, made).deviations.filter(pl.col("about") == drug)
    return list(found.select("kind", "day", "until", "expected", "given").iter_rows())


def value(found: Audit, drug: str, statistic: str) -> float:
    return found.adherence.filter(about=drug, statistic=statistic, patient="1")["value"].item()


@pytest.mark.parametrize("dose", [30.0, 4.5, 1.5])
def test_a_start_other_than_written_is_a_deviation_to_the_end_and_counts_in_the_intensity(dose: float):
    found = audit(HIMEJI, made := chart({"tacrolimus": [(0, dose)]}))
    assert told(made, "tacrolimus") == [("slip", 0, 62, 3.0, dose)]
    assert value(found, "tacrolimus", "days_kept") == 0
    assert value(found, "tacrolimus", "mg_due") == 63 * 3
    assert value(found, "tacrolimus", "dose_intensity") == pytest.approx(dose / 3)


def test_half_the_mizoribine_is_half_the_intensity():
    made = chart({"mizoribine": [(0, 150.0)]}, days_per_week=3.0)
    assert told(made, "mizoribine") == [("slip", 0, 62, 300.0, 150.0)]
    assert value(audit(HIMEJI, made), "mizoribine", "dose_intensity") == pytest.approx(0.5)


def test_a_cut_without_a_rule_does_not_become_the_norm():
    made = chart({"tacrolimus": [(0, 3.0), (20, 2.0)]})
    assert told(made, "tacrolimus") == [("change_without_a_rule", 20, 62, 3.0, 2.0)]
    assert value(audit(HIMEJI, made), "tacrolimus", "dose_intensity") == pytest.approx((20 * 3 + 43 * 2) / (63 * 3))


def test_a_rule_that_is_followed_from_a_cut_dose_explains_what_comes_after():
    made = chart({"tacrolimus": [(0, 3.0), (16, 2.0), (28, 1.0)]}, {**TROUGHS, 28: 10.5})
    assert told(made, "tacrolimus") == [("change_without_a_rule", 16, 27, 3.0, 2.0)]


def test_a_rule_that_lowers_a_dose_which_is_too_high_does_not_excuse_it():
    made = chart({"tacrolimus": [(0, 3.0), (10, 30.0), (14, 29.0)]}, {**TROUGHS, 14: 15.0})
    assert [row[1:] for row in told(made, "tacrolimus")] == [(10, 13, 3.0, 30.0), (14, 62, 3.0, 29.0)]


def test_a_rule_that_was_followed_moves_the_norm():
    made = chart({"tacrolimus": [(0, 3.0), (14, 2.0), (30, 3.0)]}, {**TROUGHS, 14: 11.0})
    assert told(made, "tacrolimus") == [("change_without_a_rule", 30, 62, 2.0, 3.0)]


def test_what_a_clinician_answers_when_asked_is_no_deviation():
    untimed = HIMEJI.choose(trough_hours="12")  # the troughs have no time since the dose, so every one is asked about
    found = audit(untimed, chart({"tacrolimus": [(0, 3.0), (30, 2.0)]})).deviations
    assert "change_without_a_rule" not in found["kind"].to_list()


def test_a_stop_without_a_rule_counts_until_the_end():
    made = chart({"tacrolimus": [(0, 3.0), (20, 0.0)]})
    assert told(made, "tacrolimus") == [("change_without_a_rule", 20, 62, 3.0, 0.0)]


def test_a_gap_in_the_record_does_not_excuse_a_dose():
    rows = [{"patient": "1", "drug": "tacrolimus", "day": day, "until": until, "dose": dose}
            for day, until, dose in ((0, 19, 3.0), (21, None, 30.0))]  # fmt: skip
    made = chart({"tacrolimus": [(0, 3.0)]})
    made = Chart.of(who=made.who, measured=made.measured, given=pl.DataFrame(rows))
    assert [row[1:] for row in told(made, "tacrolimus")] == [(20, 20, 3.0, None), (21, 62, 3.0, 30.0)]


@pytest.mark.parametrize(("day", "expected"), [
    (53, ("tolerance", 52, 52)), (54, ("tolerance", 52, 53)), (55, ("tolerance", 52, 54)), (56, ("slip", 52, 55)),
])  # fmt: skip
def test_the_last_step_of_a_taper_may_be_late_as_every_other(day: int, expected: tuple[str, int, int]):
    made = chart({"prednisolone": [*TAPER, (day, 20.0)]})
    assert told(made, "prednisolone") == [(*expected, 20.0, 25.0)]


def test_a_taper_that_stands_still_is_a_slip_to_the_end():
    made = chart({"prednisolone": TAPER[:1]}, last=90)
    assert told(made, "prednisolone")[-1] == ("slip", 52, 90, 20.0, 60.0)


def test_a_drug_that_is_no_part_of_the_protocol_is_told_with_what_it_doubles():
    made = chart(
        {"tacrolimus": [(0, 3.0)], "ciclosporin": [(2, 150.0), (30, 100.0)], "cyclophosphamide": [(5, 500.0)]}, last=62
    )
    found = audit(HIMEJI, made).deviations.filter(kind="not_in_the_protocol")
    assert found.select("about", "day", "until", "given").rows() == [
        ("ciclosporin", 2, 29, 150.0), ("cyclophosphamide", 5, 62, 500.0), ("ciclosporin", 30, 62, 100.0),
    ]  # fmt: skip
    assert found.row(0, named=True)["says"] == "Ciclosporin 150 mg by mouth is no part of the protocol."
    assert found["because"].to_list()[:2] == [
        "It is a calcineurin inhibitor, as tacrolimus.", "The protocol does not give it.",
    ]  # fmt: skip


def test_prednisone_on_record_for_prednisolone_is_told():
    found = audit(HIMEJI, chart({"prednisone": [(3, 60.0)]})).deviations
    assert ("not_in_the_protocol", "It is a glucocorticoid, as methylprednisolone and prednisolone.") in found.filter(
        about="prednisone"
    ).select("kind", "because").rows()
