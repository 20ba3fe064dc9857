"""Plans of the protocols on the shelf, each made once, for it takes a second."""

from __future__ import annotations

from functools import cache

import polars as pl

from remission.protocols.find import find, names
from remission.protocols.plan import Plan, plan
from remission.terms.drugs import DRUGS

SHELF = names()
EVERYONE = [(name, 54) for name in SHELF]
"""Every protocol, for one patient."""
AT_THE_BANDS = [*EVERYONE, *(("himeji_2012", weight) for weight in (50, 60, 60.1, 75, None))]
"""And the founding one, on both sides of its limit of weight and without a weight."""


def planned(name: str, weight: float | None = 54) -> Plan:
    """Plan a protocol for a patient of a weight, or of none that is known."""
    return _planned(name, weight)


@cache
def _planned(name: str, weight: float | None) -> Plan:
    return plan(find(name), **({} if weight is None else {"weight": weight}))


def by_day(doses: pl.DataFrame) -> dict[tuple[int, str, str], float]:
    """Lay the doses of a plan out by day, drug and route, as mg a week at the pace of the day."""
    return {
        (day, DRUGS[row["drug"]].label, row["route"]): row["dose"] * row["days_per_week"]
        for row in doses.iter_rows(named=True)
        for day in range(row["day"], row["until"] + 1)
    }
