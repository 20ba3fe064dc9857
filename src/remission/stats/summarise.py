"""Describe variables: mean (SD), median (quartiles), range, counts and exact intervals, as result rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remission.stats import intervals
from remission.stats.result import Result, tabulate
from remission.stats.variable import Variable

QUARTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


def summarise(rows: pl.DataFrame, variables: Sequence[Variable], *, by: str = "", visits: bool = True) -> pl.DataFrame:
    """Describe each variable, at each visit and in each group.

    Args:
        rows: One row per patient and visit, with `visit` and the variables as columns.
        variables: What to describe.
        by: Column that holds the group, for which patients without one are left out; "" for everyone together.
        visits: Whether to describe each visit by itself; otherwise all rows together.

    Returns:
        Result rows. Numbers: mean, sd (n − 1), median, q1, q3 (linear interpolation, R's type 7), min, max. Yes/no and
        categories: count, percent of the patients with a known answer, and its exact 95 % Clopper–Pearson interval.
        `n` counts known answers and `missing` the others.
    """
    results: list[Result] = []
    for group, visit, part in _parts(rows, by, visits):
        for v in variables:
            column = part[v.name]
            described = _numbers(v, column) if v.kind == "number" else _counts(v, column)
            results += [_placed(result, group, visit) for result in described]
    return tabulate(results)


def _parts(rows: pl.DataFrame, by: str, visits: bool) -> Iterator[tuple[str, str, pl.DataFrame]]:
    keys = [key for key in (by, "visit" if visits else "") if key]
    if not keys:
        yield "", "", rows
        return
    grouped = rows.filter(pl.col(by).is_not_null()) if by else rows
    for key, part in grouped.partition_by(keys, as_dict=True, maintain_order=True).items():
        named = dict(zip(keys, key, strict=True))
        yield str(named[by]) if by else "", str(named.get("visit", "")), part


def _placed(result: Result, group: str, visit: str) -> Result:
    from dataclasses import replace

    return replace(result, group=group, visit=visit)


def _numbers(v: Variable, column: pl.Series) -> list[Result]:
    known = column.drop_nulls().to_numpy()
    n, missing = len(known), len(column) - len(known)
    values = _moments(known) | dict(zip(("min", "q1", "median", "q3", "max"), _quartiles(known), strict=True))
    return [
        Result(variable=v.name, statistic=name, value=value, unit=v.unit, n=n, missing=missing, definition=v.definition)
        for name, value in values.items()
    ]


def _moments(known: NDArray[np.float64]) -> dict[str, float | None]:
    return {
        "mean": float(known.mean()) if len(known) else None,
        "sd": float(known.std(ddof=1)) if len(known) > 1 else None,
    }


def _quartiles(known: NDArray[np.float64]) -> list[float | None]:
    return [float(q) for q in np.quantile(known, QUARTILES)] if len(known) else [None] * len(QUARTILES)


def _counts(v: Variable, column: pl.Series) -> list[Result]:
    known = column.drop_nulls()
    n, missing = len(known), len(column) - len(known)
    if v.kind == "yes/no":
        return _share(v, "", int(known.sum() or 0), n, missing)
    counts = dict(known.value_counts().iter_rows())
    order = column.dtype.categories.to_list() if isinstance(column.dtype, pl.Enum) else sorted(counts)
    return [r for level in order for r in _share(v, str(level), counts.get(level, 0), n, missing)]


def _share(v: Variable, level: str, count: int, n: int, missing: int) -> list[Result]:
    low, high = intervals.clopper_pearson(count, n)
    percent = 100 * count / n if n else None
    values = {"count": count, "percent": percent, "percent_low": 100 * low, "percent_high": 100 * high}
    return [
        Result(variable=v.name, level=level, statistic=name, value=value, n=n, missing=missing,
               definition=v.definition, unit="%" if name != "count" else "",
               note="exact 95 % interval (Clopper–Pearson)" if name in ("percent_low", "percent_high") else "")
        for name, value in values.items()
    ]  # fmt: skip
