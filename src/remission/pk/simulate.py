"""Simulate patients of a model in blocks: memory stays the same for a thousand and for a million of them.

What a patient is depends on the seed and on the patient's number alone, not on how many there are, on the engine, or on
where the simulation runs: each block draws from a stream of its own (Philox, keyed by seed and block).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from remission.errors import SchemaError
from remission.pk.engine import Array, engine
from remission.pk.model import Model
from remission.pk.solve import levels
from remission.pk.timeline import Timeline

BLOCK = 512
"""Patients of a block: their states stay in the processor's cache, and a compiled engine compiles once."""


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
        >>> some = simulate(find("tacrolimus_woillard_2011"), daily, np.array([[336.0]]), patients=1000, seed=1)
        >>> [(block.first, block.levels.shape) for block in some]
        [(0, (1, 512)), (512, (1, 488))]
    """
    chosen = engine(on)
    alike = line.runs.start.shape[-1] == 1 and line.begin.shape[-1] == 1
    alike = alike and all(np.shape(value)[-1] == 1 for value in line.covariates.values())

    def predict(eta: dict[str, Array], some: Array, part: Timeline) -> Array:
        return levels(model, part, some, eta=eta, xp=chosen.xp)

    def shared(eta: dict[str, Array], some: Array) -> Array:
        return predict(eta, some, line)

    compiled = chosen.compile(shared) if alike else None
    for number, first in enumerate(range(0, patients, BLOCK)):
        rng = _stream(seed, number)
        eta = draw(model, rng, BLOCK, occasions=occasions)
        here = slice(first, min(first + BLOCK, patients))
        count = here.stop - first
        if compiled is not None and times.shape[-1] == 1:
            found = np.asarray(compiled(eta, times))[:, :count]
        else:
            own = {name: value[..., :count] for name, value in eta.items()}
            some = times if times.shape[-1] == 1 else times[:, here]
            found = np.asarray(predict(own, some, line.of(here)))
        noise = rng.standard_normal((len(times), BLOCK))[:, :count] if measured else None
        yield Block(
            first=first,
            eta={name: value[..., :count] for name, value in eta.items()},
            levels=found,
            measured=None if noise is None else with_error(model, found, noise),
        )


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
