"""A decision asks about doses that no rule led to, and about two drugs that do the same."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.decide import Decision, decide
from remission.protocols.find import find

HIMEJI = find("himeji_2012").choose(creatinine_rise="no_rule", trough_hours="any")
TROUGHS = {7: 6.0, 14: 6.0, 21: 6.0, 28: 6.0}
ON_BOTH = [
    {"drug": "tacrolimus", "day": 0, "dose": 3.0},
    {"drug": "mizoribine", "day": 0, "dose": 300.0, "days_per_week": 3.0},
]


def chart(given: list[dict[str, Any]], troughs: dict[int, float] | None = None) -> Chart:
    levels = [{"day": d, "analyte": "tacrolimus_trough", "value": v} for d, v in (troughs or TROUGHS).items()]
    return Chart.of(
        who=pl.DataFrame({"patient": ["1"], "weight": [55.0]}),
        given=pl.DataFrame([{"patient": "1", **row} for row in given], infer_schema_length=None),
        measured=pl.DataFrame([{"patient": "1", **row} for row in levels]),
    )


def dose(told: Decision, drug: str) -> tuple[str, float | None]:
    return told.doses.filter(pl.col("drug") == drug).select(pl.col("act").cast(pl.String), "dose").row(0)


def because(told: Decision, drug: str) -> str:
    return told.doses.filter(pl.col("drug") == drug)["because"].item()


def tacrolimus(*doses: tuple[int, float]) -> list[dict[str, Any]]:
    return [{"drug": "tacrolimus", "day": day, "dose": mg} for day, mg in doses]


# --- doses that no rule led to ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mg", [30.0, 4.5, 0.3])
def test_a_start_other_than_written_is_asked_about(mg: float) -> None:
    told = decide(HIMEJI, chart(tacrolimus((0, mg))), 8)
    assert dose(told, "tacrolimus") == ("ask", None)
    assert because(told, "tacrolimus").endswith(f"(3 mg by the protocol, {mg:g} mg on record)")


def test_a_dose_that_was_raised_without_a_rule_is_asked_about() -> None:
    told = decide(HIMEJI, chart(tacrolimus((0, 3.0), (16, 30.0))), 20)
    assert dose(told, "tacrolimus") == ("ask", None)
    assert told.asks.filter(about="tacrolimus")["says"].to_list() == [
        "Tacrolimus 30 mg is on record, and no rule led there from 3 mg: is it to go on?"
    ]


def test_even_where_a_rule_would_lower_it_by_a_step() -> None:
    high = chart(tacrolimus((0, 3.0), (16, 30.0)), {**TROUGHS, 21: 19.0})
    assert dose(decide(HIMEJI, high, 21), "tacrolimus") == ("ask", None)


def test_that_a_lower_dose_has_no_rule_is_told_and_rules_go_on() -> None:
    cut = tacrolimus((0, 3.0), (16, 2.0))
    told = decide(HIMEJI, chart(cut), 20)
    assert dose(told, "tacrolimus") == ("continue", 2.0)
    assert because(told, "tacrolimus").endswith("No rule led from 3 mg to 2 mg.")
    assert dose(decide(HIMEJI, chart(cut, {**TROUGHS, 21: 10.5}), 21), "tacrolimus") == ("change", 1.0)


def test_a_dose_that_a_rule_led_to_goes_on_without_a_word() -> None:
    told = decide(HIMEJI, chart(tacrolimus((0, 3.0), (14, 2.0)), {**TROUGHS, 14: 11.0}), 20)
    assert dose(told, "tacrolimus") == ("continue", 2.0)
    assert because(told, "tacrolimus") == "No rule asks for another dose of tacrolimus."


# --- tapers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "expected"), [
    (10, ("change", 50.0)), (16, ("change", 50.0)), (17, ("ask", None)), (90, ("ask", None)),
])  # fmt: skip
def test_one_missed_step_of_a_taper_is_made_good_and_more_are_asked_about(
    day: int, expected: tuple[str, float | None]
) -> None:
    told = decide(HIMEJI, chart([*ON_BOTH, {"drug": "prednisolone", "day": 3, "dose": 60.0}]), day)
    assert dose(told, "prednisolone") == expected


def test_the_last_step_that_was_missed_is_made_good() -> None:
    steps = [(3, 60.0), (10, 50.0), (17, 40.0), (24, 30.0), (38, 25.0)]
    told = decide(HIMEJI, chart([{"drug": "prednisolone", "day": day, "dose": mg} for day, mg in steps]), 57)
    assert dose(told, "prednisolone") == ("change", 20.0)


# --- two drugs that do the same -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stranger", "drug", "says"),
    [
        ({"drug": "prednisone", "dose": 60.0, "route": "oral"}, "prednisolone",
         "Prednisone 60 mg by mouth is on record, a glucocorticoid as prednisolone is: are both to be given?"),
        ({"drug": "prednisolone", "dose": 60.0, "route": "iv"}, "prednisolone",
         "Prednisolone 60 mg into a vein is on record, a glucocorticoid as prednisolone is: are both to be given?"),
        ({"drug": "ciclosporin", "dose": 150.0}, "tacrolimus",
         "Ciclosporin 150 mg is on record, a calcineurin inhibitor as tacrolimus is: are both to be given?"),
        ({"drug": "mycophenolate_mofetil", "dose": 1000.0}, "mizoribine",
         "Mycophenolate mofetil 1000 mg is on record, an antimetabolite as mizoribine is: are both to be given?"),
    ],
)  # fmt: skip
def test_another_drug_of_the_kind_in_force_is_asked_about(stranger: dict[str, Any], drug: str, says: str) -> None:
    told = decide(HIMEJI, chart([*ON_BOTH, {"day": 3, **stranger}]), 8)
    assert dose(told, drug) == ("ask", None)
    assert because(told, drug) == says
    assert stranger["drug"] in told.asks["about"].to_list()
    others = {"prednisolone", "tacrolimus", "mizoribine"} - {drug}
    assert all(dose(told, other)[0] != "ask" for other in others)


def test_what_was_ended_before_is_not_asked_about() -> None:
    ended = {"drug": "prednisone", "day": -90, "until": -1, "dose": 10.0}
    assert dose(decide(HIMEJI, chart([*ON_BOTH, ended]), 8), "prednisolone") == ("start", 60.0)


def test_what_may_be_given_beside_it_is_not_asked_about() -> None:
    label = find("tacrolimus_label_japan_2007")
    given = [{"drug": "tacrolimus", "day": 0, "dose": 3.0}, {"drug": "prednisolone", "day": 0, "dose": 20.0}]
    assert decide(label, chart(given), 3).asks.filter(about="prednisolone").is_empty()


# --- before the first dose, after the last day, and a baseline that is missing ------------------------------------


def test_after_the_last_day_the_protocol_is_over() -> None:
    told = decide(HIMEJI, chart(tacrolimus((0, 3.0))), 366)
    assert dose(told, "tacrolimus") == ("ask", None)
    assert "The protocol ended on day 365" in told.asks["says"][0]


def test_after_the_last_day_it_says_so_of_a_patient_who_takes_nothing() -> None:
    told = decide(HIMEJI, chart(tacrolimus((0, 3.0), (300, 0.0))), 400)
    assert told.doses.is_empty()
    assert told.asks.select("about", "says").rows() == [
        ("himeji_2012", "The protocol ended on day 365: it says nothing about day 400.")
    ]


def test_a_baseline_that_is_missing_is_named() -> None:
    himeji = find("himeji_2012").choose(trough_hours="any")
    made = chart(tacrolimus((0, 3.0)))
    late = pl.DataFrame({"patient": ["1"], "day": [7], "analyte": ["creatinine"], "value": [2.0]})
    levels = made.measured.select("patient", "day", "analyte", "value").with_columns(
        pl.col("patient", "analyte").cast(pl.String)
    )
    made = Chart.of(who=made.who, given=made.given, measured=pl.concat([levels, late], how="vertical_relaxed"))
    told = decide(himeji, made, 8)
    assert dose(told, "tacrolimus") == ("ask", None)
    assert because(told, "tacrolimus").startswith(
        "Serum creatinine at baseline is not known, so this cannot be judged:"
    )


def test_a_drug_that_a_rule_stops_is_not_stopped_before_it_is_begun() -> None:
    aurora = find("aurora_1_2021").choose(egfr="reported")
    rows = [("egfr", 80.0), ("systolic", 166.0), ("diastolic", 80.0)]
    made = Chart.of(
        who=pl.DataFrame({"patient": ["1"], "weight": [55.0]}),
        measured=pl.DataFrame([{"patient": "1", "day": 0, "analyte": name, "value": value} for name, value in rows]),
    )
    told = decide(aurora, made, 0)
    assert dose(told, "voclosporin") == ("ask", None)
    assert because(told, "voclosporin").startswith("The blood pressure keeps voclosporin from being begun.")


def test_a_lowered_dose_is_a_number_that_somebody_can_read() -> None:
    aurora = find("aurora_1_2021").choose(egfr="reported")
    rows = [(0, "egfr", 80.0), (0, "systolic", 120.0), (0, "diastolic", 80.0), (14, "egfr", 59.0)]
    made = Chart.of(
        who=pl.DataFrame({"patient": ["1"], "weight": [55.0]}),
        given=pl.DataFrame({"patient": ["1"], "drug": ["voclosporin"], "day": [0], "dose": [47.4]}),
        measured=pl.DataFrame([{"patient": "1", "day": d, "analyte": name, "value": value} for d, name, value in rows]),
    )
    assert dose(decide(aurora, made, 14), "voclosporin") == ("change", 31.6)


# --- two results of one day ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [((6.0, 12.0), ("ask", None)), ((6.0, 9.0), ("continue", 3.0)), ((10.0, 12.0), ("change", 2.0))],
)
@pytest.mark.parametrize("hours", [(12.0, 12.0), (11.0, 13.0), (13.0, 11.0)])
def test_two_troughs_of_one_day_are_asked_about_where_the_answer_depends_on_which_counts(
    values: tuple[float, float], expected: tuple[str, float | None], hours: tuple[float, float]
) -> None:
    himeji = HIMEJI.choose(trough_hours="12")
    for turn in (1, -1):
        levels = [{"patient": "1", "day": 7, "hour": hour, "analyte": "tacrolimus_trough", "value": value}
                  for value, hour in zip(values, hours, strict=True)][::turn]  # fmt: skip
        made = chart(tacrolimus((0, 3.0)))
        told = decide(himeji, Chart.of(who=made.who, given=made.given, measured=pl.DataFrame(levels)), 8)
        assert dose(told, "tacrolimus") == expected
        if expected[0] == "ask":
            assert because(told, "tacrolimus") == (
                "Two results (tacrolimus trough concentration) of one day differ, and the answer depends on which of them counts."
            )


# --- what comes next ----------------------------------------------------------------------------------------------


def test_the_next_step_comes_with_its_dose_and_not_for_a_drug_that_is_stopped() -> None:
    on_it = [*ON_BOTH, {"drug": "prednisolone", "day": 3, "dose": 60.0}]
    steps = decide(HIMEJI, chart(on_it), 8).next.filter(what="dose")
    assert steps.select("day", "about", "dose", "says").rows() == [(10, "prednisolone", 50.0, "prednisolone 50 mg")]
    stopped = decide(HIMEJI, chart([*on_it, {"drug": "prednisolone", "day": 6, "dose": 0.0}]), 8).next
    assert stopped.filter(what="dose").is_empty()
