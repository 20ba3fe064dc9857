"""Gather the doses of a plan into orders: one for each stretch of days on which a drug is given without a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from remission.protocols.parts import EVERY_DAY
from remission.protocols.plan import Plan

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Hold one order: a dose, or doses that follow one another from day to day.

    Attributes:
        rows: Rows of `plan.doses`, in order; for doses that are not daily, all of them.
        every: Days between doses that are not daily; None for daily ones.
    """

    rows: tuple[Row, ...]
    every: int | None = None

    @property
    def first(self) -> Row:
        """Give the first dose."""
        return self.rows[0]

    @property
    def last_day(self) -> int:
        """Give the last day on which something is given."""
        return int(self.rows[-1]["until"])

    def with_weekdays(self, weekdays: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Give the days of the week on which the drug is taken; none where it is daily, or nobody says."""
        daily = self.every is not None or self.first["days_per_week"] == EVERY_DAY
        return () if daily else tuple(weekdays.get(self.first["drug"], ()))


def orders(plan: Plan) -> tuple[Order, ...]:
    """Gather the doses of a plan into orders, in the order of its drugs."""
    found: list[Order] = []
    for row in plan.doses.iter_rows(named=True):
        joined = _joined(found[-1], row) if found else None
        if joined is None:
            found.append(Order(rows=(row,)))
        else:
            found[-1] = joined
    return tuple(found)


def _joined(order: Order, row: Row) -> Order | None:
    """Add a dose to an order, where it goes on or keeps its step; None where a new order begins."""
    last = order.rows[-1]
    alike = ("drug", "route", "days_per_week", "intakes")
    if any(row[name] != last[name] for name in alike):
        return None
    if order.every is None and row["day"] == last["until"] + 1:
        return replace(order, rows=(*order.rows, row))
    step = row["day"] - last["day"]
    same = row["dose"] == last["dose"] and all(one["day"] == one["until"] for one in (last, row))
    if same and step > 1 and (order.every == step or (order.every is None and len(order.rows) == 1)):
        return replace(order, rows=(*order.rows, row), every=step)
    return None
