"""Fit a population model to a centre's own levels: estimates with their errors, shrinkage, and what the data cannot tell.

The objective is FOCE with interaction (`surface`), its lowest place is found with exact slopes (`descend`). Standard errors are
from the observed curvature there; beside them stand those of the sandwich, which hold where the model is not quite right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from remission.errors import ModelError, SchemaError
from remission.pk.descend import Lowest, Tell, descend
from remission.pk.estimate import fault
from remission.pk.free import Unknown, unknowns
from remission.pk.likelihood import deviations
from remission.pk.model import Model
from remission.pk.parts import Linear
from remission.pk.problem import Problem, problem
from remission.pk.records import Record
from remission.terms.sources import Source

SOURCE = Source(
    "savic_2009",
    at="Methods",
    says="shrinkage of deviations is 1 - SD(deviations) / omega, that of residuals 1 - SD(IWRES)",
)
NORMAL_95 = 1.959963984540054
"""Quantile of the standard normal that leaves 2.5 % above it."""
IMPRECISE, SHRUNK, TIED = 50.0, 30.0, 0.95
"""Relative standard error (%), shrinkage (%) and correlation of two estimates beyond which a finding says so."""
PERCENT = 100.0
NOTHING = 0.05
"""SD of logarithms below which variability, where it is imprecise too, is none."""
UNTOLD = 2.0
"""Standard error on the scale of the search beyond which an interval says nothing: its ends are 2,500 times apart."""
FEW = 10
"""Patients below whom variability between patients is a guess."""
LARGE_PART = 0.3
"""Part of a direction that makes a number belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Hold one estimate.

    Attributes:
        name: As in `free.Unknown`.
        says: What it is.
        unit: Its unit.
        start: Its value in the model that was fitted.
        value: The estimate.
        se: Standard error, in its unit, from the observed curvature; None where there is none.
        robust: Standard error of the sandwich; None where there is none.
        low: Lower end of the 95 % interval, taken on the scale of the search.
        high: Upper end.
        shrinkage: Of the deviations or residuals that it belongs to, %; None for a typical value.
    """

    name: str
    says: str
    unit: str
    start: float
    value: float
    se: float | None
    robust: float | None
    low: float | None
    high: float | None
    shrinkage: float | None

    @property
    def rse(self) -> float | None:
        """Give the relative standard error, %."""
        return None if self.se is None or not self.value else PERCENT * abs(self.se / self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Hold a fitted model.

    Attributes:
        base: The model that was fitted.
        model: The same with the estimates in it.
        numbers: The estimates.
        held: Names of what was not estimated.
        lowest: Where the descent ended.
        levels: How many levels were used.
        set_aside: What was not used and why, one sentence each.
        assumed: What was assumed of covariates, one sentence each with the number of patients.
        findings: What the data do not support, one sentence each with a remedy.
    """

    base: Model
    model: Model
    numbers: tuple[Number, ...]
    held: tuple[str, ...]
    lowest: Lowest
    levels: int
    set_aside: tuple[str, ...]
    assumed: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """Give the patients, with the fitted model."""
        return self.lowest.place.problem

    @property
    def objective(self) -> float:
        """Give minus twice the log likelihood, without the constant n log 2π, as other programs print it."""
        return self.lowest.place.value

    @property
    def bic(self) -> float:
        """Give Schwarz's criterion, with all constants, for n levels."""
        constant = self.levels * float(np.log(2 * np.pi))
        return self.objective + constant + len(self.numbers) * float(np.log(self.levels))

    @property
    def done(self) -> bool:
        """Tell whether the estimates can be relied on as the best there are."""
        return self.lowest.done


def fit(
    model: Model,
    records: Sequence[Record],
    *,
    free: Iterable[str] = (),
    hold: Iterable[str] = (),
    tell: Tell = lambda _: None,
) -> Fit:
    """Fit a model to levels.

    Args:
        model: The model; its own values are where the search starts.
        records: The patients. Levels that cannot be used are set aside, and the answer says which.
        free: Names of typical values that are estimated besides those of the structure, such as effects of covariates.
        hold: Names of what keeps its value.
        tell: Told a sentence after each step.

    Raises:
        SchemaError: There is nothing to fit to, or nothing to estimate.
        UnknownName: The model has nothing of a name in `free` or `hold`.
        ModelError: The model is solved step by step.
    """
    if not isinstance(model.structure, Linear):
        raise ModelError(
            f"{model.name} is solved step by step, and a fit needs exact slopes. Found {len(model.structure.amounts)} states in "
            "its structure. Fit a linear model of the drug: `remission show` lists the shelf."
        )
    chosen = unknowns(model, free=free, hold=hold)
    kept, aside = usable(model, records)
    count = sum(len(record.levels) for record in kept)
    if not chosen:
        raise SchemaError("Nothing is left to estimate. Every number of the model is held. Hold less.")
    if count <= len(chosen):
        raise SchemaError(
            f"There are too few levels to fit {model.name} to. Found {count} that can be used, for {len(chosen)} numbers. "
            f"Add levels, or hold what they cannot tell.{' ' + aside[0] if aside else ''}"
        )
    laid = problem(model, kept)
    lowest = descend(laid, chosen, tell=tell)
    fitted = lowest.place.problem.model
    numbers = tuple(_numbers(chosen, lowest))
    everything = {u.name for u in unknowns(model, free=model.theta)}
    return Fit(
        base=model,
        model=fitted,
        numbers=numbers,
        held=tuple(sorted(everything - {u.name for u in chosen})),
        lowest=lowest,
        levels=count,
        set_aside=aside,
        assumed=_assumed(laid),
        findings=tuple(_findings(chosen, numbers, lowest)),
    )


def usable(model: Model, records: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """Set aside levels that cannot be used, and patients who have none; say which and why."""
    kept: list[Record] = []
    aside: list[str] = []
    for record in records:
        faults = [fault(model, replace(record, levels=(level,))) for level in record.levels]
        fine = tuple(level for level, why in zip(record.levels, faults, strict=True) if not why)
        aside += [f"Patient {record.patient}: {why}" for why in dict.fromkeys(faults) if why]
        if fine:
            kept.append(replace(record, levels=fine))
        elif not record.levels:
            aside.append(f"Patient {record.patient} has no level: nothing is learned from this patient.")
    return tuple(kept), tuple(aside)


def shrinkage(at: Problem, z: np.ndarray) -> dict[str, float]:
    """Find by how much deviations and residuals are drawn together, %: by the names of SDs, and "residual"."""
    model = at.model
    count, more = len(model.iiv.names), len(model.iov.names)
    there = at.occasion.max(axis=0) + 1 if more else np.zeros(at.patients, dtype=int)
    found: dict[str, float] = {}
    between = deviations(np, model, z[:count], np.zeros((1, 1)), 0)
    for name, sd in zip(model.iiv.names, np.sqrt(np.diag(model.iiv.omega)).tolist(), strict=True):
        found[f"iiv.{name}"] = PERCENT * (1 - _sd(between[name]) / sd)
    if more:
        root = np.linalg.cholesky(model.iov.omega)
        seen = [root @ z[count + o * more :][:more][:, there > o] for o in range(at.occasions)]
        for row, (name, sd) in enumerate(zip(model.iov.names, np.sqrt(np.diag(model.iov.omega)).tolist(), strict=True)):
            found[f"iov.{name}"] = PERCENT * (1 - _sd(np.concatenate([part[row] for part in seen])) / sd)
    found["residual"] = PERCENT * (1 - _sd(weighted(at, at.levels(z))))
    return found


def weighted(at: Problem, predicted: np.ndarray) -> np.ndarray:
    """Give what is left of each level beside a prediction, in SDs of the residual error; bounds are left out."""
    b, residual = at.batch, at.model.residual
    some = (b.there > 0) & (b.bound == 0)
    seen, said = b.values[some], np.maximum(predicted[some], 1e-12)
    return (np.log(seen / said) if residual.log else seen - said) / residual.sd(np, said)


def _sd(values: np.ndarray) -> float:
    return float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")


def _numbers(chosen: Sequence[Unknown], lowest: Lowest) -> Iterable[Number]:
    place, open_ = lowest.place, np.flatnonzero(~lowest.bound)
    errors, robust = np.full(len(chosen), np.nan), np.full(len(chosen), np.nan)
    if lowest.bowl and len(open_):
        turned = np.linalg.inv(lowest.curve[np.ix_(open_, open_)])
        own = lowest.slopes[open_]
        errors[open_] = np.sqrt(np.diag(2 * turned))
        robust[open_] = np.sqrt(np.diag(turned @ (own @ own.T) @ turned))
    shrunk = shrinkage(place.problem, place.peak.z)
    for unknown, x, error, other in zip(chosen, place.sought.tolist(), errors, robust, strict=True):
        slope, known = unknown.slope(x), bool(np.isfinite(error))
        group = "residual" if unknown.name.startswith("residual") else unknown.name
        drawn = shrunk.get(group, float("nan"))
        yield Number(
            name=unknown.name,
            says=unknown.says,
            unit=unknown.unit,
            start=unknown.start,
            value=unknown.value(x),
            se=float(slope * error) if known else None,
            robust=float(slope * other) if known else None,
            low=unknown.value(x - NORMAL_95 * error) if known and error <= UNTOLD else None,
            high=unknown.value(x + NORMAL_95 * error) if known and error <= UNTOLD else None,
            shrinkage=drawn if isfinite(drawn) else None,
        )


def _assumed(laid: Problem) -> tuple[str, ...]:
    told = Counter(sentence for says in laid.batch.says for sentence in dict.fromkeys(says))
    return tuple(f"{sentence} ({count} of {laid.patients} patients)" for sentence, count in told.items())


def _findings(chosen: Sequence[Unknown], numbers: Sequence[Number], lowest: Lowest) -> Iterable[str]:
    place = lowest.place
    lost = [p for p, done in zip(place.problem.batch.patients, place.peak.done, strict=True) if not done]
    if lost:
        yield f"No most probable parameters were found for patient {', '.join(lost)}: look at doses, times and levels."
    if not lowest.bowl:
        yield (
            f"The data cannot tell {' and '.join(_flat(chosen, lowest))} apart from the rest: along them the objective does "
            "not rise, and there are no standard errors. Hold one of them."
        )
    elif not lowest.done:
        yield (
            f"The search did not reach the lowest place: the objective could still fall by {lowest.left:.2g}. Start from other "
            "values, or hold what is imprecise."
        )
    if place.problem.patients < FEW:
        yield f"{place.problem.patients} patients say little about how patients vary: take the SDs as guesses."
    for number, bound in zip(numbers, lowest.bound, strict=True):
        yield from _about(number, bound=bool(bound))
    yield from _tied(chosen, lowest)


def _about(number: Number, *, bound: bool) -> Iterable[str]:
    spread = number.name.startswith(("iiv.", "iov.")) and "~" not in number.name
    if spread and number.value < NOTHING and (bound or (number.rse or 0) > IMPRECISE):
        yield f"{number.name} ended at {number.value:.2g}: the data show no such variability. Leave it out, or hold it."
        return
    if bound:
        yield f"{number.name} ran to the end of what it may be, {number.value:.3g}. Hold it at a published value."
    elif number.rse is not None and number.rse > IMPRECISE and "~" not in number.name:
        yield (
            f"{number.name} is imprecise: {number.value:.3g} with a relative standard error of {number.rse:.0f} %. "
            "Hold it at a published value, or add levels that tell it."
        )
    if number.shrinkage is not None and number.shrinkage > SHRUNK and not bound:
        what = "residuals" if number.name.startswith("residual") else "individual deviations"
        yield (
            f"{number.name}: {what} are shrunk by {number.shrinkage:.0f} %: what is plotted of them against covariates or "
            "predictions may mislead."
        )


def _flat(chosen: Sequence[Unknown], lowest: Lowest) -> list[str]:
    open_ = np.flatnonzero(~lowest.bound).tolist()
    _, ways = np.linalg.eigh(lowest.curve[np.ix_(open_, open_)])
    parts = np.abs(ways[:, 0])
    return [chosen[at].name for at, part in zip(open_, parts, strict=True) if part >= LARGE_PART * parts.max()]


def _tied(chosen: Sequence[Unknown], lowest: Lowest) -> Iterable[str]:
    open_ = np.flatnonzero(~lowest.bound).tolist()
    if not lowest.bowl or len(open_) <= 1:
        return
    spread = np.linalg.inv(lowest.curve[np.ix_(open_, open_)])
    sd = np.sqrt(np.diag(spread))
    alike = spread / np.outer(sd, sd)
    for i in range(len(open_)):
        for j in range(i):
            if abs(alike[i, j]) > TIED:
                one, other = chosen[open_[j]].name, chosen[open_[i]].name
                yield (
                    f"{one} and {other} can hardly be told apart: their estimates correlate by {alike[i, j]:.2f}. Hold one of "
                    "them at a published value."
                )
