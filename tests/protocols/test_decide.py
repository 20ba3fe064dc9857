"""What a decision says besides the dose: samples, visits, response, what comes next, what is unknown, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.chart.doors.read import read
from remission.errors import ProtocolError
from remission.protocols.decide import Decision, decide
from remission.protocols.find import find
from remission.protocols.parts import Target

HIMEJI = find("himeji_2012")
LIMITS = pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]})
START = [
    {"drug": "tacrolimus", "day": 0, "dose": 3.0},
    {"drug": "mizoribine", "day": 0, "dose": 300.0, "days_per_week": 3.0},
    {"drug": "prednisolone", "day": 3, "dose": 60.0},
    {"drug": "methylprednisolone", "day": 0, "until": 2, "dose": 500.0, "route": "iv"},
]
BASELINE = [{"day": 0, "analyte": name, "value": value} for name, value in (("creatinine", 0.6), ("proteinuria", 4.0))]


def chart(
    *measured: dict[str, Any], given: list[dict[str, Any]] | None = None, patients: tuple[str, ...] = ("1",)
) -> Chart:
    rows = [*BASELINE, *measured]
    return Chart.of(
        who=pl.DataFrame([{"patient": p, "weight": 55.0, "female": True} for p in patients]),
        measured=pl.DataFrame([{"patient": p, **row} for row in rows for p in patients], infer_schema_length=None),
        given=pl.DataFrame(
            [{"patient": p, **row} for row in given or START for p in patients], infer_schema_length=None
        ),
        limits=LIMITS,
    )


def trough(value: float, day: int = 7, **more: Any) -> dict[str, Any]:
    return {"day": day, "hour": 12.0, "analyte": "tacrolimus_trough", "value": value, **more}


def dose(told: Decision, drug: str) -> tuple[str, float | None]:
    return told.doses.filter(pl.col("drug") == drug).select(pl.col("act").cast(pl.String), "dose").row(0)


# --- doses --------------------------------------------------------------------------------------------------------


def test_a_dose_comes_with_its_reason_what_was_seen_and_its_source():
    told = decide(HIMEJI, chart(trough(12.0)), 7).doses.filter(pl.col("drug") == "tacrolimus").row(0, named=True)
    assert told["because"] == (
        "A trough that is not below 10 ng/mL lowers tacrolimus by 1 mg. "
        "(tacrolimus trough concentration 12.0 ng/mL of day 7)"
    )
    assert (told["source"], told["at"]) == ("kagawa_2012", "Methods, treatment")
    assert (told["days_per_week"], told["route"], told["until"]) == (7.0, "oral", None)


def test_doses_have_the_columns_of_what_is_given():
    made = chart()
    told = decide(HIMEJI, made, 0).doses
    again = Chart.of(who=made.who, given=told.drop("act", "because", "source", "at"))
    assert again.given.select("drug", "dose").rows() == told.select("drug", "dose").rows()


@pytest.mark.parametrize(("sign", "act"), [(">", ("ask", None)), ("<", ("continue", 3.0))])
def test_a_level_that_is_only_a_bound_decides_only_what_it_can(sign: str, act: tuple[str, float | None]):
    told = decide(HIMEJI, chart(trough(9.0, censored=sign)), 7)
    assert dose(told, "tacrolimus") == act
    if act[0] == "ask":
        assert told.asks["says"][0] == (
            "Tacrolimus trough concentration >9.0 ng/mL is printed as a bound, and the answer depends on what it stands for."
        )


@pytest.mark.parametrize(
    ("value", "sign", "act"),
    [
        (10.0, "<", ("continue", 3.0)),
        (10.1, "<", ("ask", None)),
        (10.0, ">", ("change", 2.0)),
        (9.9, ">", ("ask", None)),
    ],
)
def test_a_bound_at_the_limit_itself_lies_on_one_side_of_it(value: float, sign: str, act: tuple[str, float | None]):
    told = decide(HIMEJI, chart(trough(value, censored=sign)), 7)
    assert dose(told, "tacrolimus") == act


def test_what_was_seen_is_printed_with_its_sign():
    (says,) = decide(HIMEJI, chart(trough(12.0, censored=">")), 7).doses.filter(drug="tacrolimus")["because"]
    assert says.endswith("(tacrolimus trough concentration >12.0 ng/mL of day 7)")


def test_a_question_names_the_bound_on_which_the_dose_rests_and_no_other():
    low = {"day": 5, "analyte": "proteinuria", "value": 0.3, "censored": "<"}
    (ask,) = decide(HIMEJI, chart(trough(9.0, censored=">"), low), 7).asks["says"]
    assert ask.startswith("Tacrolimus trough concentration >9.0 ng/mL is printed")


def test_two_rules_of_one_drug_lower_it_once_and_a_stop_comes_first():
    both = chart(trough(12.0), {"day": 7, "analyte": "creatinine", "value": 0.9})
    assert dose(decide(HIMEJI, both, 7), "tacrolimus") == ("change", 2.0)
    late = [
        {"day": 160, "analyte": name, "value": v}
        for name, v in (("creatinine", 0.6), ("proteinuria", 0.1), ("sledai", 0))
    ]
    assert dose(decide(HIMEJI, chart(trough(12.0, day=160), *late), 160), "tacrolimus") == ("stop", 0.0)


def test_a_result_that_is_too_old_is_unknown_and_decides_nothing():
    old = chart(trough(12.0, day=58))
    assert dose(decide(HIMEJI, old, 60), "tacrolimus") == ("change", 2.0)
    assert dose(decide(HIMEJI, old, 58 + HIMEJI.look_back), "tacrolimus") == ("change", 2.0)
    assert dose(decide(HIMEJI, old, 59 + HIMEJI.look_back), "tacrolimus")[0] != "change"


@pytest.mark.parametrize("day", [-1, -28])
def test_a_protocol_begins_on_day_0(day: int):
    with pytest.raises(ProtocolError, match="Give a study day from 0 on"):
        decide(HIMEJI, chart(), day)


def test_a_patient_without_any_record_is_started_in_the_first_week_and_asked_about_later():
    nobody = Chart.of(who=pl.DataFrame({"patient": ["1"], "weight": [55.0]}))
    assert dose(decide(HIMEJI, nobody, 7), "mizoribine") == ("start", 300.0)
    assert dose(decide(HIMEJI, nobody, 8), "mizoribine") == ("ask", None)


# --- another way to the target ------------------------------------------------------------------------------------


def test_another_way_to_the_target_is_asked_where_there_is_a_new_level():
    seen: list[tuple[Target, int, int]] = []

    def by_half(target: Target, known: Chart, day: int) -> float:
        seen.append((target, len(known.measured.filter(pl.col("day") > day)), day))
        return 1.5

    made = chart(trough(6.0), trough(7.0, day=14))
    assert dose(decide(HIMEJI, made, 7, titrate=by_half), "tacrolimus") == ("change", 1.5)
    assert {later for _, later, _ in seen} == {0}
    assert {target.analyte.name for target, *_ in seen} == {"tacrolimus_trough", "mizoribine_peak"}
    assert dose(decide(HIMEJI, chart(), 7, titrate=by_half), "tacrolimus") == ("continue", 3.0)


def test_another_way_to_the_target_never_exceeds_the_greatest_dose_and_yields_to_other_rules():
    peak = {"day": 7, "hour": 3.0, "analyte": "mizoribine_peak", "value": 0.5}
    lower = [*START[:2], START[1] | {"dose": 200.0, "day": 3}]
    told = decide(HIMEJI, chart(peak, given=lower), 7, titrate=lambda *_: 900.0)
    assert dose(told, "mizoribine") == ("change", 300.0)
    risen = chart(trough(6.0), {"day": 7, "analyte": "creatinine", "value": 0.9})
    assert dose(decide(HIMEJI, risen, 7, titrate=lambda *_: 3.0), "tacrolimus") == ("change", 2.0)


def test_another_way_to_the_target_may_answer_for_each_patient():
    made = chart(trough(6.0), patients=("1", "2"))
    told = decide(HIMEJI, made, 7, titrate=lambda *_: [2.0, None]).doses.filter(pl.col("drug") == "tacrolimus")
    assert told["dose"].to_list() == [2.0, 3.0]
    with pytest.raises(ProtocolError, match=r"one dose for each patient\. Found 3 for 2"):
        decide(HIMEJI, made, 7, titrate=lambda *_: [1.0, 2.0, 3.0])


# --- the other tables ---------------------------------------------------------------------------------------------


def test_samples_are_due_overdue_or_next():
    told = decide(HIMEJI, chart(trough(6.0)), 20).samples.filter(pl.col("analyte") == "tacrolimus_trough")
    assert told.select(pl.col("status").cast(pl.String), "due").rows() == [("overdue", 14), ("due", 21), ("next", 28)]
    assert told["hours"].unique().to_list() == [12.0]


def test_no_level_is_due_of_a_drug_that_is_stopped():
    stopped = [*START, {"drug": "tacrolimus", "day": 10, "dose": 0.0}]
    told = decide(HIMEJI, chart(trough(6.0), given=stopped), 20)
    assert told.samples.filter(pl.col("analyte") == "tacrolimus_trough").is_empty()


def test_visits_are_due_overdue_or_next():
    told = decide(HIMEJI, chart(), 100).visits
    assert told.select(pl.col("status").cast(pl.String), "visit").rows() == [
        ("overdue", "month_2"),
        ("due", "month_4"),
        ("next", "month_6"),
    ]


def test_the_response_is_answered_or_its_missing_inputs_are_named():
    now = [{"day": 61, "analyte": name, "value": value} for name, value in (("creatinine", 0.6), ("proteinuria", 0.1))]
    assert decide(HIMEJI, chart(*now), 61).response.select("answer", "unknown").row(0) == ("complete", [])
    assert decide(HIMEJI, chart(now[0]), 62).response.select("answer", "unknown").row(0) == (None, ["proteinuria"])


def test_what_comes_next_is_listed_the_nearest_first():
    told = decide(HIMEJI, chart(trough(6.0)), 8).next.select("day", "about").rows()
    assert told[:2] == [(10, "prednisolone"), (14, "tacrolimus_trough")]
    assert told == sorted(told, key=lambda row: row[0])


def test_what_is_unknown_is_listed_with_what_needs_it():
    told = decide(HIMEJI, chart(), 7).unknown
    needs = told.filter(pl.col("input") == "tacrolimus_trough")["needed_for"].to_list()
    assert needs == ["A trough that is not below 10 ng/mL lowers tacrolimus by 1 mg."]
    assert told.filter(pl.col("input") == "mizoribine_peak").is_empty(), "it is measured only when needed"


def test_a_drug_that_is_no_part_of_the_protocol_is_asked_about():
    told = decide(HIMEJI, chart(given=[*START, {"drug": "cyclophosphamide", "day": 2, "dose": 500.0}]), 5).asks
    assert told.select("about", "says").rows() == [
        ("cyclophosphamide", "cyclophosphamide is on record and is no part of the protocol: may it go on?")
    ]
    ended = [*START, {"drug": "cyclophosphamide", "day": 2, "until": 2, "dose": 500.0}]
    assert decide(HIMEJI, chart(given=ended), 5).asks.is_empty()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"day": 2, "dose": 4.0}, "Two doses of tacrolimus overlap"),
        ({"day": 21, "dose": None}, "without its dose"),
    ],
)
def test_a_record_that_cannot_be_read_is_asked_about(more: dict[str, Any], says: str):
    given = [START[0] | {"until": 20}, {"drug": "tacrolimus", **more}]
    told = decide(HIMEJI, chart(given=given), more["day"] + 3)
    assert dose(told, "tacrolimus") == ("ask", None)
    assert says in told.asks.filter(pl.col("about") == "tacrolimus")["says"].item()


def test_doses_without_a_day_are_asked_about():
    told = decide(HIMEJI, chart(given=[{"drug": "tacrolimus", "dose": 3.0}]), 5)
    assert dose(told, "tacrolimus") == ("ask", None)
    (says,) = told.asks.filter(pl.col("about") == "tacrolimus")["says"]
    assert "without a day" in says


def test_equal_prescriptions_that_overlap_are_one():
    given = [START[0] | {"until": 20}, {"drug": "tacrolimus", "day": 10, "dose": 3.0}]
    assert dose(decide(HIMEJI, chart(trough(6.0, day=14), given=given), 15), "tacrolimus") == ("continue", 3.0)


# --- a chart from files ----------------------------------------------------------------------------------------------


MAP = """
[[sheet]]
file = "who.csv"
patient = "id"
columns = { sex = { who = "female" }, kg = { who = "weight", unit = "kg" } }

[[sheet]]
file = "drugs.csv"
patient = "id"
layout = "long"
table = "given"
time = { column = "day", unit = "day" }
drug = "drug"
dose = "dose"
unit = "unit"
until = "until"
"""


def from_files(folder: Path, *rows: str) -> Chart:
    (folder / "map.toml").write_text(MAP, encoding="utf-8")
    (folder / "who.csv").write_text("id,sex,kg\nA,F,55\nB,F,55\n", encoding="utf-8")
    text = "\n".join(("id,day,drug,dose,unit,until", *rows, "B,0,TAC,3,mg,"))
    (folder / "drugs.csv").write_text(f"{text}\n", encoding="utf-8")
    return read(folder)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("A,0,TAC,3,g,", "impossible-value"),
        ("A,0,TAC,-3,mg,", "unreadable-dose"),
        ("A,0,TAC,three,mg,", "unreadable-dose"),
        ("A,0,TAC,<3,mg,", "unreadable-dose"),
        ("A,0,TAC,3,drops,", "unit-missing"),
        ("A,0,TAC,3,,", "unit-missing"),
        ("A,0,TAC,,mg,", "blank"),
        ("A,5,TAC,3,mg,1", "course-backward"),
        ("A,soon,TAC,3,mg,", "time-missing"),
    ],
)
def test_a_prescription_that_cannot_be_read_is_asked_about_and_never_begun_again(tmp_path: Path, row: str, rule: str):
    cohort = from_files(tmp_path, row)
    assert rule in cohort.findings["rule"].to_list()
    told = decide(HIMEJI, cohort, 3)
    asked = told.doses.filter(pl.col("drug") == "tacrolimus", pl.col("act") == "ask").select("patient", "because")
    reasons = dict(asked.iter_rows())
    assert reasons["A"].endswith(("without its dose: how much is given?", "without a day: which one is in force?"))
    assert reasons["B"].startswith("Serum creatinine")  # whose record is sound


def test_a_drug_whose_name_is_not_known_is_a_finding_and_is_asked_about(tmp_path: Path):
    cohort = from_files(tmp_path, "A,0,TAC,3,mg,", "A,0,Wonderdrug,100,mg,", "B,0,elixir,1,mg,1")
    assert cohort.findings.filter(rule="unknown-drug").select("patient", "file", "row").rows() == [
        ("A", "drugs.csv", 3),
        ("B", "drugs.csv", 4),
    ]
    asked = decide(HIMEJI, cohort, 3).asks.filter(pl.col("about") == "unknown drug")
    assert asked.select("patient", "says").rows() == [
        (
            "A",
            "a drug that is not known (row 3 of drugs.csv) is on record and is no part of the protocol: may it go on?",
        )
    ]


@pytest.mark.parametrize("weight", [0.0, -3.0, 500.0])
def test_a_weight_that_nobody_has_is_no_weight(weight: float):
    one = chart()
    odd = replace(one, who=one.who.with_columns(weight=pl.lit(weight)), given=one.given.clear())
    assert dose(decide(HIMEJI, odd, 3), "prednisolone") == ("ask", None)
