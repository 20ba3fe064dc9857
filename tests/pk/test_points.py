"""Evenly spread points: Sobol's, as another library makes them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, qmc

from remission.pk.points import DIMENSIONS, _sobol, normal_points


@pytest.mark.parametrize("number", range(DIMENSIONS))
def test_a_dimension_has_the_numbers_that_another_library_gives_it(number):
    others = qmc.Sobol(DIMENSIONS, scramble=False).random(256)[:, number]
    # the other library walks in Gray code order: the same points, otherwise sorted
    gray = np.arange(256) ^ np.arange(256) >> 1
    np.testing.assert_array_equal(_sobol(number, 8)[gray], others * 256)


def test_each_of_equal_parts_has_one_point_in_every_dimension():
    points = normal_points(DIMENSIONS + 3, 256)
    for row in points:
        assert sorted(np.floor(norm.cdf(row) * 256)) == list(range(256))


def test_points_cover_pairs_of_dimensions_evenly():
    for one in range(0, 8, 2):
        parts = np.floor(norm.cdf(normal_points(8, 1024)[one : one + 2]) * 8)
        counts = np.unique(parts[0] * 8 + parts[1], return_counts=True)[1]
        assert (len(counts), counts.min(), counts.max()) == (64, 16, 16)


def test_nobody_writes_into_points_that_are_kept():
    with pytest.raises(ValueError, match="read-only"):
        normal_points(2, 64)[0, 0] = 0.0
