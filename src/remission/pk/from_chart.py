"""Read what a model must know out of a chart: doses by the clock, levels by the hours since the dose, covariates by day.

A chart knows days. When in the day a drug is taken, and how long after it a sample is drawn, is a `Habit` that the caller
states; it decides what a "trough" is, and nothing here guesses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from remission.chart.chart import Chart
from remission.chart.doses import GLUCOCORTICOIDS, columns
from remission.errors import SchemaError
from remission.pk.believable import too_young
from remission.pk.model import MASS, Model
from remission.pk.records import Level, Record
from remission.pk.set_aside import Aside, set_aside
from remission.pk.timeline import DAY, Dose
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS

EVERY_OTHER_DAY = 3.5
"""Days a week of what is taken every second day."""
WEEK = 7
FOR_EVER = 36500
"""Doses of a course that nobody ended."""
DAYS = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 2, 4, 6), 5: (0, 1, 2, 3, 4), 6: (0, 1, 2, 3, 4, 5), 7: ()}
"""Days of a week, from the first of a course, on which a drug is taken so many times a week; () for every day."""
PROMPT = 1.0
"""Hours by which a sample may miss the time that its hours since the dose point to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """State when a drug is taken and when its level is drawn.

    Attributes:
        hours: Clock hours of the intakes of a day; the day's dose is split equally among them.
        sampled: Hours from the last dose to a sample, where the chart does not give them: 12 in Japan for tacrolimus once in
            the evening, 24 for the trough of a dose once a day.
        weekdays: For a number of intake days a week, which days, counted from the first of the course.

    Example:
        >>> Habit(hours=(19.0,), sampled=12.0).hours
        (19.0,)
    """

    hours: tuple[float, ...]
    sampled: float
    weekdays: Mapping[int, tuple[int, ...]] = field(default_factory=lambda: dict(DAYS))


JAPAN_EVENING = Habit(hours=(19.0,), sampled=12.0)
"""Once a day after the evening meal, drawn about 12 hours later: the Japanese label of tacrolimus in lupus nephritis."""
MORNING_TROUGH = Habit(hours=(8.0,), sampled=24.0)
"""Once a day in the morning, drawn just before the next dose."""
TWICE_DAILY = Habit(hours=(8.0, 20.0), sampled=12.0)
"""Every 12 hours, drawn before the morning dose."""


def records(model: Model, chart: Chart, *, habit: Habit) -> tuple[Record, ...]:
    """Read every patient's doses, levels and covariates.

    Args:
        model: The model: its drug, its analyte and its covariates are looked for.
        chart: The chart.
        habit: When the drug is taken and its level drawn.

    Returns:
        One record a patient of the chart, in its order; `says` and `aside` name what was set aside, with its row.

    Raises:
        SchemaError: The habit cannot be.
    """
    if not habit.hours or not all(0 <= hour < DAY for hour in habit.hours) or list(habit.hours) != sorted(habit.hours):
        raise SchemaError(
            f"Hours of intake are rising clock hours of one day. Found {habit.hours}. Give such as (19.0,) or (8.0, 20.0)."
        )
    given = _by_patient(chart.given.filter(pl.col("drug") == model.drug))
    measured = _by_patient(chart.measured.filter(pl.col("analyte") == model.analyte)) if model.analyte else {}
    known, found = _Known.of(model, chart), set_aside(model, chart)
    return tuple(
        _record(model, patient, (given.get(patient, []), measured.get(patient, []), found), known, habit)
        for patient in chart.patients
    )


def _by_patient(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in frame.with_columns(pl.col("patient").cast(pl.String)).sort("day", nulls_last=True).iter_rows(named=True):
        rows.setdefault(row["patient"], []).append(row)
    return rows


def _record(
    model: Model,
    patient: str,
    rows: tuple[list[dict[str, Any]], list[dict[str, Any]], Aside],
    known: _Known,
    habit: Habit,
) -> Record:
    given, measured, found = rows
    says, aside = list(found.rest.get(patient, ())), list(found.levels.get(patient, ()))
    doses = tuple(_doses(model, given, habit, says))
    levels = tuple(_levels(model, measured, doses, habit, (says, aside)))
    if patient in known.ages and (young := too_young(model, known.ages[patient])):
        says.append(young)
    if not doses:
        says.append(_no_dose(model, given))
    first = min((dose.start for dose in doses), default=0.0)
    last = max((level.time for level in levels), default=first)
    begin, covariates = known.epochs(patient, int(first // DAY), max(int(last // DAY), int(first // DAY)))
    return Record(
        patient=patient,
        doses=doses,
        levels=levels,
        begin=begin,
        washed=(False,) * len(begin),
        covariates=covariates,
        says=tuple(says),
        aside=tuple(aside),
    )


def _no_dose(model: Model, given: list[dict[str, Any]]) -> str:
    label = DRUGS[model.drug].label.lower()
    none = [f"{row['file']}{_row(row)}" if row["file"] else _row(row).strip() for row in given if row["dose"] == 0]
    if none := [text for text in none if text]:
        return f"No dose of {label} above 0 is known. Found a dose of 0 in {', '.join(none)}. Correct it, or add the courses."
    return f"No dose of {label} is known. Add its courses to `given`."


def _doses(model: Model, rows: list[dict[str, Any]], habit: Habit, says: list[str]) -> Iterator[Dose]:
    for at, row in enumerate(rows):
        if row["day"] is None or row["dose"] is None:
            what = "day" if row["day"] is None else "dose"
            says.append(f"A course of {model.drug} has no {what}{_row(row)}: it is set aside. Give its {what}.")
            continue
        if row["dose"] == 0:
            continue
        nexts = [
            later["day"] for later in rows[at + 1 :] if later["day"] is not None and later["route"] == row["route"]
        ]
        ends = [end for end in (row["until"], *(day - 1 for day in nexts[:1])) if end is not None]
        days = min(ends) - row["day"] + 1 if ends else FOR_EVER
        yield from _runs(row, days, habit, says)


def _runs(row: dict[str, Any], days: int, habit: Habit, says: list[str]) -> Iterator[Dose]:
    """Write a course of some days as runs of equal doses."""
    times = WEEK if row["days_per_week"] is None else row["days_per_week"]
    if times == EVERY_OTHER_DAY:
        starts, every, lengths = (0,), 2, (-(-days // 2),)
    elif times == int(times) and int(times) in habit.weekdays:
        starts = habit.weekdays[int(times)] or (0,)
        every = WEEK if habit.weekdays[int(times)] else 1
        lengths = tuple(max(0, -(-(days - start) // every)) for start in starts)
    else:
        says.append(
            f"A dose on {times:g} days a week has no pattern{_row(row)}: it is set aside. State the days by courses."
        )
        return
    for hour in habit.hours:
        for start, count in zip(starts, lengths, strict=True):
            if count > 0:
                yield Dose(
                    start=(row["day"] + start) * DAY + hour,
                    amount=row["dose"] / len(habit.hours),
                    every=every * DAY,
                    count=min(count, FOR_EVER),
                    central=row["route"] == "iv",
                )


def _levels(
    model: Model, rows: list[dict[str, Any]], doses: tuple[Dose, ...], habit: Habit, told: tuple[list[str], list[str]]
) -> Iterator[Level]:
    term = ANALYTES.get(model.analyte)
    if term is None:
        return
    low, high = term.plausible
    factor = model.scale / MASS[term.printed_unit]
    says, aside = told
    for row in rows:
        value = row["value"]
        what = f"{term.label} of {value if value is None else format(value, 'g')}{_row(row)}"
        if value is None or row["day"] is None:
            missing = "value" if value is None else "day"
            (says if value is None else aside).append(f"{what} has no {missing}: it is set aside. Give it.")
            continue
        if not low <= value <= high:
            aside.append(
                f"{what} is impossible (plausible: {low:g} to {high:g} {term.printed_unit}). Check value and unit."
            )
            continue
        hours = habit.sampled if row["hour"] is None else float(row["hour"])
        time = _drawn(row["day"], hours, habit)
        if not any(dose.start < time for dose in doses):
            aside.append(
                f"{what} was drawn before any known dose: it is set aside. Check its day, or add the doses before it."
            )
            continue
        since = min(_since(dose, time) for dose in doses if dose.start < time)
        if since > hours + PROMPT:
            says.append(
                f"{what} is said to be {hours:g} h after a dose, but the last known dose was {since:.0f} h before. Check the "
                "day, or whether the drug had been stopped."
            )
        yield Level(time=time, value=value * factor, censored=row["censored"] or "", day=row["day"], row=row["row"])


def _drawn(day: int, hours: float, habit: Habit) -> float:
    """Find the first time on a day that lies so many hours after an intake."""
    return day * DAY + min((hour + hours) % DAY for hour in habit.hours)


def _since(dose: Dose, time: float) -> float:
    """Count the hours from the last dose of a run before a time."""
    number = min(dose.count - 1, -(-(time - dose.start) // dose.every) - 1)
    return time - dose.start - number * dose.every


def _row(row: Mapping[str, Any]) -> str:
    return "" if row["row"] is None else f" (row {row['row']})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Hold what a chart knows of a model's covariates: traits once, the rest by day."""

    traits: Mapping[str, Mapping[str, float]]
    days: Mapping[str, Mapping[str, list[tuple[int, float]]]]
    ages: Mapping[str, float]

    @classmethod
    def of(cls, model: Model, chart: Chart) -> _Known:
        """Look for each covariate where the model says that a chart has it."""
        traits: dict[str, dict[str, float]] = {}
        days: dict[str, dict[str, list[tuple[int, float]]]] = {}
        for covariate in model.covariates:
            if covariate.of in TRAITS:
                traits[covariate.name] = _trait(chart, covariate.of)
            elif covariate.of in ANALYTES:
                rows = chart.measured.filter(pl.col("analyte") == covariate.of).drop_nulls(["day", "value"])
                rows = rows.select(pl.col("patient").cast(pl.String), "day", "value").sort("day")
                days[covariate.name] = _grouped(rows)
            elif covariate.of in {*DRUGS, GLUCOCORTICOIDS}:
                days[covariate.name] = _doses_by_day(chart, covariate.of)
        return cls(traits=traits, days=days, ages=_trait(chart, "age"))

    def epochs(self, patient: str, first: int, last: int) -> tuple[tuple[float, ...], dict[str, tuple[float, ...]]]:
        """Cut a patient's days where a covariate changes."""
        held = {name: found.get(patient, []) for name, found in self.days.items()}
        cuts = sorted({first, *(day for rows in held.values() for day, _ in rows if first < day <= last)})
        values = {name: tuple(_on(rows, day) for day in cuts) for name, rows in held.items()}
        values |= {
            name: (found[patient],) * len(cuts) if patient in found else (float("nan"),) * len(cuts)
            for name, found in self.traits.items()
        }
        return tuple(day * DAY for day in cuts), values


def _trait(chart: Chart, name: str) -> dict[str, float]:
    rows = chart.who.select(pl.col("patient").cast(pl.String), pl.col(name).cast(pl.Float64).alias("value"))
    return {patient: value for patient, value in rows.iter_rows() if value is not None}


def _grouped(rows: pl.DataFrame) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = {}
    for patient, day, value in rows.iter_rows():
        found.setdefault(patient, []).append((day, value))
    return found


def _on(rows: list[tuple[int, float]], day: int) -> float:
    """Take the last value up to a day; the first of all before it."""
    before = [value for when, value in rows if when <= day]
    return before[-1] if before else rows[0][1] if rows else float("nan")


def _doses_by_day(chart: Chart, kind: str) -> dict[str, list[tuple[int, float]]]:
    """List the daily dose in force, mg, on each day on which it may change; 0 between the courses of someone who has some."""
    drugs = [d.name for d in DRUGS.values() if d.prednisolone_equivalent] if kind == GLUCOCORTICOIDS else [kind]
    courses = chart.given.filter(pl.col("drug").is_in(drugs)).drop_nulls("day")
    changes = pl.concat([courses.select("patient", "day"), courses.select("patient", pl.col("until").alias("day") + 1)])
    days = changes.drop_nulls().unique().sort("patient", "day")
    told = columns(chart, {"dose": ("in_force", kind, ()), "taking": ("taking", kind, ())}, days)
    doses = pl.DataFrame(told).select(
        pl.when(pl.col("taking").not_()).then(0.0).otherwise(pl.col("dose")).alias("value")
    )
    rows = days.select(pl.col("patient").cast(pl.String), "day").with_columns(doses["value"])
    return _grouped(rows.drop_nulls())
