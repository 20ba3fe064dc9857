"""Look at many unknowns of a few patients at once on an engine that compiles: how deep the posterior is at each."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from remission.pk.engine import Array, engine
from remission.pk.likelihood import Measured, deviations, losses
from remission.pk.model import Model
from remission.pk.problem import Problem
from remission.pk.solve import levels
from remission.pk.timeline import Arrays, Flags, put_together, taken_apart

TOGETHER = 8
"""Patients that a compiled function takes at a time; fewer are filled up."""


def depths(p: Problem, z: np.ndarray, on: str) -> np.ndarray:
    """Find minus the logarithm of the posterior, as `Problem.depth` does.

    Args:
        p: The patients, at most `TOGETHER`.
        z: Unknowns: (unknowns, points, patients).
        on: The engine.

    Returns:
        (points, patients).
    """
    filled = np.resize(np.arange(p.patients), TOGETHER)
    own = p.of(filled.tolist())
    b, (arrays, flags) = own.batch, taken_apart(own.batch.line)
    found = _compiled(p.model, flags, p.occasions, own.measured.bounded, on)(
        z[:, :, filled], (arrays, b.times, b.values, b.there, b.bound, own.occasion)
    )
    return np.asarray(found)[:, : p.patients]


@lru_cache(maxsize=32)
def _compiled(model: Model, flags: Flags, occasions: int, bounded: bool, on: str) -> Callable[..., Array]:
    chosen = engine(on)
    xp: Any = chosen.xp

    def look(z: Array, data: tuple[Arrays, Array, Array, Array, Array, Array]) -> Array:
        size, points, patients = z.shape
        flat = z.reshape(size, points * patients)

        def wide(array: Array) -> Array:
            return xp.tile(array, (1, points)) if array.shape[-1] == patients else array

        arrays, *rest = data
        times, values, there, bound, occasion = (wide(array) for array in rest)
        line = put_together({kind: {n: wide(v) for n, v in held.items()} for kind, held in arrays.items()}, flags)
        eta = deviations(xp, model, flat, occasion, occasions)
        found = levels(model, line, times, eta=eta, xp=xp)
        measured = Measured(values=values, there=there, bound=bound, bounded=bounded)
        loss = losses(xp, model.residual, found, measured)[0]
        depth = 0.5 * xp.sum(flat * flat, axis=0) + xp.sum(loss, axis=0)
        return depth.reshape(points, patients)

    return chosen.compile(look)
