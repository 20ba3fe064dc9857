"""Say what a population model is: a structure, typical values, what they depend on, how people and levels vary.

A model is one file of `pk/models`, or a file of your own. Its one function, `individual`, is written over an array
namespace `xp`, so that the same lines serve one patient and a million, NumPy and JAX.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from remission.errors import ModelError, UnknownName
from remission.pk.engine import Array
from remission.pk.parts import UNITS, Covariate, Linear, Nonlinear, Parameter, Residual, Spread
from remission.terms.drugs import DRUGS
from remission.terms.sources import Source

__all__ = ["Covariate", "Linear", "Model", "Nonlinear", "Parameter", "Residual", "Spread"]

Matrix = Literal["whole blood", "plasma", "serum"]
Values = Mapping[str, Array]
Individual = Callable[[Any, Values, Values, Values], dict[str, Array]]
Observation = Callable[[Any, Values, Array, Values], Array]
Fraction = Callable[[Any, Values, Array], Array]

MASS = {"mg/L": 1.0, "μg/mL": 1.0, "ng/mL": 1000.0, "μg/L": 1000.0}
"""How many of a unit 1 mg/L is."""
NMOL = 1e6
"""nmol in 1 mmol: 1 mg/L of a drug of 1 g/mol is 1 mmol/L."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Hold one population model, as its paper gives it.

    Attributes:
        name: Key: the name of its file and of the object in it.
        label: What a reader sees.
        drug: The drug that is given, by its name in `terms.drugs`; doses are in mg of it.
        analyte: The analyte of a chart that it predicts; "" for none.
        matrix: What the level is measured in.
        unit: Unit of the level: mg/L, μg/mL, ng/mL, μg/L or nmol/L.
        structure: The compartments.
        parameters: The typical values.
        individual: `individual(xp, theta, eta, covariates)`: the parameters of the structure for a patient. `theta` holds
            the typical values, `eta` the deviations (a patient's and the occasion's added up), `covariates` what is known;
            all by name, all broadcasting, the patients on the last axis. It uses `xp` for every function, no `if` on a value.
        covariates: What it must know of a patient.
        iiv: How patients vary.
        iov: How occasions vary within a patient.
        residual: How levels vary around their prediction.
        observe: `observe(xp, parameters, concentration, covariates)`: the level that a laboratory reports, from the central
            concentration in `unit`; None where they are the same.
        fraction: `fraction(xp, parameters, mg)`: the part of a dose that is absorbed, where it depends on the dose; it
            multiplies `f`.
        molar_mass: g/mol; needed only for nmol/L.
        population: In whom it was estimated.
        source: Where it was published.
        readings: One sentence for each place where the source left something open, or where copies of it differ.
        verified: Whether someone opened the source and compared.
    """

    name: str
    label: str
    drug: str
    matrix: Matrix
    unit: str
    structure: Linear | Nonlinear
    parameters: tuple[Parameter, ...]
    individual: Individual
    residual: Residual
    population: str
    source: Source
    analyte: str = ""
    covariates: tuple[Covariate, ...] = ()
    iiv: Spread = field(default_factory=Spread)
    iov: Spread = field(default_factory=Spread)
    observe: Observation | None = None
    fraction: Fraction | None = None
    molar_mass: float | None = None
    readings: tuple[str, ...] = ()
    verified: bool = True

    def __post_init__(self) -> None:
        """Refuse a model that lacks something, or contradicts itself.

        Raises:
            ModelError: It cannot be used as it stands.
            UnknownName: Its drug is not known.
        """
        if self.drug not in DRUGS:
            raise UnknownName.among("drug", self.drug, DRUGS)
        _check_units(self)
        _check_names(self)
        _ = self.iiv.omega, self.iov.omega
        if not (self.residual.proportional or self.residual.additive or self.residual.log):
            raise ModelError(
                f"{self.name} has no residual error. Found 0 for each of its parts. Give the SD of levels around their "
                "prediction: `Residual(proportional=..., additive=...)`."
            )
        _try(self)

    @property
    def theta(self) -> dict[str, float]:
        """Give the typical values by name."""
        return {parameter.name: parameter.value for parameter in self.parameters}

    @property
    def etas(self) -> tuple[str, ...]:
        """List the deviations that `individual` reads: those between patients first, then those of occasions alone."""
        return tuple(dict.fromkeys((*self.iiv.names, *self.iov.names)))

    @property
    def reference(self) -> dict[str, float]:
        """Give the reference value of each covariate."""
        return {covariate.name: covariate.reference for covariate in self.covariates}

    @property
    def scale(self) -> float:
        """Tell how many of the model's unit 1 mg/L is."""
        return MASS[self.unit] if self.unit in MASS else NMOL / (self.molar_mass or 1.0)

    def level(self, xp: Any, parameters: Values, concentration: Array, covariates: Values) -> Array:
        """Turn a central concentration in mg/L into the level that a laboratory reports, in the model's unit."""
        scaled = concentration * self.scale
        return scaled if self.observe is None else self.observe(xp, parameters, scaled, covariates)


def _check_units(model: Model) -> None:
    if model.unit not in MASS and (model.unit != "nmol/L" or model.molar_mass is None):
        raise ModelError(
            f"The levels of {model.name} have no unit that is known. Found {model.unit!r}. Use one of "
            f"{', '.join(MASS)}, or nmol/L with `molar_mass`."
        )
    for part in (*model.parameters, *model.covariates):
        if not part.unit.strip():
            what = "parameter" if isinstance(part, Parameter) else "covariate"
            raise ModelError(
                f"The {what} {part.name!r} of {model.name} has no unit. Found an empty text. Name the unit, such as L/h, or "
                "'1' for a number without one."
            )
    _check_unit_of_structure(model)
    for covariate in model.covariates:
        if not covariate.low <= covariate.reference <= covariate.high:
            raise ModelError(
                f"The reference of {covariate.name!r} in {model.name} lies outside its own range. Found "
                f"{covariate.reference:g} beside {covariate.low:g} to {covariate.high:g}. Correct one of them."
            )


def _check_unit_of_structure(model: Model) -> None:
    """Refuse a clearance in mL/min: figures are taken as they stand, and none is converted."""
    due = {name: unit for unit, names in UNITS.items() for name in names if name in (*model.structure.names, "f")}
    for part in model.parameters:
        unit = due.get(part.name)
        if unit and part.unit not in (unit, "1") and not part.unit.startswith(f"{unit}/"):
            raise ModelError(
                f"The parameter {part.name!r} of {model.name} is not in {unit}, in which it is used. Found {part.unit!r}. "
                f"Convert its value and write {unit!r}; or {unit}/kg, or '1' for a multiple of what `individual` brings in."
            )


def _check_names(model: Model) -> None:
    for what, names in (
        ("parameter", [part.name for part in model.parameters]),
        ("covariate", [part.name for part in model.covariates]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ModelError(
                f"{model.name} has a {what} twice. Found {twice[0]!r} {names.count(twice[0])} times. Take one out."
            )


class _Named(dict[str, Any]):
    """Answer for what a model declares, and say which name it lacks."""

    def __init__(self, model: Model, kind: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.model, self.kind = model, kind

    def __missing__(self, name: str) -> Any:
        raise ModelError(
            f"{self.model.name} uses a {self.kind} that it does not declare. Found {name!r}. Declare it among its "
            f"{_DECLARED[self.kind]}, or use one of: {', '.join(self) or 'none is declared'}."
        )


_DECLARED = {"parameter": "`parameters`", "deviation": "`iiv` or `iov`", "covariate": "`covariates`"}


def _try(model: Model) -> None:
    """Ask the model for its typical patient, so that a slip in it is found when the file is read."""
    theta = _Named(model, "parameter", model.theta)
    eta = _Named(model, "deviation", dict.fromkeys(model.etas, 0.0))
    covariates = _Named(model, "covariate", model.reference)
    given = model.individual(np, theta, eta, covariates)
    lacking = [name for name in model.structure.names if name not in given]
    if lacking:
        raise ModelError(
            f"`individual` of {model.name} does not give what its structure needs. Found no {lacking[0]!r} among "
            f"{', '.join(given)}. Return it too."
        )
    odd = [name for name in model.structure.names if not np.isfinite(given[name]) or given[name] < 0]
    odd += [name for name in ("cl", "v") if name in model.structure.names and not given[name] > 0]
    if odd:
        raise ModelError(
            f"The typical patient of {model.name} has an impossible {odd[0]!r}. Found {given[odd[0]]}. Correct the typical "
            "values, the references of covariates, or `individual`."
        )
    model.level(np, given, np.float64(1.0), covariates)
