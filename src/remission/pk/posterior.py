"""Find what a patient's levels leave possible: not the most probable parameters alone, but all, each with its weight.

From the mode a cloud of evenly spread points is placed by the curvature there, and each point is weighed by how well it
explains the levels (importance sampling). A first look of fewer points tells mean and covariance; the points that count are
placed by those. Where few points carry the weight, more are taken. The weights are kept: drawing anew by them, as is often
done, adds noise and nothing else.

A genotype that is unknown is not guessed: every genotype has its own points, weighed by its frequency and by how well it
explains the levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import isfinite, nan
from typing import Any

import numpy as np

from remission.errors import ConvergenceError
from remission.pk.believable import impossible, in_words, set_aside
from remission.pk.depths import TOGETHER, depths
from remission.pk.engine import Array
from remission.pk.estimate import climb, curvatures, fault
from remission.pk.importance import WIDE, Points, cloud, moments, stretched, weighed
from remission.pk.likelihood import deviations
from remission.pk.model import Covariate, Model
from remission.pk.parts import Linear
from remission.pk.points import normal_points
from remission.pk.problem import Problem, problem
from remission.pk.records import Record
from remission.pk.weighted import Weighted

POINTS, MOST = 1024, 16_384
"""Points that count, and the most that are taken where few carry the weight."""
LOOK, EACH = 128, 32
"""Points of a first look, at least, and for each unknown."""
POOR, LONGER = 0.25, 8
"""Where a first look is worth less than this part of its points, one of so many times as many follows."""
ENOUGH = 0.4
"""Part of `POINTS` that the points must be worth; otherwise four times as many are taken."""
FEW = 100
"""Below so many effective points a sentence says so."""
BLOCK, COMPILED = 128, 2048
"""Patients whose modes are sought together on NumPy, and on an engine that compiles."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posterior:
    """Hold what one patient's levels leave possible.

    Attributes:
        patient: Who it is.
        model: The model.
        record: What was known.
        z: The unknowns of each point, those of an occasion to come last: (unknowns, points).
        mode: The most probable ones.
        occasions: How many occasions the levels span.
        mixed: Covariates that are unknown and mixed, by name: (points,).
        weights: (points,), adding up to 1.
        effective: How many equally weighted points they are worth.
        evidence: Logarithm of the probability density of the levels under the model.
        done: Whether it can be relied on.
        says: What was assumed or set aside, and why there is no answer where there is none.
    """

    patient: str
    model: Model
    record: Record
    z: np.ndarray
    mode: np.ndarray
    occasions: int
    weights: np.ndarray
    effective: float
    evidence: float
    done: bool
    mixed: Mapping[str, np.ndarray] = field(default_factory=dict[str, np.ndarray])
    says: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """Count the points."""
        return len(self.weights)

    @property
    def eta(self) -> dict[str, Array]:
        """Give each point's deviations on an occasion to come: each (points,)."""
        model, count = self.model, self.occasions + 1 if self.model.iov.names else 0
        found = deviations(np, model, self.z, np.full((1, 1), self.occasions), count)
        return {name: np.atleast_2d(values)[0] for name, values in found.items()}

    def of(self, values: np.ndarray) -> Weighted:
        """Give values of the points, (points,), their weights."""
        return Weighted(values, self.weights)


def posterior(model: Model, record: Record, *, points: int = POINTS) -> Posterior:
    """Find what one patient's levels leave possible.

    Args:
        model: The model.
        record: The patient; without levels the answer is the population.
        points: How many points, a power of 2; more are taken where few of them carry the weight.

    Raises:
        ConvergenceError: There is no answer; it says why.

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.records import Level
        >>> from remission.pk.timeline import Dose
        >>> levels = (Level(time=7 * 24 + 7, value=9.0),)
        >>> ann = Record(patient="Ann", doses=(Dose(start=19, amount=3, count=14),), levels=levels)
        >>> found = posterior(find("tacrolimus_han_2013"), ann)
        >>> clearance = found.of(np.exp(found.eta["cl"]))
        >>> [round(clearance.quantile(part), 2) for part in (0.05, 0.5, 0.95)]
        [0.34, 0.54, 0.77]
    """
    (found,) = posteriors(model, [record], points=points)
    if not found.done:
        raise ConvergenceError(f"There is no posterior for patient {record.patient}. {found.says[-1]}")
    return found


def posteriors(
    model: Model, records: Sequence[Record], *, points: int = POINTS, on: str = "numpy"
) -> Iterator[Posterior]:
    """Find what the levels of some patients leave possible; one who has no answer does not stop the others.

    Args:
        model: The model.
        records: The patients.
        points: As in `posterior`.
        on: The engine: "jax" is twice as fast for thousands of patients, and compiles for some seconds first. A model with
            variability between occasions stays on NumPy: its many unknowns and epochs take too long, and too much memory, to
            compile.

    Yields:
        One posterior a patient, in their order; where it is not `done` the last sentence of `says` tells why.
    """
    on = "numpy" if model.iov.names else on
    size = BLOCK if on == "numpy" else COMPILED
    for first in range(0, len(records), size):
        some = records[first : first + size]
        variants = [_variants(model, record) for record in some]
        every = [variant.record for listed in variants for variant in listed]
        found = _block(model, every, points, on)
        for record, listed in zip(some, variants, strict=True):
            yield _mixed(model, record, listed, [next(found) for _ in listed])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """Hold a patient with values for what is unknown and mixed, and how frequent they are."""

    record: Record
    values: Mapping[str, float]
    part: float


def _variants(model: Model, record: Record) -> list[_Variant]:
    open_ = [c for c in model.covariates if c.mix and not _knows(record, c)]
    says = [text for c in open_ for text in set_aside(c, record.covariates.get(c.name, ()))]
    record = replace(record, says=(*record.says, *says))
    found: list[_Variant] = []
    for chosen in product(*(c.mix for c in open_)):
        values = {c.name: value for c, (value, _) in zip(open_, chosen, strict=True)}
        stated = {**record.covariates, **{name: (value,) for name, value in values.items()}}
        part = float(np.prod([part for _, part in chosen]))
        found.append(_Variant(record=replace(record, covariates=stated), values=values, part=part))
    return found


def _knows(record: Record, covariate: Covariate) -> bool:
    """Tell whether a value is known that can be; nan is not itself."""
    some = record.covariates.get(covariate.name, ())
    return any(value == value and not impossible(covariate, value) for value in some)  # noqa: PLR0124  only nan is not itself


def _block(model: Model, records: Sequence[Record], points: int, on: str) -> Iterator[Posterior]:
    faults = [fault(model, record) for record in records]
    fit = iter(_found(model, [r for r, sentence in zip(records, faults, strict=True) if not sentence], points, on))
    for record, sentence in zip(records, faults, strict=True):
        yield _none(model, record, sentence) if sentence else next(fit)


def _found(model: Model, records: Sequence[Record], points: int, on: str) -> Iterator[Posterior]:
    if not records:
        return
    try:
        p = problem(model, records)
        peak = climb(p, on=on)
        modes, curves = np.moveaxis(peak.z, -1, 0), curvatures(p, peak)
    except ConvergenceError as error:
        if len(records) == 1:
            yield _none(model, records[0], str(error))
            return
        for record in records:
            yield from _found(model, [record], points, on)
        return
    for first in range(0, len(records), TOGETHER):
        here = range(first, min(first + TOGETHER, len(records)))
        some = p if len(here) == len(records) else p.of(here)
        yield from _weighed(some, modes[here], curves[here], records[here.start : here.stop], (points, on))


def _weighed(
    p: Problem, modes: np.ndarray, curves: np.ndarray, records: Sequence[Record], how: tuple[int, str]
) -> Iterator[Posterior]:
    points, on = how
    more = len(p.model.iov.names)
    centre = np.nan_to_num(modes)
    curve = np.where(np.isfinite(curves).all(axis=(1, 2), keepdims=True), curves, np.eye(p.size))
    if any(record.levels for record in records):
        centre, curve = _placed(p, centre, curve, on)
    normal = normal_points(p.size + more, points)
    many = _look(p, *stretched(centre, curve, normal[more:]), on)
    for at, record in enumerate(records):
        yield _told(p, many, at, record, (modes[at], centre[at], curve[at], normal))


def _placed(p: Problem, centre: np.ndarray, curve: np.ndarray, on: str) -> tuple[np.ndarray, np.ndarray]:
    """Find mean and curvature by a first look, and by a longer one where few points of it carry the weight."""
    count = _first(p.size)
    look = _look(p, *cloud(centre, curve, normal_points(p.size, count), WIDE), on)
    mean, bowl = moments(look, centre, curve)
    for at in np.flatnonzero(look.effective < POOR * count).tolist():
        own = p if p.patients == 1 else p.of([at])
        here = centre[at : at + 1], curve[at : at + 1]
        longer = _look(own, *cloud(*here, normal_points(p.size, LONGER * count), WIDE))
        mean[at : at + 1], bowl[at : at + 1] = moments(longer, *here)
    return mean, bowl


def _first(size: int) -> int:
    """Give the points of a first look: a power of 2."""
    return max(LOOK, 2 ** int(np.ceil(np.log2(EACH * max(size, 1)))))


def _look(p: Problem, z: np.ndarray, density: np.ndarray, on: str = "numpy") -> Points:
    placed = np.moveaxis(z, 0, -1)
    if on != "numpy" and isinstance(p.model.structure, Linear):
        return weighed(z, density, depths(p, placed, on).T)
    return weighed(z, density, p.depth(placed.reshape(p.size, -1)).reshape(z.shape[2], -1).T)


def _told(p: Problem, many: Points, at: int, record: Record, around: tuple[np.ndarray, ...]) -> Posterior:
    mode, centre, curve, normal = around
    own = p if p.patients == 1 else p.of([at])
    here = Points(z=many.z[at : at + 1], weights=many.weights[at : at + 1], evidence=many.evidence[at : at + 1])
    centre, curve = centre[None], curve[None]
    while here.effective[0] < ENOUGH * POINTS and normal.shape[1] < MOST:
        centre, curve = moments(here, centre, curve)
        normal = normal_points(len(normal), 4 * normal.shape[1])
        here = _look(own, *stretched(centre, curve, normal[-p.size :]))
    weights, effective, evidence, z = here.weights[0], here.effective[0], here.evidence[0], here.z[0]
    says = list(p.batch.says[at])
    if not record.levels:
        says.append(f"No level is known: this is the population of {p.model.name}.")
    done = isfinite(evidence)
    if not done:
        says.append("No parameters explain the levels at all. Look for a level, a dose or a time that cannot be.")
    elif effective < FEW:
        says.append(
            f"The levels hardly fit the model: {len(weights)} points are worth {effective:.0f}. Look for a level, a dose or a "
            "time that is not what happened."
        )
    return Posterior(
        patient=record.patient,
        model=p.model,
        record=record,
        z=np.concatenate([z, normal[: len(normal) - p.size]]),  # the evenest go to what is to come
        mode=mode,
        occasions=p.occasions,
        weights=weights,
        effective=float(effective),
        evidence=float(evidence),
        done=done,
        says=tuple(says),
    )


def _mixed(model: Model, record: Record, variants: list[_Variant], found: list[Posterior]) -> Posterior:
    """Put the genotypes of a patient together."""
    if len(found) == 1:
        return found[0]
    sound = [(variant, one) for variant, one in zip(variants, found, strict=True) if one.done]
    if not sound:
        return found[0]
    logs = np.array([np.log(variant.part) + one.evidence for variant, one in sound])
    parts = np.exp(logs - logs.max())
    evidence = logs.max() + np.log(parts.sum())
    parts = parts / parts.sum()
    weights = np.concatenate([part * one.weights for part, (_, one) in zip(parts, sound, strict=True)])
    names = list(variants[0].values)
    mixed = {
        name: np.concatenate([np.full(one.points, variant.values[name]) for variant, one in sound]) for name in names
    }
    best = sound[int(np.argmax(parts))][1]
    says = [text for _, one in sound for text in one.says]
    says += [
        f"{in_words(name)} is not known: its values are mixed by their frequency and by how well they explain the levels: "
        + ", ".join(f"{v:g} with {100 * weights[mixed[name] == v].sum():.0f} %" for v in np.unique(mixed[name]))
        + "."
        for name in names
    ]
    return replace(
        best,
        record=record,
        z=np.concatenate([one.z for _, one in sound], axis=1),
        weights=weights,
        effective=float(1 / np.sum(weights**2)),
        evidence=float(evidence),
        mixed=mixed,
        says=tuple(dict.fromkeys(says)),
    )


def _none(model: Model, record: Record, why: str) -> Posterior:
    """Give what stands for a patient without an answer."""
    size: Any = (len(model.iiv.names), 0)
    return Posterior(
        patient=record.patient, model=model, record=record, z=np.zeros(size), mode=np.full(size[0], nan), occasions=0,
        weights=np.zeros(0), effective=0.0, evidence=-np.inf, done=False, says=(*record.says, why),
    )  # fmt: skip
