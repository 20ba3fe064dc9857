"""Predict whole courses on a regular grid: any number of equal intervals, the same points within each.

Within an interval the concentration is a sum of a few shapes, the same in every interval of a patient; what changes from
interval to interval is how much there is of each. A course is therefore one small matrix product a patient, and a grid
point costs about as much as writing it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, sqrt
from typing import Any

import numpy as np

from remission.errors import ModelError
from remission.pk import linear
from remission.pk.engine import Array, Engine, Parts, Take, real
from remission.pk.exact import SLIP, epoch_of, modes_of
from remission.pk.linear import Modes, State, Step
from remission.pk.model import Model
from remission.pk.parts import Linear


def troughs(
    engine: Engine,
    model: Model,
    parameters: Mapping[str, Array],
    *,
    amount: Array,
    every: float,
    count: int,
    out: Array | None = None,
) -> Array:
    """Predict the level at the end of each of some equal intervals of equal doses, just before the next dose.

    Args:
        engine: The engine.
        model: A linear model whose level is the concentration itself.
        parameters: By name, each over patients; as `solve.parameters` gives them for one epoch.
        amount: mg of each dose, a number or over patients.
        every: Hours between doses.
        count: How many doses.
        out: Where NumPy writes: (patients, coarse, fine), as `split` gives them.

    Returns:
        In the model's unit: (count, patients).

    Raises:
        ModelError: The model is not of this kind.
    """
    xp = engine.xp
    m, dose, lag = _one_dose(xp, model, parameters)
    one = linear.step(xp, m, every)
    brought = linear.advance(xp, m, dose, every - lag) * (amount * model.scale)
    steady = linear.settle(xp, m, brought, every, apart=one)
    # Steady state, less what is still missing of it: fine steps from the right, coarse ones from the left.
    coarse, fine = split(count)
    worth = engine.table(_back(m, one), _worth(m), np.zeros(fine))
    far = linear.step(xp, m, fine * every)
    missing = engine.table(_on(m, far), _parts(one.of(steady * -1.0)), np.zeros(coarse))
    level = steady.concentration + xp.zeros((fine, 1))
    return engine.products(missing, worth, level, out).reshape(coarse * fine, -1)[:count]


def split(count: int) -> tuple[int, int]:
    """Split a number of doses into coarse and fine steps; together they may be a few more."""
    fine = ceil(sqrt(count))
    return ceil(count / fine), fine


def days(
    engine: Engine,
    model: Model,
    parameters: Mapping[str, Array],
    *,
    amounts: Array,
    every: float,
    points: int,
    out: Array | None = None,
) -> Array:
    """Predict the level on a grid of equal steps through some equal intervals, each of which begins with a dose.

    Args:
        engine: The engine.
        model: A linear model whose level is the concentration itself.
        parameters: By name, each over patients; as `solve.parameters` gives them for one epoch.
        amounts: mg of the dose of each interval: (intervals,) or (intervals, patients); 0 where none is given.
        every: Hours of an interval.
        points: Grid points of an interval; the first is its beginning, just before the dose.
        out: Where NumPy writes: (patients, intervals, points).

    Returns:
        In the model's unit: (intervals × points, patients).

    Raises:
        ModelError: The model is not of this kind.
    """
    xp = engine.xp
    m, dose, lag = _one_dose(xp, model, parameters)
    dose = dose * model.scale
    width = every / points
    short, long = linear.step(xp, m, width), linear.step(xp, m, every)
    parts = _worth(m)
    worth = engine.table(_back(m, short), parts, np.zeros(points))
    # What a dose brings within its own interval, from its arrival on.
    after = xp.arange(points)[:, None] * width - lag
    here = real(xp, after) > SLIP * every
    alone = xp.where(here, linear.advance(xp, m, dose, xp.where(here, after, 0.0)).concentration, 0.0)
    brings = linear.advance(xp, m, dose, every - lag)
    if isinstance(amounts, np.ndarray) and amounts.ndim == 1 and np.ptp(amounts) == 0:
        # Steady state, less what is still missing of it, which only fades.
        steady = linear.settle(xp, m, brings * amounts[0], every, apart=long)
        rows = engine.table(_on(m, long), _parts(steady * -1.0), np.zeros(len(amounts)))
        base = alone * amounts[0] + sum(a * b for a, b in zip(_parts(steady), worth, strict=True))
        return engine.products(rows, worth, base, out).reshape(len(amounts) * points, -1)
    amounts = xp.asarray(amounts, dtype=float)
    nothing = m.clearance * 0.0
    start = (nothing,) * len(parts) + (amounts[0] + nothing,)
    rows = engine.table(_given(m, long, _parts(brings)), start, xp.roll(amounts, -1, axis=0))
    return engine.products(rows, (*worth, alone), None, out).reshape(len(amounts) * points, -1)


def _given(m: Modes, long: Step, brings: Parts) -> Take:
    """Go on by an interval that began with the dose that stands last among the parts; the next dose takes its place."""

    def going(parts: Parts, following: Array) -> Parts:
        held = _parts(long.of(_state(m, parts[:-1])))
        return *(a + b * parts[-1] for a, b in zip(held, brings, strict=True)), following + parts[-1] * 0.0

    return going


def _one_dose(xp: Any, model: Model, parameters: Mapping[str, Array]) -> tuple[Modes, State, Array]:
    """Find the modes, the state of 1 mg as it arrives, and the lag."""
    structure = model.structure
    if not isinstance(structure, Linear) or structure.zero_order or model.observe or model.fraction:
        raise ModelError(
            f"{model.name} has no regular grid. Found a structure, a level or a dose that is not simply proportional. Use "
            "`levels` with the times of the grid."
        )
    p = epoch_of(parameters, 0)
    width = max(xp.shape(value)[-1] for value in p.values())
    p = {name: xp.broadcast_to(value, (width,)) for name, value in p.items()}
    m = modes_of(xp, structure, p)
    one = p.get("f", 1.0) + m.clearance * 0.0
    return m, linear.absorbed(m, one), p.get("tlag", 0.0)


def _parts(state: State) -> Parts:
    return *state.modes, *state.chain


def _state(m: Modes, parts: Parts) -> State:
    return State(modes=parts[: len(m.rates)], chain=parts[len(m.rates) :])


def _on(m: Modes, step: Step) -> Take:
    return lambda parts, _: _parts(step.of(_state(m, parts)))


def _back(m: Modes, step: Step) -> Take:
    return lambda parts, _: _parts(step.before(_state(m, parts)))


def _worth(m: Modes) -> Parts:
    """Find what each part of a state is worth in concentration: a mode all, a stage nothing yet."""
    nothing = m.clearance * 0.0
    return (nothing + 1.0,) * len(m.rates) + (nothing,) * m.stages
