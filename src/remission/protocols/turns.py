"""Find the days on which the answer of a protocol can change, so that an audit need not ask about every other day.

Between two such days nothing that a protocol reads changes: no step of a schedule, no result that comes or grows too old,
no dose that changed the day before, no rule that begins or ends. A protocol that reads something that changes from day to
day, such as a cumulative dose, is asked about every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Timeline, dated_courses, dated_results, drugs_read
from remission.chart.visits import DAYS_PER_YEAR
from remission.protocols.known import answered, baseline_answers, in_order, laid_out
from remission.protocols.schedule import amount_of, change_days, first_dose
from remission.protocols.seats import Compiled, Seat, of_what, samples, spelt_out, thresholds
from remission.terms.words import Condition

Days = np.ndarray[tuple[int], np.dtype[Any]]
_SPAN = 2**24
"""More days than a patient has."""
_LIVE = ("cumulative(", "in_force(", "taking(", "days_above", "run_above", "days_open", "unrounded(")
"""What may change from one day to the next without anything happening."""
_MOST_YEARS = 100
"""Birthdays that a patient may have under a protocol."""


def horizons(chart: Chart, length: int, *, through: int | None = None) -> Days:
    """Find the last day of each patient that can be judged: the last that is on record, or the last of the protocol.

    Args:
        chart: The chart.
        length: The last day of the protocol.
        through: An earlier last day for everyone.

    Returns:
        One day a patient, in the order of `who`; before day 0 for a patient of whom nothing is on record.
    """
    last = np.full(len(chart.who), -1, dtype=np.int64)
    for table, column in (
        (chart.measured, "day"),
        (chart.given, "day"),
        (chart.given, "until"),
        (chart.happened, "day"),
    ):
        held = table.select(pl.col("patient").to_physical().alias("patient"), pl.col(column).alias("day")).drop_nulls()
        np.maximum.at(last, held["patient"].to_numpy(), held["day"].to_numpy())
    return np.minimum(last, length if through is None else min(through, length))


def turns(c: Compiled, line: Timeline, people: Days, ends: Days, firsts: Mapping[str, Days]) -> pl.DataFrame:
    """List the days on which the answer can change, for some of the patients.

    Args:
        c: The protocol.
        line: The chart in order.
        people: Places of the patients in `who`, in ascending order, one after the other.
        ends: The last day of each patient of the chart, as `horizons` gives them.
        firsts: The first dose of each course for these patients, by the name of its column.

    Returns:
        `patient` and `day` in ascending order, from day 0 to the last day of each patient.
    """
    if is_live(c):
        return every_day(c, line, people, ends)
    patient, day = _unique(_candidates(c, line, people, firsts), ends)
    return placed(line.chart, patient, day)


def turning_days(c: Compiled, chart: Chart) -> list[int]:
    """List the days on which the answer can change for a patient who is given everything on time, and has no results."""
    line, people = in_order(c, chart), np.zeros(1, dtype=np.int64)
    firsts = first_doses(c, line, people, baseline_answers(c, chart))
    return turns(c, line, people, np.array([c.protocol.length]), firsts)["day"].to_list()


def first_doses(c: Compiled, line: Timeline, people: Days, baselines: Mapping[str, pl.Series]) -> dict[str, Days]:
    """Give the first dose of each course on day 0, by the name of its column; not a number where it is not known."""
    doses = {
        seat.made(f"first {n}"): first_dose(course.dose) for seat in c.seats for n, course in enumerate(seat.courses)
    }
    if all(isinstance(dose, float | int) for dose in doses.values()):
        return {name: np.full(len(people), float(str(dose))) for name, dose in doses.items()}
    exprs = [amount_of(dose).cast(pl.Float64).alias(name) for name, dose in doses.items()]
    read = {name for expr in exprs for name in expr.meta.root_names()}
    if read <= set(line.chart.who.columns):
        told = line.chart.who[int(people[0]) : int(people[-1]) + 1].with_columns(exprs)
    else:
        told = answered(c, laid_out(c, line, placed(line.chart, people, np.zeros(len(people))), baselines))
    return {name: told[name].to_numpy() for name in doses}


def every_day(
    c: Compiled, line: Timeline, people: Days, ends: Days, firsts: Mapping[str, Days] | None = None
) -> pl.DataFrame:
    """List every day of some patients, as `turns` lists those on which the answer can change."""
    del firsts
    patient, day = _unique(((people, day) for day in range(c.protocol.length + 1)), ends)
    return placed(line.chart, patient, day)


def placed(chart: Chart, patient: Days, day: Days) -> pl.DataFrame:
    """Make rows of `patient` and `day` from the places of patients in `who`."""
    return pl.DataFrame(
        {"patient": chart.who["patient"].gather(patient.astype(np.uint32)), "day": day.astype(np.int32)}
    )


def is_live(c: Compiled) -> bool:
    """Tell whether a protocol reads something that changes from day to day in a way that cannot be foreseen."""
    rules = [rule for seat in c.seats for rule in seat.rules]
    read = {name for rule in rules for name in c.closure(rule.when.expr.meta.root_names())}
    leaves = [leaf for rule in rules for leaf in rule.when.leaves()]
    return any(name.startswith(_LIVE) for name in read) or any(not _foreseen(leaf) for leaf in leaves)


def _foreseen(leaf: Condition) -> bool:
    """Tell whether a condition counts no days, or only holds one count against a number: then it changes on one day."""
    counted = [
        name for name in leaf.expr.meta.root_names() if name == "day" or name.startswith(("days_on(", "days_since("))
    ]
    if not counted:
        return True
    plain = leaf.seen is not None and leaf.limit is not None and not leaf.limit.expr.meta.root_names()
    return plain and set(counted) == {leaf.seen.name if leaf.seen else ""}


def _unique(found: Iterable[tuple[Any, Any]], ends: Days) -> tuple[Days, Days]:
    keys: list[Days] = []
    for one, other in found:
        patient, day = np.broadcast_arrays(one, np.asarray(other))
        keep = (day >= 0) & (day <= ends[patient])
        keys.append(patient[keep] * _SPAN + day[keep].astype(np.int64))
    key = np.sort(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.int64)
    key = key[np.append(True, key[1:] != key[:-1])] if len(key) else key
    return key // _SPAN, key % _SPAN


def _candidates(c: Compiled, line: Timeline, people: Days, firsts: Mapping[str, Days]) -> Iterator[tuple[Any, Any]]:
    for day in sorted(_fixed_days(c)):
        yield people, day
    yield from _of_late_samples(c, line, people)
    for seat in c.seats:
        yield from _of_schedule(seat, line, people, firsts, c.protocol.late)
    for drug in drugs_read(line):
        yield from _of_doses(c, dated_courses(line, drug, people), drug)
    for seat in c.seats:
        for course in (course for course in seat.courses if course.every):
            held = dated_courses(line, seat.key, people)
            yield from _of_pulses(course.every or 1, course.start, held, people, c.protocol.length)
    yield from _of_results(c, line, people)
    if "age" in c.inputs:
        yield from _birthdays(line.chart, people)
    yield from _of_events(c, line.chart, people)


def _fixed_days(c: Compiled) -> set[int]:
    """List the days on which the answer can change for everyone."""
    days = {0, c.protocol.length}
    for seat in c.seats:
        days.add(seat.first.start)
        for rule in seat.rules:
            days |= {rule.from_day or 0, 0 if rule.until_day is None else rule.until_day + 1}
            days |= {day + more for day in thresholds(rule, "day") for more in (0, 1)}
    return days


def _of_late_samples(c: Compiled, line: Timeline, people: Days) -> Iterator[tuple[Any, Any]]:
    """Give the days on which a sample becomes overdue, for those of whom it was not drawn by then."""
    watched = c.watched()
    for name, windows, words in samples(c.protocol):
        if name not in watched:
            continue
        told = [dated_results(line, people, [analyte]) for word in words for analyte in spelt_out(word)]
        for low, high in windows:
            drawn = np.zeros(len(people), dtype=bool)
            for who, day, _ in told:
                drawn[who[(day >= low) & (day <= high + 1)] - people[0]] = True
            yield people[~drawn], high + 1


def _of_schedule(
    seat: Seat, line: Timeline, people: Days, firsts: Mapping[str, Days], late: int
) -> Iterator[tuple[Any, Any]]:
    """Give the first day of each course, its steps and the day after its end, from the days from which it may count."""
    start, size = seat.first.start, len(people)
    begun = np.full(size, float(start))
    held = dated_courses(line, seat.key, people)
    here = (held["begun"] >= start) & (held["begun"] <= start + late)
    begun[held["patient"][here] - people[0]] = held["begun"][here]
    not_yet = np.ones(size, dtype=bool)
    not_yet[held["patient"][here] - people[0]] = False
    yield people[not_yet], start + late + 1
    for number, course in enumerate(seat.courses):
        changes = change_days(course.dose, firsts[seat.made(f"first {number}")])
        days = [np.zeros(size), *changes]
        if changes:  # a titrated course is open from the day after its last step on
            days.append(np.fmax.reduce(changes) + 1)
        elif course.titrated:
            days.append(np.ones(size))
        if course.until is not None:
            days.append(np.full(size, float(course.until - course.start + 1)))
        for after in days:
            yes = ~np.isnan(after)
            yield people[yes], course.start + after[yes]
            if course.start == start:
                moved = yes & (begun != start)
                yield people[moved], (begun + after)[moved]


def _of_doses(c: Compiled, held: Mapping[str, Days], drug: str) -> Iterator[tuple[Any, Any]]:
    """Give the days on which a dose begins or ends, those after them, and those on which it was long enough in force."""
    who, ends, day, overlap = held["patient"], held["ends"], held["day"], held["overlap"]
    goes_on = np.append((who[1:] == who[:-1]) & (day[1:] == ends[:-1] + 1), False)[: len(who)]
    over, lapped = ~goes_on, overlap >= day  # where the next course follows at once, its first day says it
    for more in (0, 1):
        yield who, day + more
        yield who[over], ends[over] + 1 + more
        yield who[lapped], overlap[lapped] + 1 + more
    for limit in sorted(c.waits(drug)):
        when = held["changed"] + limit
        long = when <= ends + 1
        yield who[long], when[long]


def _of_pulses(
    every: int, start: int, held: Mapping[str, Days], people: Days, length: int
) -> Iterator[tuple[Any, Any]]:
    """Give the days on which a dose that is not daily is due, and those on which it may first be given again."""
    early = every // 4
    yield held["patient"], held["last_given"] + every - early
    begun = np.concatenate([held["begun"], np.full(len(people), start)])
    who = np.concatenate([held["patient"], people])
    for slot in range(0, length - start + every, every):
        for edge in (0, -early):
            yield who, begun + slot + edge


def _of_results(c: Compiled, line: Timeline, people: Days) -> Iterator[tuple[Any, Any]]:
    """Give the days on which a result is known, and those on which it is too old, unless a newer one came."""
    limits = {
        limit: name
        for seat in c.seats
        for rule in seat.rules
        for name in rule.when.expr.meta.root_names()
        if name.startswith("days_since(")
        for limit in thresholds(rule, name)
    }
    read = {analyte for name in c.inputs for analyte in spelt_out(of_what(name))}
    who, day, following = dated_results(line, people, read)
    yield who, day
    old = day + c.protocol.look_back + 1
    late = old <= following
    yield who[late], old[late]
    for limit in sorted(limits):
        for more in (0, 1):
            yield who, day + limit + more


def _birthdays(chart: Chart, people: Days) -> Iterator[tuple[Any, Any]]:
    age = chart.who["age"].gather(people.astype(np.uint32)).fill_null(0.0).to_numpy()
    for years in range(1, _MOST_YEARS):
        day = np.ceil((np.floor(age) + years - age) * DAYS_PER_YEAR)
        if not (day < _SPAN).any() or day.min() > chart_end(chart):
            return
        yield people, day
        yield people, day - 1


def chart_end(chart: Chart) -> int:
    """Give the last day of any result or course of a chart."""
    days = [table["day"].max() for table in (chart.measured, chart.given)]
    return max((int(day) for day in days if day is not None), default=0)  # type: ignore[arg-type]  # days


def _of_events(c: Compiled, chart: Chart, people: Days) -> Iterator[tuple[Any, Any]]:
    if not any(name.startswith("on_record(") for name in c.inputs):
        return
    held = chart.happened.select(pl.col("patient").to_physical().cast(pl.Int64).alias("patient"), "day").drop_nulls()
    who = held["patient"].to_numpy()
    here = (who >= people[0]) & (who <= people[-1])
    yield who[here], held["day"].to_numpy()[here]
