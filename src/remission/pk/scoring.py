"""Go down to the most probable unknowns of many patients at once, one round after another, on NumPy or compiled on JAX.

Each round solves a small linear system: the expected curvature (Fisher scoring), and on top of it what earlier rounds have
shown of its difference from the true one (a symmetric rank-one update of that difference, as in structured quasi-Newton
methods). The expected curvature is always positive; where the sum is not, it is used alone. A step is taken only where it
leads downwards.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from remission.pk.engine import Array, engine
from remission.pk.likelihood import Bowl, Measured, bowl, deviations, solve
from remission.pk.model import Model
from remission.pk.problem import Problem
from remission.pk.solve import levels
from remission.pk.timeline import Arrays, Flags, put_together, taken_apart

EASED, HARDER, FIRST = 0.2, 5.0, 0.05
"""What becomes of the damping after a good step and after a bad one, and the least that a bad one leaves."""
FARTHEST = 2.0
"""Greatest part of one step: two SDs of the prior."""
SLACK = 1e-13
"""Part of the depth by which rounding may hide a step that leads downwards."""
CLEAR = 1e-8
"""Cosine below which a step tells nothing of the curvature that it passed."""
WIDE = 1024
"""Patients whom a compiled function takes at a time; fewer are filled up."""
STAGES = (6, 3, 3, 3, 6)
"""Rounds that compiled patients go before those who are there are left out."""
Look = Callable[[Array], Bowl]


class Place(NamedTuple):
    """Hold where patients are on their way; the patients on the last axis.

    Attributes:
        z: Unknowns: (unknowns, patients).
        depth: As in `Bowl`.
        slope: As in `Bowl`.
        curve: As in `Bowl`.
        more: What the true curvature is known to have beyond the expected one: (unknowns, unknowns, patients).
        damping: By which part of the expected curvature it is made stiffer: (patients,).
        rounds: How many they have gone: (patients,).
    """

    z: Array
    depth: Array
    slope: Array
    curve: Array
    more: Array
    damping: Array
    rounds: Array

    @property
    def bowl(self) -> Bowl:
        """Give what the posterior looks like there."""
        return Bowl(depth=self.depth, slope=self.slope, curve=self.curve)

    def of(self, patients: np.ndarray) -> Place:
        """Keep some patients, by their place."""
        return Place(*(np.asarray(part)[..., patients] for part in self))

    def put(self, patients: np.ndarray, new: Place) -> None:
        """Write where some patients are now, in place."""
        for part, value in zip(self, new, strict=True):
            part[..., patients] = np.asarray(value)[..., : len(patients)]


def beginning(size: int, patients: int, start: np.ndarray | None = None) -> Place:
    """Put patients at the typical one or where they start, where nobody has looked yet: the first round only looks."""
    none, curve = np.zeros(patients), np.broadcast_to(np.eye(size)[:, :, None], (size, size, patients)).copy()
    z = np.zeros((size, patients)) if start is None else start.copy()
    return Place(z, none + np.inf, np.zeros_like(z), curve, curve * 0.0, none.copy(), np.full(patients, -1))


def open_at(xp: Any, place: Place, flat: float) -> Array:
    """Tell who is not there yet: whose gradient is not flat, or is not a number, or who has not looked."""
    return ~((xp.max(xp.abs(place.slope), axis=0, initial=0.0) <= flat) & (place.depth < xp.inf))


def gone_on(xp: Any, look: Look, at: Place, flat: float, observed: Array | None = None) -> Place:
    """Go one round; who is there already stays.

    Args:
        xp: Array namespace.
        look: Looks at the posterior at some unknowns.
        at: Where patients are.
        flat: Greatest part of a gradient at which a patient is there.
        observed: The true curvature, where it was computed.
    """
    still = open_at(xp, at, flat)
    trial = at.z - way(xp, at, observed)
    then = look(trial)
    better = still & (then.depth <= at.depth + SLACK * xp.abs(at.depth))
    return Place(
        z=xp.where(better, trial, at.z),
        depth=xp.where(better, then.depth, at.depth),
        slope=xp.where(better, then.slope, at.slope),
        curve=xp.where(better, then.curve, at.curve),
        more=learned(xp, at, trial - at.z, then),
        damping=damped(xp, better, at.damping),
        rounds=at.rounds + still,
    )


def way(xp: Any, at: Place, observed: Array | None = None) -> Array:
    """Give the way to go down: the curvature, made stiffer by the damping, undone on the gradient."""
    stiff = at.curve * at.damping
    true = at.curve + at.more if observed is None else observed
    sure, newton = solve(xp, at.curve + stiff, at.slope), solve(xp, true + stiff, at.slope)
    found = xp.where(xp.all(xp.isfinite(newton), axis=0), newton, sure)
    return found * xp.minimum(1.0, FARTHEST / xp.maximum(xp.max(xp.abs(found), axis=0), FARTHEST))


def learned(xp: Any, at: Place, step: Array, then: Bowl) -> Array:
    """Learn from a step, taken or not, what the true curvature has beyond the expected one."""
    missed = then.slope - at.slope - xp.sum((then.curve + at.more) * step, axis=1)
    along = xp.sum(missed * step, axis=0)
    clear = xp.abs(along) > CLEAR * xp.sqrt(xp.sum(missed * missed, axis=0) * xp.sum(step * step, axis=0))
    change = missed[:, None] * missed[None] / xp.where(clear, along, 1.0)
    return xp.where(clear & xp.all(xp.isfinite(change), axis=(0, 1)), at.more + change, at.more)


def damped(xp: Any, better: Array, damping: Array) -> Array:
    """Ease the damping after a good step, make it harder after a bad one."""
    eased = xp.where(damping * EASED > FIRST, damping * EASED, 0.0)
    return xp.where(better, eased, xp.maximum(damping * HARDER, FIRST))


def compiled(p: Problem, place: Place, flat: float, on: str) -> None:
    """Go with all patients of a problem on an engine that compiles, until nearly all are there; `place` follows them."""
    _, flags = taken_apart(p.batch.line)
    walk = _walk(p.model, flags, p.occasions, p.measured.bounded, flat, on)
    for rounds in STAGES:
        places = np.flatnonzero(open_at(np, place, flat))
        for first in range(0, len(places), WIDE):
            some = places[first : first + WIDE]
            filled = np.resize(some, WIDE)
            own = p.of(filled)
            b, (arrays, _) = own.batch, taken_apart(own.batch.line)
            place.put(some, walk(place.of(filled), (arrays, b.times, b.values, b.there, b.bound, own.occasion), rounds))


@lru_cache(maxsize=32)
def _walk(model: Model, flags: Flags, occasions: int, bounded: bool, flat: float, on: str) -> Callable[..., Place]:
    chosen = engine(on)
    xp = chosen.xp

    def walk(place: Place, data: tuple[Arrays, Array, Array, Array, Array, Array], rounds: int) -> Place:
        arrays, times, values, there, bound, occasion = data
        line = put_together(arrays, flags)
        measured = Measured(values=values, there=there, bound=bound, bounded=bounded)

        def predict(z: Array) -> Array:
            return levels(model, line, times, eta=deviations(xp, model, z, occasion, occasions), xp=xp)

        def look(z: Array) -> Bowl:
            found, slopes = chosen.slopes(predict, z)
            return bowl(xp, model.residual, z, found, slopes, measured)

        def going(state: tuple[Array, Place]) -> Array:
            return (state[0] < rounds) & xp.any(open_at(xp, state[1], flat))

        def go(state: tuple[Array, Place]) -> tuple[Array, Place]:
            return state[0] + 1, gone_on(xp, look, state[1], flat)

        return chosen.loop(going, go, (0, place))[1]

    return chosen.compile(walk)
