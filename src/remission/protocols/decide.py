"""Decide, for the morning of a day, what each patient should be given, and why; or ask a clinician.

Only what was known that morning is read: results up to and including the day, doses up to the day before. Deleting what
came later changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import GIVEN, Chart
from remission.errors import ProtocolError
from remission.protocols.because import because
from remission.protocols.core import compiled
from remission.protocols.doubts import rivals, strangers, unexplained, with_doubts
from remission.protocols.due import SAMPLES, VISITS, coming, samples_due, visits_due
from remission.protocols.find import taken
from remission.protocols.known import answered, baseline_answers, every_morning, in_order, known_by, laid_out
from remission.protocols.parts import Target
from remission.protocols.protocol import Protocol
from remission.protocols.seats import Act, Compiled, Seat
from remission.protocols.table import Part, stacked
from remission.protocols.told import Told

Titrate = Callable[[Target, Chart, int], "float | Sequence[float | None] | pl.Series | None"]
"""A way to a target: the target, the chart as known that morning and the day give a dose, or one for each patient."""
ACTS = pl.Enum([act.name.lower() for act in Act])
DOSES: dict[str, pl.DataType] = {
    "day": pl.Int32(),
    "until": pl.Int32(),
    "drug": GIVEN["drug"],
    "dose": pl.Float64(),
    "days_per_week": pl.Float64(),
    "route": GIVEN["route"],
    "act": ACTS,
    "because": pl.String(),
    "source": pl.String(),
    "at": pl.String(),
}
RESPONSE: dict[str, pl.DataType] = {
    "day": pl.Int32(),
    "definition": pl.String(),
    "answer": pl.String(),
    "unknown": pl.List(pl.String()),
}
UNKNOWN: dict[str, pl.DataType] = {"input": pl.String(), "needed_for": pl.String()}
ASKS: dict[str, pl.DataType] = {"day": pl.Int32(), "about": pl.String(), "says": pl.String()}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decision:
    """Hold what a protocol says for one day, as tables with `patient` in front.

    Attributes:
        protocol: The protocol, with what is chosen.
        day: The study day.
        doses: `patient, day, until, drug, dose, days_per_week, route, act, because, source, at`: the columns of a chart's
            `given`, and what to do: start, continue, change, hold, stop, or ask, for which the dose is null. `until` is
            null, or the day itself for a dose that is not daily.
        samples: `patient, analyte, due, status, low, high, hours, source, at`: what is overdue, due, or next.
        visits: `patient, visit, due, status, low, high`, the same for visits.
        response: `patient, day, definition, answer, unknown`: the answer of the protocol's definition, null where it is
            unknown, and the inputs that are missing.
        next: `patient, day, what, about, dose, says`: what comes next, the nearest first; `dose` in mg where it is a dose.
        unknown: `patient, input, needed_for`: what is not known, and the rule or response that needs it.
        asks: `patient, day, about, says`: what a clinician must decide.
    """

    protocol: Protocol
    day: int
    doses: pl.DataFrame
    samples: pl.DataFrame
    visits: pl.DataFrame
    response: pl.DataFrame
    next: pl.DataFrame
    unknown: pl.DataFrame
    asks: pl.DataFrame


def decide(protocol: Protocol | str, chart: Chart, day: int, *, titrate: Titrate | None = None) -> Decision:
    """Decide what each patient of a chart should be given on a day.

    Args:
        protocol: The protocol, with what is chosen, or its name.
        chart: The chart; one patient is a cohort of one.
        day: The study day, 0 or later.
        titrate: Another way to the protocol's targets than its own rules: `f(target, chart, day)` gives a dose. It is asked
            where there is a new level on the dose in force; stops, holds, other rules and the greatest dose hold all the
            same.

    Raises:
        UnknownName: No protocol has that name.
        ProtocolError: The day lies before day 0 or is no whole number, or `titrate` gives no dose for some patient.
    """
    if not isinstance(day, Integral):
        raise ProtocolError(
            f"A decision is for the morning of a day. Found {day!r}. Give a study day, a whole number: 8."
        )
    if day < 0:
        raise ProtocolError(
            f"A protocol begins on day 0. Found day {day}. Give a study day from 0 on: 0 is the day of the first dose."
        )
    c = compiled(p := taken(protocol), titrated=titrate is not None)
    rows = every_morning(chart, day)
    laid = laid_out(c, in_order(c, chart), rows, baseline_answers(c, chart))
    if titrate:
        laid = laid.with_columns(_titrated(seat, titrate, chart, day) for seat in c.seats if seat.first.target)
    told = Told(answered(c, laid))
    doses = doses_of(c, told)
    running = strangers(chart, p, day)
    doses = with_doubts(doses, rivals(running, p)) if len(running) else doses
    doses = doses if titrate else with_doubts(doses, unexplained(c, chart, told, day))
    samples, visits = samples_due(c, told, day), visits_due(c, told, day)
    return Decision(
        protocol=p,
        day=day,
        doses=doses,
        samples=stacked(told.patients, samples, SAMPLES),
        visits=stacked(told.patients, visits, VISITS),
        response=_response(c, told),
        next=coming(c, told, [*samples, *visits], day),
        unknown=_unknown(c, told),
        asks=_asks(doses, running, told.patients, p, day),
    )


def doses_of(c: Compiled, told: Told) -> pl.DataFrame:
    """List the doses that a protocol asks for, those of one patient and day together.

    Args:
        c: The protocol.
        told: Rows as `answered` gives them.

    Returns:
        As `Decision.doses`; drugs about which there is nothing to do or to say are left out.
    """
    size, parts = len(told), list[dict[str, Any]]()
    day = told.numbers("day")
    for seat in c.seats:
        act, why = told.numbers(seat.made("act")), told.numbers(seat.made("why"))
        at = np.flatnonzero(act != Act.NONE)
        dose = np.where(act == Act.ASK, np.nan, told.numbers(seat.made("expected")))
        pulse = any(course.every for course in seat.courses)
        known = seat.made("bound") in told.frame.columns
        doubt = told.numbers(seat.made("bound")) if known else np.zeros(size, dtype=bool)
        parts.append(
            {
                "at": at,
                "seat": np.full(len(at), seat.number),
                "until": day[at] if pulse else np.full(len(at), -1),
                "dose": dose[at],
                "act": act[at],
                "why": why[at],
                "bound": doubt[at],
            }
        )
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((whole["seat"], whole["at"]))
    whole = {name: values[order] for name, values in whole.items()}
    return _dressed(c, told, whole)


def _dressed(c: Compiled, told: Told, rows: dict[str, Any]) -> pl.DataFrame:
    """Give the rows of doses their names, reasons and sources."""
    seats = [c.seats[number].first for number in rows["seat"]]
    sources = [c.reasons[number].source for number in rows["why"]]
    acts = [act.name.lower() for act in Act]
    columns: dict[str, Any] = {
        "day": told.numbers("day")[rows["at"]],
        "until": [None if until < 0 else until for until in rows["until"].tolist()],
        "drug": [seat.drug for seat in seats],
        "dose": rows["dose"],
        "days_per_week": [seat.days_per_week for seat in seats],
        "route": [seat.route for seat in seats],
        "act": [acts[act] for act in rows["act"]],
        "because": because(c, told.frame, rows["at"], rows["why"], rows["bound"], rows["seat"]),
        "source": [source.key for source in sources],
        "at": [source.at for source in sources],
    }
    made = pl.DataFrame(columns, schema=DOSES, nan_to_null=True)
    return made.insert_column(0, told.patients.gather(rows["at"]))


def _titrated(seat: Seat, titrate: Titrate, chart: Chart, day: int) -> pl.Series:
    target = seat.first.target
    chosen = titrate(target, known_by(chart, day), day) if target else None
    people = len(chart.who)
    doses = [chosen] * people if isinstance(chosen, float | int) or chosen is None else list(chosen)
    if len(doses) != people:
        raise ProtocolError(
            f"A titration gives one dose for each patient. Found {len(doses)} for {people} patients. Return one number for one "
            "patient, or as many as the chart has."
        )
    return pl.Series(seat.made("titrated"), doses, dtype=pl.Float64)


def _response(c: Compiled, told: Told) -> pl.DataFrame:
    if not c.needs or not c.protocol.response:
        return stacked(told.patients, [], RESPONSE)
    name, inputs = c.protocol.response, c.needs[0].inputs
    lacks = {n: told.lacks(n) for n in inputs} if told.lacks(name).any() else {}
    unknown = told.lacks(name)
    missing = [[n for n, lack in lacks.items() if lack[row]] if unknown[row] else [] for row in range(len(told))]
    columns = {
        "day": told.numbers("day"),
        "definition": [name] * len(told),
        "answer": told.frame[name],
        "unknown": missing,
    }
    made = pl.DataFrame(columns, schema_overrides=RESPONSE)
    return made.insert_column(0, told.patients)


def _unknown(c: Compiled, told: Told) -> pl.DataFrame:
    """List what is not known, and the rules and the response that need it."""
    parts: list[Part] = []
    for need in c.needs:
        open_ = told.lacks(need.column)
        if need.taking:
            open_ = open_ & told.numbers(need.taking)
        if open_.any():
            at = {name: np.flatnonzero(open_ & told.lacks(name)) for name in need.inputs}
            parts += [Part(places, {"input": name, "needed_for": need.words}) for name, places in at.items()]
    return stacked(told.patients, parts, UNKNOWN)


def _asks(
    doses: pl.DataFrame, running: pl.DataFrame, patients: pl.Series, protocol: Protocol, day: int
) -> pl.DataFrame:
    asked = doses.filter(pl.col("act") == "ask").select(
        "patient", "day", pl.col("drug").cast(pl.String).alias("about"), pl.col("because").alias("says")
    )
    if len(running):
        asked = pl.concat([asked, running.select(asked.columns)])
    if day <= protocol.length:
        return asked
    rest = patients.filter(~patients.is_in(asked["patient"].implode()))
    says = f"The protocol ended on day {protocol.length}: it says nothing about day {day}."
    row = {"day": day, "about": protocol.name, "says": says}
    return pl.concat([asked, stacked(rest, [Part(np.arange(len(rest)), row)], ASKS)])
