"""Find each patient's most probable deviations, for one patient or many; where that fails, say why, and go on.

The method is damped Fisher scoring: the curvature is the expected one, which is always positive, so each round is a small
linear system and a step that is taken only where it leads downwards. Those few who are not there after some rounds go on
with the observed curvature (Newton). A patient is done when the gradient is as good as nothing; the prior alone makes the
curvature about 1, so what is left of the gradient bounds what is left of the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from remission.errors import ConvergenceError
from remission.pk.engine import Array
from remission.pk.likelihood import Bowl, deviations, solve
from remission.pk.model import Model
from remission.pk.parts import Linear
from remission.pk.problem import Problem, problem
from remission.pk.records import Record
from remission.pk.solve import parameters

FLAT, FLAT_STEPPED = 1e-6, 1e-4
"""Greatest part of a gradient at which a patient is done; where derivatives are differences they are not better."""
ROUNDS = 100
SCORED = 8
"""Rounds with the expected curvature; who is not there by then goes on with the observed one."""
BLOCK = 128
"""Patients that are climbed with at a time."""
EASED, HARDER, FIRST = 0.2, 5.0, 0.05
"""What becomes of the damping after a good step and after a bad one, and the least that a bad one leaves."""
FARTHEST = 2.0
"""Greatest part of one step: two SDs of the prior."""
SLACK = 1e-13
"""Part of the depth by which rounding may hide a step that leads downwards."""
MIDDLE = 0.90
"""Part of the probability within an interval of an estimate."""
NORMAL_90 = 1.6448536269514722
"""Quantile of the standard normal that leaves 5 % above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Hold the most probable deviations of one patient.

    Attributes:
        patient: Who it is.
        z: The unknowns at the mode, as `likelihood.deviations` takes them.
        curve: The observed curvature there; the expected one where that is not positive.
        eta: Deviations between patients, by name.
        within: For each occasion, its deviations by name.
        parameters: The patient's parameters in the last epoch, without the deviations of its occasion.
        intervals: For each parameter the ends of its 90 % interval, from the curvature; they are an approximation.
        depth: Minus the logarithm of the posterior at the mode, but for the constant of the prior.
        gradient: Greatest part of the gradient there.
        rounds: How many steps it took.
        done: Whether it can be relied on.
        says: What was assumed or set aside, and why it failed where it did.
    """

    patient: str
    z: np.ndarray
    curve: np.ndarray
    eta: dict[str, float]
    within: tuple[dict[str, float], ...]
    parameters: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    depth: float
    gradient: float
    rounds: int
    done: bool
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Hold where a climb ended, for all patients: see `Estimate`; the patients on the last axis."""

    z: Array
    bowl: Bowl
    rounds: Array
    done: Array

    @property
    def gradient(self) -> Array:
        """Give the greatest part of each gradient."""
        return np.max(np.abs(self.bowl.slope), axis=0, initial=0.0)


def estimate(model: Model, record: Record) -> Estimate:
    """Find one patient's most probable deviations.

    Args:
        model: The model.
        record: The patient.

    Raises:
        ConvergenceError: There is no estimate; it says why.

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.records import Level
        >>> from remission.pk.timeline import Dose
        >>> levels = (Level(time=7 * 24 + 7, value=9.0),)
        >>> ann = Record(patient="Ann", doses=(Dose(start=19, amount=3, count=14),), levels=levels)
        >>> found = estimate(find("tacrolimus_bergmann_2014"), ann)
        >>> {name: round(value, 1) for name, value in found.parameters.items() if name in ("cl", "v")}
        {'cl': 14.5, 'v': 144.3}
    """
    (found,) = estimates(model, [record])
    if not found.done:
        raise ConvergenceError(f"There is no estimate for patient {record.patient}. {found.says[-1]}")
    return found


def estimates(model: Model, records: Sequence[Record]) -> tuple[Estimate, ...]:
    """Find the most probable deviations of some patients; one who has none does not stop the others.

    Args:
        model: The model.
        records: The patients.

    Returns:
        One estimate a patient, in their order; where it is not `done` the last sentence of `says` tells why.
    """
    found: list[Estimate] = []
    for first in range(0, len(records), BLOCK):
        found += _block(model, records[first : first + BLOCK])
    return tuple(found)


def _block(model: Model, records: Sequence[Record]) -> Iterator[Estimate]:
    faults = [fault(model, record) for record in records]
    fit = [at for at, sentence in enumerate(faults) if not sentence]
    found: dict[int, Estimate] = {}
    if fit:
        found = dict(zip(fit, _climbed(model, [records[at] for at in fit]), strict=True))
    for at, record in enumerate(records):
        yield found[at] if at in found else _none(model, record, faults[at])


def fault(model: Model, record: Record) -> str:
    """Say why a record cannot be estimated from; "" where it can."""
    if not record.doses:
        return "No dose is known. Add the doses before the levels."
    first = min(dose.start - (dose.every if dose.steady else 0.0) for dose in record.doses if dose.count)
    for level in record.levels:
        where = f"The level of {level.value:g} {model.unit}{f' (row {level.row})' if level.row is not None else ''}"
        if level.time <= first:
            return (
                f"{where} at {level.time:g} h lies before the first dose. Check its time, or add the doses before it."
            )
        if not np.isfinite(level.value) or level.value < 0:
            return f"{where} is no level. Correct it, or leave it out."
        if level.value == 0 and not level.censored:
            return f"{where} is 0, which no assay reports. Mark it as below the limit of the assay, with that limit."
    return ""


def _climbed(model: Model, records: Sequence[Record]) -> Iterator[Estimate]:
    try:
        p = problem(model, records)
        peak = climb(p)
    except ConvergenceError as error:
        if len(records) == 1:
            yield _none(model, records[0], str(error))
            return
        for record in records:
            yield from _climbed(model, [record])
        return
    curve = p.curvature(peak.z) if p.size else peak.bowl.curve
    for at, record in enumerate(records):
        yield _told(p, peak, curve, at, record)


def climb(p: Problem, start: np.ndarray | None = None) -> Peak:
    """Find the modes of all patients of a problem, from the typical patient or from unknowns (unknowns, patients)."""
    z = np.zeros((p.size, p.patients)) if start is None else start.copy()
    now = p.look(z)
    damping, rounds = np.zeros(p.patients), np.zeros(p.patients, dtype=int)
    flat = FLAT if isinstance(p.model.structure, Linear) else FLAT_STEPPED
    open_ = _open(now, flat)
    for number in range(1, ROUNDS + 1):
        places = np.flatnonzero(open_)
        if not len(places):
            break
        some = p if len(places) == p.patients else p.of(places.tolist())
        held = _at(now, places)
        observed = some.curvature(z[:, places]) if number > SCORED else None
        trial = z[:, places] - step(np, held, damping[places], observed)
        then = some.look(trial)
        better = then.depth <= held.depth + SLACK * np.abs(held.depth)
        damping[places] = damped(np, better, damping[places])
        z[:, places] = np.where(better, trial, z[:, places])
        now = _put(now, places, then, better)
        rounds[places] = number
        open_ = _open(now, flat)
    return Peak(z=z, bowl=now, rounds=rounds, done=~open_)


def step(xp: Any, at: Bowl, damping: Array, observed: Array | None = None) -> Array:
    """Give the way to go down: the curvature, made stiffer by the damping, undone on the gradient.

    Args:
        xp: Array namespace.
        at: The posterior.
        damping: By which part of the expected curvature it is made stiffer: (patients,).
        observed: The observed curvature, which is used where it makes a bowl.
    """
    way = solve(xp, at.curve * (1.0 + damping), at.slope)
    if observed is not None:
        newton = solve(xp, observed + at.curve * damping, at.slope)
        way = xp.where(xp.all(xp.isfinite(newton), axis=0), newton, way)
    return way * xp.minimum(1.0, FARTHEST / xp.maximum(xp.max(xp.abs(way), axis=0), FARTHEST))


def damped(xp: Any, better: Array, damping: Array) -> Array:
    """Ease the damping after a good step, make it harder after a bad one."""
    eased = xp.where(damping * EASED > FIRST, damping * EASED, 0.0)
    return xp.where(better, eased, xp.maximum(damping * HARDER, FIRST))


def _open(at: Bowl, flat: float) -> np.ndarray:
    return ~(np.max(np.abs(at.slope), axis=0, initial=0.0) <= flat)


def _at(held: Bowl, places: np.ndarray) -> Bowl:
    return Bowl(depth=held.depth[places], slope=held.slope[:, places], curve=held.curve[:, :, places])


def _put(held: Bowl, places: np.ndarray, new: Bowl, better: np.ndarray) -> Bowl:
    """Keep what is better; in place, since nobody else holds it."""
    chosen = places[better]
    held.depth[chosen] = new.depth[better]
    held.slope[:, chosen] = new.slope[:, better]
    held.curve[:, :, chosen] = new.curve[:, :, better]
    return held


def _told(p: Problem, peak: Peak, curve: np.ndarray, at: int, record: Record) -> Estimate:
    says = list(p.batch.says[at])
    done, gradient = bool(peak.done[at]), float(peak.gradient[at])
    if not record.levels:
        says.append(f"No level is known: this is the typical patient of {p.model.name}.")
    if not done:
        says.append(
            f"The search for the most probable parameters did not end. Found a gradient of {gradient:.2g} after "
            f"{int(peak.rounds[at])} rounds. Look for a level, a dose or a time that cannot be."
        )
    own = curve[:, :, at]
    if p.size and not np.linalg.eigvalsh(own)[0] > 0:
        own = peak.bowl.curve[:, :, at]
    z = peak.z[:, at]
    eta, within = _named(p, z)
    found, ends = _parameters(p, at, z, own)
    return Estimate(
        patient=record.patient,
        z=z,
        curve=own,
        eta=eta,
        within=within,
        parameters=found,
        intervals=ends,
        depth=float(peak.bowl.depth[at]),
        gradient=gradient,
        rounds=int(peak.rounds[at]),
        done=done,
        says=tuple(says),
    )


def _named(p: Problem, z: np.ndarray) -> tuple[dict[str, float], tuple[dict[str, float], ...]]:
    """Name deviations between patients, and those of each occasion."""
    model, count = p.model, len(p.model.iiv.names)
    between = deviations(np, model, z[:count, None], np.zeros((1, 1)), 0)
    alone = np.concatenate([np.zeros(count), z[count:]])[:, None]
    both = deviations(np, model, alone, np.arange(p.occasions)[:, None], p.occasions)
    named = [{name: float(both[name][number, 0]) for name in model.iov.names} for number in range(p.occasions)]
    return {name: float(value[0]) for name, value in between.items()}, tuple(named)


def _parameters(
    p: Problem, at: int, z: np.ndarray, curve: np.ndarray
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Find a patient's parameters and, on their logarithms, the ends of their intervals."""
    size, count = p.size, len(p.model.iiv.names)
    line = p.batch.line.of([at])
    last = {name: values[-1:] for name, values in line.covariates.items()}
    line = replace(line, begin=line.begin[:1], washed=line.washed[:1], covariates=last)
    moved = np.repeat(z[:count, None], 2 * count + 1, axis=1)
    moved[:, 1 : count + 1] += 1e-5 * np.eye(count)
    moved[:, count + 1 :] -= 1e-5 * np.eye(count)
    eta = deviations(np, p.model, moved, np.zeros((1, 1)), 0)
    every = parameters(p.model, line, eta=eta)
    spread = np.linalg.inv(curve)[:count, :count] if size else np.zeros((0, 0))
    found: dict[str, float] = {}
    ends: dict[str, tuple[float, float]] = {}
    for name, values in every.items():
        row = np.broadcast_to(values.reshape(-1, values.shape[-1])[-1], (2 * count + 1,))
        middle = float(row[0])
        found[name] = middle
        if count and middle > 0 and np.ptp(row) > 0:
            logs = np.log(row)
            slope = (logs[1 : count + 1] - logs[count + 1 :]) / 2e-5
            reach = NORMAL_90 * float(np.sqrt(slope @ spread @ slope))
            ends[name] = (middle * np.exp(-reach).item(), middle * np.exp(reach).item())
    return found, ends


def _none(model: Model, record: Record, why: str) -> Estimate:
    """Give what stands for a patient without an estimate."""
    nothing = np.full(len(model.iiv.names), np.nan)
    return Estimate(
        patient=record.patient,
        z=nothing,
        curve=np.diag(nothing),
        eta=dict.fromkeys(model.iiv.names, float("nan")),
        within=(),
        parameters={},
        intervals={},
        depth=float("nan"),
        gradient=float("nan"),
        rounds=0,
        done=False,
        says=(*record.says, why),
    )
