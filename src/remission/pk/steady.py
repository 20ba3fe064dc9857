"""Predict what a regimen brings at steady state, for each point of a posterior: level, peak, area, time within a range.

Amounts in a linear model grow with the dose, so an interval is solved once, for 1 mg, and serves every dose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from remission.errors import ModelError
from remission.pk.engine import Array
from remission.pk.exact import epoch_of
from remission.pk.model import Model
from remission.pk.parts import Linear
from remission.pk.posterior import Posterior
from remission.pk.records import complete
from remission.pk.solve import levels, parameters
from remission.pk.timeline import DAY, Dose, Timeline, timeline

EDGES = (0.0, 1 / 24, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 3 / 4, 1.0)
"""Panels of an interval: narrow after the dose, where levels change fast."""
NODES = 6
"""Points of Gauss's rule in each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """Hold what one regimen brings at steady state; each array is over the points of a posterior.

    Attributes:
        level: At the hour asked for, in the model's unit.
        trough: Just before the next dose.
        peak: The highest level.
        auc: Area under the level over 24 hours, the unit times h.
        inside: The part of the time within the range asked for.
    """

    level: np.ndarray
    trough: np.ndarray
    peak: np.ndarray
    auc: np.ndarray
    inside: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Interval:
    """Hold one interval between doses at steady state, for 1 mg: central concentrations of each point, and their weights.

    Attributes:
        model: The model.
        every: Hours between doses.
        curves: Concentration for 1 mg, mg/L: (times, points); the last two rows are the hour asked for and the trough.
        weights: Weight of each time in an area: (times,), 0 for the last two.
        given: Parameters, each over points.
        known: Covariates, each over points.
    """

    model: Model
    every: float
    curves: np.ndarray
    weights: np.ndarray
    given: Mapping[str, Array]
    known: Mapping[str, Array]

    def outcome(self, amount: float, *, low: float, high: float) -> Outcome:
        """Give what a dose brings.

        Args:
            amount: mg each.
            low: Least level of the range in which time is counted.
            high: Greatest.
        """
        found = self.levels(amount)
        within, level, trough = found[:-2], found[-2], found[-1]
        weights = self.weights[:-2]
        return Outcome(
            level=level,
            trough=trough,
            peak=np.max(found, axis=0),
            auc=weights @ within * (DAY / self.every),
            inside=weights @ ((within >= low) & (within <= high)) / self.every,
        )

    def levels(self, amount: float) -> np.ndarray:
        """Give the levels of a dose at the interval's times: (times, points)."""
        share = 1.0 if self.model.fraction is None else self._share(amount)
        return np.asarray(self.model.level(np, self.given, self.curves * amount * share, self.known))

    def _share(self, amount: float) -> Array:
        fraction = self.model.fraction
        assert fraction is not None  # noqa: S101  # for the type checker: the caller asked
        return fraction(np, self.given, np.asarray(amount)) / fraction(np, self.given, np.asarray(1.0))


def interval(posterior: Posterior, *, every: float, at: float | None = None, whole: bool = True) -> Interval:
    """Solve an interval at steady state for 1 mg.

    Args:
        posterior: What is possible; its covariates are those known last.
        every: Hours between doses.
        at: Hours from the dose to the level asked for; None for just before the next.
        whole: Whether more than the level and the trough is asked for: peak, area, time in range. Without it they are nought.

    Raises:
        ModelError: The model is not linear, so that one dose does not tell of another.
    """
    model = posterior.model
    if not isinstance(model.structure, Linear):
        raise ModelError(
            f"Doses are compared by linear models only. Found {model.name}, which is solved step by step. Use another model of "
            f"{model.drug}."
        )
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    edges = np.array(EDGES) * every
    times = (edges[:-1, None] + np.diff(edges)[:, None] * (nodes + 1) / 2).ravel()
    weight = (np.diff(edges)[:, None] * weights / 2).ravel()
    late = every if at is None else min(at, every)
    line = line_of(posterior, [Dose(start=0.0, amount=1.0, every=every, steady=True)])
    bare = replace(model, observe=None) if model.observe else model
    times, weight = (times, weight) if whole else (times[:0], weight[:0])
    hours = np.concatenate([times, [late * (1 - 1e-12), every * (1 - 1e-12)]])
    curves = levels(bare, line, hours[:, None], eta=posterior.eta) / model.scale
    given = parameters(model, line, eta=posterior.eta)
    return Interval(
        model=model,
        every=every,
        curves=curves,
        weights=np.concatenate([weight, [0.0, 0.0]]),
        given=epoch_of(given, 0),
        known=epoch_of(model.reference | dict(line.covariates), 0),
    )


def line_of(posterior: Posterior, doses: list[Dose]) -> Timeline:
    """Give doses as a timeline of all points, with what is known last of each covariate."""
    known, _ = complete(posterior.model, posterior.record)
    last: dict[str, Array] = {name: np.array([values[-1]]) for name, values in known.items()}
    return timeline(doses, covariates=last | dict(posterior.mixed))
