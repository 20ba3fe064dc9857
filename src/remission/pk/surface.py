"""Say how well a model's numbers explain the levels of all patients: FOCE with interaction, and its exact slope.

A patient's likelihood is an integral over what is not known of the patient. It is taken around the mode of the posterior, with
the expected curvature there (Laplace's method; "first-order conditional estimation with interaction" where the field says it).
The unknowns of a patient are standard normal numbers, so minus twice its logarithm is twice the depth of the bowl plus the
logarithm of the determinant of its curvature.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log, pi

import numpy as np

from remission.errors import ModelError
from remission.pk.estimate import Peak, climb
from remission.pk.free import Unknown, moved
from remission.pk.likelihood import Bowl, solve
from remission.pk.problem import Problem
from remission.terms.sources import Source

SOURCE = Source(
    "almquist_2015",
    at="Equations 9 to 24",
    says="the FOCEI objective and its gradient through the implicit function theorem",
)
APART = 1e-4
"""Step of central differences of slopes that are themselves exact."""
LOG_2PI = log(2 * pi)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold what the surface is at some numbers.

    Attributes:
        sought: The numbers, each on its scale.
        problem: The patients, with the model that has these numbers.
        peak: Their modes.
        each: Minus twice the log likelihood of each patient, without the constant that programs leave out: (patients,).
    """

    sought: np.ndarray
    problem: Problem
    peak: Peak
    each: np.ndarray

    @property
    def value(self) -> float:
        """Give minus twice the log likelihood of all; infinite where somebody has none."""
        total = float(np.sum(self.each))
        return total if np.isfinite(total) else float("inf")


def visit(problem: Problem, chosen: Sequence[Unknown], sought: np.ndarray, start: np.ndarray | None = None) -> Place:
    """Look at the surface.

    Args:
        problem: The patients.
        chosen: What is estimated.
        sought: Where to look.
        start: Where the search for modes starts, as `Place.peak.z` of a place nearby: (unknowns, patients).

    Raises:
        ModelError: There is no model of these numbers.
    """
    there = replace(problem, model=moved(problem.model, chosen, sought))
    peak = climb(there, start)
    levels = np.sum(there.batch.there, axis=0)
    return Place(sought=sought, problem=there, peak=peak, each=_each(peak.bowl) - levels * LOG_2PI)


def slopes(place: Place, chosen: Sequence[Unknown]) -> np.ndarray:
    """Find the derivative of each patient's part by each number: (numbers, patients).

    A number acts on a patient's part directly and by moving the mode. How the mode moves follows from the bowl's observed
    curvature, and both it and the tilt of the determinant come from looking at the bowl a little to each side of the mode.
    """
    z = place.peak.z
    curve, tilt = _around(place.problem, z)
    pull = np.stack([*solve(np, curve, tilt)]) if len(z) else tilt
    pull = np.where(np.all(np.isfinite(pull), axis=0), pull, 0.0)
    found: list[np.ndarray] = []
    for at in range(len(chosen)):
        far = np.zeros(len(chosen))
        far[at] = APART
        up, down = (
            replace(place.problem, model=moved(place.problem.model, chosen, place.sought + way)).look(z)
            for way in (far, -far)
        )
        direct = (_each(up) - _each(down)) / (2 * APART)
        found.append(direct - np.sum(pull * (up.slope - down.slope), axis=0) / (2 * APART))
    return np.array(found)


def curvature(place: Place, chosen: Sequence[Unknown], *, tell: Callable[[str], None] = lambda _: None) -> np.ndarray:
    """Find the second derivatives of the surface, by differences of its slopes: (numbers, numbers).

    Args:
        place: Where.
        chosen: What is estimated.
        tell: Told a sentence for each number.
    """
    size, far = len(chosen), 1e-3
    rows: list[np.ndarray] = []
    for at, unknown in enumerate(chosen):
        tell(f"Curvature along {unknown.name}, {at + 1} of {size}")
        step = np.zeros(size)
        step[at] = far
        ends = [visit(place.problem, chosen, place.sought + way, place.peak.z) for way in (step, -step)]
        up, down = (np.sum(slopes(end, chosen), axis=1) for end in ends)
        rows.append((up - down) / (2 * far))
    found = np.array(rows).reshape(size, size)
    return (found + found.T) / 2


def possible(problem: Problem, chosen: Sequence[Unknown], sought: np.ndarray, start: np.ndarray) -> Place | None:
    """Look at the surface; None where there is no such model, or nothing finite there."""
    try:
        there = visit(problem, chosen, sought, start)
    except (ModelError, np.linalg.LinAlgError):
        return None
    return there if np.isfinite(there.value) else None


def _each(bowl: Bowl) -> np.ndarray:
    if not len(bowl.curve):
        return 2 * bowl.depth
    return 2 * bowl.depth + np.linalg.slogdet(np.moveaxis(bowl.curve, -1, 0))[1]


def _around(problem: Problem, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the observed curvature of each bowl, and the derivative of the log determinant of the expected one."""
    size = len(z)
    curve, tilt = np.empty((size, size, z.shape[-1])), np.empty(z.shape)
    for at in range(size):
        far = np.zeros((size, 1))
        far[at] = APART
        up, down = problem.look(z + far), problem.look(z - far)
        curve[at] = (up.slope - down.slope) / (2 * APART)
        tilt[at] = (_each(up) - _each(down) - 2 * (up.depth - down.depth)) / (2 * APART)
    return (curve + np.swapaxes(curve, 0, 1)) / 2, tilt
