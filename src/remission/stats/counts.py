"""Compare counts: McNemar's exact test of paired answers, Pearson's chi-squared and Fisher's exact test.

The daily case of a small cohort is a table with a zero in it; none of these needs a cell to be filled.
"""

from __future__ import annotations

from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from remission.stats.outcome import Array, Test, complete_pairs, impossible, join_notes

SMALL_EXPECTED = 5  # Cochran's rule of thumb for Pearson's approximation
_SAME = 1 + 1e-7  # two tables whose probabilities differ by less are equally probable (R draws the line here too)
_COUNT_WRONG = "a count is missing or negative"


def mcnemar(before: Array | NDArray[np.bool_], after: Array | NDArray[np.bool_]) -> Test:
    """Test by McNemar's exact binomial whether yes turns to no as often as no to yes.

    Args:
        before: First answers, shape (patients,): booleans, or 1 and 0 with not-a-number where unknown.
        after: Second answers of the same patients in the same order.

    Returns:
        The test; `statistic` is the smaller count of changes (yes to no, or no to yes).

    Raises:
        SchemaError: The two arrays differ in length.

    Example:
        >>> mcnemar(np.zeros(8), np.array([1.0, 1, 1, 1, 1, 1, 1, 0])).p
        0.015625
    """
    title = "McNemar test"
    first, second, missing = complete_pairs(np.asarray(before, np.float64), np.asarray(after, np.float64))
    gained, lost = int(np.sum(second > first)), int(np.sum(second < first))
    changed = gained + lost
    if not changed:
        return impossible(title, first.size, "nobody changed" if first.size else "no complete pairs", missing)
    from scipy.special import bdtr

    fewer = min(gained, lost)
    p = min(1.0, 2.0 * float(bdtr(float(fewer), changed, 0.5)))
    unchanged = first.size - changed
    note = join_notes(f"unchanged pairs carry no weight ({unchanged})" if unchanged else "", missing)
    return Test(name=f"{title}, exact, two-sided", statistic=fewer, p=p, n=first.size, exact=True, note=note)


def chi_square(table: Array) -> Test:
    """Test by Pearson's chi-squared, uncorrected, whether rows and columns of counts are independent.

    Args:
        table: Counts, shape (rows, columns). Rows and columns without anybody are left out.

    Returns:
        The test; `statistic` is chi-squared. The note says where expected counts are small: then prefer Fisher.

    Example:
        >>> round(chi_square(np.array([[10.0, 20.0], [20.0, 10.0]])).p, 6)
        0.009823
    """
    title = "Pearson chi-squared test"
    counts = np.atleast_2d(np.asarray(table, dtype=np.float64))
    if _is_wrong(counts):
        return impossible(title, 0, _COUNT_WRONG)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    n = float(counts.sum())
    freedom = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    if freedom < 1 or n == 0:
        return impossible(title, round(n), "only one row or column holds anybody")
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    statistic = float(((counts - expected) ** 2 / expected).sum())
    from scipy.special import chdtrc

    small = int((expected < SMALL_EXPECTED).sum())
    note = f"expected count below {SMALL_EXPECTED} in {small} of {expected.size} cells" if small else ""
    name = f"{title}, without continuity correction"
    p = min(1.0, float(chdtrc(freedom, statistic)))
    return Test(name=name, statistic=statistic, p=p, n=round(n), exact=False, note=note)


def fisher_exact(table: Array) -> Test:
    """Test by Fisher's exact method whether two proportions are one.

    Two-sided by probability: all tables with these margins that are no more probable than the one seen.

    Args:
        table: Counts, shape (2, 2).

    Returns:
        The test; `statistic` is the odds ratio of the table, not-a-number where it is 0/0.

    Example:
        >>> round(fisher_exact(np.array([[7.0, 1.0], [3.0, 5.0]])).p, 6)
        0.118881
    """
    title = "Fisher exact test"
    counts = np.asarray(table, dtype=np.float64)
    if counts.shape != (2, 2):
        return impossible(title, 0, "the table is not two by two")
    if _is_wrong(counts):
        return impossible(title, 0, _COUNT_WRONG)
    (a, b), (c, d) = np.rint(counts).tolist()
    n = a + b + c + d
    if n == 0:
        return impossible(title, 0, "the table is empty")
    probabilities, seen = _tables_with_margins(a, b, c, d)
    p = float(probabilities[probabilities <= seen * _SAME].sum())
    empty = 0 in (a + b, c + d, a + c, b + d)
    note = "a row or column is empty: no other table is possible" if empty else ""
    return Test(
        name=f"{title}, two-sided", statistic=_odds_ratio(a, b, c, d), p=min(1.0, p), n=int(n), exact=True, note=note
    )


def _tables_with_margins(a: float, b: float, c: float, d: float) -> tuple[Array, float]:
    """Give the probability of every table with these margins, by its first cell, and that of the table seen."""
    from scipy.special import gammaln

    lowest, highest = max(0.0, a - d), min(a + b, a + c)
    cell = np.arange(lowest, highest + 1)
    logs = -sum(gammaln(count + 1) for count in (cell, a + b - cell, a + c - cell, d - a + cell))
    weights = np.exp(logs - np.max(logs))
    probabilities = weights / weights.sum()
    return probabilities, float(probabilities[int(a - lowest)])


def _odds_ratio(a: float, b: float, c: float, d: float) -> float:
    if b * c == 0:
        return inf if a * d else nan
    return a * d / (b * c)


def _is_wrong(counts: Array) -> bool:
    return not bool(np.all(np.isfinite(counts)) and np.all(counts >= 0))
