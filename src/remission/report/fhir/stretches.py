"""Write a course's schedule out as stretches of one dose, for each band of patients whose doses differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        mg: mg on a day of intake.
        lasts: For how many days; None where its end is open.
    """

    day: int
    mg: float
    lasts: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Hold a course as it is for one band of patients.

    Attributes:
        who: Whom it is for; None for everyone.
        start: The first dose.
        stretches: All its doses; none where they depend on the patient in a way that no list of mg can hold.
    """

    who: Condition | None
    start: Amount
    stretches: tuple[Stretch, ...]


def variants(course: Course) -> tuple[Variant, ...]:
    """Write a course out: once, or once for each band of its dose table."""
    table = first_dose(course.dose)
    if not isinstance(table, DoseTable):
        return (_variant(course, course.dose, None),)
    banded = (_in_band(course.dose, table, number) for number in range(len(table.bands)))
    return tuple(_variant(course, dose, who) for dose, who in zip(banded, _bands(table), strict=True))


def _variant(course: Course, dose: Schedule, who: Condition | None) -> Variant:
    amounts = dose.doses.values() if isinstance(dose, Steps) else [first_dose(dose)]
    start = first_dose(dose)
    if not isinstance(start, float | int) or not all(isinstance(amount, float | int) for amount in amounts):
        return Variant(who=who, start=start, stretches=())
    return Variant(who=who, start=start, stretches=_written_out(course, dose, float(start)))


def _written_out(course: Course, dose: Schedule, start: float) -> tuple[Stretch, ...]:
    end = None if course.until is None else course.until - course.start + 1
    steps = {int(days[0]) for days in change_days(dose, np.array([start])) if not np.isnan(days[0])}
    turns = [day for day in sorted({0, *steps}) if end is None or day < end]
    given = pl.DataFrame({"day": turns}).select(mg=dose_after(dose, pl.col("day"), pl.lit(start)))["mg"].to_list()
    changes = [n for n, mg in enumerate(given) if n == 0 or mg != given[n - 1]]
    ends = [*(turns[n] for n in changes[1:]), end]
    return tuple(
        Stretch(day=turns[n], mg=given[n], lasts=None if last is None else last - turns[n])
        for n, last in zip(changes, ends, strict=True)
    )


def _in_band(dose: Schedule, table: DoseTable, number: int) -> Schedule:
    """Take the doses of one band, wherever the schedule has a table with the same bands."""

    def taken(amount: Amount) -> Amount:
        same = isinstance(amount, DoseTable) and _limits(amount) == _limits(table)
        return amount.bands[number].dose if isinstance(amount, DoseTable) and same else amount

    if isinstance(dose, Taper):
        return Taper(start=taken(dose.start), down=dose.down, first=dose.first)
    return Steps({day: taken(amount) for day, amount in dose.doses.items()}) if isinstance(dose, Steps) else taken(dose)


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
