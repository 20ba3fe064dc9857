"""Lay a plan out as one list in the order of days: doses, last days, samples, visits and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from remission.protocols.parts import EVERY_DAY, ROUTES
from remission.protocols.plan import Plan
from remission.protocols.protocol import Protocol
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.sources import cite

AGENDA: dict[str, pl.DataType] = {
    "patient": pl.String(),
    "day": pl.Int32(),
    "until": pl.Int32(),
    "kind": pl.String(),
    "about": pl.String(),
    "dose": pl.Float64(),
    "days_per_week": pl.Float64(),
    "route": pl.String(),
    "intakes": pl.Int64(),
    "tablets": pl.String(),
    "low": pl.Int32(),
    "high": pl.Int32(),
    "hours": pl.Float64(),
    "says": pl.String(),
    "source": pl.String(),
    "at": pl.String(),
}
_ORDER = ("ask", "dose", "end", "sample", "visit")
Row = dict[str, Any]


def agenda(plan: Plan, *, weekdays: Mapping[str, Sequence[str]] | None = None) -> pl.DataFrame:
    """List everything in a plan, the earliest first.

    Args:
        plan: The plan.
        weekdays: On which days ("mon", "wed", "fri") a drug that is not taken daily is taken, by drug; else only how many
            days a week is said.

    Returns:
        `patient, day, until, kind, about, dose, days_per_week, route, intakes, tablets, low, high, hours, says, source, at`.
        `kind` is "ask", "dose", "end" (the last day of a drug that ends before the protocol does), "sample" or "visit";
        `dose` is mg on a day of intake; `low` and `high` are the first and the last day that count; `says` is a sentence's
        worth of words.

    Example:
        >>> from remission.protocols.find import find
        >>> from remission.protocols.plan import plan
        >>> agenda(plan(find("himeji_2012"), weight=54)).filter(kind="end").select("day", "says").row(0)
        (2, 'last day of methylprednisolone')
    """
    rows = [*_asks(plan), *_doses(plan, weekdays or {}), *_samples(plan), *_visits(plan)]
    rows.sort(key=lambda row: (row["day"], _ORDER.index(row["kind"])))
    return pl.DataFrame(rows, schema=AGENDA)


def citations(protocol: Protocol) -> dict[tuple[str, str], str]:
    """Give the reference of every part of a protocol, by key and place; a file of the user's own may bring its own.

    Example:
        >>> from remission.protocols.find import find
        >>> citations(find("himeji_2012"))["kagawa_2012", "Methods, treatment"][-29:]
        '760–766. (Methods, treatment)'
    """
    sources = [protocol.source, *(part.source for part in (*protocol.courses, *protocol.monitors, *protocol.rules))]
    return {(source.key, source.at): cite(source) for source in dict.fromkeys(sources)}


def dose_words(row: Row, weekdays: Sequence[str] = ()) -> str:
    """Say a dose of a plan: "60 mg a day by mouth".

    Args:
        row: A row of `Plan.doses`.
        weekdays: On which days of the week it is taken, where it is not taken daily and that is known.
    """
    often = " a day" if row["until"] > row["day"] else ""
    if row["days_per_week"] != EVERY_DAY:
        named = ", ".join(day.capitalize() for day in weekdays)
        often = f" on {named}" if named else f" on {row['days_per_week']:g} days a week"
    intakes = f", in {row['intakes']} intakes" if row["intakes"] > 1 else ""
    return f"{row['dose']:g} mg{often}{intakes} {ROUTES[row['route']]}"


def _asks(plan: Plan) -> Iterator[Row]:
    for row in plan.asks.iter_rows(named=True):
        yield {name: row[name] for name in ("patient", "day", "about", "says")} | {"kind": "ask"}


def _doses(plan: Plan, weekdays: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    rows = list(plan.doses.iter_rows(named=True))
    for row in rows:
        kept = {name: row[name] for name in AGENDA if name in row and name not in ("says", "low", "high")}
        says = dose_words(row, weekdays.get(row["drug"], ())) + (f": {row['tablets']}" if row["tablets"] else "")
        says += f" ({row['says']})" if row["says"] else ""
        yield kept | {"kind": "dose", "about": row["drug"], "says": says}
        if row["day"] < row["until"] < plan.protocol.length and not _goes_on(row, rows):
            last = {"patient": row["patient"], "day": row["until"], "until": row["until"], "kind": "end"}
            drug = str(row["drug"]).replace("_", " ")
            yield last | {"about": row["drug"], "route": row["route"], "says": f"last day of {drug}"}


def _goes_on(row: Row, rows: list[Row]) -> bool:
    same = (other for other in rows if (other["drug"], other["route"]) == (row["drug"], row["route"]))
    return any(other["day"] == row["until"] + 1 for other in same)


def _samples(plan: Plan) -> Iterator[Row]:
    for row in plan.samples.iter_rows(named=True):
        after = f", {row['hours']:g} hours after the dose" if row["hours"] is not None else ""
        says = inside_a_sentence(ANALYTES[row["analyte"]].label) + after
        kept = {name: row[name] for name in ("patient", "low", "high", "hours", "source", "at")}
        yield kept | {"day": row["due"], "until": row["due"], "kind": "sample", "about": row["analyte"], "says": says}


def _visits(plan: Plan) -> Iterator[Row]:
    labels = {visit.name: visit.label for visit in plan.protocol.visits}
    for row in plan.visits.iter_rows(named=True):
        kept = {name: row[name] for name in ("patient", "low", "high")}
        says = f"visit {inside_a_sentence(labels[row['visit']])}"
        yield kept | {"day": row["due"], "until": row["due"], "kind": "visit", "about": row["visit"], "says": says}
