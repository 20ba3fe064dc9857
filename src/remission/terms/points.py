"""Count conditions and add up points, exactly as far as what is known allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from remission.terms.words import Condition, Word


def at_least(count: int, *conditions: Condition) -> Condition:
    """Ask that so many of some conditions hold.

    Returns:
        Yes where enough are known to hold, no where too many are known not to, else unknown.

    Example:
        >>> two = at_least(2, *(Word.of(name, name).holds() for name in "abc"))
        >>> rows = pl.DataFrame({"a": [True, True, False], "b": [True, None, False], "c": [None, None, None]})
        >>> rows.select(two.expr.alias("two"))["two"].to_list()
        [True, None, False]
    """
    words = f"at least {count} of: {'; '.join(condition.words for condition in conditions)}"
    expr = _reached(count, *(_count(conditions, unknown=unknown) for unknown in (False, True)))
    return Condition(expr=expr, words=words, parts=conditions, joint="at least")


Domain = Sequence[tuple[int, Condition]]
"""Conditions of which only the one with the most points counts, each with its points."""


def points(*domains: Domain) -> Word:
    """Add up the most points that a condition gives in each domain.

    Returns:
        The total; unknown where what is not known could change it.

    Example:
        >>> a, b, c = (Word.of(name, name).holds() for name in "abc")
        >>> rows = pl.DataFrame({"a": [True, True, None], "b": [None, True, True], "c": [False, None, True]})
        >>> rows.select(points([(4, a), (2, b)], [(3, c)]).expr.alias("total"))["total"].to_list()
        [4.0, None, None]
    """
    least, most = (_total(domains, unknown=unknown) for unknown in (False, True))
    return Word(expr=pl.when(least == most).then(least), words="total points")


def reaches(total: int, *domains: Domain) -> Condition:
    """Ask that the points of some domains reach a total, whatever is unknown.

    Example:
        >>> a, b, c = (Word.of(name, name).holds() for name in "abc")
        >>> rows = pl.DataFrame({"a": [True, None, None], "b": [None, None, False], "c": [None, True, False]})
        >>> rows.select(reaches(4, [(4, a), (2, b)], [(3, c)]).expr.alias("four"))["four"].to_list()
        [True, None, None]
    """
    conditions = tuple(condition for domain in domains for _, condition in domain)
    expr = _reached(total, *(_total(domains, unknown=unknown) for unknown in (False, True)))
    words = "; ".join(f"{n} for {condition.words}" for domain in domains for n, condition in domain)
    return Condition(expr=expr, words=f"at least {total} points: {words}", parts=conditions, joint="points")


def _count(conditions: Iterable[Condition], *, unknown: bool) -> pl.Expr:
    return pl.sum_horizontal(condition.expr.fill_null(unknown).cast(pl.Int32) for condition in conditions)


def _total(domains: Iterable[Domain], *, unknown: bool) -> pl.Expr:
    best = (
        pl.max_horizontal(condition.expr.fill_null(unknown).cast(pl.Float64) * n for n, condition in domain)
        for domain in domains
    )
    return pl.sum_horizontal(best)


def _reached(limit: int, least: pl.Expr, most: pl.Expr) -> pl.Expr:
    return pl.when(least >= limit).then(pl.lit(True)).when(most < limit).then(pl.lit(False))
