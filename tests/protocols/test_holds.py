"""A hold ends when its condition does: then a clinician is asked, unless a rule begins the drug again."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import audit
from remission.protocols.decide import decide
from remission.protocols.find import find
from remission.protocols.parts import Course, Hold, Monitor, Restart, Rule, Stop
from remission.protocols.protocol import Protocol
from remission.terms.analytes import creatinine, wbc
from remission.terms.sources import Source

SOURCE = Source("bredinin_japan", at="2.2 Contraindications")
LABEL = find("mizoribine_label_japan")
HELD: list[dict[str, Any]] = [{"day": 0, "dose": 150.0}, {"day": 14, "dose": 0.0}]
COUNTS = [(0, "wbc", 6.0), (14, "wbc", 2.5), (28, "wbc", 6.0)]


def chart(doses: list[dict[str, Any]], results: list[tuple[int, str, float]]) -> Chart:
    given = [{"patient": "1", "drug": "mizoribine", "days_per_week": 7.0, "route": "oral", **dose} for dose in doses]
    measured = [{"patient": "1", "day": day, "analyte": name, "value": value} for day, name, value in results]
    measured += [{"patient": "1", "day": day, "analyte": "creatinine", "value": 0.6} for day in (0, 14, 28, 61)]
    return Chart.of(
        who=pl.DataFrame({"patient": ["1"], "age": [40.0], "female": [True]}),
        given=pl.DataFrame(given),
        measured=pl.DataFrame(measured),
    )


def told(protocol: Protocol, patient: Chart, day: int) -> tuple[str, str]:
    return decide(protocol, patient, day).doses.select(pl.col("act").cast(pl.String), "because").row(0)


@pytest.mark.parametrize(
    ("day", "act", "begins"),
    [
        (20, "hold", "3,000 white cells/mm³ or fewer withhold mizoribine."),
        (28, "ask", "Mizoribine is not given, and nothing withholds it any more: is it to begin again?"),
        (60, "continue", "Whether this still holds is not known, so mizoribine stays withheld"),
    ],
)
def test_a_hold_lasts_as_long_as_its_condition(day: int, act: str, begins: str) -> None:
    found = told(LABEL, chart(HELD, COUNTS), day)
    assert found[0] == act
    assert found[1].startswith(begins)


@pytest.mark.parametrize("again", [150.0, 100.0, 0.0])
def test_whatever_follows_the_end_of_a_hold_is_the_clinician_s(again: float) -> None:
    given = [*HELD, {"day": 29, "dose": again}]
    found = audit(LABEL, chart(given, [*COUNTS, (61, "wbc", 6.0)])).deviations
    assert found.filter(about="mizoribine").rows() == []


def test_who_was_not_withheld_but_stopped_deviates() -> None:
    counts = [(day, name, 6.0) for day, name, _ in COUNTS]
    found = audit(LABEL, chart(HELD, counts)).deviations.filter(about="mizoribine")
    assert found.select("day", "until", "kind", "expected").rows() == [(14, 61, "change_without_a_rule", 150.0)]


def of(*rules: Rule) -> Protocol:
    return Protocol(
        name="x", label="X", source=SOURCE, length=100, rules=rules,
        courses=(Course(drug="mizoribine", dose=150, titrated=True, source=SOURCE),),
        monitors=(Monitor(analyte=wbc, days={14: 3, 28: 3}, source=SOURCE), Monitor(analyte=creatinine, source=SOURCE)),
    )  # fmt: skip


HOLD = Rule(drug="mizoribine", when=wbc <= 3, then=Hold(), source=SOURCE)


def test_a_rule_that_begins_it_again_is_asked_instead() -> None:
    again = Rule(drug="mizoribine", when=wbc >= 4, then=Restart(50), source=SOURCE)
    assert told(of(HOLD, again), chart(HELD, COUNTS), 28)[0] == "start"
    assert told(of(HOLD, again), chart(HELD, [*COUNTS[:2], (28, "wbc", 3.5)]), 28)[0] == "continue"


def test_a_stop_that_still_holds_is_no_question() -> None:
    stop = Rule(drug="mizoribine", when=creatinine > 0.5, then=Stop(), source=SOURCE)
    assert told(of(HOLD, stop), chart(HELD, COUNTS), 28)[0] == "continue"
