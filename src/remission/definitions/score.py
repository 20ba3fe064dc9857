"""Add up the points of a score whose items are definitions that say yes or no.

An item that is unknown is not an item that is absent: the total is then unknown, and the score lies between the least
and the most that it may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add

import polars as pl

from remission.terms.words import Word

Points = Mapping[str, int]
"""By the name of an item's definition, what it counts."""


def total(points: Points) -> Word:
    """Add up the points of the items that are present; unknown while any item is.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(total({"fever": 1, "rash": 2}).expr.alias("total"))["total"].to_list()
        [3.0, 2.0, None]
    """
    return _sum(points, [pl.col(name) * worth for name, worth in points.items()], "the points of {} items")


def least(points: Points) -> Word:
    """Add up the points of the items that are known to be present: the score is at least that.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(least({"fever": 1, "rash": 2}).expr.alias("least"))["least"].to_list()
        [3.0, 2.0, 2.0]
    """
    known = [pl.col(name).fill_null(value=False) * worth for name, worth in points.items()]
    return _sum(points, known, "the points of those of {} items that are known to be present")


def most(points: Points) -> Word:
    """Add up the points of the items that are not known to be absent: the score is at most that.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(most({"fever": 1, "rash": 2}).expr.alias("most"))["most"].to_list()
        [3.0, 2.0, 3.0]
    """
    possible = [pl.col(name).fill_null(value=True) * worth for name, worth in points.items()]
    return _sum(points, possible, "the points of those of {} items that are not known to be absent")


def unknown_items(points: Points) -> Word:
    """Count the items that are unknown.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(unknown_items({"fever": 1, "rash": 2}).expr.alias("unknown"))["unknown"].to_list()
        [0.0, 0.0, 1.0]
    """
    return _sum(points, [pl.col(name).is_null() * 1 for name in points], "how many of {} items are unknown")


def _sum(points: Points, parts: list[pl.Expr], words: str) -> Word:
    counts = (Word.of(name, f"{name.replace('_', ' ')} ({worth:+d})").holds() for name, worth in points.items())
    return Word(expr=reduce(add, parts).cast(pl.Float64), words=words.format(len(points)), counts=tuple(counts))
