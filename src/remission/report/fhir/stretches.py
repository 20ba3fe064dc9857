"""Write a course's schedule out as stretches of one dose, for each band of patients whose doses differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from remission.protocols.parts import Course
from remission.protocols.schedule import Amount, DoseTable, Schedule, Steps, Taper, change_days, dose_after, first_dose
from remission.report.fhir.codes import unit_of
from remission.terms.analytes import inside_a_sentence
from remission.terms.words import Condition, all_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Hold a dose that stays for a while.

    Attributes:
        day: Day from which it is given, counted from the first dose of the course.
        dose: How much on a day of intake.
        lasts: For how many days; None where its end is open.
    """

    day: int
    dose: Amount
    lasts: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Hold a course as it is for one band of patients.

    Attributes:
        who: Whom it is for; None for everyone.
        stretches: Its doses, as far as they can be written out.
        then: What follows, in words: a taper from a dose by body weight has as many steps as the patient needs.
        falling: Whether no dose is greater than the one before.
    """

    who: Condition | None
    stretches: tuple[Stretch, ...]
    then: str = ""
    falling: bool = False


def variants(course: Course) -> tuple[Variant, ...]:
    """Write a course out: once, or once for each band of its dose table."""
    table = first_dose(course.dose)
    if not isinstance(table, DoseTable):
        return (_variant(course, course.dose, None),)
    banded = (_in_band(course.dose, table, number) for number in range(len(table.bands)))
    return tuple(_variant(course, dose, who) for dose, who in zip(banded, _bands(table), strict=True))


def _variant(course: Course, dose: Schedule, who: Condition | None) -> Variant:
    if isinstance(dose, Steps):
        return Variant(who=who, stretches=_in_a_row(course, dict(dose.doses)), falling=dose.falling)
    start = first_dose(dose)
    if not isinstance(dose, Taper):
        return Variant(who=who, stretches=_in_a_row(course, {0: start}))
    if isinstance(start, float | int):
        return Variant(who=who, stretches=_in_a_row(course, _steps(dose, float(start))))
    kept = Stretch(day=0, dose=start, lasts=dose.first or dose.down[0].every)
    return Variant(who=who, stretches=(kept,), then=", ".join(stretch.words for stretch in dose.down))


def _steps(taper: Taper, start: float) -> dict[int, Amount]:
    """List the doses of a taper by the day from which each is given."""
    changes = (int(days[0]) for days in change_days(taper, np.array([start])) if not np.isnan(days[0]))
    days = sorted({0, *changes})
    given = pl.DataFrame({"day": days}).select(mg=dose_after(taper, pl.col("day"), pl.lit(start)))["mg"].to_list()
    return {
        day: mg
        for number, (day, mg) in enumerate(zip(days, given, strict=True))
        if not number or mg != given[number - 1]
    }


def _in_a_row(course: Course, doses: Mapping[int, Amount]) -> tuple[Stretch, ...]:
    """Give each dose its length, up to the end of the course."""
    end = None if course.until is None else course.until - course.start + 1
    days = [day for day in doses if end is None or day < end]
    return tuple(
        Stretch(day=day, dose=doses[day], lasts=None if following is None else following - day)
        for day, following in zip(days, [*days[1:], end], strict=True)
    )


def _in_band(dose: Schedule, table: DoseTable, number: int) -> Schedule:
    """Take the doses of one band, wherever the schedule has a table with the same bands."""

    def taken(amount: Amount) -> Amount:
        same = isinstance(amount, DoseTable) and _limits(amount) == _limits(table)
        return amount.bands[number].dose if isinstance(amount, DoseTable) and same else amount

    if isinstance(dose, Taper):
        return replace(dose, start=taken(dose.start))
    if isinstance(dose, Steps):
        return replace(dose, doses={day: taken(amount) for day, amount in dose.doses.items()})
    return taken(dose)


def _limits(table: DoseTable) -> Sequence[object]:
    return [table.by.words, *((band.up_to, band.below) for band in table.bands)]


def _bands(table: DoseTable) -> list[Condition]:
    """Say for whom each band of a table is."""
    found: list[Condition] = []
    for number, band in enumerate(table.bands):
        ends: list[Condition] = []
        if number:
            before = table.bands[number - 1]
            ends += [table.by > before.up_to if before.up_to is not None else table.by >= (before.below or 0.0)]
        if band.end is not None:
            ends += [table.by <= band.end if band.up_to is not None else table.by < band.end]
        found.append(all_of(*(_with_unit(end, table) for end in ends)))
    return found


def _with_unit(end: Condition, table: DoseTable) -> Condition:
    _, unit = unit_of(table.by.name)
    return end.says(f"{inside_a_sentence(end.words)} {unit}".strip())
