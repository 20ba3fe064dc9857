"""Offer the statistical kernels in one place: arrays in, one `Test` out.

Nothing here knows a chart, a visit or a definition. Means are compared in `means`, ranks in `ranks`, counts in
`counts`; intervals are in `intervals`. Each kernel is checked against R.
"""

from __future__ import annotations

from math import nan

import numpy as np

from remission.stats.counts import chi_square, fisher_exact, mcnemar
from remission.stats.intervals import clopper_pearson
from remission.stats.means import one_way_anova, paired_t, welch_t
from remission.stats.outcome import Array, Test
from remission.stats.ranks import kruskal_wallis, mann_whitney, signed_rank, signed_rank_pratt

__all__ = [
    "Array",
    "Test",
    "chi_square",
    "clopper_pearson",
    "fisher_exact",
    "holm",
    "kruskal_wallis",
    "mann_whitney",
    "mcnemar",
    "one_way_anova",
    "paired_t",
    "quantile",
    "signed_rank",
    "signed_rank_pratt",
    "stars",
    "welch_t",
]

STRONG, WEAK = 0.01, 0.05  # the founding paper's two stars and one star


def holm(p: Array) -> Array:
    """Adjust p-values for their number by Holm's step-down rule.

    Args:
        p: The raw p-values, shape (comparisons,). Not-a-number marks a test that was not done: it stays
            so, and does not count as a comparison.

    Returns:
        The adjusted p-values in the same order, shape (comparisons,).

    Example:
        >>> holm(np.array([0.01, 0.04, 0.03, np.nan])).tolist()
        [0.03, 0.06, 0.06, nan]
    """
    raw = np.asarray(p, dtype=np.float64)
    done = np.flatnonzero(~np.isnan(raw))
    order = done[np.argsort(raw[done], kind="stable")]
    adjusted = np.full(raw.shape, nan)
    weights = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(raw[order] * weights))
    return adjusted


def stars(p: float) -> str:
    """Mark a p-value as the founding paper does.

    Example:
        >>> stars(0.0078), stars(0.0234), stars(0.05), stars(float("nan"))
        ('**', '*', '', '')
    """
    return "**" if p < STRONG else "*" if p < WEAK else ""  # not-a-number is below nothing


def quantile(values: Array, q: float) -> float:
    """Take a quantile by linear interpolation between order statistics (R's type 7, the default of R and NumPy).

    Args:
        values: Known values, shape (n,).
        q: The share of values below, between 0 and 1.

    Returns:
        The quantile, or not-a-number where there are no values.

    Example:
        >>> quantile(np.array([22.0, 27.0, 32.0, 40.0, 62.0, 66.0, 69.0, 70.0]), 0.25)
        30.75
    """
    return float(np.quantile(values, q)) if values.size else nan
