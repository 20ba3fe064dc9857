"""Measure how far answers agree beyond chance: Cohen's kappa of two, Fleiss' kappa of many.

Both are one formula, 1 − (1 − observed) / (1 − expected), and both intervals are made in one way: each row's pull on
the coefficient is summed within its patient, and the variance is that of the patients' sums. So the repeated visits of a
patient do not count as independent, and with one row a patient the standard error is that of Gwet (2021), which for two
raters is that of Fleiss, Cohen and Everitt (1969) with n − 1 in place of n.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from remission.errors import SchemaError
from remission.stats.outcome import Array

_YES_NO = np.array([0.0, 1.0])
NO_SPREAD = 1e-12
"""A standard error below this is none: every patient agrees, or chance alone would agree as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Hold one coefficient of agreement, with what a footnote must say about it.

    Attributes:
        kappa: The coefficient: 1 is perfect, 0 is chance; not-a-number where chance alone would agree always.
        low: Lower end of its interval, not-a-number where there is none.
        high: Upper end.
        observed: The share of pairs of answers that agree; not-a-number where there are no pairs.
        expected: The share that would agree by chance.
        se: Standard error of kappa.
        n: How many rows were used.
        patients: How many patients they come from.
        missing: How many rows were left out, because fewer than two answers are known.
        note: Why there is no kappa or no interval; may be empty.
    """

    kappa: float
    low: float
    high: float
    observed: float
    expected: float
    se: float
    n: int
    patients: int
    missing: int
    note: str


def cohen_kappa(
    first: Array, second: Array, patients: NDArray[np.int64] | None = None, level: float = 0.95
) -> Agreement:
    """Measure the agreement of two raters by Cohen's kappa, on the rows that both have answered.

    Args:
        first: The first rater's answers as numbers, shape (rows,); not-a-number where unknown.
        second: The second rater's answers to the same rows.
        patients: The number of each row's patient, from 0, for rows that are not independent; None for one row a
            patient.
        level: The confidence of the interval, between 0 and 1.

    Returns:
        The agreement.

    Raises:
        SchemaError: The arrays differ in length.

    Example:
        >>> first = np.array([1.0] * 60 + [0.0] * 40)
        >>> second = np.array([1.0] * 45 + [0.0] * 15 + [1.0] * 25 + [0.0] * 15)
        >>> round(cohen_kappa(first, second).kappa, 4)  # 60 of 100 agree, 54 would by chance
        0.1304
    """
    one, other = _side_by_side(first, second)
    known = np.isfinite(one) & np.isfinite(other)
    given = _given(np.concatenate((one[known], other[known])))
    mine, theirs = (_tallies(answers[known][None], given) for answers in (one, other))
    of_mine, of_theirs = _means(mine), _means(theirs)
    agree = (mine * theirs).sum(axis=0)
    pull = of_theirs @ mine + of_mine @ theirs
    return _agreement(agree, float(of_mine @ of_theirs), pull, known, patients, level)


def fleiss_kappa(answers: Array, patients: NDArray[np.int64] | None = None, level: float = 0.95) -> Agreement:
    """Measure the agreement of many raters by Fleiss' kappa, on the rows with at least two known answers.

    A row counts the pairs of raters that have both answered it; where nothing is missing this is Fleiss' own formula.

    Args:
        answers: Answers as numbers, shape (rows, raters); not-a-number where unknown.
        patients: As for `cohen_kappa`.
        level: The confidence of the interval.

    Returns:
        The agreement.

    Example:
        >>> answers = np.array([[1.0, 1, 1], [1, 1, 0], [0, 0, 0], [0, np.nan, np.nan]])
        >>> found = fleiss_kappa(answers)
        >>> round(found.kappa, 3), found.n, found.missing  # 7 of 9 pairs agree, 41 of 81 would by chance
        (0.55, 3, 1)
    """
    table = np.asarray(answers, dtype=np.float64)
    known = np.isfinite(table).sum(axis=1) > 1
    counts = _tallies(table[known].T, _given(table[known]))
    raters = counts.sum(axis=0)
    agree = (counts * (counts - 1)).sum(axis=0) / (raters * (raters - 1))
    shares = counts / raters
    of_all = _means(shares)
    return _agreement(agree, float(of_all @ of_all), 2 * (of_all @ shares), known, patients, level)


def _side_by_side(first: Array, second: Array) -> tuple[Array, Array]:
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != other.shape:
        raise SchemaError(
            f"Agreement needs both raters' answers to the same rows. Found shapes {one.shape} and {other.shape}. "
            "Give two one-dimensional arrays of equal length, with nan where an answer is unknown."
        )
    return one, other


def _given(table: Array) -> Array:
    """List the answers that occur; that they are yes and no is seen without sorting a million of them."""
    known = table[np.isfinite(table)]
    return _YES_NO if bool(((known == 0) | (known == 1)).all()) else np.unique(known)


def _tallies(answers: Array, given: Array) -> Array:
    """Count how many raters gave each answer to each row: from (raters, rows) to (answers, rows), which sums fast."""
    return np.stack([(answers == answer).sum(axis=0) for answer in given]).astype(np.float64)


def _means(shares: Array) -> Array:
    return shares.mean(axis=1) if shares.size else shares.sum(axis=1)


def _agreement(
    agree: Array,
    expected: float,
    pull: Array,
    known: NDArray[np.bool_],
    patients: NDArray[np.int64] | None,
    level: float,
) -> Agreement:
    """Make the coefficient and its interval.

    Args:
        agree: The share of pairs that agree in each row.
        expected: The share that would agree by chance.
        pull: How far each row moves `expected`, before its mean is taken off.
        known: Which of all rows were used.
        patients: The patient of each of all rows.
        level: The confidence of the interval.
    """
    n, missing = agree.size, int(known.size - known.sum())
    observed = float(agree.mean()) if n else nan
    groups = np.arange(n) if patients is None else np.asarray(patients)[known]
    people = int(np.count_nonzero(np.bincount(groups)))
    chance = 1 - expected
    if not n or chance < NO_SPREAD:
        note = "everyone has the same answer, so chance alone agrees always" if n else "no complete pairs"
        return Agreement(kappa=nan, low=nan, high=nan, observed=observed, expected=expected if n else nan, se=nan, n=n,
                         patients=people, missing=missing, note=note)  # fmt: skip
    kappa = (observed - expected) / chance
    pulls = (agree - observed - (1 - kappa) * (pull - 2 * expected)) / chance
    sums = np.bincount(groups, weights=pulls)
    se = sqrt(float(sums @ sums) * people / (people - 1)) / n if people > 1 else nan
    low, high, note = _interval(kappa, se, people, level)
    return Agreement(kappa=kappa, low=low, high=high, observed=observed, expected=expected, se=se, n=n, patients=people,
                     missing=missing, note=note)  # fmt: skip


def _interval(kappa: float, se: float, people: int, level: float) -> tuple[float, float, str]:
    """Bound kappa by Student's t with one degree of freedom less than there are patients, within −1 and 1."""
    if people < 2:  # noqa: PLR2004  one patient has no spread
        return nan, nan, "one patient gives no interval"
    if se < NO_SPREAD:
        return nan, nan, "no interval: no spread between patients"
    from scipy.special import stdtrit

    reach = float(stdtrit(people - 1, (1 + level) / 2)) * se
    return max(-1.0, kappa - reach), min(1.0, kappa + reach), ""
