"""Say how well deviations explain levels: minus the logarithm of the posterior, its slope and its curvature.

The unknowns of a patient are standard normal numbers: first one for each deviation between patients, then one for each
deviation of each occasion. Correlations are in the factors that turn them into deviations. So the prior is the same bowl
for every model, a gradient has no unit, and the curvature is never flatter than 1. Everything is written over an array
namespace, the patients on the last axis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log, pi
from typing import Any

import numpy as np

from remission.pk.engine import Array
from remission.pk.model import Model
from remission.pk.parts import Residual

TINY = 1e-12
"""A predicted level is taken to be at least this, so that no logarithm or relative error is without bounds."""
HALF_LOG_2PI = 0.5 * log(2 * pi)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold measured levels: (levels, patients), as in `records.Batch`; and whether any of them is only a bound."""

    values: Array
    there: Array
    bound: Array
    bounded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bowl:
    """Hold what the posterior looks like at some unknowns; the patients on the last axis.

    Attributes:
        depth: Minus the logarithm of the posterior, but for the constant of the prior.
        slope: Its gradient: (unknowns, patients).
        curve: Its expected curvature, which is positive: (unknowns, unknowns, patients).
    """

    depth: Array
    slope: Array
    curve: Array


def unknowns(model: Model, occasions: int) -> int:
    """Count the unknowns of a patient who has so many occasions."""
    return len(model.iiv.names) + occasions * len(model.iov.names)


def factors(model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Give the factors that turn standard normal numbers into deviations: between patients, and between occasions."""
    return _root(model.iiv.omega), _root(model.iov.omega)


def _root(omega: np.ndarray) -> np.ndarray:
    return np.linalg.cholesky(omega) if len(omega) else omega


def deviations(xp: Any, model: Model, z: Array, occasion: Array, occasions: int) -> dict[str, Array]:
    """Turn unknowns into deviations.

    Args:
        xp: Array namespace.
        model: The model.
        z: Unknowns: (unknowns, patients).
        occasion: Number of the occasion of each epoch: (epochs, patients) or (epochs, 1).
        occasions: How many there are.

    Returns:
        By name: (patients,), or (epochs, patients) for what varies between occasions.
    """
    between, within = factors(model)
    count, more = len(between), len(within)
    eta = {name: _mix(between[at], z[:count]) for at, name in enumerate(model.iiv.names)}
    for at, name in enumerate(model.iov.names if occasions else ()):
        picked: Array = 0.0
        for number in range(occasions):
            part = _mix(within[at], z[count + number * more : count + (number + 1) * more])
            picked = part + occasion * 0.0 if not number else xp.where(occasion == number, part, picked)
        eta[name] = eta.get(name, 0.0) + picked
    return eta


def _mix(row: np.ndarray, z: Array) -> Array:
    """Add up unknowns with the weights of a factor's row, leaving out the noughts."""
    parts = [weight * z[at] for at, weight in enumerate(row.tolist()) if weight]
    return sum(parts[1:], parts[0])


def bowl(xp: Any, residual: Residual, z: Array, levels: Array, slopes: Array, measured: Measured) -> Bowl:
    """Look at the posterior.

    Args:
        xp: Array namespace.
        residual: How levels vary around their prediction.
        z: Unknowns: (unknowns, patients).
        levels: Predicted: (levels, patients).
        slopes: Their derivatives: (unknowns, levels, patients).
        measured: What was measured.
    """
    loss, first, second = losses(xp, residual, levels, measured)
    depth = 0.5 * xp.sum(z * z, axis=0) + xp.sum(loss, axis=0)
    slope = z + xp.sum(slopes * first, axis=1)
    size = len(z)
    rows = [[xp.sum(slopes[i] * second * slopes[j], axis=0) for j in range(i + 1)] for i in range(size)]
    curve = xp.stack([xp.stack([rows[max(i, j)][min(i, j)] for j in range(size)]) for i in range(size)])
    return Bowl(depth=depth, slope=slope, curve=curve + xp.eye(size)[:, :, None])


def losses(xp: Any, residual: Residual, levels: Array, measured: Measured) -> tuple[Array, Array, Array]:
    """Find minus the log likelihood of each level, and its first and expected second derivative by the prediction.

    A level below or above a bound counts with the probability to lie there (Beal's method M3).
    """
    loss, first, second = _exact(xp, residual, levels, measured.values)
    if measured.bounded:
        beyond = _beyond(xp, residual, levels, measured.values, measured.bound)
        inside = measured.bound == 0
        loss, first, second = (xp.where(inside, a, b) for a, b in zip((loss, first, second), beyond, strict=True))
    held = measured.there > 0
    return xp.where(held, loss, 0.0), xp.where(held, first, 0.0), xp.where(held, second, 0.0)


def _scaled(xp: Any, residual: Residual, levels: Array, values: Array) -> tuple[Array, Array, Array, Array]:
    """Give the SD, the level's distance in SDs, and the slopes of mean and SD by the prediction, in SDs."""
    f = xp.where(levels > TINY, levels, TINY)
    sd = residual.sd(xp, f)
    if residual.log:
        return sd, (xp.log(values) - xp.log(f)) / sd, 1.0 / (f * sd), f * 0.0
    return sd, (values - f) / sd, 1.0 / sd, residual.slope(xp, f) / sd


def _exact(xp: Any, residual: Residual, levels: Array, values: Array) -> tuple[Array, Array, Array]:
    safe = xp.where(values > 0, values, 1.0) if residual.log else values
    sd, r, mean, spread = _scaled(xp, residual, levels, safe)
    loss = 0.5 * r * r + xp.log(sd) + HALF_LOG_2PI + (xp.log(safe) if residual.log else 0.0)
    return loss, spread * (1.0 - r * r) - mean * r, mean * mean + 2.0 * spread * spread


def _beyond(xp: Any, residual: Residual, levels: Array, values: Array, bound: Array) -> tuple[Array, Array, Array]:
    safe = xp.where(values > 0, values, 1.0) if residual.log else values
    _, r, mean, spread = _scaled(xp, residual, levels, safe)
    u = -bound * r
    log_tail = _log_ndtr(xp)(u)
    ratio = xp.exp(-0.5 * u * u - HALF_LOG_2PI - log_tail)
    moves = bound * (mean + r * spread)
    return -log_tail, -ratio * moves, ratio * (u + ratio) * moves * moves


def _log_ndtr(xp: Any) -> Callable[[Array], Array]:
    if xp is np:
        from scipy.special import log_ndtr

        return log_ndtr
    from jax.scipy.special import log_ndtr as traced  # pyright: ignore[reportMissingImports]  # an extra

    return traced


def solve(xp: Any, matrix: Array, right: Array) -> Array:
    """Solve positive definite systems, one a patient on the last axis; nan where the matrix is not positive definite.

    Args:
        xp: Array namespace.
        matrix: (n, n, patients).
        right: (n, patients).

    Returns:
        (n, patients).
    """
    columns: list[Array] = []
    found: list[Array] = []
    while len(right):
        pivot = matrix[0, 0]
        column = matrix[:, 0] / xp.sqrt(xp.where(pivot > 0, pivot, xp.nan))
        first = right[0] / column[0]
        matrix = matrix[1:, 1:] - column[1:, None] * column[None, 1:]
        right = right[1:] - column[1:] * first
        columns.append(column)
        found.append(first)
    answer: list[Array] = []
    for column, first in zip(reversed(columns), reversed(found), strict=True):
        known = sum((column[at + 1] * value for at, value in enumerate(reversed(answer))), first * 0.0)
        answer.append((first - known) / column[0])
    return xp.stack(answer[::-1])
