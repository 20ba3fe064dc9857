"""Make a dose out of the strengths on hand, with the fewest tablets."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd


def tablets(mg: float, strengths: Iterable[float]) -> tuple[tuple[float, int], ...] | None:
    """Find the fewest tablets that make a dose.

    Args:
        mg: The dose.
        strengths: mg of one tablet, of each strength that is on hand; tablets are not broken.

    Returns:
        Strength and number, the strongest first; nothing for a dose of 0; None where the strengths cannot make the dose.

    Example:
        >>> tablets(13, [1, 2.5, 5])
        ((5.0, 2), (1.0, 3))
        >>> tablets(0.7, [0.5, 1]) is None
        True
    """
    return _fewest(float(mg), tuple(sorted({float(s) for s in strengths if s > 0}, reverse=True)))


def said(made: tuple[tuple[float, int], ...] | None) -> str:
    """Say tablets as a pharmacist writes them.

    Example:
        >>> said(((5.0, 2), (1.0, 3)))
        '2 × 5 mg + 3 × 1 mg'
    """
    return " + ".join(f"{number} × {strength:g} mg" for strength, number in made or ())


@lru_cache(maxsize=4096)
def _fewest(mg: float, strengths: tuple[float, ...]) -> tuple[tuple[float, int], ...] | None:
    """Count in the largest unit of which everything is a whole number, and find the fewest for every dose up to it."""
    parts = [Fraction(str(value)) for value in (mg, *strengths)]
    scale = 1
    for part in parts:
        scale = scale * part.denominator // gcd(scale, part.denominator)
    units = [int(part * scale) for part in parts]
    step = gcd(*units[1:]) if len(units) > 1 else 0
    if not step or units[0] % step:
        return () if not units[0] else None
    target, sizes = units[0] // step, [unit // step for unit in units[1:]]
    best: list[int | None] = [0] + [None] * target
    taken = [0] * (target + 1)
    for dose in range(1, target + 1):
        for number, size in enumerate(sizes):
            before = best[dose - size] if size <= dose else None
            now = best[dose]
            if before is not None and (now is None or before + 1 < now):
                best[dose], taken[dose] = before + 1, number
    if best[target] is None:
        return None
    counts = dict.fromkeys(range(len(sizes)), 0)
    while target:
        counts[taken[target]] += 1
        target -= sizes[taken[target]]
    return tuple((strengths[number], count) for number, count in counts.items() if count)
