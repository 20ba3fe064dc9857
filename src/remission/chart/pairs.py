"""Compare each result with the results of the days before it, where a rule asks how fast something rose.

One value a visit cannot show a rise within 48 hours: these columns look at every result of the visit's window, and at
whatever was measured in the days before it. One sort and one rolling minimum serve all patients at once.
"""

from __future__ import annotations

import polars as pl

from remission.chart.chart import Chart

_APART = 2**24
"""More days than lie between two results of a patient, so that patients stay apart on one axis."""


def rise_within(chart: Chart, analyte: str, days: float, visit: pl.Expr, times: int) -> pl.Series:
    """Find the largest rise over the least value of the preceding days, for each patient and visit.

    Args:
        chart: The chart.
        analyte: What is measured.
        days: How many days back an earlier value may lie; values of one day are never compared with one another.
        visit: The number of the visit in whose window a day lies; null for none.
        times: How many visits there are.

    Returns:
        In the order patient, visit: the largest `value - least`; null where no two results lie so near to one another
        that they can be compared, and where one of those is only a bound.
    """
    return _greatest(_paired(chart, analyte, days, visit), pl.col("value") - pl.col("least"), len(chart.who), times)


def ratio_within(chart: Chart, analyte: str, days: float, visit: pl.Expr, times: int) -> pl.Series:
    """Find the largest ratio to the least value of the preceding days, as `rise_within` finds the largest rise."""
    return _greatest(_paired(chart, analyte, days, visit), pl.col("value") / pl.col("least"), len(chart.who), times)


def peak(chart: Chart, analyte: str, visit: pl.Expr, times: int) -> pl.Series:
    """Find the greatest result of each visit's window; null where there is none, or where one is only a bound."""
    return _greatest(_dated(chart, analyte, visit), pl.col("value"), len(chart.who), times)


def _dated(chart: Chart, analyte: str, visit: pl.Expr) -> pl.LazyFrame:
    return (
        chart.measured.lazy()
        .filter(pl.col("analyte") == analyte, pl.all_horizontal(pl.col("patient", "day", "value").is_not_null()))
        .select(
            pl.col("patient").to_physical().cast(pl.Int64),
            pl.col("day").cast(pl.Int64),
            "value",
            pl.col("censored").is_not_null().cast(pl.Int8).alias("bound"),
            visit.alias("visit"),
        )
    )


def _paired(chart: Chart, analyte: str, days: float, visit: pl.Expr) -> pl.LazyFrame:
    """Put beside each result the least of the days before, and whether any of them, or it, is only a bound."""
    before = f"{days:g}i"
    return (
        _dated(chart, analyte, visit)
        .with_columns((pl.col("patient") * _APART + pl.col("day")).alias("at"))
        .sort("at")
        .with_columns(
            pl.col("value").rolling_min_by("at", before, closed="left").alias("least"),
            pl.max_horizontal("bound", pl.col("bound").rolling_max_by("at", before, closed="left")).alias("bound"),
        )
        .filter(pl.col("least").is_not_null())
    )


def _greatest(rows: pl.LazyFrame, of: pl.Expr, people: int, times: int) -> pl.Series:
    cells = (
        rows.filter(pl.col("visit").is_not_null())
        .group_by((pl.col("patient") * times + pl.col("visit")).alias("cell"))
        .agg(pl.when(pl.col("bound").max() == 0).then(of.max()).alias("greatest"))
    )
    every = pl.LazyFrame({"cell": pl.int_range(people * times, dtype=pl.Int64, eager=True)})
    return every.join(cells, on="cell", how="left", maintain_order="left").collect()["greatest"]
