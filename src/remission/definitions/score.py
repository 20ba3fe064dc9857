"""Add up the points of a score whose items are definitions that say yes or no.

An item that is unknown is not an item that is absent: the total is then unknown, and the score lies between the least
and the most that it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    return _word(points, _present(points, ignore_nulls=False), "the points of {} items")


def least(points: Points) -> Word:
    """Add up the points of the items that are known to be present: the score is at least that.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(least({"fever": 1, "rash": 2}).expr.alias("least"))["least"].to_list()
        [3.0, 2.0, 2.0]
    """
    words = "the points of those of {} items that are known to be present"
    return _word(points, _present(points, ignore_nulls=True), words)


def most(points: Points) -> Word:
    """Add up the points of the items that are not known to be absent: the score is at most that.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(most({"fever": 1, "rash": 2}).expr.alias("most"))["most"].to_list()
        [3.0, 2.0, 3.0]
    """
    words = "the points of those of {} items that are not known to be absent"
    return _word(points, _present(points, ignore_nulls=True) + _unknown(points), words)


def unknown_items(points: Points) -> Word:
    """Count the items that are unknown.

    Example:
        >>> rows = pl.DataFrame({"fever": [True, False, None], "rash": [True, True, True]})
        >>> rows.select(unknown_items({"fever": 1, "rash": 2}).expr.alias("unknown"))["unknown"].to_list()
        [0.0, 0.0, 1.0]
    """
    return _word(points, _unknown(dict.fromkeys(points, 1)), "how many of {} items are unknown")


def _word(points: Points, expr: pl.Expr, words: str) -> Word:
    counts = (Word.of(name, f"{name.replace('_', ' ')} ({worth:+d})").holds() for name, worth in points.items())
    return Word(expr=expr.cast(pl.Float64), words=words.format(len(points)), counts=tuple(counts))


def _present(points: Points, *, ignore_nulls: bool) -> pl.Expr:
    """Add up the points of what is present, weight by weight: four sums are sooner done than twenty-four."""
    return _weighed(points, lambda names: pl.sum_horizontal(names, ignore_nulls=ignore_nulls))


def _unknown(points: Points) -> pl.Expr:
    return _weighed(points, lambda names: pl.sum_horizontal(pl.col(name).is_null() for name in names))


def _weighed(points: Points, count: Callable[[list[str]], pl.Expr]) -> pl.Expr:
    alike = {worth: [name for name, other in points.items() if other == worth] for worth in points.values()}
    return reduce(add, (worth * count(names).cast(pl.Int64) for worth, names in alike.items()))
