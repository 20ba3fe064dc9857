"""Say what a level is to be: a trough or another level at a stated time, a peak, an area, or most of the time within a range."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

from remission.errors import SchemaError

Aim = Literal["trough", "peak", "auc", "time"]
AIMS: tuple[Aim, ...] = ("trough", "peak", "auc", "time")
MOST_OF_IT = 0.8
"""Part of the time that must lie within the range, where none is stated."""
_HOW = "Write such as trough:5-10, trough:-10, trough:5-10@12, peak:1-, auc:100-200 or time:5-15@0.8."


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """Hold a target.

    Attributes:
        of: "trough", a level at a stated time; "peak"; "auc", the area over 24 hours; "time", the part of an interval in which
            the level lies in the range.
        low: Least value, in the model's unit (an area in that unit times h).
        high: Greatest value.
        at: Hours from the dose to a trough; None for just before the next dose.
        part: For "time", the part of the interval that must lie within.
        toxic: Above it, the same quantity is toxic (for "time", a peak); None for no such limit.
    """

    of: Aim
    low: float = 0.0
    high: float = inf
    at: float | None = None
    part: float = MOST_OF_IT
    toxic: float | None = None

    def __post_init__(self) -> None:
        """Refuse a target that cannot be.

        Raises:
            SchemaError: It cannot.
        """
        if self.of not in AIMS or not 0 <= self.low < self.high or (self.low == 0 and self.high == inf):
            raise SchemaError(
                f"A target has a range above 0, with a least or a greatest value. Found {self.of}, {self.low:g} to "
                f"{self.high:g}. {_HOW}"
            )
        if (self.at is not None and not self.at > 0) or not 0 < self.part <= 1 or (self.toxic or inf) < self.low:
            raise SchemaError(
                f"A target's hour is above 0, its part of the time from 0 to 1, its toxic limit above its least value. Found "
                f"{self.at} h, {self.part:g}, {self.toxic}. Correct it."
            )

    def words(self, unit: str) -> str:
        """Say the target.

        Example:
            >>> aimed("trough:5-10@12").words("ng/mL"), aimed("auc:-200").words("ng/mL")
            ('level 12 h after the dose from 5 to 10 ng/mL', 'AUC0-24 up to 200 ng·h/mL')
        """
        what = {"trough": "trough", "peak": "peak", "auc": "AUC0-24", "time": "level"}[self.of]
        if self.of == "trough" and self.at is not None:
            what = f"level {self.at:g} h after the dose"
        unit = area_unit(unit) if self.of == "auc" else unit
        if self.high == inf:
            ends = f"of at least {self.low:g} {unit}"
        else:
            ends = f"from {self.low:g} to {self.high:g} {unit}" if self.low else f"up to {self.high:g} {unit}"
        return f"{what} {ends}" + (f" for {100 * self.part:g} % of the time" if self.of == "time" else "")


def area_unit(unit: str) -> str:
    """Give the unit of an area under a level.

    Example:
        >>> area_unit("ng/mL")
        'ng·h/mL'
    """
    mass, _, volume = unit.partition("/")
    return f"{mass}·h/{volume}"


def aimed(text: str, *, toxic: float | None = None) -> Aimed:
    """Read a target from a text such as `trough:5-10`, `trough:-10`, `trough:5-10@12`, `peak:1-`, `auc:100-200`, `time:5-15@0.8`.

    Args:
        text: What is aimed at, a colon, the range; after @ the hours since the dose, or the part of the time.
        toxic: Above it, the same quantity is toxic.

    Raises:
        SchemaError: It cannot be read.

    Example:
        >>> aimed("trough:5-10").low, aimed("peak:1-").high
        (5.0, inf)
    """
    name, colon, rest = text.strip().partition(":")
    ends, _, at = rest.partition("@")
    low, dash, high = ends.replace("–", "-").partition("-")
    numbers = [_number(low or "0"), _number(high or "inf"), _number(at or "nan")]
    if name not in AIMS or not colon or not dash or None in numbers[:2] or (at and numbers[2] is None):
        raise SchemaError(f"A target was not understood. Found {text!r}. {_HOW}")
    least, greatest, more = numbers[0] or 0.0, numbers[1] or 0.0, numbers[2]
    if name == "time":
        return Aimed(of=name, low=least, high=greatest, part=more or MOST_OF_IT, toxic=toxic)
    return Aimed(of=name, low=least, high=greatest, at=more, toxic=toxic)


def _number(text: str) -> float | None:
    """Read a number; None for what is none, such as "nan"."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if found == found else None  # noqa: PLR0124  # nan is not itself
