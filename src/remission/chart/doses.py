"""Read doses over time out of a chart's `given` table.

A course applies from its `day` until the day before the next row of the same drug and route, or through `until` where
that is given. Glucocorticoids are counted in mg of prednisolone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.spans import NO_COURSES, Numbers, Spans, courses_of, side_by_side
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.rounding import half_up
from remission.terms.words import SLIP

GLUCOCORTICOIDS = "glucocorticoids"
STOPPED = "stopped"

Call = tuple[str, str, tuple[float, ...]]
"""A column that is asked for: what is made, of which drug, and with which numbers."""
CALLS = {"cumulative": 0, "cumulative_from": 1, "in_force": 0, "taking": 0, "days_above": 2, "run_above": 2,
         "days_open": 1, "days_above_since": 2, "run_above_since": 2, "days_open_since": 1}  # fmt: skip
"""What can be made of doses, and how many numbers it takes."""


def columns(chart: Chart, calls: Mapping[str, Call], frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Make columns out of doses, all of a kind in one pass.

    Args:
        chart: The chart.
        calls: By the name of the column: what is made, a drug or "glucocorticoids" for all of them as prednisolone, and
            numbers.

            - `cumulative`: mg from day 0 up to and including the day; unknown where the patient has no dated course of
              the kind, or none that begins by day 0, or one without a date, or one that counts without a dose.
            - `cumulative_from` mg: of that, the courses of at least so much on a day of intake: the pulses.
            - `in_force`: mg a day, averaged over the week; unknown where no dated course covers the day, or one without a
              dose.
            - `taking`: whether a course at a dose above 0, or one that is not known, covers the day; no where none is on
              record, unknown where one without a day might.
            - `days_above` mg, within: on how many of the last days the daily dose is known to exceed mg; `run_above`: the
              longest run of such days; `days_open` within: on how many the dose is not known. With `_since`: the days
              from a study day on, in place of the last ones.
        frame: Rows with `patient` and `day`.

    Returns:
        The columns, in the order of `frame`.
    """
    made: dict[str, pl.Series] = {}
    if not calls:
        return made
    asked_days = frame["day"].to_numpy().astype(np.int64)
    people = frame["patient"].to_physical().to_numpy()
    on_record = set(chart.given["drug"].unique())
    none = Spans.of(NO_COURSES, people, asked_days)
    for kind in dict.fromkeys(of for _, of, _ in calls.values()):
        spans = daily = none
        if not on_record.isdisjoint(_weights(kind)):
            courses = courses_of(chart, _weights(kind))
            spans = daily = Spans.of(courses, people, asked_days)
            if not {call for call, of, _ in calls.values() if of == kind} <= set(_OF_COURSES):
                daily = Spans.of(side_by_side(courses), people, asked_days)
        for name, (call, of, numbers) in calls.items():
            if of == kind:
                column = (
                    _OF_COURSES[call](spans, *numbers)
                    if call in _OF_COURSES
                    else _OF_DAYS[call](daily, spans, *numbers)
                )
                made[name] = column.alias(name)
    return made


def _cumulative(spans: Spans, mg: float = 0) -> pl.Series:
    days = spans.overlap(0)
    counted = np.where(spans.intake >= mg * (1 - SLIP), days * np.nan_to_num(spans.dose), 0.0)
    first = spans.begins()
    late = (first > 0) & np.isfinite(first)  # what was given before the first course is not known to be nothing
    open_ = spans.any(np.isnan(spans.day)) | spans.any((days > 0) & np.isnan(spans.intake))
    none = ~spans.any(np.ones(len(spans.at), dtype=bool))
    return _known_where(~(late | open_ | none), spans.total(counted))


def _in_force(spans: Spans) -> pl.Series:
    covers = spans.covers()
    known = spans.any(covers) & ~spans.any(covers & np.isnan(spans.dose))
    return _known_where(known, spans.total(np.where(covers, np.nan_to_num(spans.dose), 0.0)))


def _taking(spans: Spans) -> pl.Series:
    sure = spans.any(spans.covers() & ~(spans.intake <= 0))
    perhaps = spans.any(np.isnan(spans.day))
    return _known_where(sure | ~perhaps, sure)


def _days_above(daily: Spans, courses: Spans, mg: float, begin: float, *, since: bool) -> pl.Series:
    del courses  # what is known to be above does not depend on what has no day
    above = daily.dose > mg * (1 + SLIP)
    return pl.Series(
        daily.total(np.where(above, daily.overlap(_begin(daily, begin, since=since)), 0.0)), dtype=pl.Int64
    )


def _run_above(daily: Spans, courses: Spans, mg: float, begin: float, *, since: bool) -> pl.Series:
    del courses  # as above
    days = np.where(daily.dose > mg * (1 + SLIP), daily.overlap(_begin(daily, begin, since=since)), 0.0)
    follows = np.zeros(len(days), dtype=bool)
    follows[1:] = (
        (daily.at[1:] == daily.at[:-1]) & (daily.day[1:] == daily.until[:-1] + 1) & (days[1:] > 0) & (days[:-1] > 0)
    )
    run = np.cumsum(~follows) - 1
    longest = np.zeros(len(daily.days))
    if len(days):
        lengths = np.bincount(run, weights=days)
        np.maximum.at(longest, daily.at, lengths[run])
    return pl.Series(longest, dtype=pl.Int64)


def _days_open(daily: Spans, courses: Spans, begin: float, *, since: bool) -> pl.Series:
    known = daily.total(np.where(daily.unknown, 0.0, daily.overlap(_begin(daily, begin, since=since))))
    known = np.where(courses.any(np.isnan(courses.day)), 0.0, known)  # a course without a day leaves no day known
    window = np.clip(daily.days - int(begin) + 1, 0, None) if since else np.full(len(daily.days), int(begin))
    return pl.Series(window - known, dtype=pl.Int64)


def _begin(spans: Spans, begin: float, *, since: bool) -> Numbers | int:
    """Give the day on which counting begins: a study day, or so many days back."""
    return int(begin) if since else spans.asked - int(begin) + 1


def _known_where(known: Numbers, values: Numbers) -> pl.Series:
    if known.all():
        return pl.Series(values)
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()


_OF_COURSES: dict[str, Callable[..., pl.Series]] = {
    "cumulative": _cumulative,
    "cumulative_from": _cumulative,
    "in_force": _in_force,
    "taking": _taking,
}
_OF_DAYS: dict[str, Callable[..., pl.Series]] = {
    f"{name}{'_since' * since}": partial(make, since=since)
    for name, make in (("days_above", _days_above), ("run_above", _run_above), ("days_open", _days_open))
    for since in (False, True)
}


def trajectory(chart: Chart, drug: str) -> dict[str, str]:
    """Print each patient's doses of a drug in order, as the paper does.

    Returns:
        By patient, such as "3 → 2 → stopped", with "?" for a dose that is not known; patients who never had the drug
        are not in it.
    """
    rows = chart.given.filter(pl.col("drug") == drug)
    return {patient: " → ".join(_without_repeats(group)) for patient, group in _by_patient(rows)}


def levels(chart: Chart, analyte: str) -> dict[str, str]:
    """Print each patient's drug levels in order, such as "7.07 → 3.95", with the decimals of the laboratory."""
    rows = chart.measured.filter(pl.col("analyte") == analyte)
    places = ANALYTES[analyte].decimals
    return {
        patient: " → ".join(
            (sign or "") + half_up(value, places) for sign, value in group.select("censored", "value").iter_rows()
        )
        for patient, group in _by_patient(rows)
    }


def _by_patient(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    return [(str(key[0]), _in_order(group)) for key, group in rows.group_by("patient", maintain_order=True)]


def _in_order(group: pl.DataFrame) -> pl.DataFrame:
    """Sort by day; where a row has none, keep the order of the source, which is that in which they were printed."""
    return group if group["day"].null_count() else group.sort("day", maintain_order=True)


def _without_repeats(group: pl.DataFrame) -> list[str]:
    printed = ["?" if dose is None else f"{dose:g}" if dose else STOPPED for dose in group["dose"]]
    return [dose for index, dose in enumerate(printed) if index == 0 or dose != printed[index - 1]]


def _weights(kind: str) -> dict[str, float]:
    """Give the drugs of a kind, each with what a mg of it counts."""
    if kind != GLUCOCORTICOIDS:
        return {kind: 1.0}
    return {name: 5 / d.prednisolone_equivalent for name, d in DRUGS.items() if d.prednisolone_equivalent}
