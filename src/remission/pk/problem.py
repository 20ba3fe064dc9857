"""Lay out what is to be estimated for some patients, and look at it: predictions, their derivatives, the posterior.

Derivatives on NumPy are taken by a complex step, which is exact to the last digits: all directions are further patients of
the same call. Models that are solved step by step have no complex numbers; theirs are central differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from remission.pk.engine import STEP, Array
from remission.pk.likelihood import Bowl, Measured, bowl, deviations, losses, unknowns
from remission.pk.model import Model
from remission.pk.occasions import occasions
from remission.pk.parts import Linear
from remission.pk.records import Batch, Record, together
from remission.pk.solve import levels
from remission.pk.timeline import Runs, Timeline

APART = 1e-4
"""Real step of a central difference; its error is near 1e-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Hold some patients side by side with what is unknown about them.

    Attributes:
        model: The model.
        batch: Their doses and levels, their epochs cut where occasions begin.
        occasion: Number of the occasion of each epoch: (epochs, patients).
        occasions: The greatest number of occasions that one of them has.
    """

    model: Model
    batch: Batch
    occasion: np.ndarray
    occasions: int
    _tiled: dict[int, tuple[Timeline, Array, Array]] = field(default_factory=dict[int, tuple[Timeline, Array, Array]])

    @property
    def size(self) -> int:
        """Count the unknowns of one patient."""
        return unknowns(self.model, self.occasions)

    @property
    def patients(self) -> int:
        """Count the patients."""
        return len(self.batch.patients)

    @property
    def measured(self) -> Measured:
        """Give what was measured."""
        b = self.batch
        return Measured(values=b.values, there=b.there, bound=b.bound, bounded=bool(np.any(b.bound)))

    def of(self, patients: Sequence[int] | np.ndarray) -> Problem:
        """Keep some patients, by their place."""
        b, places = self.batch, np.asarray(patients, dtype=int)
        kept = {name: getattr(b, name)[:, places] for name in ("times", "values", "there", "bound")}
        chosen = places.tolist()
        names, says = tuple(b.patients[at] for at in chosen), tuple(b.says[at] for at in chosen)
        batch = replace(b, patients=names, line=b.line.of(places), says=says, **kept)
        return Problem(model=self.model, batch=batch, occasion=self.occasion[:, places], occasions=self.occasions)

    def levels(self, z: np.ndarray) -> np.ndarray:
        """Predict the levels for unknowns (unknowns, patients × copies): copy after copy of all patients."""
        line, times, occasion = self._copies(z.shape[-1] // self.patients)
        eta = deviations(np, self.model, z, occasion, self.occasions)
        return levels(self.model, line, times, eta=eta)

    def _copies(self, count: int) -> tuple[Timeline, Array, Array]:
        if count == 1 or self.patients == 1:
            return self.batch.line, self.batch.times, self.occasion
        if count not in self._tiled:
            self._tiled[count] = (
                tiled(self.batch.line, count),
                np.tile(self.batch.times, count),
                np.tile(self.occasion, count),
            )
        return self._tiled[count]

    def slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Predict the levels, (levels, patients), and their derivatives, (unknowns, levels, patients)."""
        size, patients = z.shape
        unit = np.eye(size)[:, :, None]
        if isinstance(self.model.structure, Linear):
            moved = (z[:, None, :] + 1j * STEP * unit).reshape(size, -1)
            found = self.levels(moved).reshape(-1, size, patients)
            return np.real(found[:, 0]), np.moveaxis(np.imag(found), 1, 0) / STEP
        moved = np.concatenate([z[:, None, :], z[:, None, :] + APART * unit, z[:, None, :] - APART * unit], axis=1)
        found = self.levels(moved.reshape(size, -1)).reshape(-1, 2 * size + 1, patients)
        return found[:, 0], np.moveaxis(found[:, 1 : size + 1] - found[:, size + 1 :], 1, 0) / (2 * APART)

    def look(self, z: np.ndarray) -> Bowl:
        """Look at the posterior; where the unknowns are absurd it may be infinite or nan."""
        with np.errstate(all="ignore"):
            found, slopes = self.slopes(z)
            return bowl(np, self.model.residual, z, found, slopes, self.measured)

    def depth(self, z: np.ndarray) -> np.ndarray:
        """Find minus the logarithm of the posterior alone, as in `Bowl`, for unknowns as `levels` takes them."""
        with np.errstate(all="ignore"):
            measured = self.measured
            found = self.levels(z)
            count = z.shape[-1] // self.patients
            wide = Measured(
                values=_over(measured.values, count),
                there=_over(measured.there, count),
                bound=_over(measured.bound, count),
                bounded=measured.bounded,
            )
            loss = losses(np, self.model.residual, found, wide)[0]
            return 0.5 * np.sum(z * z, axis=0) + np.sum(loss, axis=0)

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """Find the observed curvature, by differences of exact slopes: (unknowns, unknowns, patients)."""
        size, patients = z.shape
        far = APART * np.eye(size)[:, :, None]
        both = np.concatenate([z[:, None, :] + far, z[:, None, :] - far], axis=1).reshape(size, -1)
        wide = replace(self, batch=_repeat(self.batch, 2 * size), occasion=np.tile(self.occasion, 2 * size), _tiled={})
        slope = wide.look(both).slope.reshape(size, 2, size, patients)
        found = (slope[:, 0] - slope[:, 1]) / (2 * APART)
        return (found + np.swapaxes(found, 0, 1)) / 2


def problem(model: Model, records: Sequence[Record]) -> Problem:
    """Lay out some patients.

    Args:
        model: The model.
        records: The patients.
    """
    cut = [occasions(record) if model.iov.names else (record, (0,) * len(record.begin)) for record in records]
    batch = together(model, [record for record, _ in cut])
    numbers = np.zeros((batch.line.epochs, len(cut)), dtype=int)
    for at, (_, own) in enumerate(cut):
        numbers[: len(own), at], numbers[len(own) :, at] = own, own[-1]
    most = int(numbers.max(initial=0)) + 1 if model.iov.names else 0
    return Problem(model=model, batch=batch, occasion=numbers, occasions=most)


def tiled(line: Timeline, count: int) -> Timeline:
    """Repeat all patients of a timeline, so many times."""

    def wide(array: Array) -> Array:
        return array if array.shape[-1] == 1 else np.tile(array, count)

    runs = Runs(**{part.name: wide(getattr(line.runs, part.name)) for part in fields(Runs)})
    covariates = {name: wide(value) for name, value in line.covariates.items()}
    return replace(line, runs=runs, begin=wide(line.begin), washed=wide(line.washed), covariates=covariates)


def _over(array: np.ndarray, count: int) -> np.ndarray:
    return array if array.shape[-1] == 1 or count == 1 else np.tile(array, count)


def _repeat(batch: Batch, count: int) -> Batch:
    wide = {name: np.tile(getattr(batch, name), count) for name in ("times", "values", "there", "bound")}
    line = tiled(batch.line, count) if len(batch.patients) > 1 else batch.line
    return replace(batch, patients=batch.patients * count, line=line, says=batch.says * count, **wide)
