"""Lay out what was known on the morning of a day: for any rows of patient and day, as `wide` does for visits.

A result of a day is known on that day, and stands until it is older than the look-back. A dose is in force in the morning
if the record of the day before says so; what is given on the day itself is what is still to be decided, or to be judged.
Nothing later than the day of a row is read.

All patients and days are found at once. Every event has one whole number (what, patient, day, hour), events and rows are
in order, and counting the events up to each row finds the last one: no join, and no loop over patients.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart, DrugName
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
_MANY = 4096
"""Above so many rows, columns are quicker one by one."""
_FAR = 2**22
"""A day that no chart reaches."""
_RESULTS = ("day_of", "days_since", "last", "hour", "sign", "least", "most")
_ENDS = ("least", "most")
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
        seats: The place of each analyte of which there is any result in the numbers of the results.
        results: `key`, `value`, `hour`, `sign`, `least`, `most` of every result, in order; `daily` is the key without the hour.
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
            old, also of a kind); `least(x)` and `most(x)` of the results of that day are made unasked where two of one day
            differ (the later hour stands, or the greater value); of a drug, or of "drug, route", in the morning:
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
    there = set(chart.measured["analyte"].unique())
    seats = {name: seat for seat, name in enumerate(name for name in _analytes(calls.values()) if name in there)}
    drugs = _drugs(calls.values())
    results = _results(chart, seats)
    calls |= {
        f"{end}({of})": (end, of, ()) for of in _twice(results, seats, len(chart.who)) & calls.keys() for end in _ENDS
    }
    line = Timeline(
        chart=chart,
        calls=calls,
        seats=seats,
        results=results,
        courses=_courses(chart, drugs, routes or {}),
        baselines={},
    )
    return replace(line, baselines=_baselines(line, baseline))


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
    asked = _asked(line)
    morning = {drug: _in_force(line.courses[drug], people, days - 1, names) for drug, names in asked[0].items()}
    today = {drug: _in_force(line.courses[drug], people, days, names) for drug, names in asked[1].items()}
    at = people.astype(np.uint32)
    numbers: dict[str, Numbers] = {}
    series: dict[str, pl.Series] = {}
    others: dict[str, Call] = {}
    for name, call in line.calls.items():
        made, of, _ = call
        if made in _TODAY:
            numbers[name] = today[_with_route(call)][_TODAY[made]]
        elif made in _COURSES:
            numbers[name] = morning[_with_route(call)][made]
        elif name in line.baselines:
            series[name] = line.baselines[name].gather(at)
        elif made in _RESULTS or (made == "" and of in ANALYTES):
            if (found := _of_result(made, of, line, seen, days, look_back)) is not None:
                numbers[name] = found
        else:
            others[name] = call
    if others:
        series |= standing(line.chart, others, rows, rows.with_columns(pl.col("day") - 1), at)
    unknown = [name for name in line.calls if name not in numbers and name not in series]
    laid = rows.hstack(_columns(numbers, len(rows)))
    nothing = [pl.lit(None, dtype=pl.Float64).alias(name) for name in unknown]
    return laid.with_columns(*nothing, *(column.alias(name) for name, column in series.items()))


def _columns(numbers: Mapping[str, Numbers], size: int) -> list[pl.Series]:
    """Make columns of arrays; few rows all at once, as one long series, cut into pieces that share its memory."""
    if not numbers or size > _MANY:
        return [pl.Series(name, column, nan_to_null=True, dtype=pl.Float64) for name, column in numbers.items()]
    whole = pl.Series(np.concatenate([*numbers.values()]), nan_to_null=True, dtype=pl.Float64)
    return [whole.slice(place * size, size).alias(name) for place, name in enumerate(numbers)]


def _asked(line: Timeline) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """List by drug what is asked about the doses of the morning, and about those of the day itself."""
    morning: dict[str, set[str]] = {}
    today: dict[str, set[str]] = {}
    for call in line.calls.values():
        if call[0] in _COURSES:
            morning.setdefault(_with_route(call), set()).add(call[0])
        elif call[0] in _TODAY:
            today.setdefault(_with_route(call), set()).add(_TODAY[call[0]])
    return morning, today


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


def _analytes(calls: Collection[Call]) -> list[str]:
    """List the analytes that columns rest on."""
    named = [of for call, of, _ in calls if call in ("", "baseline", *_RESULTS)]
    return list(dict.fromkeys(a for name in named for a in ([name] if name in ANALYTES else _of_kind(name))))


def _of_kind(name: str) -> list[str]:
    return [analyte for analyte, a in ANALYTES.items() if a.kind == name] if name in _KINDS else []


def _results(chart: Chart, seats: Mapping[str, int]) -> dict[str, Numbers]:
    """Number every result by analyte, patient, day and hour, in order; of two of one hour the greater value comes last."""
    place = pl.Series([seats.get(analyte) for analyte in ANALYTES], dtype=pl.Int64)
    seat = pl.lit(place).gather(pl.col("analyte").to_physical())
    patient = seat * len(chart.who) + pl.col("patient").to_physical()
    hour = (pl.col("hour").clip(0, 2**_HOURS - 2).cast(pl.Int64) + 1).fill_null(0)
    key = ((patient * 2**_DAYS + pl.col("day").cast(pl.Int64) + _ZERO) * 2**_HOURS + hour).alias("key")
    sign = pl.when(pl.col("censored") == "<").then(-1.0).when(pl.col("censored") == ">").then(1.0).otherwise(0.0)
    held = chart.measured.select("patient", "day", "hour", "analyte", "value", "censored")
    held = held.filter(pl.all_horizontal(e.is_not_null() for e in (seat, pl.col("value"), pl.col("day"))))
    rows = held.select(key, "value", pl.col("hour").cast(pl.Float64), sign.alias("sign")).sort(
        "key", maintain_order=True
    )
    told = {name: rows[name].to_numpy() for name in ("key", "value", "hour", "sign")}
    key = told["key"]
    if (key[1:] == key[:-1]).any():
        turn = np.lexsort((told["sign"], told["value"], key))
        told = {name: column[turn] for name, column in told.items()}
    return told | {"daily": told["key"] >> _HOURS} | _ends_of_days(told["key"] >> _HOURS, told["value"])


def _ends_of_days(daily: Numbers, value: Numbers) -> dict[str, Numbers]:
    """Give the least and the greatest result of each day, beside each of its results."""
    new = np.append(True, daily[1:] != daily[:-1]) if len(daily) else np.zeros(0, dtype=bool)
    if new.all():
        return {"least": value, "most": value}
    first, group = np.flatnonzero(new), np.cumsum(new) - 1
    return {"least": np.minimum.reduceat(value, first)[group], "most": np.maximum.reduceat(value, first)[group]}


def _twice(results: Mapping[str, Numbers], seats: Mapping[str, int], people: int) -> set[str]:
    """List the analytes of which two results of one patient and day differ."""
    differ = results["daily"][results["least"] < results["most"]]
    found = set(np.unique((differ >> _DAYS) // people).tolist()) if len(differ) else set[int]()
    return {name for name, seat in seats.items() if seat in found}


def _seen(line: Timeline, people: Numbers, days: Numbers) -> dict[str, tuple[Numbers, Numbers]]:
    """Find, for each analyte and row, the place of the last result and its day; day -far where there is none."""
    size, keys = len(line.chart.who), line.results["daily"]
    if not len(keys) or not len(people):
        return {}
    asked = (people << _DAYS) + (days + _ZERO)
    found: dict[str, tuple[Numbers, Numbers]] = {}
    for name, seat in line.seats.items():
        begins = (seat * size) << _DAYS
        low, high = np.searchsorted(keys, begins + (np.array([people[0], people[-1] + 1], dtype=np.int64) << _DAYS))
        mine = keys[low:high] - begins  # only the results of these patients, so that a group costs what it holds
        at = _last(mine, asked)
        held = mine[at] if len(mine) else np.full(len(asked), -1)
        known = (at >= 0) & (held >> _DAYS == people)
        found[name] = at + low, np.where(known, (held & (2**_DAYS - 1)) - _ZERO, -_FAR)
    return found


def _last(events: Numbers, asked: Numbers) -> Numbers:
    """Find the last event at or before each of the places asked for, -1 for none; both are in ascending order."""
    if len(events) > len(asked):
        return np.searchsorted(events, asked, side="right") - 1
    passed = np.bincount(np.searchsorted(asked, events, side="left"), minlength=len(asked) + 1)
    return np.cumsum(passed[:-1]) - 1


def _of_result(
    made: str, of: str, line: Timeline, seen: Mapping[str, tuple[Numbers, Numbers]], days: Numbers, look_back: int
) -> Numbers | None:
    """Make a column of an analyte, or of a kind of them; None where the chart has no result of it at all."""
    there = [seen[name] for name in (_of_kind(of) if of in _KINDS else [of]) if name in seen]
    if not there:
        return None
    at, when = there[0]
    if len(there) > 1:
        when = np.max([other for _, other in there], axis=0)
    if made == "last":
        return np.where(when > -_FAR, when, np.nan)
    stands = days - when <= look_back
    if made in ("day_of", "days_since"):
        return np.where(stands, when if made == "day_of" else days - when, np.nan)
    return np.where(stands, line.results[{"": "value"}.get(made, made)][at], np.nan)


def _courses(chart: Chart, drugs: Iterable[str], routes: Mapping[str, str]) -> dict[str, dict[str, Numbers]]:
    """Put the courses of each drug in order, each with what rules ask about it."""
    seats = {drug: (drug.partition(", ")[0], drug.partition(", ")[2]) for drug in drugs}
    if not seats:
        return {}
    named = sorted({name for name, _ in seats.values()})
    held = chart.given.select("patient", "day", "until", "dose", "days_per_week", "drug", "route")
    rows = (
        held.filter(pl.col("drug").is_in(named))
        .select(
            pl.col("patient").to_physical().cast(pl.Int64),
            pl.col("day").cast(pl.Int64).fill_null(_FAR),
            pl.col("until").cast(pl.Int64).fill_null(_FAR),
            "dose",
            pl.col("days_per_week").alias("per_week"),
            pl.col("drug").to_physical().cast(pl.Int64),
            pl.col("route").to_physical().cast(pl.Int64).fill_null(-1),
        )
        .sort("patient", "day", maintain_order=True)
    )
    whole = {name: rows[name].to_numpy() for name in rows.columns}
    codes = {name: code for code, name in enumerate(DrugName.categories) if name in named}
    return {
        drug: _of_drug(whole, codes[name], _ROUTES.get(route or routes.get(name, "")), len(chart.who))
        for drug, (name, route) in seats.items()
    }


def _of_drug(rows: Mapping[str, Numbers], drug: int, route: int | None, people: int) -> dict[str, Numbers]:
    mine = rows["drug"] == drug
    if route is not None:
        mine &= (rows["route"] == route) | (rows["route"] < 0)
    undated = np.zeros(people, dtype=bool)
    undated[rows["patient"][mine & (rows["day"] == _FAR)]] = True
    mine &= rows["day"] < _FAR
    kept = {name: rows[name][mine] for name in ("patient", "day", "until", "dose", "per_week")}
    return _opened(_with_history(kept), undated)


def _with_history(rows: dict[str, Numbers]) -> dict[str, Numbers]:
    """Add to each course when its dose began, what was given before it, and how far another course overlaps it."""
    patient, day, until, dose = rows["patient"], rows["day"], rows["until"], rows["dose"]
    size = len(patient)
    if not size:
        return rows | dict.fromkeys(("ends", "changed", "begun", "before", "last_given", "overlap", "record"), dose)
    place = np.arange(size)
    same = np.append(False, patient[1:] == patient[:-1])
    following = np.append(np.where(same[1:], day[1:] - 1, _FAR), _FAR)
    equal = same & np.append(False, _alike(dose) & _alike(rows["per_week"]))
    twice = same & np.append(False, day[1:] == day[:-1]) & ~equal
    ends = np.maximum(np.minimum(until, following), day)
    goes_on = equal & np.append(False, day[1:] <= ends[:-1] + 1)
    began = np.maximum.accumulate(np.where(goes_on, 0, place))
    positive = dose > 0
    group = np.cumsum(~same) - 1
    first = np.full(int(group[-1]) + 1, _FAR)
    np.minimum.at(first, group[positive], day[positive])
    last = np.maximum.accumulate(np.where(positive, place, -1))
    had = (last >= 0) & (group[last] == group)
    before = np.append(-_FAR, _running(np.where(until < _FAR, until, -_FAR), group)[:-1])
    lap = np.where(same & ~equal & (before >= day), before, -_FAR)
    return rows | {
        "ends": ends,
        "changed": np.where(np.isnan(dose), np.nan, day[began]),
        "begun": np.where(first[group] <= day, first[group], np.nan),
        "before": np.where(had, dose[last], np.nan),
        "last_given": np.where(had, day[last], np.nan),
        "overlap": _running(np.where(twice, ends, lap), group),
        "record": np.where(np.isnan(dose), float(Record.UNSTATED), float(Record.KNOWN)),
    }


def _opened(rows: dict[str, Numbers], undated: Numbers) -> dict[str, Numbers]:
    """Put before the courses of each patient a row that says what is known while there is none yet."""
    people = np.arange(len(undated), dtype=np.int64)
    opening = {
        "patient": people,
        "day": np.full(len(people), -_ZERO),
        "ends": np.full(len(people), _FAR),
        "overlap": np.full(len(people), -_FAR),
        "record": np.where(undated, float(Record.UNDATED), float(Record.NOTHING)),
    }
    nothing = np.full(len(people), np.nan)
    turn = np.argsort(np.concatenate([people, rows["patient"]]), kind="stable")
    names = (
        "patient",
        "day",
        "ends",
        "overlap",
        "record",
        "dose",
        "per_week",
        "changed",
        "begun",
        "before",
        "last_given",
    )
    opened = {name: np.concatenate([opening.get(name, nothing), rows[name]])[turn] for name in names}
    return opened | {"key": (opened["patient"] << _DAYS) + opened["day"] + _ZERO}


def _alike(column: Numbers) -> Numbers:
    return (column[1:] == column[:-1]) | (np.isnan(column[1:]) & np.isnan(column[:-1]))


def _running(column: Numbers, group: Numbers) -> Numbers:
    """Give the greatest value so far within each group; groups lie one after the other."""
    lift = group * (4 * _FAR)
    return np.maximum.accumulate(column + lift) - lift


def _in_force(held: Mapping[str, Numbers], people: Numbers, days: Numbers, names: set[str]) -> dict[str, Numbers]:
    """Find the course that covers each day, and what the record tells about it."""
    ends = np.array([people[0], people[-1] + 1], dtype=np.int64) << _DAYS if len(people) else [0, 0]
    low, high = np.searchsorted(held["key"], ends)
    at = low + _last(held["key"][low:high], (people << _DAYS) + days + _ZERO)
    record = held["record"][at]
    ended, lapped = held["ends"][at] < days, held["overlap"][at] >= days
    record[ended] = Record.ENDED
    record[lapped] = Record.OVERLAP
    dark = ended | lapped
    made = {"record": record}
    for name in names - {"record"}:
        if name == "days_on":
            made[name] = np.where(dark, np.nan, days + 1 - held["changed"][at])  # as of the morning after
        elif name == "until":
            made[name] = np.where(held["ends"][at] < _FAR, held["ends"][at], np.nan)
        else:
            made[name] = held[name][at]
            if name in ("dose", "per_week", "changed"):
                made[name][dark] = np.nan
    return made


def _baselines(line: Timeline, baseline: Visit | None) -> dict[str, pl.Series]:
    """Pick what stands for baseline, one value or sign a patient; unknown where there is no baseline visit."""
    named = {
        name: (call, of) for name, (call, of, _) in line.calls.items() if call == "baseline" or "(baseline(" in name
    }
    if baseline is None or not named:
        unknown = pl.repeat(None, len(line.chart.who), dtype=pl.Float64, eager=True)
        return dict.fromkeys(named, unknown)
    if baseline.target < baseline.high:  # days after the due day may be nearer than those before it
        return _nearest_baselines(line.chart, named, baseline)
    people = np.arange(len(line.chart.who), dtype=np.int64)
    days = np.full(len(people), baseline.high, dtype=np.int64)
    seen = _seen(line, people, days)
    back = baseline.high - baseline.low
    picked = {
        name: _of_result("" if call == "baseline" else "sign", of, line, seen, days, back)
        for name, (call, of) in named.items()
    }
    nothing = np.full(len(people), np.nan)
    return {name: pl.Series(nothing if column is None else column, nan_to_null=True) for name, column in picked.items()}


def _nearest_baselines(chart: Chart, named: Mapping[str, tuple[str, str]], baseline: Visit) -> dict[str, pl.Series]:
    values = at_baseline(chart, {of for call, of in named.values() if call == "baseline"}, baseline)
    signs = at_baseline(chart, {of for call, of in named.values() if call == "sign"}, baseline, take="censored")
    told = {"<": -1.0, ">": 1.0}
    return {
        name: values[of]
        if call == "baseline"
        else signs[of].cast(pl.String).replace_strict(told, default=0.0, return_dtype=pl.Float64)
        for name, (call, of) in named.items()
    }


def drugs_read(line: Timeline) -> list[str]:
    """List the drugs, or drugs and routes, of whose doses a timeline is asked for anything."""
    return _drugs(line.calls.values())


def _drugs(calls: Iterable[Call]) -> list[str]:
    return list(dict.fromkeys(_with_route(call) for call in calls if call[0] in (*_COURSES, *_TODAY)))


def dated_courses(line: Timeline, drug: str, people: Numbers) -> dict[str, Numbers]:
    """Give the dated courses of a drug of some patients, who follow one another in `who`, with their history.

    Returns:
        `patient` (place in `who`), `day`, `ends` (the last day on which it applies), `changed`, `begun`, `last_given` and
        `overlap` (the last day on which another course overlaps it), in the order of patient and day.
    """
    held = line.courses[drug]
    low, high = np.searchsorted(held["patient"], [people[0], people[-1] + 1]) if len(people) else (0, 0)
    dated = held["day"][low:high] > -_ZERO
    return {name: column[low:high][dated] for name, column in held.items()}


def dated_results(line: Timeline, people: Numbers, analytes: Collection[str]) -> tuple[Numbers, Numbers, Numbers]:
    """Give the results of some patients, who follow one another in `who`, analyte by analyte.

    Returns:
        The place of the patient in `who`, the day, and the day of the following result of the same analyte.
    """
    keys, size = line.results["daily"], len(line.chart.who)
    parts: list[tuple[Numbers, Numbers, Numbers]] = []
    for seat in (seat for name, seat in line.seats.items() if name in analytes):
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


def results_of(line: Timeline, analyte: str) -> tuple[Numbers, Numbers, Numbers]:
    """Give the results of an analyte: the place of the patient in `who`, the day and the hour, in that order."""
    if analyte not in line.seats:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing.astype(np.float64)
    size, seat = len(line.chart.who), line.seats[analyte]
    keys = line.results["daily"]
    low, high = np.searchsorted(keys, [(seat + n) * size << _DAYS for n in (0, 1)])
    mine = keys[low:high]
    return (mine >> _DAYS) - seat * size, (mine & (2**_DAYS - 1)) - _ZERO, line.results["hour"][low:high]


def doses_on(line: Timeline, drug: str, people: Numbers, days: Numbers) -> tuple[Numbers, Numbers]:
    """Look up what was given on some days: the record, and the dose in mg on a day of intake where it is known."""
    held = _in_force(line.courses[drug], people, days, {"dose"})
    return held["record"], held["dose"]
