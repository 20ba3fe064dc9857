"""Spread points evenly over standard normal numbers: Sobol's sequence, the same points each time.

Random draws cluster and leave holes; these do not, so a thousand of them say about as much as a hundred thousand random ones.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist

import numpy as np

from remission.terms.sources import Source

SOBOL_SOURCE = Source(
    "joe_2008",
    at="new-joe-kuo-6",
    says="a primitive polynomial for each dimension, and the numbers that its sequence begins with",
)
_BEGIN: tuple[tuple[int, tuple[int, ...]], ...] = (
    (3, (1,)),
    (7, (1, 3)),
    (11, (1, 3, 1)),
    (13, (1, 1, 1)),
    (19, (1, 1, 3, 3)),
    (25, (1, 3, 5, 13)),
    (37, (1, 1, 5, 5, 17)),
    (41, (1, 1, 5, 5, 5)),
    (47, (1, 1, 7, 11, 19)),
    (55, (1, 1, 5, 1, 1)),
    (59, (1, 1, 1, 3, 11)),
    (61, (1, 3, 5, 5, 31)),
    (67, (1, 3, 3, 9, 7, 49)),
    (91, (1, 1, 1, 15, 21, 21)),
    (97, (1, 3, 1, 13, 27, 49)),
    (103, (1, 1, 1, 15, 7, 5)),
    (109, (1, 3, 1, 15, 13, 25)),
    (115, (1, 1, 5, 5, 19, 61)),
    (131, (1, 3, 7, 11, 23, 15, 103)),
    (137, (1, 3, 7, 13, 13, 15, 69)),
    (143, (1, 1, 3, 13, 7, 35, 63)),
    (145, (1, 3, 5, 9, 1, 25, 53)),
    (157, (1, 3, 1, 13, 9, 35, 107)),
)
"""A polynomial (its coefficients as bits) and first odd numbers, for each dimension after the first."""
DIMENSIONS = len(_BEGIN) + 1
"""Further dimensions are filled with seeded random numbers: they are the least of what an estimate depends on."""
WORD = 2**32 - 1
"""What fits into 32 bits."""
_SEED = 2012


@lru_cache(maxsize=32)
def normal_points(dimensions: int, count: int) -> np.ndarray:
    """Spread points over so many standard normal numbers.

    Args:
        dimensions: How many numbers a point has.
        count: How many points; a power of 2.

    Returns:
        (dimensions, count); nobody may write into it.

    Example:
        >>> points = normal_points(3, 1024)
        >>> points.shape, float(abs(points.mean(axis=1)).max()) < 1e-12, (points**2).mean(axis=1).round(2).tolist()
        ((3, 1024), True, [1.0, 1.0, 1.0])
    """
    rng = np.random.default_rng(_SEED)
    bits = count.bit_length() - 1
    seeds = rng.integers(2**32, size=DIMENSIONS).tolist()
    quantiles = _quantiles(count)
    known = min(dimensions, DIMENSIONS)
    rows = [quantiles[_scrambled(_sobol(number, bits), bits, seeds[number])] for number in range(known)]
    rows += [quantiles[rng.permutation(count)] for _ in range(dimensions - known)]
    points = np.stack(rows) if rows else np.zeros((0, count))
    points.setflags(write=False)
    return points


@lru_cache(maxsize=8)
def _quantiles(count: int) -> np.ndarray:
    """Give the normal quantile of the middle of each of some equal parts."""
    normal = NormalDist()
    half = np.array([normal.inv_cdf((at + 0.5) / count) for at in range((count + 1) // 2)])
    return np.concatenate([half, -half[: count // 2][::-1]])


def _sobol(number: int, bits: int) -> np.ndarray:
    """Give the first 2^bits numbers of one dimension, as whole numbers of so many bits."""
    order = np.arange(2**bits)
    found = np.zeros_like(order)
    for at, direction in enumerate(_directions(number, bits)):
        found ^= np.where(order >> at & 1, direction, 0)
    return found


def _scrambled(numbers: np.ndarray, bits: int, seed: int) -> np.ndarray:
    """Flip each bit by a hash of the bits above it: halves of halves change places, and stay evenly filled (Owen's way)."""
    x = _reversed(numbers, bits)
    x = (x ^ x * 0x3D20ADEA) & WORD
    x = (x + seed) & WORD
    x = x * (seed >> 16 | 1) & WORD
    x = (x ^ x * 0x05526C56) & WORD
    x = (x ^ x * 0x53A22864) & WORD
    return _reversed(x & (2**bits - 1), bits)


def _reversed(numbers: np.ndarray, bits: int) -> np.ndarray:
    found = np.zeros_like(numbers)
    for at in range(bits):
        found |= (numbers >> at & 1) << (bits - 1 - at)
    return found


def _directions(number: int, bits: int) -> list[int]:
    if not number:
        return [1 << (bits - 1 - at) for at in range(bits)]
    polynomial, begin = _BEGIN[number - 1]
    degree = polynomial.bit_length() - 1
    odd = list(begin)
    for at in range(degree, bits):
        new = odd[at - degree] ^ odd[at - degree] << degree
        for back in range(1, degree):
            if polynomial >> (degree - back) & 1:
                new ^= odd[at - back] << back
        odd.append(new)
    return [odd[at] << (bits - 1 - at) for at in range(bits)]
