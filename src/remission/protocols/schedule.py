"""Say how much of a drug is due on each day of a course, in the shapes in which papers say it.

An *amount* is a plain number of mg, so many mg a kilogram or a square metre, or a table of bands. A *schedule* is an
amount, a `Taper` ("reduced by 10 mg every week to reach 30 mg, then by 5 mg every two weeks"), or `Steps` (a table of
days and doses). Days of a schedule count from the first dose of its course. Amounts read the traits of the patient, so an
unknown weight makes an unknown dose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from remission.definitions.definition import derived
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.traits import TRAITS, weight
from remission.terms.words import SLIP, Word

BODY_SURFACE = "bsa_mosteller_1987"
"""The definition that gives the body surface where a protocol names no other."""
_NO_MORE = 1e-9
"""A step that is smaller than this part of one is rounding, not a step."""


@dataclass(frozen=True, slots=True, eq=False)
class PerKg:
    """State a dose by body weight.

    Attributes:
        mg: mg a kilogram, on a day of intake.
        most: The greatest dose in mg, whatever the weight.
        least: The least.
        to_nearest: The mg to whose multiple the dose is rounded, half up; None for no rounding.
        down_to: Or: the mg to whose multiple it is rounded down, so that it stays within a range at its upper end.
        up_to: Or: the mg to whose multiple it is rounded up, so that it stays within a range at its lower end.

    Example:
        >>> PerKg(0.6, most=60, to_nearest=5).words
        '0.6 mg/kg, to the nearest 5 mg, at most 60 mg'
        >>> PerKg(0.6, most=40, down_to=2.5).words
        '0.6 mg/kg, rounded down to a multiple of 2.5 mg, at most 40 mg'
    """

    mg: float
    most: float | None = field(default=None, kw_only=True)
    least: float | None = field(default=None, kw_only=True)
    to_nearest: float | None = field(default=None, kw_only=True)
    down_to: float | None = field(default=None, kw_only=True)
    up_to: float | None = field(default=None, kw_only=True)

    @property
    def words(self) -> str:
        """Say the dose."""
        return _said(f"{self.mg:g} mg/kg", self)


@dataclass(frozen=True, slots=True, eq=False)
class PerM2:
    """State a dose by body surface.

    Attributes:
        mg: mg a square metre, on a day of intake.
        most: The greatest dose in mg, whatever the surface.
        least: The least.
        to_nearest: The mg to whose multiple the dose is rounded, half up; None for no rounding.
        surface: The definition that gives the body surface in m²; it needs height and weight.
    """

    mg: float
    most: float | None = field(default=None, kw_only=True)
    least: float | None = field(default=None, kw_only=True)
    to_nearest: float | None = field(default=None, kw_only=True)
    surface: str = field(default=BODY_SURFACE, kw_only=True)

    @property
    def words(self) -> str:
        """Say the dose."""
        return _said(f"{self.mg:g} mg/m²", self)


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """State the dose of one band of a `DoseTable`.

    Attributes:
        dose: The dose.
        up_to: The greatest value that belongs to the band, included; None for the last band.
        below: Or: the least value that no longer belongs to it ("below 45 kg").
    """

    dose: float | PerKg | PerM2
    up_to: float | None = field(default=None, kw_only=True)
    below: float | None = field(default=None, kw_only=True)

    @property
    def end(self) -> float | None:
        """Give the value at which the band ends; None for the last band."""
        return self.below if self.up_to is None else self.up_to


@dataclass(frozen=True, slots=True, eq=False)
class DoseTable:
    """State a dose by bands of weight, eGFR or any other quantity.

    Attributes:
        by: The quantity.
        bands: The bands in ascending order; the last is open.

    Example:
        >>> DoseTable(weight, (Band(60, up_to=60), Band(80))).words
        '60 mg if weight ≤ 60 kg, else 80 mg'
        >>> DoseTable(weight, (Band(250, below=45), Band(500))).words
        '250 mg if weight < 45 kg, else 500 mg'
    """

    by: Word
    bands: tuple[Band, ...]

    @property
    def words(self) -> str:
        """Say the table as a sentence."""
        name, unit = inside_a_sentence(self.by.words), _unit(self.by.name)
        parts = [
            f"{said(band.dose)} if {name} {'<' if band.up_to is None else '≤'} {band.end:g}{unit}"
            for band in self.bands
            if band.end is not None
        ]
        return ", ".join([*parts, f"else {said(self.bands[-1].dose)}"])


Amount = float | PerKg | PerM2 | DoseTable
"""How much: mg, mg by weight, mg by body surface, or a table."""


@dataclass(frozen=True, slots=True, eq=False)
class Down:
    """State one stretch of a taper: so many mg less, every so many days, until a dose is reached.

    Attributes:
        by: mg less with each step.
        every: Days between steps.
        to: The dose that ends the stretch.
    """

    by: float
    every: int = field(kw_only=True)
    to: float = field(kw_only=True)

    @property
    def words(self) -> str:
        """Say the stretch."""
        return f"{self.by:g} mg less every {self.every} days to {self.to:g} mg"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taper:
    """State a dose that is reduced in steps; after the last step it stays.

    Attributes:
        start: The first dose.
        down: The stretches, one after the other. The first step of each comes `every` days after the dose from which it
            starts was reached.
        first: Days on the first dose, where they are not those of the first stretch ("0.6 mg/kg for 4 weeks, then ...").

    Example:
        >>> Taper(start=60, down=(Down(10, every=7, to=30), Down(5, every=14, to=20))).words
        '60 mg, 10 mg less every 7 days to 30 mg, 5 mg less every 14 days to 20 mg'
    """

    start: Amount
    down: tuple[Down, ...]
    first: int | None = None

    @property
    def words(self) -> str:
        """Say the taper."""
        kept = f" for {self.first} days" if self.first is not None else ""
        return ", ".join([said(self.start) + kept, *(stretch.words for stretch in self.down)])


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """State doses by the day from which each is given.

    Attributes:
        doses: The amount by the day from which it is given, counted from the first dose of the course.
        falling: Whether a dose that is greater than the one before is not given: "0.6 mg/kg, then 30 mg" does not rise in a
            patient of 40 kg.

    Example:
        >>> Steps({0: 1000, 7: 2000}).words
        '1000 mg, from day 7 of the course 2000 mg'
    """

    doses: Mapping[int, Amount]
    falling: bool = field(default=False, kw_only=True)

    @property
    def words(self) -> str:
        """Say the table as a sentence."""
        return ", ".join(
            (f"from day {day} of the course " if day else "") + said(dose) for day, dose in self.doses.items()
        )


Schedule = Amount | Taper | Steps
"""How much, and how that changes as days go by."""


def said(schedule: Schedule) -> str:
    """Say an amount or a schedule in words."""
    return f"{schedule:g} mg" if isinstance(schedule, float | int) else schedule.words


def amount_of(amount: Amount) -> pl.Expr:
    """Give an amount as an expression over wide rows: mg on a day of intake, null where what it rests on is unknown.

    Example:
        >>> rows = pl.DataFrame({"weight": [50.0, 60.0, 60.1, None]})
        >>> table = DoseTable(weight, (Band(60, up_to=60), Band(80)))
        >>> rows.select(amount_of(table).alias("mg"))["mg"].to_list()
        [60.0, 60.0, 80.0, None]
    """
    if isinstance(amount, PerKg):
        return _limited(amount.mg * weight.expr, amount)
    if isinstance(amount, PerM2):
        return _limited(amount.mg * derived(amount.surface, "body surface").expr, amount)
    if isinstance(amount, DoseTable):
        found = amount_of(amount.bands[-1].dose)
        for band in reversed(amount.bands[:-1]):
            end = band.end or 0.0
            inside = amount.by < end if band.up_to is None else amount.by <= end
            found = pl.when(inside.expr).then(amount_of(band.dose)).otherwise(found)
        return pl.when(amount.by.expr.is_not_null()).then(found)
    return pl.lit(float(amount))


def first_dose(schedule: Schedule) -> Amount:
    """Give the amount with which a schedule begins."""
    if isinstance(schedule, Taper):
        return schedule.start
    return schedule.doses[min(schedule.doses)] if isinstance(schedule, Steps) else schedule


def greatest(amount: Amount) -> float | None:
    """Give the greatest mg that an amount can be; None where it has no limit.

    Example:
        >>> greatest(DoseTable(weight, (Band(60, up_to=60), Band(80)))), greatest(PerKg(0.6)), greatest(PerKg(0.6, most=60))
        (80.0, None, 60)
    """
    if isinstance(amount, PerKg | PerM2):
        return amount.most
    if isinstance(amount, DoseTable):
        bands = [greatest(band.dose) for band in amount.bands]
        known = [mg for mg in bands if mg is not None]
        return max(known) if len(known) == len(bands) else None
    return float(amount)


def dose_after(schedule: Schedule, days: pl.Expr, start: pl.Expr) -> pl.Expr:
    """Give the dose of a schedule so many days after its course began.

    Args:
        schedule: The schedule.
        days: Days since the first dose of the course.
        start: The patient's first dose, as `amount_of(first_dose(schedule))` gives it.
    """
    if isinstance(schedule, Taper):
        dose = start
        for stretch, (began, _), top in _stretches(schedule, start):
            gone = ((days - began) / stretch.every).floor().clip(0, None)
            dose = pl.when(days >= began).then(_lowered(top, stretch, gone)).otherwise(dose)
        return dose
    if isinstance(schedule, Steps):
        dose, before = start, [start]
        for day, amount in list(schedule.doses.items())[1:]:
            before.append(amount_of(amount))
            known = pl.all_horizontal(one.is_not_null() for one in before)
            due = pl.when(known).then(pl.min_horizontal(before)) if schedule.falling else before[-1]
            dose = pl.when(days >= day).then(due).otherwise(dose)
        return dose
    return start


def dose_before(schedule: Schedule, days: pl.Expr, start: pl.Expr) -> pl.Expr:
    """Give the dose of the step before the one that holds; unknown while the first dose holds.

    Args:
        schedule: The schedule.
        days: Days since the first dose of the course.
        start: The patient's first dose.

    Example:
        >>> taper = Taper(start=60, down=(Down(10, every=7, to=30), Down(5, every=14, to=20)))
        >>> rows = pl.DataFrame({"days": [0, 7, 20, 21, 35, 300]})
        >>> rows.select(dose_before(taper, pl.col("days"), pl.lit(60.0)).alias("mg"))["mg"].to_list()
        [None, 60.0, 50.0, 40.0, 30.0, 25.0]
    """
    before: pl.Expr = pl.lit(None, dtype=pl.Float64)
    if isinstance(schedule, Taper):
        for stretch, (began, ended), top in _stretches(schedule, start):
            gone = ((pl.min_horizontal(days, ended) - began) / stretch.every).floor()
            before = pl.when(gone >= 1).then(_lowered(top, stretch, gone - 1)).otherwise(before)
    elif isinstance(schedule, Steps):
        for day in list(schedule.doses)[1:]:
            before = pl.when(days >= day).then(dose_after(schedule, pl.lit(day - 1), start)).otherwise(before)
    return before


def settled_after(schedule: Schedule, start: pl.Expr) -> pl.Expr:
    """Give how many days after its beginning a schedule makes its last step; 0 for a dose that never changes."""
    if isinstance(schedule, Taper):
        *_, (_, (_, ended), _) = _stretches(schedule, start)
        return ended
    return pl.lit(max(schedule.doses) if isinstance(schedule, Steps) else 0)


def last_dose(schedule: Schedule, start: pl.Expr) -> pl.Expr | None:
    """Give the dose at which a schedule ends; None for one that never changes."""
    if isinstance(schedule, Taper):
        lowest = pl.lit(float(min(stretch.to for stretch in schedule.down)))
        return pl.when(start.is_not_null()).then(pl.min_horizontal(start, lowest))
    return amount_of(schedule.doses[max(schedule.doses)]) if isinstance(schedule, Steps) else None


def change_days(schedule: Schedule, start: np.ndarray) -> list[np.ndarray]:
    """List, for each patient's first dose, how many days after its beginning a schedule changes the dose.

    Returns:
        One array a step, as long as `start`; not a number where the patient's schedule has no such step.
    """
    if isinstance(schedule, Steps):
        return [np.full(len(start), float(day)) for day in schedule.doses if day]
    if not isinstance(schedule, Taper) or not len(start):
        return []
    found: list[np.ndarray] = []
    top, began = start, np.full(len(start), float((schedule.first or schedule.down[0].every) - schedule.down[0].every))
    for stretch in schedule.down:
        steps = np.maximum(np.ceil((top - stretch.to) / stretch.by - _NO_MORE), 0)
        numbers = range(1, int(np.nanmax(steps, initial=0.0)) + 1)
        found += [np.where(number <= steps, began + number * stretch.every, np.nan) for number in numbers]
        top, began = np.minimum(top, stretch.to), began + steps * stretch.every
    return found


def alike(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Tell whether two doses are the same, but for what arithmetic leaves over."""
    return (one - other).abs() <= SLIP * other.abs()


def _stretches(taper: Taper, start: pl.Expr) -> list[tuple[Down, tuple[pl.Expr, pl.Expr], pl.Expr]]:
    """List each stretch with the days on which its counting begins and its last step is made, and its highest dose."""
    listed: list[tuple[Down, tuple[pl.Expr, pl.Expr], pl.Expr]] = []
    top, began = start, pl.lit((taper.first or taper.down[0].every) - taper.down[0].every)
    for stretch in taper.down:
        steps = ((top - stretch.to) / stretch.by - _NO_MORE).ceil().clip(0, None)
        ended = began + steps * stretch.every
        listed.append((stretch, (began, ended), top))
        top, began = pl.min_horizontal(top, pl.lit(stretch.to)), ended
    return listed


def _lowered(top: pl.Expr, stretch: Down, steps: pl.Expr) -> pl.Expr:
    """Lower a dose by some steps, no further than the stretch goes; a dose that is lower from the start stays."""
    low = pl.min_horizontal(top, pl.lit(float(stretch.to)))
    return pl.when(top.is_not_null()).then(pl.max_horizontal(top - stretch.by * steps, low))


def _limited(mg: pl.Expr, amount: PerKg | PerM2) -> pl.Expr:
    if amount.to_nearest:
        mg = (mg / amount.to_nearest + 0.5 + SLIP).floor() * amount.to_nearest
    if isinstance(amount, PerKg) and amount.down_to:
        mg = (mg / amount.down_to + SLIP).floor() * amount.down_to
    if isinstance(amount, PerKg) and amount.up_to:
        mg = (mg / amount.up_to - SLIP).ceil() * amount.up_to
    return mg.clip(amount.least, amount.most)


def _said(dose: str, amount: PerKg | PerM2) -> str:
    down, up = (amount.down_to, amount.up_to) if isinstance(amount, PerKg) else (None, None)
    parts = [
        f", to the nearest {amount.to_nearest:g} mg" if amount.to_nearest else "",
        f", rounded down to a multiple of {down:g} mg" if down else "",
        f", rounded up to a multiple of {up:g} mg" if up else "",
        f", at least {amount.least:g} mg" if amount.least is not None else "",
        f", at most {amount.most:g} mg" if amount.most is not None else "",
    ]
    return dose + "".join(parts)


def _unit(name: str) -> str:
    term = TRAITS.get(name) or ANALYTES.get(name)
    return f" {term.printed_unit}" if term else ""
