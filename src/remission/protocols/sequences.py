"""Audit doses that are printed in order but without days, such as "3 → 2" beside "7.07 → 3.95".

The first level belongs to the first dose, the second to the second. A change is explained by a rule if the rule, on the dose
before and its level, leads to the dose after. Rules that need more than the level are asked about the day of the later dose
where that is known; a rule that cannot be judged may still have been the reason, and an event on record says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Record, Timeline
from remission.protocols.core import asked_for
from remission.protocols.judge import Kind
from remission.protocols.known import laid_out
from remission.protocols.parts import Hold, Rule, StepDown, Stop
from remission.protocols.seats import Compiled, Seat
from remission.protocols.turns import placed
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS
from remission.terms.sources import Source
from remission.terms.words import SLIP

_NEVER = -(2**20)
"""A day on which nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one change of dose in a sequence.

    Attributes:
        patient: Place of the patient in `who`.
        day: The day of the later dose; None where it is not known.
        before: The dose before, in mg.
        after: The dose after.
        level: The level on the dose before; None where there is none.
    """

    patient: int
    day: int | None
    before: float
    after: float
    level: float | None


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Hold a change that no rule is known to explain.

    Attributes:
        change: The change.
        drug: The drug.
        kind: How it compares with the protocol.
        says: What was seen.
        because: Which rules do not ask for it, which cannot be judged, and what is on record.
        source: The source of the rule that was looked at first.
    """

    change: Change
    drug: str
    kind: Kind
    says: str
    because: str
    source: Source


def unexplained(c: Compiled, chart: Chart, line: Timeline, baselines: Mapping[str, pl.Series]) -> list[Unexplained]:
    """List the changes of dose in undated sequences that no rule explains.

    Args:
        c: The protocol.
        chart: The chart.
        line: The chart in order, as `in_order` gives it.
        baselines: Answers at baseline, as `baseline_answers` gives them.
    """
    found: list[Unexplained] = []
    for seat in c.seats:
        changes = undated_changes(chart, seat)
        if changes:
            told = _looked_at(c, laid_out(c, line, _rows(chart, changes), baselines), seat, changes)
            found += [u for n, change in enumerate(changes) for u in _judged(chart, seat, change, told[n : n + 1])]
    return found


def undated_changes(chart: Chart, seat: Seat) -> list[Change]:
    """List the changes of a titrated drug of those with doses without a day, in printed order, with the level before each.

    Args:
        chart: The chart.
        seat: The drug.
    """
    if not seat.first.titrated:
        return []
    given = chart.given.filter(pl.col("drug") == seat.first.drug)
    undated = given.filter(pl.col("day").is_null())["patient"].unique()
    if not len(undated):
        return []
    level = seat.first.target.analyte.name if seat.first.target else ""
    measured = (
        chart.measured.filter(pl.col("analyte") == level, pl.col("day").is_null()) if level else chart.measured.clear()
    )
    changes: list[Change] = []
    for patient in undated.to_physical().sort():
        mine = given.filter(pl.col("patient").to_physical() == patient)
        levels = measured.filter(pl.col("patient").to_physical() == patient)["value"].to_list()
        steps = list(mine.select("day", "dose").iter_rows())
        for number, ((_, before), (day, after)) in enumerate(pairwise(steps)):
            if before is not None and after is not None and before != after:
                changes.append(Change(patient, day, before, after, levels[number] if number < len(levels) else None))
    return sorted(changes, key=lambda change: (change.patient, _day(change)))


def _rows(chart: Chart, changes: list[Change]) -> pl.DataFrame:
    return placed(chart, np.array([c.patient for c in changes]), np.array([_day(c) for c in changes]))


def _looked_at(c: Compiled, laid: pl.DataFrame, seat: Seat, changes: list[Change]) -> pl.DataFrame:
    """Ask the core about each change, the dose before and its level put into the place of what was in force."""
    return asked_for(c, laid.with_columns(_supposed(c, seat, changes)))


def _day(change: Change) -> int:
    return _NEVER if change.day is None else change.day


def _supposed(c: Compiled, seat: Seat, changes: list[Change]) -> Iterator[pl.Series]:
    """Put in force the dose before, and its level.

    Only the level is known to belong to that dose: every other result may have been drawn before or after it began.
    """
    day = [float(_day(change)) for change in changes]
    yield pl.Series(f"dose({seat.key})", [change.before for change in changes])
    yield pl.Series(f"record({seat.key})", [float(Record.KNOWN)] * len(changes))
    yield pl.Series(f"last_given({seat.key})", day)
    yield pl.Series(f"changed({seat.key})", day)
    target = seat.first.target
    if target is not None:
        name = target.analyte.name
        hours = [m.hours for m in c.protocol.in_use(c.protocol.monitors) if m.analyte.name == name]
        yield pl.Series(name, [change.level for change in changes], dtype=pl.Float64)
        yield pl.Series(f"day_of({name})", [at + 1 for at in day])
        yield pl.Series(f"hour({name})", [hours[0] if hours else None] * len(changes), dtype=pl.Float64)


def _judged(chart: Chart, seat: Seat, change: Change, told: pl.DataFrame) -> Iterator[Unexplained]:
    """Look at every rule; yield the change unless one of them leads to it."""
    no, open_ = list[Rule](), list[Rule]()
    for number, rule in enumerate(seat.rules):
        holds = told[seat.made(f"rule {number}")].item()
        if holds and _leads_to(rule, told, seat.made(f"new {number}"), change.after):
            return
        if holds is not True:
            (no if holds is False else open_).append(rule)
    label, target = DRUGS[seat.first.drug].label.lower(), seat.first.target
    says = f"{label} went from {change.before:g} to {change.after:g} mg"
    if target and change.level is not None:
        a = ANALYTES[target.analyte.name]
        says += f" at a {inside_a_sentence(a.label)} of {change.level:.{a.decimals}f} {a.printed_unit}"
    texts = [f"No rule asks for it. Does not hold: {rule.words}" for rule in no if rule.titrates] or [
        "No rule asks for it."
    ]
    texts += [f"Cannot be judged without a day: {rule.words} {_on_record(chart, change, rule)}" for rule in open_]
    yield Unexplained(
        change,
        seat.first.drug,
        Kind.CHANGE_WITHOUT_A_RULE,
        f"{says[:1].upper()}{says[1:]}.",
        " ".join(texts),
        seat.first.source,
    )


def _leads_to(rule: Rule, told: pl.DataFrame, new: str, after: float) -> bool:
    if isinstance(rule.then, Stop | StepDown | Hold):
        return after == 0
    return new in told.columns and abs(told[new].item() - after) <= SLIP * abs(after)


def _on_record(chart: Chart, change: Change, rule: Rule) -> str:
    held = chart.happened.filter(
        pl.col("patient").to_physical() == change.patient, pl.col("what").is_in(rule.recorded_as)
    )
    if not rule.recorded_as:
        return ""
    return f"On record: {held['what'][0]}." if len(held) else "Nothing of the kind is on record."
