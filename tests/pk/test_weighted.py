"""Weighted values: against the distribution that they come from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import lognorm, norm

from remission.pk.points import normal_points
from remission.pk.weighted import Weighted

DOSE = lognorm(s=0.4, scale=8.0)


def evenly(count: int = 1024) -> Weighted:
    return Weighted(8.0 * np.exp(0.4 * normal_points(1, count)[0]), np.full(count, 1 / count))


def test_mean_sd_and_quantiles_are_those_of_the_distribution():
    some = evenly()
    assert some.mean == pytest.approx(DOSE.mean(), rel=1e-3)
    assert some.sd == pytest.approx(DOSE.std(), rel=1e-2)
    for part in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert some.quantile(part) == pytest.approx(DOSE.ppf(part), rel=3e-3)


@pytest.mark.parametrize(("low", "high"), [(0.0, 5.0), (5.0, 10.0), (10.0, np.inf)])
def test_a_share_is_the_probability(low, high):
    assert evenly().share(low, high) == pytest.approx(DOSE.cdf(high) - DOSE.cdf(low), abs=1e-3)


def test_weights_turn_one_distribution_into_another():
    z = normal_points(1, 4096)[0]
    weights = norm.pdf(z, 0.5, 0.8) / norm.pdf(z)
    some = Weighted(np.exp(z), weights / weights.sum())
    assert some.quantile(0.5) == pytest.approx(np.exp(0.5), rel=5e-3)


def test_equal_values_have_no_spread():
    same = Weighted(np.full(8, 3.0), np.full(8, 0.125))
    assert (same.mean, same.sd) == (3.0, 0.0)
    assert same.quantile(0.9) == pytest.approx(3.0)
    assert (same.share(0, 3.1), same.share(3.1, np.inf)) == (1.0, 0.0)
