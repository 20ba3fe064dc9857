"""Tell which samples were drawn and which visits were held, in time, late or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Record, Timeline, doses_on, results_of
from remission.protocols.before import sampled
from remission.protocols.due import Window, assessed_at_visits
from remission.protocols.parts import Monitor
from remission.protocols.seats import Compiled, spelt_out

Numbers = np.ndarray[tuple[int], np.dtype[Any]]


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


def attended(c: Compiled, line: Timeline, ends: Numbers) -> list[Attended]:
    """Follow every sample and visit of a protocol.

    Args:
        c: The protocol.
        line: The chart in order, as `in_order` gives it.
        ends: The last day of each patient, as `horizons` gives them.
    """
    found: list[Attended] = []
    for monitor in (m for m in sampled(c.protocol) if m.windows):
        found += _samples(c, line, monitor, ends)
    visits = [(v.target, v.low, v.high) for v in c.protocol.visits]
    days, _, later = _placed(line, _spelt_out(assessed_at_visits(c)), visits)
    nowhere = np.full(len(ends), np.nan)
    for number, (visit, window) in enumerate(zip(c.protocol.visits, visits, strict=True)):
        kind, day = _in_window(window, days[number], later[number], ends)
        found.append(Attended(visit.name, "visit", window, kind, day, nowhere))
    return found


def _placed(line: Timeline, names: Sequence[str], windows: Sequence[Window]) -> tuple[Numbers, Numbers, Numbers]:
    """Put results into windows, and into the days between a window and the next.

    Returns:
        By window and patient: the day of the last result within it, its hour, and the day of the last result after it but
        before the next; not a number where there is none.
    """
    edges = np.array([edge for _, low, high in windows for edge in (low, high + 1)])
    people, slots = len(line.chart.who), 2 * len(windows)
    day = np.full((slots, people), np.nan)
    hour = np.full((slots, people), np.nan)
    for name in names:
        who, when, hours = results_of(line, name)
        slot = np.searchsorted(edges, when, side="right") - 1
        inside = slot >= 0
        who, when, hours, slot = who[inside], when[inside], hours[inside], slot[inside]
        last = np.append((slot[1:] != slot[:-1]) | (who[1:] != who[:-1]), True)[
            : len(slot)
        ]  # they are in the order of days
        who, when, hours, slot = who[last], when[last], hours[last], slot[last]
        hour[slot, who] = hours
        day[slot, who] = np.fmax(day[slot, who], when)
    return day[::2], hour[::2], day[1::2]


def _in_window(window: Window, within: Numbers, later: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Tell whether something was done within a window, later but before the next one, or not at all."""
    kind = np.full(len(ends), Attendance.MISSED, dtype=np.int8)
    late, done = later <= ends, within <= ends  # both are no where there is none
    kind[late] = Attendance.LATE
    kind[ends < window[2]] = Attendance.NOT_YET
    kind[done] = Attendance.DONE
    day = np.where(late, later, np.nan)
    day[done] = within[done]
    return kind, day


def _samples(c: Compiled, line: Timeline, monitor: Monitor, ends: Numbers) -> list[Attended]:
    names = _spelt_out([monitor.analyte.name, monitor.or_kind])
    days, hours, later = _placed(line, names, monitor.windows)
    undated, found = _undated(line.chart, names), list[Attended]()
    for number, window in enumerate(monitor.windows):
        kind, day = _in_window(window, days[number], later[number], ends)
        hour = hours[number]
        if monitor.hours is not None:
            done = kind == Attendance.DONE
            kind[done & np.isnan(hour)] = Attendance.TIME_MISSING
            kind[done & (np.abs(hour - monitor.hours) > monitor.hours_off)] = Attendance.TIME_WRONG
        absent = np.flatnonzero((kind == Attendance.MISSED) | (kind == Attendance.LATE))
        if len(absent):
            kind[absent[undated[absent]]] = Attendance.UNDATED
            for known, verdict in _drug(c, line, monitor, window[0], absent):
                kind[absent[known]] = verdict
        found.append(Attended(monitor.analyte.name, "sample", window, kind, day, hour, monitor))
    return found


def _spelt_out(names: Sequence[str]) -> list[str]:
    """List analytes, a kind of them one by one."""
    return [analyte for name in names for analyte in spelt_out(name)]


def _undated(chart: Chart, names: Sequence[str]) -> Numbers:
    """Tell which patients have results without a day, which may have been drawn at any time."""
    held = chart.measured.filter(pl.col("day").is_null(), pl.col("analyte").is_in(names))
    found = np.zeros(len(chart.who), dtype=bool)
    found[held["patient"].to_physical().to_numpy()] = True
    return found


def _drug(c: Compiled, line: Timeline, monitor: Monitor, due: int, people: Numbers) -> list[tuple[Numbers, Attendance]]:
    """Tell for which patients the drug of a level was not given on the due day, or for which that is not on record."""
    seats = [seat for seat in c.seats if seat.first.drug == monitor.drug]
    if not seats:
        return []
    told = [doses_on(line, seat.key, people, np.full(len(people), due)) for seat in seats]
    none, dark = (np.full(len(people), fill_value=True) for _ in range(2))
    for record, dose in told:
        known = (record == Record.KNOWN) | (record == Record.ENDED)
        none &= known & ~(dose > 0)
        dark &= ~known
    return [(none, Attendance.NOT_DUE), (dark, Attendance.UNDATED)]
