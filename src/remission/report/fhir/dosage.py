"""Say how much of a drug is taken, how often and for how long: the `Dosage` of FHIR.

Doses indoors are mg on a day of intake; a `Dosage` states one intake and how often it is repeated. Stretches of a dose that
follow one another are numbered, and each has its length in days, so that a taper can be read without a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from remission.protocols.parts import EVERY_DAY
from remission.protocols.schedule import Amount, DoseTable, PerKg, PerM2
from remission.report.fhir.codes import Json, concept, days, number, quantity, route

_ORDERED = concept("Ordered", {"system": "http://terminology.hl7.org/CodeSystem/dose-rate-type", "code": "ordered"})
_UNITS = {PerKg: "mg/kg", PerM2: "mg/m2"}
_OFTEN = {1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """State how often a dose is taken.

    Attributes:
        route: How it is given.
        intakes: Into how many intakes the dose of a day is divided.
        days_per_week: Days of intake a week.
        weekdays: Which days ("mon", "wed", "fri"); none where it is not said.
        every: Days between doses that are not daily ("every 4 weeks"); None for daily courses.
    """

    route: str
    intakes: int = 1
    days_per_week: float = EVERY_DAY
    weekdays: Sequence[str] = ()
    every: int | None = None

    @property
    def repeat(self) -> Json:
        """Give the part of `Timing.repeat` that says how often."""
        if self.every is not None:
            return {"frequency": self.intakes, "period": self.every, "periodUnit": "d"}
        if self.days_per_week == EVERY_DAY or self.weekdays:
            daily = {"frequency": self.intakes, "period": 1, "periodUnit": "d"}
            return daily | ({"dayOfWeek": list(self.weekdays)} if self.weekdays else {})
        times = self.intakes * self.days_per_week
        if float(times).is_integer():
            return {"frequency": int(times), "period": 1, "periodUnit": "wk"}
        return {"frequency": self.intakes, "period": number(EVERY_DAY / self.days_per_week), "periodUnit": "d"}

    @property
    def words(self) -> str:
        """Say how often, as a reader would."""
        if self.every is not None:
            return f"every {self.every} days"
        times = f"{_OFTEN.get(self.intakes, f'{self.intakes} times')} a day"
        if self.weekdays:
            return f"{times} on {', '.join(day.capitalize() for day in self.weekdays)}"
        return times + ("" if self.days_per_week == EVERY_DAY else f" on {self.days_per_week:g} days a week")


def dosage(
    dose: Amount,
    often: Often,
    *,
    sequence: int = 1,
    bounds: Json | None = None,
    count: int | None = None,
    tablets: str = "",
    most: float | None = None,
) -> Json:
    """Give one stretch of a dose.

    Args:
        dose: How much on a day of intake: mg, or mg by body weight or surface. A table is told in words.
        often: How often it is taken.
        sequence: Number of the stretch within its course.
        bounds: How long, as `boundsDuration` or `boundsPeriod`; nothing for a stretch whose end is open.
        count: How many doses there are, for doses that are not daily.
        tablets: Of which tablets one intake is made.
        most: The greatest dose of a day in mg.
    """
    way = route(often.route)
    words = f"{_one_intake(dose, often)} {way['text']}" + (f" ({tablets})" if tablets else "")
    repeat: dict[str, Any] = {**(bounds or {}), **({"count": count} if count else {}), **often.repeat}
    limits = [mg for mg in (most, dose.most if isinstance(dose, PerKg | PerM2) else None) if mg is not None]
    return {
        "sequence": sequence,
        "text": words,
        "timing": {"repeat": repeat},
        "route": way,
        **_exactly(dose, often.intakes),
        **at_most(min(limits, default=None)),
    }


def _one_intake(dose: Amount, often: Often) -> str:
    if isinstance(dose, float | int):
        return f"{number(dose / often.intakes):g} mg {often.words}"
    split = f" in {often.intakes} intakes" if often.intakes > 1 else ""
    return f"{dose.words} {replace(often, intakes=1).words}{split}"


def _exactly(dose: Amount, intakes: int) -> Json:
    """Give the amount of one intake; nothing for a table."""
    if isinstance(dose, DoseTable):
        return {}
    mg, unit = (dose, "mg") if isinstance(dose, float | int) else (dose.mg, _UNITS[type(dose)])
    return {"doseAndRate": [{"type": _ORDERED, "doseQuantity": quantity(mg / intakes, unit)}]}


def lasting(count: int) -> Json:
    """Give the length of a stretch in days."""
    return {"boundsDuration": days(count)}


def at_most(mg: float | None) -> Json:
    """Give the greatest dose of a day; nothing where there is none."""
    if mg is None:
        return {}
    return {"maxDosePerPeriod": {"numerator": quantity(mg, "mg"), "denominator": days(1)}}
