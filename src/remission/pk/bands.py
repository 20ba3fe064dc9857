"""Say where levels lie over time: a middle, and the edges within which most of a population's or a patient's levels are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from remission.errors import SchemaError
from remission.pk.believable import stated, taken_for_all
from remission.pk.model import Model
from remission.pk.simulate import simulate
from remission.pk.timeline import DAY, Dose, timeline

EDGES = (0.05, 0.5, 0.95)
"""Parts of the probability below the low edge, the middle and the high edge."""
POINTS, PARTS = 700, 12
"""Points of a course, about; and into how many parts, at least, an interval is cut."""
SLIP = 1e-9
MOST = 4000
"""Doses of a course, at most."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """Hold where levels lie over time.

    Attributes:
        hours: When.
        low: 5 % of the levels lie below it, in the model's unit.
        middle: The median.
        high: 95 % lie below it.
        says: What a reader must know of it.
    """

    hours: np.ndarray
    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray
    says: tuple[str, ...] = ()


def population(
    model: Model,
    doses: Sequence[Dose],
    hours: np.ndarray,
    *,
    covariates: Mapping[str, float] | None = None,
    patients: int = 1000,
    seed: int = 1,
    measured: bool = False,
) -> Band:
    """Simulate patients of a model, and say where their levels lie.

    Args:
        model: The model.
        doses: What they all take.
        hours: When their levels are looked at: (times,).
        covariates: What is known of them, by name; the rest is at the model's reference.
        patients: How many.
        seed: Any whole number; the same number gives the same patients.
        measured: Whether levels are those that a laboratory would report, with residual error.

    Raises:
        UnknownName: The model has no such covariate.
        SchemaError: There is no dose, or nobody; or a covariate that nobody can have.

    Example:
        >>> from remission.pk.find import find
        >>> band = population(find("tacrolimus_han_2013"), daily(3.0, days=14), np.array([336.0]))
        >>> [round(float(edge[0]), 1) for edge in (band.low, band.middle, band.high)]
        [0.5, 2.5, 7.0]
    """
    known = dict(covariates or {})
    says = (*stated(model, known), *taken_for_all(model, known))
    if not doses or patients < 1:
        raise SchemaError(
            f"A simulation has doses and patients. Found {len(doses)} run(s) of doses and {patients} patient(s). Give both."
        )
    line = timeline(doses, covariates=model.reference | known)
    occasions = (0,) if model.iov.names else None
    blocks = simulate(model, line, hours[:, None], patients=patients, seed=seed, occasions=occasions, measured=measured)
    drawn: list[np.ndarray] = [block.levels if block.measured is None else block.measured for block in blocks]
    found = np.concatenate(drawn, axis=-1)
    low, middle, high = np.quantile(found, EDGES, axis=-1)
    return Band(hours=hours, low=low, middle=middle, high=high, says=says)


def course(
    model: Model,
    amount: float,
    *,
    every: float = DAY,
    days: float = 14.0,
    covariates: Mapping[str, float] | None = None,
    patients: int = 1000,
    seed: int = 1,
    measured: bool = False,
) -> Band:
    """Simulate a whole course of equal doses, from the first to the end of the interval of the last.

    Args:
        model: The model.
        amount: mg of each dose.
        every: Hours between two.
        days: For how many days.
        covariates: As in `population`.
        patients: As in `population`.
        seed: As in `population`.
        measured: As in `population`.

    Raises:
        SchemaError: A dose or an interval is not above 0, or there are too many doses.
    """
    if not (amount > 0 and every > 0):
        raise SchemaError(f"Doses and intervals are above 0. Found {amount:g} mg every {every:g} h. Correct them.")
    doses = daily(amount, every=every, days=days)
    if doses[0].count > MOST:
        raise SchemaError(
            f"A course has at most {MOST} doses. Found {doses[0].count}, in {days:g} days. Simulate fewer days: levels repeat "
            "once they are steady."
        )
    parts = PARTS * max(POINTS // (PARTS * doses[0].count), 1)
    # An interval ends just before the next dose: there a level is still that of the interval before.
    ends = np.arange(1, parts + 1) / parts * (1 - SLIP)
    hours = np.concatenate([[0.0], (every * (np.arange(doses[0].count)[:, None] + ends)).ravel()])
    return population(model, doses, hours, covariates=covariates, patients=patients, seed=seed, measured=measured)


def daily(amount: float, *, every: float = DAY, days: float = 14.0, start: float = 0.0) -> tuple[Dose, ...]:
    """Write one dose at equal intervals, for some days.

    Args:
        amount: mg each.
        every: Hours between two.
        days: For how many days.
        start: Hour of the first.
    """
    return (Dose(start=start, amount=amount, every=every, count=max(1, round(days * DAY / every))),)
