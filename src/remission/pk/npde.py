"""Say by simulation whether levels lie where a model puts them: normalised prediction distribution errors and their tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from remission.errors import SchemaError
from remission.pk.problem import Problem
from remission.terms.sources import Source

SOURCE = Source(
    "comets_2008",
    at="Sections 2.2 and 2.3",
    says="levels and simulations decorrelated by the Cholesky factor of the simulated covariance; part of the simulations below, "
    "as a normal quantile; tests of the mean (Wilcoxon), the variance (Fisher) and normality (Shapiro-Wilk), the smallest "
    "times three",
)
LEAST = 3
"""Levels below which nothing can be tested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests:
    """Hold what is tested of NPDE; where the model is right each P is above 0.05 in 95 of 100 studies.

    Attributes:
        count: How many there are.
        mean: Their mean; 0 where the model is right.
        variance: Their variance; 1 where the model is right.
        p_mean: Of Wilcoxon's signed-rank test of 0.
        p_variance: Of Fisher's test of 1.
        p_normal: Of the test of Shapiro and Wilk.
        p: The smallest of the three, times three.
    """

    count: int
    mean: float
    variance: float
    p_mean: float
    p_variance: float
    p_normal: float
    p: float


def npde(at: Problem, studies: np.ndarray) -> np.ndarray:
    """Find the normalised prediction distribution error of each level.

    Args:
        at: The patients, with the model.
        studies: Simulations of them, as `replicates` gives them: (studies, levels, patients).

    Returns:
        (levels, patients); nan where there is no level, or only a bound.
    """
    b = at.batch
    found = np.full(b.values.shape, np.nan)
    for patient in range(at.patients):
        some = (b.there[:, patient] > 0) & (b.bound[:, patient] == 0)
        if some.any():
            found[some, patient] = errors_of(b.values[some, patient], studies[:, some, patient])
    return found


def errors_of(seen: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Find the errors of one patient's levels, (levels,), from simulations of them, (studies, levels).

    Raises:
        SchemaError: There are too few simulations to take their covariance.
    """
    from scipy.special import ndtri

    if len(drawn) <= len(seen):
        raise SchemaError(
            f"There are too few simulations. Found {len(drawn)} for {len(seen)} levels of a patient. Simulate at least 1,000."
        )
    mean, covariance = drawn.mean(axis=0), np.atleast_2d(np.cov(drawn, rowvar=False))
    root = np.linalg.cholesky(covariance)
    apart = np.linalg.solve(root, seen - mean)
    others = np.linalg.solve(root, (drawn - mean).T).T
    part = np.mean(others < apart, axis=0)
    edge = 0.5 / len(drawn)
    return ndtri(np.clip(part, edge, 1 - edge))


def tests(errors: np.ndarray) -> Tests | None:
    """Test whether errors have mean 0 and variance 1 and are normal; None where there are too few.

    Args:
        errors: Of any shape; nan is left out.
    """
    from scipy.stats import chi2, shapiro, wilcoxon

    e = errors[np.isfinite(errors)]
    if len(e) < LEAST or np.ptp(e) == 0:
        return None
    variance = float(np.var(e, ddof=1))
    below = float(chi2.cdf((len(e) - 1) * variance, len(e) - 1))
    mean, normal = float(np.asarray(wilcoxon(e))[1]), float(np.asarray(shapiro(e))[1])
    spread = 2 * min(below, 1 - below)
    return Tests(
        count=len(e),
        mean=float(e.mean()),
        variance=variance,
        p_mean=mean,
        p_variance=spread,
        p_normal=normal,
        p=min(1.0, 3 * min(mean, spread, normal)),
    )


def normal_quantiles(count: int) -> np.ndarray:
    """Give the quantiles of the standard normal distribution that so many ordered values are drawn against: (count,)."""
    from scipy.special import ndtri

    return ndtri((np.arange(count) + 0.5) / max(count, 1))
