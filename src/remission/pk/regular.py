"""Recognise doses and times that lie on one regular grid, where a course costs little more than writing it down.

Equal intervals from dose to dose, and times at equal steps of them: troughs, or every hour. Doses may differ or be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from remission.pk.engine import Array, Engine
from remission.pk.grid import days, troughs
from remission.pk.model import Model
from remission.pk.parts import Linear
from remission.pk.timeline import Timeline

SLIP = 1e-9
"""Part of a step by which a time may be off the grid."""
FEWEST = 8
"""Times below which a grid saves nothing."""
MOST = 4
"""Points of a grid for each time asked for, above which it costs more than it saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """Hold a regular grid.

    Attributes:
        every: Hours from dose to dose.
        amounts: mg of the dose at the beginning of each interval.
        points: Points of an interval; the first is its beginning, just before the dose.
        first: Number of the point that is the first of the times.
        times: How many times there are.
    """

    every: float
    amounts: tuple[float, ...]
    points: int
    first: int
    times: int

    def levels(self, engine: Engine, model: Model, given: Mapping[str, Array]) -> Array:
        """Predict the levels for parameters over patients: (times, patients)."""
        equal = len(set(self.amounts)) == 1
        if equal and self.points == 1 and self.first > 0:
            count = self.first + self.times - 1
            found = troughs(engine, model, given, amount=self.amounts[0], every=self.every, count=count)
            return found[self.first - 1 :]
        found = days(engine, model, given, amounts=np.array(self.amounts), every=self.every, points=self.points)
        return found[self.first : self.first + self.times]


def regular(model: Model, line: Timeline, times: Array) -> Regular | None:
    """Find the grid that doses and times lie on; None where there is none, or the model's levels are no simple sums.

    Args:
        model: The model.
        line: Doses and covariates.
        times: Hours: (times, 1), or (times, patients).

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.timeline import Dose, timeline
        >>> week = timeline([Dose(start=0, amount=3, count=7)])
        >>> hourly = regular(find("tacrolimus_woillard_2011"), week, np.arange(168.0)[:, None])
        >>> hourly.points, hourly.amounts
        (24, (3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0))
    """
    if not _simple(model) or not _shared(line) or times.shape[-1] > 1 or len(times) < FEWEST:
        return None
    runs, at = line.runs, times[:, 0]
    many = runs.count[:, 0] > 1
    width = float(at[1] - at[0])
    if not many.any() or width <= 0 or not np.allclose(np.diff(at), width, rtol=SLIP, atol=0):
        return None
    every, begin = float(runs.every[many][0, 0]), float(runs.start[runs.count > 0].min())
    first, starts = float(at[0] - begin) / width, (runs.start[:, 0] - begin) / every
    whole = all(map(_whole, (every / width, first, *starts)))
    if not whole or first < -SLIP or np.any(runs.every[many] != every):
        return None
    points, skipped = round(every / width), round(first)
    intervals = (skipped + len(at) - 1) // points + 1
    if intervals * points > MOST * len(at):
        return None
    amounts = np.zeros(intervals)
    for start, count, amount in zip(starts, runs.count[:, 0], runs.amount[:, 0], strict=True):
        amounts[round(start) : round(start) + int(count)] += amount
    if points == 1 and skipped and np.ptp(amounts[:-1]) == 0:
        amounts = amounts[:-1]  # the last trough comes before the last dose
    return Regular(every=every, amounts=tuple(amounts.tolist()), points=points, first=skipped, times=len(at))


def _simple(model: Model) -> bool:
    structure = model.structure
    return isinstance(structure, Linear) and not (structure.zero_order or model.observe or model.fraction)


def _shared(line: Timeline) -> bool:
    """Tell whether all patients take the same doses by mouth, and nothing else happens."""
    plain = line.epochs == 1 and not (line.infusions or line.veins or line.steadies)
    return plain and line.runs.start.shape[-1] == 1


def _whole(number: float) -> bool:
    return abs(number - round(number)) <= SLIP * max(1.0, abs(number))
