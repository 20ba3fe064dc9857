"""Tell which samples were drawn and which visits were held, in time, late or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Record, mornings, timeline
from remission.protocols.due import Window, assessed_at_visits
from remission.protocols.parts import Monitor
from remission.protocols.seats import Compiled
from remission.protocols.turns import placed
from remission.terms.analytes import ANALYTES

Numbers = np.ndarray[tuple[int], np.dtype[Any]]
_EVER = 2**20
"""A look-back that reaches the first result of any chart."""


class Attendance(IntEnum):
    """Say what became of a sample or visit that was due."""

    DONE = 0
    NOT_YET = 1
    """Its last day has not come."""
    NOT_DUE = 2
    """The drug of the level was not given."""
    UNDATED = 3
    """Results are on record without a day, or nothing is known of the drug, so nobody can say."""
    TIME_MISSING = 4
    """Drawn, but the time since the dose is not on record."""
    TIME_WRONG = 5
    """Drawn at another time after the dose."""
    LATE = 6
    """Drawn after its last day."""
    MISSED = 7
    """Not drawn before the next one was due."""


ATTENDANCE = pl.Enum([kind.name.lower() for kind in Attendance])


@dataclass(frozen=True, slots=True, eq=False)
class Attended:
    """Hold what became of one sample or visit, for all patients.

    Attributes:
        about: The analyte, or the visit.
        what: "sample" or "visit".
        window: When it was due.
        kind: What became of it, one entry a patient in the order of `who`.
        day: The day on which it was drawn or held; not a number where it was not.
        hour: The time since the dose; not a number where it is not known.
        monitor: The monitor of a sample.
    """

    about: str
    what: str
    window: Window
    kind: Numbers
    day: Numbers
    hour: Numbers
    monitor: Monitor | None = None


def attended(c: Compiled, chart: Chart, ends: Numbers) -> list[Attended]:
    """Follow every sample and visit of a protocol.

    Args:
        c: The protocol.
        chart: The chart.
        ends: The last day of each patient, as `horizons` gives them.
    """
    monitors = [m for m in c.protocol.in_use(c.protocol.monitors) if m.windows]
    visits = [(v.target, v.low, v.high) for v in c.protocol.visits]
    every = sorted({w for m in monitors for w in m.windows} | set(visits))
    if not every or not len(chart.who):
        return []
    days = sorted({day for _, low, high in every for day in (low - 1, high)} | {due for due, _, _ in every})
    seen = _seen(c, chart, days)
    found = [a for m in monitors for a in _samples(c, chart, m, seen, ends)]
    names = {v.target: v.name for v in c.protocol.visits}
    assessed = _latest(seen, assessed_at_visits(c))
    return found + [
        Attended(
            names[window[0]], "visit", window, *_in_window(window, after, assessed, ends), np.full(len(ends), np.nan)
        )
        for window, after in _with_next(visits)
    ]


def _seen(c: Compiled, chart: Chart, days: Sequence[int]) -> dict[int, pl.DataFrame]:
    """Look up, on some days, the last results and the doses in force, for every patient."""
    monitors = c.protocol.in_use(c.protocol.monitors)
    names = [name for m in monitors for name in (m.analyte.name, m.or_kind) if name]
    names = list(dict.fromkeys([*names, *assessed_at_visits(c)]))
    asked = [f"last({name})" for name in names]
    asked += [f"hour({m.analyte.name})" for m in monitors if m.hours is not None]
    asked += [f"{name}({seat.key})" for seat in c.seats for name in ("given", "given_record")]
    line = timeline(chart, asked, routes=c.routes)
    people = len(chart.who)
    patient = np.repeat(np.arange(people), len(days))
    rows = placed(chart, patient, np.tile(np.array(days), people))
    laid = mornings(line, rows, look_back=_EVER)
    return {day: laid.gather_every(len(days), number) for number, day in enumerate(days)}


def _latest(seen: Mapping[int, pl.DataFrame], names: Sequence[str]) -> dict[int, Numbers]:
    """Give, by day, the day of the last result of any of some analytes; far in the past where there is none."""
    return {
        day: np.max([table[f"last({name})"].fill_null(-np.inf).to_numpy() for name in names], axis=0)
        if names
        else np.full(len(table), -np.inf)
        for day, table in seen.items()
    }


def _with_next(windows: Sequence[Window]) -> list[tuple[Window, Window | None]]:
    return list(zip(windows, [*windows[1:], None], strict=True))


def _in_window(
    window: Window, after: Window | None, latest: Mapping[int, Numbers], ends: Numbers
) -> tuple[Numbers, Numbers]:
    """Tell whether something was done within a window, later but before the next one, or not at all."""
    _, low, high = window
    last = latest[high]
    within = last >= low
    later = latest[after[1] - 1] if after else latest[max(latest)]
    late = ~within & (later > high) & (later <= ends)
    kind = np.select(
        [within, ends < high, late], [Attendance.DONE, Attendance.NOT_YET, Attendance.LATE], Attendance.MISSED
    )
    return kind, np.where(within, last, np.where(late, later, np.nan))


def _samples(
    c: Compiled, chart: Chart, monitor: Monitor, seen: Mapping[int, pl.DataFrame], ends: Numbers
) -> list[Attended]:
    names = [name for name in (monitor.analyte.name, monitor.or_kind) if name]
    latest, found = _latest(seen, names), list[Attended]()
    undated = _undated(chart, names)
    for window, after in _with_next(monitor.windows):
        kind, day = _in_window(window, after, latest, ends)
        hour = np.full(len(ends), np.nan)
        if monitor.hours is not None:
            hour = seen[window[2]][f"hour({monitor.analyte.name})"].fill_null(np.nan).to_numpy()
            done = kind == Attendance.DONE
            kind = np.where(done & np.isnan(hour), Attendance.TIME_MISSING, kind)
            kind = np.where(done & (np.abs(hour - monitor.hours) > monitor.hours_off), Attendance.TIME_WRONG, kind)
        absent = (kind == Attendance.MISSED) | (kind == Attendance.LATE)
        kind = np.where(absent & undated, Attendance.UNDATED, kind)
        for known, verdict in _drug(c, monitor, seen[window[0]]):
            kind = np.where(absent & known, verdict, kind)
        found.append(Attended(monitor.analyte.name, "sample", window, kind, day, hour, monitor))
    return found


def _undated(chart: Chart, names: Sequence[str]) -> Numbers:
    """Tell which patients have results without a day, which may have been drawn at any time."""
    listed = [
        n
        for name in names
        for n in ([name] if name in ANALYTES else [a for a, t in ANALYTES.items() if t.kind == name])
    ]
    held = chart.measured.filter(pl.col("day").is_null(), pl.col("analyte").is_in(listed))
    found = np.zeros(len(chart.who), dtype=bool)
    found[held["patient"].to_physical().to_numpy()] = True
    return found


def _drug(c: Compiled, monitor: Monitor, due: pl.DataFrame) -> list[tuple[Numbers, Attendance]]:
    """Tell for whom the drug of a level was not given on the due day, or for whom that is not on record."""
    seats = [seat for seat in c.seats if seat.first.drug == monitor.drug]
    if not seats:
        return []
    record = np.array([due[f"given_record({seat.key})"].to_numpy() for seat in seats])
    dose = np.array([due[f"given({seat.key})"].fill_null(0.0).to_numpy() for seat in seats])
    known = (record == Record.KNOWN) | (record == Record.ENDED)
    return [
        ((known & (dose == 0)).all(axis=0), Attendance.NOT_DUE),
        ((~known).all(axis=0), Attendance.UNDATED),
    ]
