"""Simulate patients of a model in blocks: memory stays the same for a thousand and for a million of them.

What a patient is depends on the seed and on the patient's number alone, not on how many there are, on the engine, or on
where the simulation runs: each block draws from a stream of its own (Philox, keyed by seed and block).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log2
from typing import Any

import numpy as np

from remission.errors import SchemaError
from remission.pk.engine import Array, engine
from remission.pk.model import Model, Values
from remission.pk.parts import Linear
from remission.pk.regular import Regular, regular
from remission.pk.solve import levels, parameters
from remission.pk.timeline import Arrays, Flags, Timeline, put_together, taken_apart, timeline

BLOCK = 2048
"""Patients who are drawn at a time, from one stream."""
ROOM = 2**20
"""Levels of a block, at most: a block with more times has fewer patients, and stays near the processor."""
LEAST = 64
"""Patients of a block, at least."""


KEPT = 32
"""Compiled functions that are kept for the next call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Hold some simulated patients.

    Attributes:
        first: Number of the first of them.
        eta: Their deviations by name: (patients,), or (epochs, patients) where occasions differ.
        levels: What the drug does: (times, patients), in the model's unit.
        measured: What a laboratory would report, with residual error, never below 0; None where none was asked for.
    """

    first: int
    eta: dict[str, Array]
    levels: Array
    measured: Array | None = None


def simulate(
    model: Model,
    line: Timeline,
    times: Array,
    *,
    patients: int,
    seed: int,
    occasions: Sequence[int] | None = None,
    measured: bool = False,
    on: str = "numpy",
) -> Iterator[Block]:
    """Simulate patients, one block after another.

    Args:
        model: The model.
        line: Doses and covariates: shared, or one for each of the patients.
        times: Hours: (times, 1), or (times, patients).
        patients: How many.
        seed: Any whole number; the same number gives the same patients.
        occasions: For each epoch of the timeline, the number of its occasion; None where occasions do not vary.
        measured: Whether to add residual error.
        on: The engine.

    Yields:
        Blocks in the order of patients.

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.timeline import Dose, timeline
        >>> daily = timeline([Dose(start=0, amount=3, count=14)])
        >>> some = simulate(find("tacrolimus_woillard_2011"), daily, np.array([[336.0]]), patients=3000, seed=1)
        >>> [(block.first, block.levels.shape) for block in some]
        [(0, (1, 2048)), (2048, (1, 952))]
    """
    predict = _predictor(model, line, times, on)
    width = block(len(times))
    for number, begin in enumerate(range(0, patients, BLOCK)):
        rng = _stream(seed, number)
        eta = draw(model, rng, BLOCK, occasions=occasions)
        for first in range(begin, min(begin + BLOCK, patients), width):
            count = min(width, patients - first)
            # A compiled function sees blocks of one size, filled up with patients who are not asked for.
            wide = width if on != "numpy" and _alike(line, times) else count
            some = {name: value[..., first - begin : first - begin + wide] for name, value in eta.items()}
            found = predict(some, slice(first, first + wide))[:, :count]
            noise = rng.standard_normal((len(times), width))[:, :count] if measured else None
            yield Block(
                first=first,
                eta={name: value[..., :count] for name, value in some.items()},
                levels=found,
                measured=None if noise is None else with_error(model, found, noise),
            )


def block(times: int) -> int:
    """Tell how many patients a block has, for so many times."""
    return min(BLOCK, max(LEAST, 2 ** int(log2(ROOM / max(times, 1)))))


Predict = Callable[[dict[str, Array], slice], np.ndarray]


def _predictor(model: Model, line: Timeline, times: Array, on: str) -> Predict:
    """Choose the way to the levels of some patients: a grid where doses and times lie on one."""
    grid = regular(model, line, times)
    lag = isinstance(model.structure, Linear) and model.structure.lag

    def predict(eta: dict[str, Array], here: slice) -> np.ndarray:
        own = line.of(here)
        arrays, flags = taken_apart(own)
        if grid is not None:
            late = np.max(parameters(model, own, eta=eta)["tlag"]) if lag else 0.0
            if late < grid.every:
                return np.asarray(_on_grid(model, grid, on)(eta, arrays["covariates"]))
        return np.asarray(_anywhere(model, flags, on)(eta, arrays, times if times.shape[-1] == 1 else times[:, here]))

    return predict


@lru_cache(maxsize=KEPT)
def _on_grid(model: Model, grid: Regular, on: str) -> Callable[..., Array]:
    chosen = engine(on)
    nowhere = timeline(())

    def found(eta: Values, covariates: Values) -> Array:
        given = parameters(model, replace(nowhere, covariates=covariates), eta=eta, xp=chosen.xp)
        return grid.levels(chosen, model, given)

    return chosen.compile(found)


@lru_cache(maxsize=KEPT)
def _anywhere(model: Model, flags: Flags, on: str) -> Callable[..., Array]:
    chosen = engine(on)

    def found(eta: Values, arrays: Arrays, times: Array) -> Array:
        return levels(model, put_together(arrays, flags), times, eta=eta, xp=chosen.xp)

    return chosen.compile(found)


def _alike(line: Timeline, times: Array) -> bool:
    """Tell whether nothing but the deviations differs between patients."""
    arrays = (*line.covariates.values(), line.runs.start, line.begin, times)
    return all(np.shape(array)[-1] == 1 for array in arrays)


def draw(
    model: Model, rng: np.random.Generator, patients: int, *, occasions: Sequence[int] | None = None
) -> dict[str, Array]:
    """Draw the deviations of some patients.

    Args:
        model: The model.
        rng: A seeded generator.
        patients: How many.
        occasions: For each epoch, the number of its occasion; None where occasions do not vary.

    Returns:
        By name: (patients,), or (epochs, patients) for what varies between occasions.

    Raises:
        SchemaError: Occasions are not counted from 0.
    """
    between = _normal(rng, model.iiv.omega, (patients,))
    eta: dict[str, Array] = dict.fromkeys(model.etas, np.zeros(patients))
    eta |= dict(zip(model.iiv.names, between, strict=True))
    if occasions is None or not model.iov.names:
        return eta
    if min(occasions) < 0:
        raise SchemaError(f"Occasions are counted from 0. Found {list(occasions)}. Give a number for each epoch.")
    within = _normal(rng, model.iov.omega, (max(occasions) + 1, patients))
    for name, values in zip(model.iov.names, within, strict=True):
        eta[name] = eta[name] + values[list(occasions)]
    return eta


def with_error(model: Model, predicted: Array, noise: Array) -> Array:
    """Add residual error to predicted levels.

    Args:
        model: The model.
        predicted: Levels in its unit.
        noise: Standard normal numbers of the same shape.

    Returns:
        Levels, never below 0.
    """
    sd = model.residual.sd(np, predicted)
    return predicted * np.exp(sd * noise) if model.residual.log else np.maximum(predicted + sd * noise, 0.0)


def _stream(seed: int, number: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=[seed % 2**64, number]))


def _normal(rng: np.random.Generator, omega: np.ndarray, shape: tuple[int, ...]) -> Any:
    """Draw correlated normal numbers: one array of a shape for each row of the covariance."""
    drawn = rng.standard_normal((len(omega), *shape))
    return np.tensordot(np.linalg.cholesky(omega), drawn, axes=1) if len(omega) else drawn
