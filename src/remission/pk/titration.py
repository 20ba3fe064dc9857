"""Titrate to a protocol's target by what levels leave possible, in place of the protocol's own rule.

What to aim at and how to hit it stay apart: the protocol states the target, and `decide(..., titrate=by_posterior(model, ...))`
asks here for a dose where there is a new level on the dose in force. Stops, holds, other rules and the greatest dose of the
protocol hold all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np

from remission.chart.chart import Chart
from remission.pk.choose import amounts, best
from remission.pk.dose import LIKELY, RISK, in_force
from remission.pk.from_chart import Habit, records
from remission.pk.model import Model
from remission.pk.posterior import Posterior, posteriors
from remission.pk.steady import interval
from remission.pk.targets import Aimed
from remission.pk.weighted import Weighted
from remission.terms.drugs import DRUGS


class Named(Protocol):
    """Have the name of an analyte."""

    @property
    def name(self) -> str:
        """Give its key."""
        ...


class LevelTarget(Protocol):
    """Have what a protocol's target has: an analyte and up to three limits."""

    @property
    def analyte(self) -> Named:
        """Give what is measured."""
        ...

    @property
    def below(self) -> float | None:
        """Give the limit that it stays below."""
        ...

    @property
    def at_least(self) -> float | None:
        """Give the least value."""
        ...

    @property
    def at_most(self) -> float | None:
        """Give the greatest value."""
        ...


Titration = Callable[[LevelTarget, Chart, int], Sequence[float | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """Hold what one dose reaches; see `dose.Option`."""

    amount: float
    every: float
    now: bool
    inside: float
    toxic: float | None = None


def by_posterior(
    model: Model,
    *,
    habit: Habit,
    toxic: float | None = None,
    strengths: Sequence[float] = (),
    likely: float = LIKELY,
    risk: float = RISK,
) -> Titration:
    """Make a titration for `decide`.

    Args:
        model: A linear model; targets of other analytes than its own are left to the protocol.
        habit: When the drug is taken and its level drawn; the target is meant for that hour after the dose.
        toxic: Above this level, in the model's unit, it is toxic; None for no such limit.
        strengths: mg of the tablets on hand; those of package inserts where none is given.
        likely: Below this probability of the target no dose is proposed.
        risk: Above this probability of a toxic level no dose is proposed.

    Returns:
        `f(target, chart, day)`: for each patient of the chart the dose of a day of intake, mg; None where none is proposed, so
        that the dose in force goes on.

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.from_chart import JAPAN_EVENING
        >>> titrate = by_posterior(find("tacrolimus_han_2013"), habit=JAPAN_EVENING)
    """
    sizes = tuple(strengths) or DRUGS[model.drug].strengths

    def titrate(target: LevelTarget, chart: Chart, day: int) -> Sequence[float | None]:
        del day  # the chart holds what was known by then
        if target.analyte.name != model.analyte:
            return [None] * len(chart.who)
        aim = aimed_at(target, at=habit.sampled, toxic=toxic)
        held = records(model, chart, habit=habit)
        fit = [at for at, record in enumerate(held) if record.levels]
        doses: list[float | None] = [None] * len(held)
        for at, found in zip(fit, posteriors(model, [held[at] for at in fit]), strict=True):
            chosen = _chosen(found, aim, sizes, likely=likely, risk=risk) if found.done else None
            doses[at] = None if chosen is None else chosen * len(habit.hours)
        return doses

    return titrate


def aimed_at(target: LevelTarget, *, at: float, toxic: float | None = None) -> Aimed:
    """Turn a protocol's target into one of ours.

    Args:
        target: The protocol's.
        at: Hours from the dose to the level.
        toxic: Above this level it is toxic.
    """
    ends = [end for end in (target.below, target.at_most) if end is not None]
    return Aimed(of="trough", low=target.at_least or 0.0, high=min(ends, default=inf), at=at, toxic=toxic)


def _chosen(found: Posterior, aim: Aimed, sizes: tuple[float, ...], *, likely: float, risk: float) -> float | None:
    given = in_force(found.record)
    if given is None:
        return None
    now, every = given
    solved = interval(found, every=every, at=aim.at, whole=False)
    chances: list[_Chance] = []
    for amount in amounts(found.model.drug, sizes, every, now):
        level = Weighted(np.asarray(solved.levels(amount)[-2]), found.weights)
        over = None if aim.toxic is None else 1 - level.below(aim.toxic)
        inside = level.share(aim.low, aim.high) if aim.low else level.below(aim.high)
        chances.append(_Chance(amount=amount, every=every, now=amount == now, inside=inside, toxic=over))
    taken = best(chances, aim, risk)
    return taken.amount if taken and taken.inside >= likely else None
