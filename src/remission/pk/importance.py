"""Weigh points for many patients at once: normal clouds around a mode, the plain one and wider ones, and what they are worth.

The cloud of a Laplace approximation is too narrow where a posterior has a long tail. So some of its points come from clouds
in which the levels count for less (their part of the curvature is tempered): they reach as far as the prior does, and no
farther, in every direction that the levels say little about. Each point is weighed against the mixture of all the clouds.
Once such a first look has told mean and covariance, one cloud will do, whose outer points are moved farther out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from remission.terms.sources import Source

SOURCE = Source(
    "hesterberg_1995",
    at="Defensive mixture distributions",
    says="a part of the points drawn from a wider distribution bounds the weights; all are weighed against the mixture",
)
WIDE = ((0.7, 1.0), (0.2, 0.3), (0.1, 0.05))
"""Parts of the points, and by how much the levels count in their cloud, for a first look."""
STRETCH = 0.2
"""How much farther out a point lies that is far out, once mean and covariance are known from a first look."""
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Hold points and their weights; the patients in front.

    Attributes:
        z: (patients, unknowns, points).
        weights: (patients, points), adding up to 1.
        evidence: Logarithm of the probability density of each patient's levels: (patients,).
    """

    z: np.ndarray
    weights: np.ndarray
    evidence: np.ndarray

    @property
    def effective(self) -> np.ndarray:
        """Count how many equally weighted points each patient's are worth."""
        return 1 / np.sum(self.weights**2, axis=1)


def cloud(
    centre: np.ndarray, curve: np.ndarray, normal: np.ndarray, parts: tuple[tuple[float, float], ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Place points around a centre.

    Args:
        centre: (patients, unknowns).
        curve: Curvature there: (patients, unknowns, unknowns).
        normal: Evenly spread standard normal points: (unknowns, points).
        parts: As `WIDE`.

    Returns:
        The points, (patients, unknowns, points), and the logarithm of the density with which they lie there, but for the
        factor that the standard normal prior has too, (patients, points).
    """
    count = normal.shape[1]
    own = np.searchsorted(np.cumsum([part for part, _ in parts]), (np.arange(count) * GOLDEN + 0.5) % 1)
    own = np.minimum(own, len(parts) - 1)
    away = np.empty((*centre.shape, count))
    unit = np.eye(centre.shape[1])
    roots = [np.linalg.cholesky(unit + worth * (curve - unit)) for _, worth in parts]
    for number, root in enumerate(roots):
        away[:, :, own == number] = np.linalg.solve(np.swapaxes(root, 1, 2), normal[:, own == number])
    logs = [
        np.log(part)
        + np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)[:, None]
        - 0.5 * np.square(np.swapaxes(root, 1, 2) @ away).sum(axis=1)
        for (part, _), root in zip(parts, roots, strict=True)
    ]
    return centre[:, :, None] + away, np.logaddexp.reduce(logs, axis=0)


def stretched(centre: np.ndarray, curve: np.ndarray, normal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place points around a centre, those far out farther still, without a seam that would spoil how evenly they lie.

    A point at the distance r goes to r (1 + s r² / (n + 2)) in n dimensions.

    Args:
        centre: (patients, unknowns).
        curve: Curvature there: (patients, unknowns, unknowns).
        normal: Evenly spread standard normal points: (unknowns, points).

    Returns:
        As `cloud`.
    """
    size = len(normal)
    square = np.square(normal).sum(axis=0)
    bend = STRETCH * square / (size + 2)
    root = np.linalg.cholesky(curve)
    away = np.linalg.solve(np.swapaxes(root, 1, 2), normal * (1 + bend))
    log = -0.5 * square - (size - 1) * np.log1p(bend) - np.log1p(3 * bend)
    height = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    return centre[:, :, None] + away, log + height[:, None]


def weighed(z: np.ndarray, density: np.ndarray, depth: np.ndarray) -> Points:
    """Weigh points.

    Args:
        z: (patients, unknowns, points).
        density: Logarithm of the density with which they were placed, as `cloud` gives it: (patients, points).
        depth: Minus the logarithm of the posterior at each: (patients, points); where it is not finite a point counts nothing.
    """
    logs = np.where(np.isfinite(depth), -depth, -np.inf) - density
    most = logs.max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        weights = np.exp(logs - most)
        total = weights.sum(axis=1, keepdims=True)
        return Points(z=z, weights=weights / total, evidence=(most + np.log(total / z.shape[2]))[:, 0])


def moments(points: Points, centre: np.ndarray, curve: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find mean and curvature (the inverse of the covariance) from points; from few good ones, less far from what was there.

    Args:
        points: The points.
        centre: What was there: (patients, unknowns).
        curve: (patients, unknowns, unknowns).
    """
    size = centre.shape[1]
    mean = (points.z @ points.weights[:, :, None])[:, :, 0]
    away = points.z - mean[:, :, None]
    spread = (away * points.weights[:, None, :]) @ np.swapaxes(away, 1, 2)
    trust = points.effective / (points.effective + 2 * size + 2)
    spread = trust[:, None, None] * spread + (1 - trust)[:, None, None] * np.linalg.inv(curve)
    return trust[:, None] * mean + (1 - trust)[:, None] * centre, np.linalg.inv(spread)
