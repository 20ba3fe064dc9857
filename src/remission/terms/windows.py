"""Name the visits of a study and the days that count as each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from remission.errors import SchemaError
from remission.terms.sources import Source

DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """State when a visit is due and which days may stand for it.

    Attributes:
        name: Key of the visit in derived tables and results.
        label: What a reader sees.
        target: Study day on which the visit is due (day 0 = first dose of the regimen).
        low: First study day that counts, included.
        high: Last study day that counts, included.
    """

    name: str
    label: str
    target: int
    low: int
    high: int

    def __str__(self) -> str:
        """Print the label with its days, as a finding quotes it."""
        return f"{self.label} (day {self.low} to {self.high})"


HIMEJI_VISITS = (
    Visit(name="baseline", label="Baseline", target=0, low=-28, high=0),
    Visit(name="month_2", label="Month 2", target=61, low=31, high=91),
    Visit(name="month_4", label="Month 4", target=122, low=92, high=152),
    Visit(name="month_6", label="Month 6", target=183, low=153, high=213),
    Visit(name="month_12", label="Month 12", target=365, low=305, high=425),
)
HIMEJI_VISITS_SOURCE = Source(
    "kagawa_2012", at="Methods, efficacy parameters; Discussion", says="responses at 2, 4 and 6 months; rates at 12"
)
HIMEJI_VISITS_READINGS = (
    "Day 0 is the day of the first dose of the regimen, the methylprednisolone pulse included.",
    "A month is 30.4375 days: months 2, 4, 6 and 12 are due on days 61, 122, 183 and 365.",
    "The paper prints no visit windows. Ours are 30 days to either side (60 for month 12); the value nearest to the due "
    "day stands for the visit, and of two equally near the later one.",
    "Baseline is the last value on or before day 0, at most 28 days old.",
)

LOOK_BACK = 30
"""Days for which a value stands for a single day that is asked about; our reading, as the visit windows are."""


def as_of(day: int, *, visits: Sequence[Visit] = HIMEJI_VISITS) -> tuple[Visit, ...]:
    """Give the visits for a question about one day: those that are over by then, and the day itself.

    The value of the day is the last one on or before it that is at most 30 days old; nothing later is read.

    Example:
        >>> [str(visit) for visit in as_of(100)]
        ['Baseline (day -28 to 0)', 'Month 2 (day 31 to 91)', 'Day 100 (day 92 to 100)']
    """
    if day <= 0:
        return (replace(visits[0], high=min(day, visits[0].high)),)
    over = [visit for visit in visits if visit.high < day]
    low = max(day - LOOK_BACK, *(visit.high + 1 for visit in over))
    return (*over, Visit(name=f"day_{day}", label=f"Day {day}", target=day, low=low, high=day))


WITHIN = 30
"""Days to either side of a visit that count as it where nobody says otherwise; our reading, as the windows above are."""


def visits_on(days: Iterable[int | str], *, within: int = WITHIN) -> tuple[Visit, ...]:
    """Make visits of study days: baseline, and one visit for each day that is asked for.

    Two visits share the days between them at the middle, so no day counts twice; baseline looks back as it always does.

    Args:
        days: Study days on which visits are due; 0 is baseline, which is there in any case.
        within: Days to either side that count as a visit.

    Raises:
        SchemaError: A day is no whole number, or lies before day 0, or none is after it.

    Example:
        >>> [str(visit) for visit in visits_on([91, 183, 365])]
        ['Baseline (day -28 to 0)', 'Day 91 (day 61 to 121)', 'Day 183 (day 153 to 213)', 'Day 365 (day 335 to 395)']
        >>> [str(visit) for visit in visits_on([14, 28])]
        ['Baseline (day -28 to 0)', 'Day 14 (day 7 to 20)', 'Day 28 (day 21 to 58)']
    """
    asked = [str(day).strip() for day in days]
    wrong = [day for day in asked if not day.isdecimal()]
    due = sorted({int(day) for day in asked if day.isdecimal()} - {0})
    if wrong or not due:
        found = f"'{wrong[0]}'" if wrong else "no day after day 0"
        raise SchemaError(
            f"Visits are study days, 0 or later. Found {found}. Give whole numbers, such as 0,91,183,365."
        )
    middles = [(before + day + 1) // 2 for before, day in pairwise([0, *due])]
    return (
        HIMEJI_VISITS[0],
        *(
            Visit(
                name=f"day_{day}",
                label=f"Day {day}",
                target=day,
                low=max(day - within, middle),
                high=min(day + within, following - 1),
            )
            for day, middle, following in zip(due, middles, [*middles[1:], due[-1] + within + 1], strict=True)
        ),
    )
