"""Compare: each visit with baseline in the same patients, or groups with one another, as result rows.

Every comparison is made by each of the tests that fit its kind, so that a table can print one and a reader can see the
others; the founding paper, for one, does not say which test it used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remission.stats import counts, kernels, ranks
from remission.stats.result import Result, tabulate
from remission.stats.variable import Variable

Floats = NDArray[np.float64]
PAIRED: dict[str, tuple[Callable[[Floats, Floats], kernels.Test], ...]] = {
    "number": (ranks.signed_rank, kernels.paired_t),
    "yes/no": (counts.mcnemar,),
}


def compare_visits(rows: pl.DataFrame, variables: Sequence[Variable], *, reference: str = "baseline") -> pl.DataFrame:
    """Compare every visit with the reference visit, patient by patient.

    Args:
        rows: One row per patient and visit, with `patient`, `visit` and the variables as columns.
        variables: What to compare; categories are left out.
        reference: The visit to compare with.

    Returns:
        Result rows with statistic `change` (mean of the paired differences; for yes/no, of shares in percentage points),
        one per test: Wilcoxon signed-rank and paired t for numbers, McNemar for yes/no. `n` counts pairs, `missing` the
        patients without one.
    """
    parts = rows.partition_by("visit", as_dict=True, maintain_order=True)
    first = parts.get((reference,))
    if first is None:
        return tabulate([])
    compared = [v for v in variables if v.kind in PAIRED]
    results: list[Result] = []
    for (visit,), part in parts.items():
        if visit == reference:
            continue
        later = _aligned(first, part)
        for v in compared:
            results += _paired(v, str(visit), _values(first[v.name]), _values(later[v.name]))
    return tabulate(results)


def compare_groups(
    rows: pl.DataFrame, variables: Sequence[Variable], *, by: str, visit: str = "baseline"
) -> pl.DataFrame:
    """Compare groups at one visit.

    Args:
        rows: One row per patient and visit, with `visit`, the group and the variables as columns.
        variables: What to compare.
        by: Column that holds the group; patients without a group are left out.
        visit: The visit.

    Returns:
        Result rows with statistic `difference` (first group minus second, where there are two), one per test: Welch's t
        and Mann–Whitney, or analysis of variance and Kruskal–Wallis for more than two groups; chi-square, and Fisher's
        exact test for two by two, for yes/no and categories.
    """
    known = rows.filter(pl.col("visit").cast(pl.String) == visit, pl.col(by).is_not_null())
    groups = list(known.partition_by(by, maintain_order=True))
    if not groups[1:]:
        return tabulate([])
    results: list[Result] = []
    for v in variables:
        results += _grouped(v, visit, [group[v.name] for group in groups])
    return tabulate(results)


def _aligned(first: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    if first["patient"].equals(part["patient"]):
        return part
    return first.select("patient").join(part, on="patient", how="left", maintain_order="left")


def _values(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _paired(v: Variable, visit: str, before: Floats, after: Floats) -> list[Result]:
    difference = after - before
    known = difference[~np.isnan(difference)]
    scale = 100.0 if v.kind == "yes/no" else 1.0
    change = float(known.mean()) * scale if len(known) else None
    return [
        _result(v, visit, "change", change, test(before, after), missing=len(before) - len(known))
        for test in PAIRED[v.kind]
    ]


def _grouped(v: Variable, visit: str, columns: list[pl.Series]) -> list[Result]:
    missing = sum(column.null_count() for column in columns)
    known = [column.drop_nulls() for column in columns]
    if v.kind != "number":
        return [_result(v, visit, "difference", None, test, missing=missing) for test in _counted(known)]
    samples = [column.to_numpy() for column in known]
    a, b, *more = samples
    if more:
        tests = (kernels.one_way_anova(samples), ranks.kruskal_wallis(samples))
        return [_result(v, visit, "difference", None, test, missing=missing) for test in tests]
    gap = float(a.mean() - b.mean()) if len(a) and len(b) else None
    tests = (kernels.welch_t(a, b), ranks.mann_whitney(a, b))
    return [_result(v, visit, "difference", gap, test, missing=missing) for test in tests]


def _counted(known: list[pl.Series]) -> list[kernels.Test]:
    levels = pl.concat([column.cast(pl.String) for column in known]).unique().sort().to_list()
    table = np.array([[(column.cast(pl.String) == level).sum() for level in levels] for column in known], dtype=float)
    tests = [counts.chi_square(table)]
    return [*tests, counts.fisher_exact(table)] if table.shape == (2, 2) else tests


def _result(
    v: Variable, visit: str, statistic: str, value: float | None, test: kernels.Test, *, missing: int
) -> Result:
    return Result(
        variable=v.name,
        visit=visit,
        statistic=statistic,
        value=value,
        unit="%" if v.kind == "yes/no" else v.unit,
        n=test.n,
        missing=missing,
        test=test.name,
        p=test.p,
        note=test.note,
        definition=v.definition,
    )
