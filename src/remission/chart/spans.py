"""Pair rows with the spans of days on which a drug is given: what doses over time are made of, in arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remission.chart.chart import Chart, DrugName

Numbers = NDArray[Any]
FAR = 2.0**30
"""The last day of a course that nothing ends."""
_DRUGS = tuple(DrugName.categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """Hold spans of days with a dose, by patient and day; those without a day come last.

    Attributes:
        patient: Number of the patient.
        day: First day; NaN where it has none.
        until: Last day, included.
        intake: mg on a day of intake; NaN where it is not known.
        dose: mg a day, averaged over the week.
        unknown: Whether a part of the dose is not known.
    """

    patient: Numbers
    day: Numbers
    until: Numbers
    intake: Numbers
    dose: Numbers
    unknown: Numbers


def courses_of(chart: Chart, weights: Mapping[str, float]) -> Courses:
    """List the courses of some drugs, each through its last day.

    A course applies until the day before the next one of the same drug and route, or through its own last day.

    Args:
        chart: The chart.
        weights: What a mg of each drug counts.
    """
    given = chart.given
    drug, patient, route = (_plain(given[name].to_physical(), absent=-1).astype(np.int64) for name in _KEYS)
    factor = np.array([*(weights.get(name, np.nan) for name in _DRUGS), np.nan])[drug]
    day, until, intake, weekly = (_plain(given[name]) for name in _COLUMNS)
    order = np.lexsort((np.nan_to_num(day, nan=-np.inf), route, drug, patient))
    order = order[~np.isnan(factor[order])]
    patient, route, drug, day, until = (column[order] for column in (patient, route, drug, day, until))
    intake = intake[order] * factor[order]
    following = np.full(len(order), np.nan)
    alike = (patient[1:] == patient[:-1]) & (drug[1:] == drug[:-1]) & (route[1:] == route[:-1])
    following[:-1][alike] = day[1:][alike] - 1
    dose = intake * np.nan_to_num(weekly[order], nan=7.0) / 7
    return _sorted(patient, day, np.nan_to_num(np.fmin(until, following), nan=FAR), intake, dose, np.isnan(intake))


NO_COURSES = Courses(**dict.fromkeys(("patient", "day", "until", "intake", "dose", "unknown"), np.empty(0)))
"""What there is of a drug that nobody was given."""


def side_by_side(courses: Courses) -> Courses:
    """Cut the days where a dose changes and add up the courses that run side by side; only days with a course."""
    runs = courses.day <= courses.until
    patient, day, until = courses.patient[runs], courses.day[runs], courses.until[runs]
    counted = np.stack([np.ones(len(day)), np.nan_to_num(courses.dose[runs]), courses.unknown[runs].astype(float)])
    patient, day = np.concatenate([patient, patient]), np.concatenate([day, until + 1])
    order = np.lexsort((day, patient))
    patient, day = patient[order], day[order]
    change = np.concatenate([counted, -counted], axis=1)[:, order]
    fresh = np.ones(len(day), dtype=bool)
    fresh[1:] = (patient[1:] != patient[:-1]) | (day[1:] != day[:-1])
    at = np.flatnonzero(fresh)
    # what begins for a patient also ends, so that the running sum is nothing again where the next patient begins
    running = np.cumsum(np.add.reduceat(change, at, axis=1), axis=1) if len(at) else change
    patient, day = patient[at], day[at]
    until = np.append(day[1:] - 1, np.nan)
    there = running[0] > _HALF
    dose = running[1][there]
    return _sorted(patient[there], day[there], until[: len(day)][there], dose, dose, running[2][there] > _HALF)


def _plain(column: pl.Series, *, absent: float = np.nan) -> Numbers:
    """Give a column as numbers, with NaN or another number for what is absent."""
    numbers = column.to_numpy().astype(np.float64)
    return numbers if np.isnan(absent) else np.nan_to_num(numbers, nan=absent)


_KEYS = ("drug", "patient", "route")
_COLUMNS = ("day", "until", "dose", "days_per_week")
_HALF = 0.5
"""Whole counts that are added as decimals lie nearer to their number than this."""


def _sorted(
    patient: Numbers, day: Numbers, until: Numbers, intake: Numbers, dose: Numbers, unknown: Numbers
) -> Courses:
    order = np.lexsort((day, patient))  # NaN sorts last
    columns = {"patient": patient, "day": day, "until": until, "intake": intake, "dose": dose, "unknown": unknown}
    return Courses(**{name: column[order] for name, column in columns.items()})


_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Hold every pair of a row and a span of days of its patient, pairs of a row side by side, spans in order of days.

    Attributes:
        at: The place of the row, for each pair.
        asked: The day of the row, for each pair.
        day: First day of the span; NaN where it has none.
        until: Last day of the span.
        dose: mg a day, averaged over the week; NaN where it is not known.
        intake: mg on a day of intake.
        unknown: Whether a part of the dose is not known.
        days: The day of each row.
    """

    at: Numbers
    asked: Numbers
    day: Numbers
    until: Numbers
    dose: Numbers
    intake: Numbers
    unknown: Numbers
    days: Numbers

    @classmethod
    def of(cls, courses: Courses, people: Numbers, days: Numbers) -> Spans:
        """Pair the rows with the courses of their patients.

        Args:
            courses: Spans of days with a dose.
            people: The number of the patient of each row.
            days: The day of each row.
        """
        first, last = (np.searchsorted(courses.patient, people, side=side) for side in _SIDES)
        counts = last - first
        at = np.repeat(np.arange(len(people)), counts)
        span = np.arange(counts.sum()) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        parts = {name: getattr(courses, name)[span] for name in ("day", "until", "intake", "dose", "unknown")}
        return cls(at=at, asked=days[at], days=days, **parts)

    def overlap(self, begin: Numbers | int) -> Numbers:
        """Count the days of each span that lie between the day on which counting begins and the day of the row."""
        found = np.minimum(self.until, self.asked) - np.fmax(self.day, begin) + 1
        return np.where(np.isnan(self.day), 0.0, np.clip(found, 0, None))

    def covers(self) -> Numbers:
        """Tell which spans the day of the row lies in."""
        return (self.day <= self.asked) & (self.asked <= self.until)

    def total(self, values: Numbers) -> Numbers:
        """Add up, row by row."""
        return np.bincount(self.at, weights=values, minlength=len(self.days)).astype(np.float64)  # ints where empty

    def any(self, yes: Numbers) -> Numbers:
        """Tell for which rows it is so of some span."""
        return self.total(yes.astype(float)) > 0

    def begins(self) -> Numbers:
        """Find the first day of each row's spans; infinite where there is none with a day."""
        least = np.full(len(self.days), np.inf)
        np.minimum.at(least, self.at, np.where(np.isnan(self.day), np.inf, self.day))
        return least
