"""Compare means: Student's paired t, Welch's t and one-way analysis of variance."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from remission.stats.outcome import (
    Array,
    Test,
    complete_pairs,
    differences,
    impossible,
    join_notes,
    known_groups,
    note_empty_groups,
    varies,
)


def paired_t(before: Array, after: Array) -> Test:
    """Test by Student's paired t whether the mean change is zero.

    Args:
        before: First values, shape (patients,); not-a-number where unknown.
        after: Second values of the same patients in the same order.

    Returns:
        The test; `statistic` is t, positive where the values rise.

    Raises:
        SchemaError: The two arrays differ in length.

    Example:
        >>> test = paired_t(np.array([3.0, 2.0, 5.0, 4.0]), np.array([1.0, 1.0, 2.0, 2.0]))
        >>> round(test.statistic, 3), round(test.p, 4), test.n
        (-4.899, 0.0163, 4)
    """
    name = "paired t test"
    first, second, missing = complete_pairs(before, after)
    if first.size < 2:  # noqa: PLR2004 - a standard deviation needs two
        return impossible(name, first.size, "fewer than two complete pairs", missing)
    change = differences(first, second)
    if not varies(change):
        return impossible(name, first.size, "all differences are equal", missing)
    t = float(change.mean() / sqrt(change.var(ddof=1) / change.size))
    p = _two_sided_t(t, change.size - 1)
    return Test(name=f"{name}, two-sided", statistic=t, p=p, n=change.size, exact=False, note=missing)


def welch_t(a: Array, b: Array) -> Test:
    """Test by Welch's t whether two independent groups have one mean, letting their variances differ.

    Args:
        a: Values of the first group, shape (patients of a,); not-a-number where unknown.
        b: Values of the second group, shape (patients of b,).

    Returns:
        The test; `statistic` is t, positive where the first mean is the larger.

    Example:
        >>> round(welch_t(np.array([1.0, 2.0, 4.0]), np.array([5.0, 7.0, 9.0])).p, 4)
        0.0358
    """
    name = "Welch's t test"
    (first, second), missing = known_groups((a, b))
    n = first.size + second.size
    if min(first.size, second.size) < 2:  # noqa: PLR2004 - a standard deviation needs two
        return impossible(name, n, "a group has fewer than two values", missing)
    if not (varies(first) or varies(second)):
        return impossible(name, n, "neither group varies", missing)
    error_a, error_b = float(first.var(ddof=1)) / first.size, float(second.var(ddof=1)) / second.size
    t = float(first.mean() - second.mean()) / sqrt(error_a + error_b)
    freedom = (error_a + error_b) ** 2 / (error_a**2 / (first.size - 1) + error_b**2 / (second.size - 1))
    return Test(name=f"{name}, two-sided", statistic=t, p=_two_sided_t(t, freedom), n=n, exact=False, note=missing)


def _two_sided_t(t: float, freedom: float) -> float:
    from scipy.special import stdtr

    return min(1.0, 2.0 * float(stdtr(freedom, -abs(t))))


def one_way_anova(groups: Sequence[Array]) -> Test:
    """Test whether independent groups have one mean, taking their variance as common.

    Args:
        groups: One array of values per group; not-a-number where unknown. Empty groups are left out and counted.

    Returns:
        The test; `statistic` is F.

    Example:
        >>> test = one_way_anova([np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0]), np.array([5.0, 6.0, 7.0])])
        >>> round(test.statistic, 6), round(test.p, 6)
        (13.0, 0.006592)
    """
    name = "one-way analysis of variance"
    known, missing = known_groups(groups)
    filled = [group for group in known if group.size]
    note = join_notes(note_empty_groups(len(known) - len(filled)), missing)
    n = sum(group.size for group in filled)
    within, between = n - len(filled), len(filled) - 1
    if between < 1 or within < 1:
        return impossible(name, n, "fewer than two groups, or one value in each", note)
    if not any(varies(group) for group in filled):
        return impossible(name, n, "no group varies", note)
    middle = float(np.concatenate(filled).mean())
    spread = sum(float(((group - group.mean()) ** 2).sum()) for group in filled)
    apart = sum(group.size * (float(group.mean()) - middle) ** 2 for group in filled)
    f = (apart / between) / (spread / within)
    from scipy.special import fdtrc

    p = min(1.0, float(fdtrc(between, within, f)))
    return Test(name=name, statistic=f, p=p, n=n, exact=False, note=note)
