"""Tell what is due on a day, what is overdue and what comes next: samples, visits and steps of a schedule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from remission.protocols.before import sampled
from remission.protocols.core import schedules
from remission.protocols.ladder import DECIMALS
from remission.protocols.parts import Monitor
from remission.protocols.schedule import change_days
from remission.protocols.seats import Act, Compiled, Seat
from remission.protocols.table import Part, stacked
from remission.protocols.told import Told
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS

STATUS = pl.Enum(["overdue", "due", "next"])
SAMPLES: dict[str, pl.DataType] = {
    "analyte": pl.String(),
    "due": pl.Int32(),
    "status": STATUS,
    "low": pl.Int32(),
    "high": pl.Int32(),
    "hours": pl.Float64(),
    "source": pl.String(),
    "at": pl.String(),
}
VISITS: dict[str, pl.DataType] = {
    "visit": pl.String(),
    "due": pl.Int32(),
    "status": STATUS,
    "low": pl.Int32(),
    "high": pl.Int32(),
}
NEXT: dict[str, pl.DataType] = {
    "day": pl.Int32(),
    "what": pl.String(),
    "about": pl.String(),
    "dose": pl.Float64(),
    "says": pl.String(),
}
_OFF = (int(Act.STOP), int(Act.HOLD))
Window = tuple[int, int, int]
"""The day on which something is due, and the first and the last day that count."""


def samples_due(c: Compiled, told: Told, day: int) -> list[Part]:
    """List the samples that are overdue, due or next, as parts of a table of `SAMPLES`.

    A level is due only while its drug is given, or begins today.
    """
    parts: list[Part] = []
    for monitor in sampled(c.protocol):
        last = _last(told, [name for name in (monitor.analyte.name, monitor.or_kind) if name])
        given = _is_given(c, told, monitor)
        for (due, low, high), status, here in _slots(monitor.windows, day, last):
            row = {"analyte": monitor.analyte.name, "due": due, "status": status, "low": low, "high": high,
                   "hours": monitor.hours, "source": monitor.source.key, "at": monitor.source.at}  # fmt: skip
            parts.append(Part(np.flatnonzero(here & given), row))
    return parts


def visits_due(c: Compiled, told: Told, day: int) -> list[Part]:
    """List the visits that are overdue, due or next, as parts of a table of `VISITS`."""
    names = {v.target: v.name for v in c.protocol.visits}
    last = _last(told, assessed_at_visits(c))
    windows = [(v.target, v.low, v.high) for v in c.protocol.visits]
    return [
        Part(np.flatnonzero(here), {"visit": names[due], "due": due, "status": status, "low": low, "high": high})
        for (due, low, high), status, here in _slots(windows, day, last)
    ]


def assessed_at_visits(c: Compiled) -> list[str]:
    """List the analytes, or kinds of them, any of which shows that a visit was held."""
    monitors = [m for m in c.protocol.in_use(c.protocol.monitors) if m.visits]
    names = [name for m in monitors for name in (m.analyte.name, m.or_kind) if name]
    if c.protocol.response:
        names += [name for name in c.closure([c.protocol.response]) if name in ANALYTES]
    return list(dict.fromkeys(names))


def coming(c: Compiled, told: Told, parts: Iterable[Part], day: int) -> pl.DataFrame:
    """List what comes next, the nearest first: steps of schedules, and those samples and visits that are next."""
    steps = [_step(seat, told, day) for seat in c.seats]
    ahead = [_ahead(part, c) for part in parts if part.row["status"] == "next"]
    return stacked(told.patients, [*steps, *ahead], NEXT, order="day")


def _ahead(part: Part, c: Compiled) -> Part:
    what = "sample" if "analyte" in part.row else "visit"
    about = str(part.row["analyte" if what == "sample" else "visit"])
    labels = {v.name: f"visit {inside_a_sentence(v.label)}" for v in c.protocol.visits}
    says = inside_a_sentence(ANALYTES[about].label) if what == "sample" else labels[about]
    return Part(part.at, {"day": part.row["due"], "what": what, "about": about, "says": says})


def _step(seat: Seat, told: Told, day: int) -> Part:
    """Give the next step of a schedule, unless the drug is stopped or withheld."""
    off = told.numbers(seat.made("stopped")).astype(bool) | np.isin(told.numbers(seat.made("act")), _OFF)
    days = next_change(seat, told, day)
    at = np.flatnonzero(~np.isnan(days) & ~off)
    if not len(at):
        return Part(at, {})
    when, due = days[at].astype(np.int32), _due(seat)
    read = [name for name in dict.fromkeys(due.meta.root_names()) if name != "day"]
    ahead = told.frame.select(read)[at].with_columns(pl.Series("day", when, dtype=pl.Int32))
    dose = ahead.select(due.alias("dose"))["dose"].round(DECIMALS)
    label = DRUGS[seat.first.drug].label.lower()
    says = pl.Series([label if mg is None else f"{label} {mg:g} mg" for mg in dose], dtype=pl.String)
    return Part(at, {"day": when, "what": "dose", "about": seat.first.drug, "dose": dose, "says": says})


@lru_cache(maxsize=256)
def _due(seat: Seat) -> pl.Expr:
    return schedules(seat)[0]


def next_change(seat: Seat, told: Told, day: int) -> Any:
    """Find the day on which the schedule of a drug next changes its dose; not a number where it does not."""
    found = np.full(len(told), np.inf)
    for number, course in enumerate(seat.courses):
        began = told.numbers(seat.made("began 0")) if number == 0 else np.full(len(told), float(course.start))
        first = told.numbers(seat.made(f"first {number}"))
        days = [np.zeros(len(told)), *change_days(course.dose, first)]
        if course.every:
            gone = np.floor((day - began) / course.every) + 1
            days.append(np.where(day >= began, gone * course.every, 0))
        last = began + (course.until - course.start if course.until is not None else np.inf)
        for days_after in days:
            when = began + days_after
            found = np.where((when > day) & (when <= last), np.fmin(found, when), found)
    return np.where(np.isinf(found), np.nan, found)


def _last(told: Told, names: Iterable[str]) -> Any:
    """Give, for each row, the day of the last result of any of some analytes; far in the past where there is none."""
    last = np.full(len(told), -np.inf)
    for name in names:
        last = np.fmax(last, told.numbers(f"last({name})"))
    return last


def _slots(windows: Sequence[Window], day: int, last: Any) -> list[tuple[Window, str, Any]]:
    """Find what is overdue, due and next on a day, and for which rows."""
    over = [w for w in windows if w[2] < day]
    now = [w for w in windows if w[1] <= day <= w[2]]
    later = [w for w in windows if w[1] > day]
    found: list[tuple[Window, str, Any]] = [(over[-1], "overdue", last < over[-1][1])] if over else []
    found += [(now[0], "due", last < now[0][1])] if now else []
    return found + ([(later[0], "next", np.full(len(last), fill_value=True))] if later else [])


def _is_given(c: Compiled, told: Told, monitor: Monitor) -> Any:
    seats = [seat for seat in c.seats if monitor.drug == seat.first.drug]
    if not seats:
        return np.full(len(told), fill_value=True)
    return np.any([told.numbers(seat.made("expected")) > 0 for seat in seats], axis=0)
