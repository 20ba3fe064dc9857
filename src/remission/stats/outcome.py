"""Hold what every test shares: its answer, the values it may use, and the rounding that makes ties true.

A test that cannot be done is an answer too: p is not-a-number and the note says why. So a table of a hundred cells does
not stop at the one cell in which nobody changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from remission.errors import SchemaError

Array = NDArray[np.float64]

KEPT_DIGITS = 10
_TENS = np.array([float(f"1e{power}") for power in range(23)])  # every power of ten that a double holds exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """Hold the answer of one hypothesis test, with what a footnote must say about it.

    Attributes:
        name: The test as a footnote prints it, with exactness and sides.
        statistic: The test's statistic; its meaning stands in the docstring of the test.
        p: Two-sided p-value between 0 and 1, or not-a-number where the test cannot be done.
        n: How many patients (or complete pairs) the test saw, zero differences included.
        exact: Whether p comes from the exact distribution of the statistic under its null hypothesis.
        note: What was done about missing values, zeros and ties, or why the test cannot be done; may be empty.
    """

    __test__: ClassVar[bool] = False  # pytest would otherwise take the class for a suite, because of its name

    name: str
    statistic: float
    p: float
    n: int
    exact: bool
    note: str


def impossible(name: str, n: int, *reasons: str) -> Test:
    """Answer that a test cannot be done, and why.

    Example:
        >>> impossible("paired t test, two-sided", 1, "fewer than two pairs").p
        nan
    """
    return Test(name=f"{name}, two-sided", statistic=nan, p=nan, n=n, exact=False, note=join_notes(*reasons))


def join_notes(*notes: str) -> str:
    """Join the notes that say something with semicolons.

    Example:
        >>> join_notes("zero differences dropped (1)", "", "ties share mean ranks")
        'zero differences dropped (1); ties share mean ranks'
    """
    return "; ".join(note for note in notes if note)


def complete_pairs(before: Array, after: Array) -> tuple[Array, Array, str]:
    """Keep the pairs of which both values are known.

    Args:
        before: First values, shape (patients,); not-a-number where unknown.
        after: Second values of the same patients in the same order.

    Returns:
        The kept first values, the kept second values, and a note on the dropped ones.

    Raises:
        SchemaError: The two arrays are not one value per patient each.
    """
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if first.ndim != 1 or first.shape != second.shape:
        raise SchemaError(
            f"Pairs need one value before and one after for each patient. Found shapes {first.shape} and "
            f"{second.shape}. Give two one-dimensional arrays of equal length, with nan where a value is unknown."
        )
    known = np.isfinite(first) & np.isfinite(second)
    return first[known], second[known], _note_missing("pairs with a missing value", first.size - int(known.sum()))


def known_groups(groups: Sequence[Array]) -> tuple[list[Array], str]:
    """Keep the known values of each group, and note how many were not known.

    Args:
        groups: One array of values per group, shape (patients of the group,).

    Returns:
        The groups in their order, empty ones included, and the note.
    """
    arrays = [np.asarray(group, dtype=np.float64) for group in groups]
    kept = [group[np.isfinite(group)] for group in arrays]
    lost = sum(group.size for group in arrays) - sum(group.size for group in kept)
    return kept, _note_missing("missing values", lost)


def _note_missing(what: str, count: int) -> str:
    return f"{what} dropped ({count})" if count else ""


def without_dust(values: Array, sizes: Array) -> Array:
    """Round values to ten significant digits of the numbers they were made from.

    In binary 11.0 - 10.1 and 100.9 - 100.0 are two numbers, and 0.3 - 3 * 0.1 is not zero: a false non-tie and a false
    non-zero. The scale is that of the operands, not of the difference, because the dust grows with the operands.

    Args:
        values: Numbers to round, shape (n,).
        sizes: The absolute size of what each number was made from, shape (n,).

    Returns:
        The rounded numbers, shape (n,); equal decimals are equal doubles.

    Example:
        >>> before, after = np.array([10.1, 100.0, 0.3]), np.array([11.0, 100.9, 3 * 0.1])
        >>> without_dust(after - before, np.maximum(after, before)).tolist()
        [0.9, 0.9, 0.0]
    """
    with np.errstate(divide="ignore"):  # the size zero asks for infinitely many decimals, and gets the most there are
        decimals = KEPT_DIGITS - 1 - np.floor(np.log10(sizes))
    tens = _TENS[np.clip(decimals, 0, _TENS.size - 1).astype(np.intp)]
    return np.rint(values * tens) / tens


def differences(before: Array, after: Array) -> Array:
    """Subtract complete pairs (after minus before) and take the binary dust off."""
    return without_dust(after - before, np.maximum(np.abs(before), np.abs(after)))


def varies(values: Array) -> bool:
    """Ask whether values differ by more than binary dust."""
    return values.size > 1 and bool(np.ptp(without_dust(values, np.abs(values))) > 0)


def note_empty_groups(count: int) -> str:
    """Say how many groups hold nobody; say nothing where all hold someone."""
    return f"empty groups left out ({count})" if count else ""
