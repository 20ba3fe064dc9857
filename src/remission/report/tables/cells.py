"""Print results as cells: the same few shapes in every table."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from remission.definitions import shelf
from remission.report.comparison import Comparison
from remission.report.document import Cell
from remission.report.evaluation import Evaluation
from remission.report.prose import Prose, traced
from remission.stats.kernels import stars
from remission.stats.result import Result
from remission.terms.analytes import ANALYTES
from remission.terms.rounding import MISSING, few_digits, half_up, three_digits

SHOWN_TESTS = ("wilcoxon-signed-rank-test", "mcnemar-test")
"""Whose stars the tables print: the first of these that was made."""


def mean_sd(
    e: Evaluation, name: str, visit: str, *, decimals: int, sd: int = 1, group: str = "", mark: str = ""
) -> Cell:
    """Print "mean (SD)", and how many patients it is of where some are missing."""
    mean, spread = e.get(name, group, visit, "mean"), e.get(name, group, visit, "sd")
    if mean is None or spread is None or mean.n == 0:
        return Cell(text=MISSING, kind="number", results=ids(mean))
    text = f"{few_digits(mean.value, decimals)} ({few_digits(spread.value, sd)})" + _of(mean)
    return Cell(text=text, mark=mark, kind="number", results=ids(mean, spread))


def mean_sd_range(e: Evaluation, name: str, visit: str, *, decimals: int, sd: int = 1, group: str = "") -> Cell:
    """Print "mean (SD); range, least–greatest"."""
    cell = mean_sd(e, name, visit, decimals=decimals, sd=sd, group=group)
    low, high = e.get(name, group, visit, "min"), e.get(name, group, visit, "max")
    if low is None or high is None or low.n == 0:
        return cell
    spread, line, of = cell.text.partition("\n")
    text = f"{spread}; range, {three_digits(low.value)}–{three_digits(high.value)}{line}{of}"
    return Cell(text=text, kind="number", results=(*cell.results, *ids(low, high)))


def count_percent(e: Evaluation, name: str, visit: str, *, level: str = "", group: str = "", mark: str = "") -> Cell:
    """Print "count (percent)"."""
    count, percent = e.get(name, level, group, visit, "count"), e.get(name, level, group, visit, "percent")
    if count is None or percent is None or count.n == 0:
        return Cell(text=MISSING, kind="number", results=ids(count))
    text = f"{half_up(count.value, 0)} ({half_up(percent.value, 0)}){_of(count)}"
    return Cell(text=text, mark=mark, kind="number", results=ids(count, percent))


def change_mark(e: Evaluation, name: str, visit: str) -> tuple[str, tuple[str, ...]]:
    """Find the stars of a comparison with baseline and the result that they stand on."""
    found = [r for test in SHOWN_TESTS if (r := e.get(name, visit, "change", test))]
    return (stars(float("nan") if found[0].p is None else found[0].p), ids(found[0])) if found else ("", ())


def definitions_note(names: Iterable[str]) -> list[str]:
    """Give the rule of each definition that a table prints."""
    return [shelf.find(name).words for name in dict.fromkeys(names) if name in shelf.names()]


def bounds_note(e: Evaluation, names: Iterable[str]) -> list[str]:
    """Say which printed quantities have results that are only bounds, and how many; nothing where none has."""
    bounds = e.chart.measured.filter(pl.col("censored").is_not_null())["analyte"].cast(pl.String)
    counts = dict(bounds.value_counts().iter_rows())
    told = [f"{ANALYTES[name].label} {counts[name]}" for name in names if name in counts]
    return [f"Results printed as a bound, such as <0.1, count as the bound itself: {'; '.join(told)}."] if told else []


def people(n: int, *results: Result | None) -> Prose:
    """Say how many patients there are, by which results.

    Example:
        >>> people(1), people(8)
        ('1 patient', '8 patients')
    """
    return traced(f"{n} patient{'s' * (n != 1)}", *results)


def everyone(e: Evaluation | Comparison) -> Prose:
    """Say how many patients the data have."""
    return people(len(e.chart.who), e.get("patients", "enrolled"))


def ids(*results: Result | None) -> tuple[str, ...]:
    """Name the results behind a cell."""
    return tuple(result.id for result in results if result is not None)


def _of(result: Result) -> str:
    return f"\n[n = {result.n}]" if result.missing else ""
