"""Turn study days into dates, where somebody outside gives the date of day 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from remission.errors import SchemaError
from remission.report.fhir.codes import Json
from remission.report.fhir.dosage import lasting

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Nobody plans outside of these years; what lies there is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hold the date of day 0, or nothing."""

    day_0: Any = None

    @classmethod
    def of(cls, start: str | None) -> Calendar:
        """Read the date of day 0.

        Raises:
            SchemaError: It is no date.
        """
        if start is None:
            return cls()
        read = pl.Series([start]).str.to_date("%Y-%m-%d", strict=False).item()
        if read is None or not _FIRST_YEAR <= read.year <= _LAST_YEAR:
            raise SchemaError(f"The start of a plan is a date. Found {start!r}. Write year, month and day: 2026-01-05.")
        return cls(read)

    def __bool__(self) -> bool:
        """Tell whether there are dates."""
        return self.day_0 is not None

    def on(self, day: int) -> Any:
        """Give the date of a study day, as Python holds dates; there must be some."""
        return type(self.day_0).fromordinal(self.day_0.toordinal() + day)

    def date(self, day: int) -> str:
        """Give the date of a study day; "" where there are no dates."""
        return self.on(day).isoformat() if self else ""

    def period(self, first: int, last: int) -> Json:
        """Give the dates of two days and all between them."""
        return {"start": self.date(first), "end": self.date(last)}

    def bounds(self, first: int, last: int) -> Json:
        """Say how long a dose is given: between two dates, or for so many days."""
        return {"boundsPeriod": self.period(first, last)} if self else lasting(last - first + 1)
