"""Find a posterior by brute force: its density on a dense lattice, by a statistics library; nothing is ours but the levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import multivariate_normal, norm

from remission.pk.model import Model
from remission.pk.records import Record, together
from remission.pk.solve import levels
from remission.pk.timeline import Dose, timeline

CHUNK = 8192


@dataclass(frozen=True)
class Dense:
    """Hold deviations on a lattice, (etas, points), the weight of each point, and the log density of the levels."""

    names: tuple[str, ...]
    eta: np.ndarray
    weights: np.ndarray
    evidence: float


def in_chunks(model: Model, line, times, eta: dict[str, np.ndarray]) -> np.ndarray:
    count = len(next(iter(eta.values())))
    parts = [
        levels(model, line, times, eta={name: values[at : at + CHUNK] for name, values in eta.items()})
        for at in range(0, count, CHUNK)
    ]
    return np.concatenate(parts, axis=-1)


def on_lattice(model: Model, record: Record, *, step: float = 0.25, reach: float = 6.5) -> Dense:
    """Weigh the points of a lattice around the peak, spaced by a part of the SDs that a coarse lattice finds.

    The trapezoid's sum of a smooth density that dies away converges faster than any power of the step.
    """
    names = model.iiv.names
    sd = np.sqrt(np.diag(model.iiv.omega))
    middle, scale = np.zeros(len(names)), sd
    for part in (0.5, 0.35, step):
        axis = np.arange(-reach, reach + part / 2, part)
        eta = np.stack([a.ravel() for a in np.meshgrid(*[axis] * len(names), indexing="ij")])
        eta = middle[:, None] + scale[:, None] * eta
        logs = _log_density(model, record, names, eta)
        weights = np.exp(logs - logs.max())
        cell = np.prod(scale) * part ** len(names)
        evidence = float(logs.max() + np.log(weights.sum() * cell))
        weights /= weights.sum()
        middle = eta @ weights
        scale = np.sqrt((eta - middle[:, None]) ** 2 @ weights)
    return Dense(names, eta, weights, evidence)


def _log_density(model: Model, record: Record, names: tuple[str, ...], eta: np.ndarray) -> np.ndarray:
    line = together(model, [record]).line
    times = np.array([[level.time] for level in record.levels])
    found = in_chunks(model, line, times, dict(zip(names, eta, strict=True)))
    total = multivariate_normal(cov=model.iiv.omega).logpdf(eta.T)
    for level, f in zip(record.levels, found, strict=True):
        sd = np.hypot(model.residual.proportional * f, model.residual.additive)
        total = total + (norm(f, sd).logcdf(level.value) if level.censored else norm(f, sd).logpdf(level.value))
    return total


def steady_trough(model: Model, mg: float, eta: dict[str, np.ndarray], **covariates: float) -> np.ndarray:
    """Predict the level 24 h after a daily dose that has been taken for ever."""
    line = timeline([Dose(start=0, amount=mg, steady=True)], covariates=model.reference | covariates)
    return in_chunks(model, line, np.array([[24.0]]), eta)[0]


def quantiles(values: np.ndarray, weights: np.ndarray, parts: list[float]) -> np.ndarray:
    order = np.argsort(values)
    held = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(parts, held, values[order])


def share(values: np.ndarray, weights: np.ndarray, low: float, high: float) -> float:
    """Give the part between two values; half of a point lies below it, so that a lattice does not jump."""
    order = np.argsort(values)
    held = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.diff(np.interp([low, high], values[order], held))[0])
