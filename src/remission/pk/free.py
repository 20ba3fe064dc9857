"""Say which numbers of a model are estimated from levels, and put others in their place.

What is estimated by default is what a centre's levels can tell: the typical values of the structure, every variability and
every residual error. How covariates act stays as the model file has it, unless it is set free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import atanh, exp, inf, log, tanh
from typing import Literal

import numpy as np

from remission.errors import UnknownName
from remission.pk.model import Model
from remission.pk.parts import Residual, Spread

Scale = Literal["logarithm", "itself", "correlation"]
PARTS = ("iiv", "iov", "residual")
LEAST_SD = 1e-3
"""Least SD of a logarithm: a variability of 0.1 % is none."""
FARTHEST = 5.0
"""How far the logarithm of a typical value may go from where it began: a factor of 150."""
MOST_SD = 5.0
MOST_ALIKE = 0.999
"""Greatest correlation: with more of it the matrix is as good as singular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Hold one number that is estimated.

    Attributes:
        name: "cl" for a typical value; "iiv.cl" and "iov.cl" for an SD of logarithms between patients and between occasions;
            "iiv.cl~v" for a correlation; "residual.additive".
        says: What it is, in words.
        unit: Its unit; "1" for a number without one.
        start: Its value in the model.
        scale: On which scale it is sought.
        low: Least value on that scale.
        high: Greatest value there.
    """

    name: str
    says: str
    unit: str
    start: float
    scale: Scale
    low: float
    high: float

    def seek(self, value: float) -> float:
        """Turn a value into what is sought."""
        return {"logarithm": log, "itself": float, "correlation": atanh}[self.scale](value)

    def value(self, sought: float) -> float:
        """Turn what is sought into a value."""
        return {"logarithm": exp, "itself": float, "correlation": tanh}[self.scale](sought)

    def slope(self, sought: float) -> float:
        """Give the derivative of the value."""
        value = self.value(sought)
        return {"logarithm": value, "itself": 1.0, "correlation": 1 - value**2}[self.scale]


def unknowns(model: Model, *, free: Iterable[str] = (), hold: Iterable[str] = ()) -> tuple[Unknown, ...]:
    """List what is estimated.

    Args:
        model: The model.
        free: Names of typical values that are estimated too, such as the effect of a covariate.
        hold: Names of what keeps its value; "iiv", "iov" and "residual" hold all of theirs.

    Raises:
        UnknownName: The model has nothing of that name.

    Example:
        >>> from remission.pk.find import find
        >>> [u.name for u in unknowns(find("tacrolimus_bergmann_2014"), hold=["tlag", "iiv"])]
        ['cl', 'v', 'q', 'v2', 'ka', 'residual.proportional']
    """
    free, hold = tuple(free), tuple(hold)
    everything = (*_typical(model), *_spread(model.iiv, "iiv"), *_spread(model.iov, "iov"), *_residual(model))
    names = [unknown.name for unknown in everything]
    for name in (*free, *hold):
        if name not in names and name not in PARTS:
            raise UnknownName.among(f"estimate of {model.name}", name, (*names, *PARTS))
    kept = {*model.structure.names, *free, *(name for name in names if "." in name)} - set(hold)
    return tuple(u for u in everything if u.name in kept and u.name.split(".")[0] not in {*hold} & {*PARTS})


def moved(model: Model, chosen: Sequence[Unknown], sought: np.ndarray) -> Model:
    """Give a model other numbers.

    Args:
        model: The model.
        chosen: What is estimated.
        sought: Each on its scale.

    Raises:
        ModelError: No such model can be: correlations do not hold together, or a typical patient is impossible.
    """
    found = {unknown.name: unknown.value(x) for unknown, x in zip(chosen, sought.tolist(), strict=True)}
    parameters = tuple(replace(p, value=found.get(p.name, p.value)) for p in model.parameters)
    residual = replace(
        model.residual,
        **{kind: found.get(f"residual.{kind}", getattr(model.residual, kind)) for kind in _kinds(model.residual)},
    )
    return replace(
        model,
        parameters=parameters,
        iiv=_respread(model.iiv, "iiv", found),
        iov=_respread(model.iov, "iov", found),
        residual=residual,
    )


def _typical(model: Model) -> Iterable[Unknown]:
    for p in model.parameters:
        grows = p.value > 0
        start = log(p.value) if grows else p.value
        reach = FARTHEST if grows else inf
        yield Unknown(
            name=p.name,
            says=p.says or p.name,
            unit=p.unit,
            start=p.value,
            scale="logarithm" if grows else "itself",
            low=start - reach,
            high=start + reach,
        )


def _spread(spread: Spread, part: str) -> Iterable[Unknown]:
    among = "patients" if part == "iiv" else "occasions"
    for name, sd in zip(spread.names, np.sqrt(np.diag(spread.omega)).tolist(), strict=True):
        yield Unknown(
            name=f"{part}.{name}",
            says=f"SD of log {name} between {among}",
            unit="1",
            start=sd,
            scale="logarithm",
            low=log(LEAST_SD),
            high=log(MOST_SD),
        )
    for (one, other), value in spread.correlations.items():
        yield Unknown(
            name=f"{part}.{one}~{other}",
            says=f"correlation of {one} and {other} between {among}",
            unit="1",
            start=value,
            scale="correlation",
            low=-atanh(MOST_ALIKE),
            high=atanh(MOST_ALIKE),
        )


def _kinds(residual: Residual) -> tuple[str, ...]:
    return tuple(kind for kind in ("proportional", "additive", "log") if getattr(residual, kind))


def _residual(model: Model) -> Iterable[Unknown]:
    says = {"proportional": "SD as a part of the level", "additive": "SD", "log": "SD of the logarithm of the level"}
    for kind in _kinds(model.residual):
        start = getattr(model.residual, kind)
        yield Unknown(
            name=f"residual.{kind}",
            says=f"residual error, {says[kind]}",
            unit=model.unit if kind == "additive" else "1",
            start=start,
            scale="logarithm",
            low=log(start) - 2 * FARTHEST,
            high=log(start) + FARTHEST,
        )


def _respread(spread: Spread, part: str, found: dict[str, float]) -> Spread:
    sds: list[float] = np.sqrt(np.diag(spread.omega)).tolist()
    return Spread(
        of={name: found.get(f"{part}.{name}", sd) for name, sd in zip(spread.names, sds, strict=True)},
        correlations={
            (one, other): found.get(f"{part}.{one}~{other}", value)
            for (one, other), value in spread.correlations.items()
        },
    )
