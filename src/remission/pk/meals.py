"""Slow the absorption of tacrolimus as the evening meal does; a switch that the caller turns, never a default.

Models of tacrolimus were estimated in transplant recipients who took it on an empty stomach: their levels peak after one
or two hours. In Japan lupus nephritis is treated with one dose after the evening meal, and there levels peak after 6.7
hours (Uchida 2010). What happens to the drug once it is absorbed can be borrowed from the models; its absorption cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from remission.errors import ConvergenceError, ModelError
from remission.pk.engine import Array
from remission.pk.model import Linear, Model, Parameter, Values
from remission.pk.parts import Spread
from remission.pk.solve import exposure
from remission.pk.timeline import DAY, Dose, timeline
from remission.terms.sources import Source

MEAL = "meal"
ROUNDS = 40
CLOSE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Meal:
    """State what a meal makes of a once-daily course at steady state.

    Attributes:
        peak_time: When the level peaks, h after the dose.
        peak_part: The peak as a part of the area over the day, 1/h.
        spread: SD of the logarithm of how fast it all goes, between days.
        source: Where it was measured.
    """

    peak_time: float
    peak_part: float
    spread: float
    source: Source


EVENING = Meal(
    peak_time=6.7,
    peak_part=12.7 / 163.1,
    spread=0.27,
    source=Source(
        "uchida_2010",
        at="Abstract",
        says="six women with lupus nephritis, 3 mg after supper: peak of 12.7 ng/mL after 6.7 h (4 to 8), AUC0-24 163.1 ng·h/mL",
    ),
)
"""The evening meal. The spread between days is ours: six peaks from 4 to 8 h have an SD of the logarithm near 0.27."""


@cache
def after_supper(model: Model, meal: Meal = EVENING) -> Model:
    """Give a model the absorption that a meal leaves, and what it knows of the rest.

    The typical patient's levels then peak when, and as high beside the area, as the meal says: a longer lag and a slower
    rate do both. The extent of absorption stays what it was.

    Args:
        model: A linear model with absorption.
        meal: What the meal does.

    Returns:
        The model, named `..._after_supper`, with a deviation `meal` between occasions that slows or hastens all of it.

    Raises:
        ModelError: The model has no absorption to slow.
        ConvergenceError: No lag and rate do what the meal says.

    Example:
        >>> from remission.pk.find import find
        >>> fed = after_supper(find("tacrolimus_woillard_2011"))
        >>> {name: round(value, 2) for name, value in fed.theta.items() if name.startswith("meal")}
        {'meal_lag': 3.75, 'meal_on_rate': 0.26}
    """
    structure = model.structure
    if not isinstance(structure, Linear) or not structure.chain or structure.zero_order:
        raise ModelError(
            f"{model.name} has no absorption that a meal could slow. Found its structure: {structure}. Use a linear model of a "
            "drug by mouth, with first-order or staged absorption."
        )
    lag, rate = _fitted(model, meal)
    return _slowed(model, meal, lag, rate)


def _fitted(model: Model, meal: Meal) -> tuple[float, float]:
    """Find the lag, for each rate, that puts the peak in its place; then the rate that gives its height."""
    low, high = 0.02, 5.0
    lag = rate = part = 0.0
    for _ in range(ROUNDS):
        rate = (low * high) ** 0.5
        lag = meal.peak_time - _course(model, meal, 0.0, rate)[0]
        part = _course(model, meal, max(lag, 0.0), rate)[1]
        low, high = (low, rate) if part > meal.peak_part else (rate, high)
    if lag < 0 or abs(part - meal.peak_part) > CLOSE:
        raise ConvergenceError(
            f"No lag and rate of absorption make {model.name} peak after {meal.peak_time:g} h at {meal.peak_part:.3f} of the "
            f"area. Found {part:.3f} at a lag of {lag:.2f} h. Give a meal that its disposition allows."
        )
    return lag, rate


def _course(model: Model, meal: Meal, lag: float, rate: float) -> tuple[float, float]:
    """Find when the typical patient's level peaks, and the peak as a part of the area."""
    slowed = _slowed(model, meal, lag, rate)
    day = exposure(slowed, timeline([Dose(start=0.0, amount=3.0, steady=True)]), 0.0, DAY)
    return float(day.peak_time[0]), float(day.peak[0] / day.area[0])


def _slowed(model: Model, meal: Meal, lag: float, rate: float) -> Model:
    structure = model.structure
    assert isinstance(structure, Linear)  # noqa: S101  # for the type checker: the caller asked
    stage = "ka" if structure.absorption == "first_order" else "ktr"
    within = np.sqrt(np.diag(model.iov.omega))
    spread = Spread(
        of=dict(zip(model.iov.names, within.tolist(), strict=True)) | {MEAL: meal.spread},
        correlations=model.iov.correlations,
    )

    def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
        given = model.individual(xp, theta, eta, covariates)
        pace = xp.exp(eta[MEAL])
        own: Mapping[str, Array] = given
        return {**own, stage: own[stage] * theta["meal_on_rate"] / pace, "tlag": theta["meal_lag"] * pace}

    return replace(
        model,
        name=f"{model.name}_after_supper",
        label=f"{model.label}, after the evening meal",
        structure=replace(structure, lag=True),
        individual=individual,
        iov=spread,
        parameters=(
            *model.parameters,
            Parameter(name="meal_lag", value=lag, unit="h", says="lag after the meal"),
            Parameter(name="meal_on_rate", value=rate, unit="1", says="factor of the rate of absorption"),
        ),
        readings=(
            *model.readings,
            f"Absorption is that after an evening meal, peaking after {meal.peak_time:g} h: lag and rate are fitted to that "
            "study's mean time of the peak and mean peak over mean area; its spread between days is ours.",
        ),
        verified=False,
    )
