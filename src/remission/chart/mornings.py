"""Lay out what was known on the morning of a day: for any rows of patient and day, as `wide` does for visits.

A result of a day is known on that day, and stands until it is older than the look-back. A dose is in force in the morning
if the record of the day before says so; what is given on the day itself is what is still to be decided, or to be judged.
Nothing later than the day of a row is read.

All patients and days are found at once. Every event has one whole number (what, patient, day, hour), events and rows are
in order, and counting the events up to each row finds the last one: no join, and no loop over patients.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.visits import PAIRS, Call, at_baseline, parse, standing
from remission.errors import UnknownName
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS
from remission.terms.windows import Visit

Numbers = np.ndarray[tuple[int], np.dtype[Any]]
_DAYS, _HOURS = 24, 6
"""Bits of a day and of an hour within the number of an event."""
_ZERO = 2 ** (_DAYS - 1)
"""Where day 0 stands, so that days before it stay positive."""
_FAR = 2**22
"""A day that no chart reaches."""
_RESULTS = ("day_of", "days_since", "last", "hour", "sign")
_COURSES = ("dose", "per_week", "changed", "days_on", "begun", "before", "last_given", "until", "record")
_TODAY = {"given": "dose", "given_per_week": "per_week", "given_record": "record"}
_KINDS = frozenset(a.kind for a in ANALYTES.values())
_ROUTES = {"oral": 0, "iv": 1, "sc": 2}


class Record(IntEnum):
    """Say what the record of a drug tells about a day."""

    NOTHING = 0
    """No dose is on record by then."""
    KNOWN = 1
    """A dose is in force; it may be 0."""
    ENDED = 2
    """The last course on record is over."""
    OVERLAP = 3
    """Two courses of different doses cover the day."""
    UNDATED = 4
    """Doses are on record, but without a day."""
    UNSTATED = 5
    """A course covers the day, but its dose is not known."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """Hold the events of a chart in order, ready to be looked up for any rows.

    Attributes:
        chart: The chart.
        calls: The columns that are asked for, taken apart.
        seats: The place of each analyte in the numbers of the results.
        results: `key`, `value`, `hour`, `sign` of every result, in order.
        courses: What is known about the doses of each drug, in order; by drug, or by "drug, route".
        baselines: Values at baseline and their signs, one a patient, by the name of the column.
    """

    chart: Chart
    calls: Mapping[str, Call]
    seats: Mapping[str, int]
    results: Mapping[str, Numbers]
    courses: Mapping[str, Mapping[str, Numbers]]
    baselines: Mapping[str, pl.Series]


def timeline(
    chart: Chart, inputs: Iterable[str], *, baseline: Visit | None = None, routes: Mapping[str, str] | None = None
) -> Timeline:
    """Put the events of a chart in order, as far as they are asked for.

    Args:
        chart: The chart.
        inputs: Names of columns wanted: those that `wide` knows but for what looks at whole visit windows; of an analyte
            also `day_of(x)` (or of a kind of analytes), `days_since(x)`, `hour(x)` (since the last dose), `sign(x)` (-1 for
            "<", 1 for ">", 0 for a plain number), `sign(baseline(x))` and `last(x)` (the day of the last result, however
            old, also of a kind); of a drug, or of "drug, route", in the morning:
            `dose(d)`, `per_week(d)`, `changed(d)` (the day on which that dose began), `days_on(d)`, `begun(d)` (the first
            day with a dose), `before(d)` (the last dose above 0), `last_given(d)` (its day), `until(d)`, `record(d)`; and
            of the day itself `given(d)`, `given_per_week(d)`, `given_record(d)`.
        baseline: The baseline visit, for `baseline(x)`.
        routes: The route that is meant where a drug is named without one; a course without a route has it. All routes
            are one where nothing is said.

    Raises:
        UnknownName: An input is no quantity that a chart can hold.
    """
    calls = {name: _parse(name) for name in dict.fromkeys(inputs)}
    seats = _seats(calls.values())
    drugs = {_with_route(call): None for call in calls.values() if call[0] in (*_COURSES, *_TODAY)}
    return Timeline(
        chart=chart,
        calls=calls,
        seats=seats,
        results=_results(chart, seats),
        courses={drug: _courses(chart, drug, routes or {}) for drug in drugs},
        baselines=_baselines(chart, calls, baseline),
    )


def mornings(line: Timeline, rows: pl.DataFrame, *, look_back: int) -> pl.DataFrame:
    """Lay out what was known on the mornings of some days.

    Args:
        line: The chart in order.
        rows: `patient` and `day`, in ascending order of both.
        look_back: Days for which a result stands.

    Returns:
        `rows` with one column per input of the timeline; null is unknown.
    """
    people = rows["patient"].to_physical().to_numpy().astype(np.int64)
    days = rows["day"].to_numpy().astype(np.int64)
    seen = _seen(line, people, days)
    morning = {drug: _in_force(held, people, days - 1) for drug, held in line.courses.items()}
    today = {_with_route(c) for c in line.calls.values() if c[0] in _TODAY}
    now = {drug: _in_force(line.courses[drug], people, days) for drug in today}
    at, before = people.astype(np.uint32), rows.with_columns(pl.col("day") - 1)
    columns: dict[str, Any] = {}
    others: dict[str, Call] = {}
    for name, call in line.calls.items():
        made, of, _ = call
        if made in _TODAY:
            columns[name] = now[_with_route(call)][_TODAY[made]]
        elif made in _COURSES:
            columns[name] = _of_course(made, morning[_with_route(call)], days)
        elif name in line.baselines:
            columns[name] = line.baselines[name].gather(at)
        elif made in _RESULTS or (made == "" and of in ANALYTES):
            columns[name] = _of_result(made, of, line, seen, days, look_back)
        else:
            others[name] = call
    columns |= standing(line.chart, others, rows, before, at)
    laid = rows.with_columns(pl.Series(name, column) for name, column in columns.items())
    return laid.with_columns(pl.col(pl.Float64).fill_nan(None))


def _parse(name: str) -> Call:
    call, _, rest = name.partition("(")
    of, *more = rest.removesuffix(")").split(", ")
    if call == "sign" and of.startswith("baseline("):
        return call, of.partition("(")[2].removesuffix(")"), ()
    if (call in ("days_since", "last", "hour", "sign") and of in ANALYTES) or (call == "last" and of in _KINDS):
        return call, of, ()
    if call in (*_COURSES, *_TODAY):
        if of not in DRUGS:
            raise UnknownName.among("drug", of, DRUGS)
        return call, of, tuple(float(_ROUTES[route]) for route in more)
    if call in PAIRS:
        raise UnknownName.among("quantity of a single day", name, [*ANALYTES, *TRAITS])
    return parse(name)


def _with_route(call: Call) -> str:
    routes = list(_ROUTES)
    return ", ".join([call[1], *(routes[int(number)] for number in call[2])])


def _seats(calls: Collection[Call]) -> dict[str, int]:
    named = [of for call, of, _ in calls if call in ("", *_RESULTS)]
    wanted = [a for name in named for a in ([name] if name in ANALYTES else _of_kind(name))]
    return {name: seat for seat, name in enumerate(dict.fromkeys(wanted))}


def _of_kind(name: str) -> list[str]:
    return [analyte for analyte, a in ANALYTES.items() if a.kind == name] if name in _KINDS else []


def _results(chart: Chart, seats: Mapping[str, int]) -> dict[str, Numbers]:
    """Number every result by analyte, patient, day and hour, in order; the later row of two equal ones comes last."""
    place = pl.Series([seats.get(analyte) for analyte in ANALYTES], dtype=pl.Int64)
    seat = pl.lit(place).gather(pl.col("analyte").to_physical())
    patient = seat * len(chart.who) + pl.col("patient").to_physical()
    hour = (pl.col("hour").clip(0, 2**_HOURS - 2).cast(pl.Int64) + 1).fill_null(0)
    key = ((patient * 2**_DAYS + pl.col("day").cast(pl.Int64) + _ZERO) * 2**_HOURS + hour).alias("key")
    sign = pl.when(pl.col("censored") == "<").then(-1.0).when(pl.col("censored") == ">").then(1.0).otherwise(0.0)
    rows = (
        chart.measured.lazy()
        .filter(pl.col("analyte").is_in(list(seats)), pl.col("value").is_not_null())
        .select(key, "value", pl.col("hour").cast(pl.Float64), sign.alias("sign"))
        .filter(pl.col("key").is_not_null())
        .sort("key", maintain_order=True)
        .collect()
    )
    return {name: rows[name].to_numpy() for name in ("key", "value", "hour", "sign")}


def _seen(line: Timeline, people: Numbers, days: Numbers) -> dict[str, tuple[Numbers, Numbers]]:
    """Find, for each analyte and row, the place of the last result and its day; day -far where there is none."""
    seats, size = np.arange(len(line.seats), dtype=np.int64), len(line.chart.who)
    asked = ((seats[:, None] * size + people) << _DAYS) + (days + _ZERO)
    keys = line.results["key"] >> _HOURS
    if not len(keys):
        nothing = np.zeros(len(people), dtype=np.int64)
        return dict.fromkeys(line.seats, (nothing, nothing - _FAR))
    at = _last(keys, asked.ravel()).reshape(asked.shape)
    held = keys[at]
    found = (at >= 0) & (held >> _DAYS == asked >> _DAYS)
    when = np.where(found, (held & (2**_DAYS - 1)) - _ZERO, -_FAR)
    return {name: (at[seat], when[seat]) for name, seat in line.seats.items()}


def _last(events: Numbers, asked: Numbers) -> Numbers:
    """Find the last event at or before each of the places asked for, -1 for none; both are in ascending order."""
    if len(events) > len(asked):
        return np.searchsorted(events, asked, side="right") - 1
    passed = np.bincount(np.searchsorted(asked, events, side="left"), minlength=len(asked) + 1)
    return np.cumsum(passed[:-1]) - 1


def _of_result(
    made: str, of: str, line: Timeline, seen: Mapping[str, tuple[Numbers, Numbers]], days: Numbers, look_back: int
) -> Numbers:
    if of in _KINDS:
        when = np.max([seen[name][1] for name in _of_kind(of)], axis=0)
        return np.where(when > (-_FAR if made == "last" else days - look_back - 1), when, np.nan)
    at, when = seen[of]
    if made == "last":
        return np.where(when > -_FAR, when, np.nan)
    stands = days - when <= look_back
    if made in ("day_of", "days_since"):
        return np.where(stands, when if made == "day_of" else days - when, np.nan)
    held = line.results[{"": "value"}.get(made, made)]
    return np.where(stands, held[at], np.nan) if len(held) else np.full(len(days), np.nan)


def _courses(chart: Chart, drug: str, routes: Mapping[str, str]) -> dict[str, Numbers]:
    """Put the courses of a drug in order, each with what rules ask about it."""
    name, _, route = drug.partition(", ")
    route = route or routes.get(name, "")
    mine = chart.given.filter(
        pl.col("drug") == name, pl.col("route").is_null() | (pl.col("route") == route) if route else pl.lit(value=True)
    )
    rows = mine.select(
        pl.col("patient").to_physical().cast(pl.Int64),
        pl.col("day").cast(pl.Int64),
        pl.col("until").cast(pl.Int64).fill_null(_FAR),
        "dose",
        pl.col("days_per_week").fill_null(float("nan")).alias("per_week"),
    )
    undated = np.zeros(len(chart.who), dtype=bool)
    undated[rows.filter(pl.col("day").is_null())["patient"].to_numpy()] = True
    dated = rows.filter(pl.col("day").is_not_null()).sort("patient", "day", maintain_order=True)
    arrays = {name: dated[name].to_numpy() for name in dated.columns}
    return _with_history(arrays) | {"undated": undated}


def _with_history(rows: dict[str, Numbers]) -> dict[str, Numbers]:
    """Add to each course when its dose began, what was given before it, and how far another course overlaps it."""
    patient, day, until, dose = rows["patient"], rows["day"], rows["until"], rows["dose"]
    size = len(patient)
    place = np.arange(size)
    same = np.zeros(size, dtype=bool)
    same[1:] = patient[1:] == patient[:-1]
    following = np.append(np.where(same[1:], day[1:] - 1, _FAR), _FAR)[:size]
    equal = np.zeros(size, dtype=bool)
    equal[1:] = same[1:] & (_alike(dose) & _alike(rows["per_week"]))
    twice = np.zeros(size, dtype=bool)
    twice[1:] = same[1:] & (day[1:] == day[:-1]) & ~equal[1:]
    ends = np.maximum(np.minimum(until, following), day)
    goes_on = equal.copy()
    goes_on[1:] &= day[1:] <= ends[:-1] + 1
    began = np.maximum.accumulate(np.where(goes_on, 0, place)) if size else place
    positive = dose > 0
    group = np.cumsum(~same) - 1
    first = np.full(int(group[-1]) + 1 if size else 0, _FAR)
    np.minimum.at(first, group[positive], day[positive])
    last = np.maximum.accumulate(np.where(positive, place, -1)) if size else place
    had = (last >= 0) & (group[last] == group) if size else positive
    reach = np.where(until < _FAR, until, -_FAR)
    before = np.append(-_FAR, _running(reach, group)[:-1])[:size]
    lap = np.where(same & ~equal & (before >= day), before, -_FAR)
    lap = np.where(twice, ends, lap)
    return rows | {
        "key": (patient << _DAYS) + day + _ZERO,
        "ends": ends,
        "changed": day[began] if size else day,
        "begun": np.where(first[group] <= day, first[group], _FAR) if size else day,
        "before": np.where(had, dose[last], np.nan) if size else dose,
        "last_given": np.where(had, day[last], -_FAR) if size else day,
        "overlap": _running(lap, group) if size else day,
    }


def _alike(column: Numbers) -> Numbers:
    return (column[1:] == column[:-1]) | (np.isnan(column[1:]) & np.isnan(column[:-1]))


def _running(column: Numbers, group: Numbers) -> Numbers:
    """Give the greatest value so far within each group; groups lie one after the other."""
    lift = group * (4 * _FAR)
    return np.maximum.accumulate(column + lift) - lift


def _in_force(held: Mapping[str, Numbers], people: Numbers, days: Numbers) -> dict[str, Numbers]:
    """Find the course that covers each day, and what the record tells about it."""
    undated = held["undated"][people]
    nothing = np.where(undated, Record.UNDATED, Record.NOTHING).astype(np.float64)
    none = np.full(len(days), np.nan)
    if not len(held["key"]):
        return dict.fromkeys((*_COURSES, "changed"), none) | {"record": nothing}
    asked = (people << _DAYS) + days + _ZERO
    at = _last(held["key"], asked)
    found = (at >= 0) & (held["patient"][at] == people)
    dose = held["dose"][at]
    record = np.select(
        [~found, held["overlap"][at] >= days, held["ends"][at] < days, np.isnan(dose)],
        [nothing, Record.OVERLAP, Record.ENDED, Record.UNSTATED],
        default=float(Record.KNOWN),
    )
    known = record == Record.KNOWN
    begun, last = held["begun"][at], held["last_given"][at]
    return {
        "record": record,
        "dose": np.where(known, dose, np.nan),
        "per_week": np.where(known, held["per_week"][at], np.nan),
        "changed": np.where(known, held["changed"][at], np.nan),
        "begun": np.where(found & (begun < _FAR), begun, np.nan),
        "before": np.where(found, held["before"][at], np.nan),
        "last_given": np.where(found & (last > -_FAR), last, np.nan),
        "until": np.where(found & (held["ends"][at] < _FAR), held["ends"][at], np.nan),
    }


def _of_course(made: str, held: Mapping[str, Numbers], days: Numbers) -> Numbers:
    return days - held["changed"] if made == "days_on" else held[made]


def _baselines(chart: Chart, calls: Mapping[str, Call], baseline: Visit | None) -> dict[str, pl.Series]:
    named = {name: of for name, (call, of, _) in calls.items() if call == "baseline"}
    signed = {name: of for name, (call, of, _) in calls.items() if call == "sign" and "baseline(" in name}
    if baseline is None:
        unknown = pl.repeat(None, len(chart.who), dtype=pl.Float64, eager=True)
        return dict.fromkeys([*named, *signed], unknown)
    values = at_baseline(chart, set(named.values()), baseline)
    signs = at_baseline(chart, set(signed.values()), baseline, take="censored")
    told = {"<": -1.0, ">": 1.0}
    return {name: values[of] for name, of in named.items()} | {
        name: signs[of].cast(pl.String).replace_strict(told, default=0.0, return_dtype=pl.Float64)
        for name, of in signed.items()
    }


def dated_courses(line: Timeline, drug: str, people: Numbers) -> dict[str, Numbers]:
    """Give the dated courses of a drug of some patients, who follow one another in `who`, with their history.

    Returns:
        `patient` (place in `who`), `day`, `ends` (the last day on which it applies), `changed`, `begun`, `last_given` and
        `overlap` (the last day on which another course overlaps it), in the order of patient and day.
    """
    held = line.courses[drug]
    low, high = np.searchsorted(held["patient"], [people[0], people[-1] + 1]) if len(people) else (0, 0)
    return {name: column[low:high] for name, column in held.items() if name != "undated"}


def dated_results(line: Timeline, people: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Give the results of some patients, who follow one another in `who`.

    Returns:
        The place of the patient in `who`, the day, and the day of the following result of the same analyte.
    """
    keys, size = line.results["key"] >> _HOURS, len(line.chart.who)
    parts: list[tuple[Numbers, Numbers, Numbers]] = []
    for seat in line.seats.values():
        ends = (seat * size + np.array([people[0], people[-1] + 1], dtype=np.int64)) << _DAYS if len(people) else [0, 0]
        low, high = np.searchsorted(keys, ends)
        mine = keys[low:high]
        who, day = (mine >> _DAYS) - seat * size, (mine & (2**_DAYS - 1)) - _ZERO
        following = np.full(len(mine), _FAR)
        following[:-1] = np.where(who[1:] == who[:-1], day[1:], _FAR)
        parts.append((who, day, following))
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    who, day, following = (np.concatenate(column) for column in zip(*parts, strict=True))
    return who, day, following
