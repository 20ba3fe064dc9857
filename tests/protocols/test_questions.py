"""Questions before the first dose and while a drug is stopped; doses that are not daily in a plan; steps that never rise."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import audit
from remission.protocols.decide import decide
from remission.protocols.parts import Ask, Course, Monitor, Rule, Stop
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol
from remission.protocols.schedule import PerKg, PerM2, Steps
from remission.terms.analytes import egfr, wbc
from remission.terms.sources import Source
from remission.terms.windows import visits_on
from remission.terms.words import baseline

SOURCE = Source("kagawa_2012", at="Methods")


def of(*rules: Rule, courses: tuple[Course, ...] = (Course(drug="tacrolimus", dose=3, titrated=True, source=SOURCE),)):
    monitors = (Monitor(analyte=egfr, days={14: 3}, source=SOURCE), Monitor(analyte=wbc, source=SOURCE))
    return Protocol(name="x", label="X", source=SOURCE, length=100, courses=courses, monitors=monitors, rules=rules,
                    visits=visits_on([28]))  # fmt: skip


def chart(doses: list[dict[str, Any]] | None = None, measured: list[tuple[int, str, float]] | None = None) -> Chart:
    given = [{"patient": "1", **dose} for dose in doses or []]
    results = [{"patient": "1", "day": day, "analyte": name, "value": value} for day, name, value in measured or []]
    return Chart.of(
        who=pl.DataFrame({"patient": ["1"], "weight": [60.0]}),
        given=pl.DataFrame(given, infer_schema_length=None),
        measured=pl.DataFrame(results, infer_schema_length=None),
    )


def act(protocol: Protocol, patient: Chart, day: int) -> tuple[str, str]:
    (row,) = decide(protocol, patient, day).doses.iter_rows(named=True)
    return row["act"], row["because"]


AT_START = of(
    Rule(drug="tacrolimus", when=baseline(egfr) <= 45, then=Ask("the kidney is poor: is it to be begun?"), at_start=True,
         source=SOURCE)
)  # fmt: skip


@pytest.mark.parametrize(("measured", "expected"), [(45.0, "ask"), (46.0, "start"), (None, "ask")])
def test_a_question_before_the_first_dose(measured: float | None, expected: str) -> None:
    results = [] if measured is None else [(0, "egfr", measured)]
    assert act(AT_START, chart(measured=results), 0)[0] == expected


def test_what_is_not_known_before_the_first_dose_is_said() -> None:
    assert act(AT_START, chart(), 0)[1] == "Before the first dose this cannot be judged: baseline eGFR ≤ 45."
    told = decide(AT_START, chart(), 0).unknown
    assert told["input"].to_list() == ["baseline(egfr)"]


def test_a_question_that_ends_with_its_mark_gets_no_full_stop() -> None:
    says = act(AT_START, chart(measured=[(0, "egfr", 40.0)]), 0)[1]
    assert says.startswith("The kidney is poor: is it to be begun? (")


def test_once_the_drug_is_taken_it_is_not_asked_again() -> None:
    patient = chart([{"drug": "tacrolimus", "dose": 3.0, "day": 0}], [(0, "egfr", 40.0)])
    assert act(AT_START, patient, 1)[0] == "continue"


def test_a_plan_knows_no_results_and_asks_none() -> None:
    made = plan(AT_START, weight=60)
    assert made.asks.is_empty()
    assert made.doses["day"].to_list() == [0]


STOPPED = of(
    Rule(drug="tacrolimus", when=wbc < 2, then=Stop(), source=SOURCE),
    Rule(drug="tacrolimus", when=wbc >= 3, then=Ask("is it to be begun again?", while_stopped=True), source=SOURCE),
)


def test_a_question_while_the_drug_is_stopped() -> None:
    doses: list[dict[str, Any]] = [
        {"drug": "tacrolimus", "dose": 3.0, "day": 0, "until": 9},
        {"drug": "tacrolimus", "dose": 0.0, "day": 10},
    ]
    assert act(STOPPED, chart(doses, [(20, "wbc", 3.0)]), 20)[0] == "ask"
    assert act(STOPPED, chart(doses, [(20, "wbc", 2.5)]), 20)[0] == "continue"
    assert act(STOPPED, chart(doses[:1], [(5, "wbc", 3.0)]), 5)[0] == "continue"


PULSES = (Course(drug="cyclophosphamide", dose=500, until=83, every=14, times=6, route="iv", source=SOURCE),)


def test_a_plan_has_every_dose_that_is_not_daily_on_its_day() -> None:
    steps = Course(drug="prednisolone", dose=Steps({0: 30.0, 17: 20.0, 31: 10.0}), source=SOURCE)
    doses = plan(of(courses=(*PULSES, steps))).doses
    assert doses.filter(drug="cyclophosphamide")["day"].to_list() == [0, 14, 28, 42, 56, 70]


def test_a_kept_plan_of_infusions_audits_to_no_deviation_and_a_missed_one_to_one() -> None:
    protocol = of(courses=PULSES)
    given = [{"drug": "cyclophosphamide", "dose": 500.0, "day": d, "until": d, "route": "iv"} for d in range(0, 71, 14)]
    seen = [(day, "wbc", 5.0) for day in (0, 100)]
    doses = audit(protocol, chart(given, seen)).deviations.filter(about="cyclophosphamide")
    assert doses.is_empty(), doses
    missed = audit(protocol, chart([row for row in given if row["day"] != 70], seen)).deviations
    assert missed.filter(about="cyclophosphamide")["day"].to_list() == [70]


def test_a_question_on_the_day_of_an_infusion() -> None:
    protocol = of(
        Rule(drug="cyclophosphamide", when=wbc < 2.5, then=Ask("how much is to be given?"), source=SOURCE),
        courses=PULSES,
    )
    first = [{"drug": "cyclophosphamide", "dose": 500.0, "day": 0, "until": 0, "route": "iv"}]
    low = chart(first, [(10, "wbc", 2.4)])
    assert act(protocol, low, 14)[0] == "ask"
    assert decide(protocol, low, 12).doses.is_empty()
    assert act(protocol, chart(first, [(10, "wbc", 2.5)]), 14)[0] == "start"


def test_steps_may_be_told_never_to_rise() -> None:
    doses = {0: PerKg(0.4), 14: 30.0, 28: 20.0}
    falling = Course(drug="prednisolone", dose=Steps(doses, falling=True), source=SOURCE)
    rising = Course(drug="prednisolone", dose=Steps(doses), source=SOURCE)
    assert plan(of(courses=(falling,)), weight=60).doses["dose"].to_list() == [24, 20]
    assert plan(of(courses=(rising,)), weight=60).doses["dose"].to_list() == [24, 30, 20]
    assert plan(of(courses=(falling,))).doses.is_empty()


def test_a_short_course_whose_days_are_over_is_asked_about_not_begun() -> None:
    pulses = Course(drug="methylprednisolone", dose=500, until=2, route="iv", source=SOURCE)
    after = Course(drug="prednisolone", dose=60, start=3, source=SOURCE)
    protocol = of(courses=(pulses, after))
    told = {
        day: decide(protocol, chart(), day).doses.select(pl.col("act").cast(pl.String), "because") for day in (2, 3)
    }
    assert told[2]["act"].to_list() == ["start"]
    assert told[3]["act"].to_list() == ["ask", "start"]
    assert told[3]["because"][0] == (
        "Methylprednisolone was due on days 0 to 2 and is not on record: is it still to be given?"
    )


def test_a_dose_by_body_surface_asks_for_height_and_weight() -> None:
    by_surface = Course(drug="cyclophosphamide", dose=PerM2(750), every=28, times=6, route="iv", source=SOURCE)
    nobody = Chart.of(who=pl.DataFrame({"patient": ["1"]}))
    (says,) = decide(of(courses=(by_surface,)), nobody, 0).asks["says"]
    assert says == "Height or weight is not known, and the dose of cyclophosphamide depends on it."


@pytest.mark.parametrize(
    ("kilograms", "down", "up"), [(50, 30, 30), (54, 30, 32.5), (54.1, 30, 32.5), (54.2, 32.5, 35)]
)
def test_a_dose_may_be_rounded_to_stay_within_a_range(kilograms: float, down: float, up: float) -> None:
    doses = {"down": PerKg(0.6, down_to=2.5), "up": PerKg(0.6, up_to=2.5)}
    courses = {name: Course(drug="prednisolone", dose=dose, source=SOURCE) for name, dose in doses.items()}
    found = {name: plan(of(courses=(course,)), weight=kilograms).doses["dose"][0] for name, course in courses.items()}
    assert found == {"down": down, "up": up}
