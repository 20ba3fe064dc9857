"""Find each patient's most probable deviations, for one patient or many; where that fails, say why, and go on.

The way down is that of `scoring`; those few who are not there after some rounds go on with the observed curvature (Newton).
A patient is done when the gradient is as good as nothing; the prior alone makes the curvature about 1, so what is left of the
gradient bounds what is left of the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from remission.errors import ConvergenceError
from remission.pk.believable import unbelievable
from remission.pk.engine import Array
from remission.pk.likelihood import Bowl, deviations
from remission.pk.model import MASS, Model
from remission.pk.parts import Linear
from remission.pk.problem import Problem, problem, tiled
from remission.pk.records import Record
from remission.pk.scoring import beginning, compiled, gone_on, open_at
from remission.pk.solve import parameters
from remission.terms.analytes import ANALYTES

FLAT, FLAT_STEPPED = 1e-6, 1e-4
"""Greatest part of a gradient at which a patient is done; where derivatives are differences they are not better."""
ROUNDS = 100
SCORED = 20
"""Rounds by scoring; who is not there by then goes on with the true curvature, computed anew each time."""
BLOCK, COMPILED = 128, 8192
"""Patients that are climbed with at a time; on an engine that compiles, those laid out at a time."""
SMALL = 1e-5
"""Step of the derivatives of parameters."""
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


def estimates(model: Model, records: Sequence[Record], *, on: str = "numpy") -> tuple[Estimate, ...]:
    """Find the most probable deviations of some patients; one who has none does not stop the others.

    Args:
        model: The model.
        records: The patients.
        on: The engine: "jax" is five times faster for thousands of patients, and compiles for some seconds first.

    Returns:
        One estimate a patient, in their order; where it is not `done` the last sentence of `says` tells why.
    """
    found: list[Estimate] = []
    size = BLOCK if on == "numpy" else COMPILED
    for first in range(0, len(records), size):
        found += _block(model, records[first : first + size], on)
    return tuple(found)


def _block(model: Model, records: Sequence[Record], on: str) -> Iterator[Estimate]:
    faults = [fault(model, record) for record in records]
    fit = [at for at, sentence in enumerate(faults) if not sentence]
    found: dict[int, Estimate] = {}
    if fit:
        found = dict(zip(fit, _climbed(model, [records[at] for at in fit], on), strict=True))
    for at, record in enumerate(records):
        yield found[at] if at in found else _none(model, record, faults[at])


def fault(model: Model, record: Record) -> str:
    """Say why a record cannot be estimated from; "" where it can."""
    if why := _of_doses(model, record):
        return why
    starts = [dose.start - (dose.every if dose.steady else 0.0) for dose in record.doses if dose.count]
    first = min(starts, default=np.inf)
    term = ANALYTES.get(model.analyte)
    unit = model.scale / MASS[term.printed_unit] if term and term.printed_unit in MASS else 1.0
    low, high = (end * unit for end in term.plausible) if term else (0.0, np.inf)
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
        if not low <= level.value <= high:
            return f"{where} is impossible (plausible: {low:g} to {high:g} {model.unit}). Check value and unit."
    return ""


def _of_doses(model: Model, record: Record) -> str:
    if not record.doses:
        return "No dose is known. Add the doses before the levels."
    return next((why for dose in record.doses if (why := unbelievable(model.drug, dose))), "")


def _climbed(model: Model, records: Sequence[Record], on: str) -> Iterator[Estimate]:
    try:
        p = problem(model, records)
        peak = climb(p, on=on)
    except ConvergenceError as error:
        if len(records) == 1:
            yield _none(model, records[0], str(error))
            return
        for record in records:
            yield from _climbed(model, [record], "numpy")
        return
    yield from _told(p, peak, records)


def climb(p: Problem, start: np.ndarray | None = None, *, on: str = "numpy") -> Peak:
    """Find the modes of all patients of a problem, from the typical patient or from some unknowns.

    Args:
        p: The patients.
        start: Unknowns from which the way begins: (unknowns, patients).
        on: The engine; whoever does not get there on one that compiles goes on with NumPy.
    """
    linear = isinstance(p.model.structure, Linear)
    flat = FLAT if linear else FLAT_STEPPED
    place = beginning(p.size, p.patients, start)
    if linear and on != "numpy":
        compiled(p, place, flat, on)
    for _ in range(ROUNDS):
        places = np.flatnonzero(open_at(np, place, flat))
        if not len(places):
            break
        some = p if len(places) == p.patients else p.of(places)
        at = place.of(places)
        observed = some.curvature(at.z) if np.max(at.rounds) >= SCORED else None
        with np.errstate(all="ignore"):
            place.put(places, gone_on(np, some.look, at, flat, observed))
    return Peak(z=place.z, bowl=place.bowl, rounds=place.rounds, done=~open_at(np, place, flat))


def curvatures(p: Problem, peak: Peak) -> np.ndarray:
    """Find the observed curvature at each mode; the expected one where that is no bowl: (patients, unknowns, unknowns)."""
    expected = np.moveaxis(peak.bowl.curve, -1, 0)
    if not p.size:
        return expected
    observed = np.moveaxis(p.curvature(peak.z), -1, 0)
    sound = np.isfinite(observed).all(axis=(1, 2), keepdims=True)
    sound &= np.linalg.eigvalsh(np.where(sound, observed, np.eye(p.size)))[:, :1, None] > 0
    return np.where(sound, observed, expected)


def _told(p: Problem, peak: Peak, records: Sequence[Record]) -> Iterator[Estimate]:
    curve, gradient = curvatures(p, peak), peak.gradient
    between, within = _named(p, peak.z)
    middle, reach = _parameters(p, peak.z, curve)
    for at, record in enumerate(records):
        says = list(p.batch.says[at])
        done = bool(peak.done[at])
        if not record.levels:
            says.append(f"No level is known: this is the typical patient of {p.model.name}.")
        if not done:
            says.append(
                f"The search for the most probable parameters did not end. Found a gradient of {gradient[at]:.2g} after "
                f"{int(peak.rounds[at])} rounds. Look for a level, a dose or a time that cannot be."
            )
        found = {name: float(values[at]) for name, values in middle.items()}
        yield Estimate(
            patient=record.patient,
            z=peak.z[:, at],
            curve=curve[at],
            eta={name: float(values[at]) for name, values in between.items()},
            within=tuple({name: float(values[at]) for name, values in own.items()} for own in within),
            parameters=found,
            intervals={
                name: (found[name] / float(ratio[at]), found[name] * float(ratio[at])) for name, ratio in reach.items()
            },
            depth=float(peak.bowl.depth[at]),
            gradient=float(gradient[at]),
            rounds=int(peak.rounds[at]),
            done=done,
            says=tuple(says),
        )


def _named(p: Problem, z: np.ndarray) -> tuple[dict[str, Array], list[dict[str, Array]]]:
    """Name deviations between patients, and those of each occasion; each over patients."""
    model, count = p.model, len(p.model.iiv.names)
    between = deviations(np, model, z[:count], np.zeros((1, 1)), 0)
    alone = np.concatenate([np.zeros_like(z[:count]), z[count:]])
    both = deviations(np, model, alone, np.arange(p.occasions)[:, None], p.occasions)
    return between, [{name: both[name][number] for name in model.iov.names} for number in range(p.occasions)]


def _parameters(p: Problem, z: np.ndarray, curve: np.ndarray) -> tuple[dict[str, Array], dict[str, Array]]:
    """Find patients' parameters and, on their logarithms, by which factor the ends of their intervals lie from them."""
    count, patients = len(p.model.iiv.names), p.patients
    line = p.batch.line
    last = {name: values[-1:] for name, values in line.covariates.items()}
    line = replace(line, begin=line.begin[:1], washed=line.washed[:1], covariates=last)
    copies = 2 * count + 1
    away = SMALL * np.concatenate([np.zeros((count, 1)), np.eye(count), -np.eye(count)], axis=1)
    moved = (z[:count, None, :] + away[:, :, None]).reshape(count, -1)
    eta = deviations(np, p.model, moved, np.zeros((1, 1)), 0)
    every = parameters(p.model, tiled(line, copies), eta=eta)
    sound = np.isfinite(curve).all(axis=(1, 2), keepdims=True)
    spread = np.where(sound, np.linalg.inv(np.where(sound, curve, np.eye(p.size))), np.nan)[:, :count, :count]
    middle: dict[str, Array] = {}
    reach: dict[str, Array] = {}
    for name, values in every.items():
        row = np.broadcast_to(values[-1] if values.ndim > 1 else values, (copies * patients,)).reshape(copies, patients)
        middle[name] = row[0]
        if count and np.all(row[0] > 0) and np.any(np.ptp(row, axis=0) > 0):
            logs = np.log(row)
            slope = (logs[1 : count + 1] - logs[count + 1 :]) / (2 * SMALL)
            reach[name] = np.exp(NORMAL_90 * np.sqrt(np.einsum("ip,pij,jp->p", slope, spread, slope)))
    return middle, reach


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
