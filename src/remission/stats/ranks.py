"""Compare by ranks: Wilcoxon's signed-rank test under both zero rules, Mann-Whitney and Kruskal-Wallis.

At eight patients the normal approximation cannot reach p < 0.01 unless most changes are tied, so small samples get the
exact null distribution, given the ranks that were seen (ties and all), by counting. Large ones get the normal
approximation with tie and continuity corrections. The name of the answer says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from remission.stats.outcome import (
    Array,
    Test,
    complete_pairs,
    differences,
    impossible,
    join_notes,
    known_groups,
    note_empty_groups,
    without_dust,
)

EXACT_UP_TO = 50  # as R does; counts stay whole numbers below 2 ** 53, so that the exact p is exact
_CONTINUITY = 0.5
_TIED = "ties share mean ranks"


def signed_rank(before: Array, after: Array) -> Test:
    """Test by Wilcoxon's signed ranks whether changes lie evenly about zero, leaving zero changes out.

    Exact up to 50 non-zero changes, with or without ties; differences are first rounded to ten significant digits of
    the values, because binary arithmetic breaks true ties.

    Args:
        before: First values, shape (patients,); not-a-number where unknown.
        after: Second values of the same patients in the same order.

    Returns:
        The test; `statistic` is T, the smaller of the two rank sums (of the rises and of the falls).

    Raises:
        SchemaError: The two arrays differ in length.

    Example:
        >>> fall = signed_rank(np.arange(8.0) + 10, np.array([1.0, 3.0, 2.0, 8.0, 0.0, 4.0, 5.0, 5.0]))
        >>> fall.name, fall.statistic, fall.p, fall.note
        ('Wilcoxon signed-rank test, exact, two-sided', 0.0, 0.0078125, 'ties share mean ranks')
    """
    title = "Wilcoxon signed-rank test"
    first, second, missing = complete_pairs(before, after)
    change = differences(first, second)
    zeros = change.size - int(np.count_nonzero(change))
    note = join_notes(f"zero differences dropped ({zeros})" if zeros else "", missing)
    return _weigh_signs(title, change, zeros_below=0, note=note)


def signed_rank_pratt(before: Array, after: Array) -> Test:
    """Test by Wilcoxon's signed ranks with Pratt's rule: zero changes are ranked with the rest, then left out.

    Zeros keep the ranks of small changes from looking smaller than they are; a table may print it beside `signed_rank`
    where many patients did not change. Exact up to 50 non-zero changes.

    Args:
        before: First values, shape (patients,); not-a-number where unknown.
        after: Second values of the same patients in the same order.

    Returns:
        The test; `statistic` is T, the smaller of the two rank sums.

    Raises:
        SchemaError: The two arrays differ in length.

    Example:
        >>> signed_rank_pratt(np.zeros(4), np.array([0.0, 1.0, -2.0, 3.0])).note
        'zero differences ranked, then dropped (1)'
    """
    title = "Wilcoxon signed-rank test, Pratt's zeros"
    first, second, missing = complete_pairs(before, after)
    change = differences(first, second)
    zeros = change.size - int(np.count_nonzero(change))
    note = join_notes(f"zero differences ranked, then dropped ({zeros})" if zeros else "", missing)
    return _weigh_signs(title, change, zeros_below=zeros, note=note)


def _weigh_signs(title: str, change: Array, *, zeros_below: int, note: str) -> Test:
    moved = change[change != 0]
    if not moved.size:
        reason = "all differences are zero" if change.size else "no complete pairs"
        return impossible(title, change.size, reason, note)
    ranks, tied = mid_ranks(np.abs(moved))
    rises = moved > 0
    statistic, total = _smaller_sum(ranks + zeros_below, rises)
    exact = moved.size <= EXACT_UP_TO
    if exact:
        p = _exact_signs(ranks, rises, zeros_below)
    else:
        variance = float(((ranks + zeros_below) ** 2).sum()) / 4
        p = _two_sided_normal(statistic - total / 2, variance)
    return Test(
        name=f"{title}, {_say(exact=exact)}, two-sided",
        statistic=statistic,
        p=p,
        n=change.size,
        exact=exact,
        note=join_notes(note, _TIED if tied else ""),
    )


def _smaller_sum(ranks: Array, rises: NDArray[np.bool_]) -> tuple[float, float]:
    up, total = float(ranks[rises].sum()), float(ranks.sum())
    return min(up, total - up), total


def _exact_signs(ranks: Array, rises: NDArray[np.bool_], zeros_below: int) -> float:
    """Count the sign patterns with a rank sum as small as the one seen.

    Ranks are doubled, so that mean ranks are whole numbers. Beyond n(n+1)/2 zeros, Pratt's ranks order the patterns by
    how far the number of rises is from n/2 first, whatever the number of zeros: so the zeros are capped there and the
    table stays small.
    """
    n = ranks.size
    doubled = np.rint(2 * ranks).astype(np.int64) + 2 * min(zeros_below, n * (n + 1) // 2 + 1)
    up = int(doubled[rises].sum())
    low = min(up, int(doubled.sum()) - up)
    patterns = np.zeros(low + 1)
    patterns[0] = 1
    for rank in doubled[doubled <= low].tolist():
        patterns[rank:] += patterns[: low + 1 - rank].copy()
    return min(1.0, 2 * float(patterns.sum()) / 2.0**n)


def mann_whitney(a: Array, b: Array) -> Test:
    """Test by Mann and Whitney's U whether values of one independent group tend to lie above the other's.

    Exact up to 50 patients in all, with or without ties: then p is the chance, given the ranks, of a U as far from its
    expectation as the one seen, on either side.

    Args:
        a: Values of the first group, shape (patients of a,); not-a-number where unknown.
        b: Values of the second group, shape (patients of b,).

    Returns:
        The test; `statistic` is U, the smaller of the two.

    Example:
        >>> mann_whitney(np.array([1.0, 2.0, 4.0]), np.array([5.0, 7.0, 9.0])).p
        0.1
    """
    title = "Mann–Whitney U test"
    known, missing = known_groups((a, b))
    small, large = sorted(known, key=len)
    values = np.concatenate((small, large))
    n = values.size
    if not small.size:
        return impossible(title, n, "a group has no values", missing)
    ranks, tied = mid_ranks(without_dust(values, np.abs(values)))
    scatter = float(((ranks - (n + 1) / 2) ** 2).sum())
    if scatter == 0:
        return impossible(title, n, "all values are equal", missing)
    u = float(ranks[: small.size].sum()) - small.size * (small.size + 1) / 2
    pairs = small.size * large.size
    exact = n <= EXACT_UP_TO
    p = _exact_split(ranks, small.size) if exact else _two_sided_normal(u - pairs / 2, pairs * scatter / n / (n - 1))
    return Test(
        name=f"{title}, {_say(exact=exact)}, two-sided",
        statistic=min(u, pairs - u),
        p=p,
        n=n,
        exact=exact,
        note=join_notes(missing, _TIED if tied else ""),
    )


def _exact_split(ranks: Array, chosen: int) -> float:
    """Count the ways to choose the first group whose rank sum lies as far from its mean as the one seen."""
    doubled = np.rint(2 * ranks).astype(np.int64)
    middle = chosen * (ranks.size + 1)
    seen = abs(int(doubled[:chosen].sum()) - middle)
    ways = np.zeros((chosen + 1, int(np.sort(doubled)[-chosen:].sum()) + 1))
    ways[0, 0] = 1
    for rank in doubled.tolist():
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    far = np.abs(np.arange(ways.shape[1]) - middle) >= seen
    return min(1.0, float(ways[chosen, far].sum()) / comb(ranks.size, chosen))


def kruskal_wallis(groups: Sequence[Array]) -> Test:
    """Test by Kruskal and Wallis's ranks whether independent groups lie at one level.

    Args:
        groups: One array of values per group; not-a-number where unknown. Empty groups are left out and counted.

    Returns:
        The test, by the chi-squared approximation with tie correction; `statistic` is H.

    Example:
        >>> test = kruskal_wallis([np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), np.array([7.0, 8.0, 9.0])])
        >>> round(test.statistic, 6), round(test.p, 5)
        (7.2, 0.02732)
    """
    name = "Kruskal–Wallis test"
    known, missing = known_groups(groups)
    filled = [group for group in known if group.size]
    note = join_notes(note_empty_groups(len(known) - len(filled)), missing)
    n = sum(group.size for group in filled)
    if len(filled) < 2:  # noqa: PLR2004 - a comparison needs two
        return impossible(name, n, "fewer than two groups", note)
    values = np.concatenate(filled)
    ranks, tied = mid_ranks(without_dust(values, np.abs(values)))
    ranks -= (n + 1) / 2
    scatter = float((ranks**2).sum())
    if scatter == 0:
        return impossible(name, n, "all values are equal", note)
    ends = np.cumsum([group.size for group in filled])[:-1]
    h = (n - 1) * sum(float(part.sum()) ** 2 / part.size for part in np.split(ranks, ends)) / scatter
    from scipy.special import chdtrc

    p = min(1.0, float(chdtrc(len(filled) - 1, h)))
    note = join_notes(note, _TIED if tied else "")
    return Test(name=f"{name}, chi-squared approximation", statistic=h, p=p, n=n, exact=False, note=note)


def mid_ranks(values: Array) -> tuple[Array, bool]:
    """Rank values from 1 upwards, equal ones sharing their mean rank.

    Args:
        values: Known values without binary dust, shape (n,).

    Returns:
        The ranks in the order of the values, shape (n,), and whether any are shared.

    Example:
        >>> mid_ranks(np.array([3.0, 1.0, 3.0]))
        (array([2.5, 1. , 2.5]), True)
    """
    order = np.argsort(values)
    ordered = values[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))[: values.size]
    shared = np.diff(np.append(starts, values.size))
    ranks = np.empty(values.size)
    ranks[order] = np.repeat(starts + (shared + 1) / 2, shared)
    return ranks, starts.size < values.size


def _two_sided_normal(distance: float, variance: float) -> float:
    z = max(0.0, abs(distance) - _CONTINUITY) / sqrt(variance)
    return min(1.0, erfc(z / sqrt(2)))


def _say(*, exact: bool) -> str:
    return "exact" if exact else "normal approximation with continuity correction"
