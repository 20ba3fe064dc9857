"""The parts of a population model: its structure, parameters, covariates, variability and residual error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from remission.errors import ModelError
from remission.pk.engine import Array

Absorption = Literal["none", "first_order", "erlang", "transit"]
Scale = Literal["sd", "variance", "cv"]
ROUTE = {"none": (), "first_order": ("ka",), "erlang": ("ktr",), "transit": ("ktr", "ka")}
UNITS = {"L/h": ("cl", "q", "q3"), "L": ("v", "v2", "v3"), "1/h": ("ka", "ktr"), "h": ("tlag", "duration"), "1": ("f",)}
"""In what the solver takes a structure's parameters; a body size may follow, as in L/h/kg."""
PERIPHERALS = ((), ("q", "v2"), ("q", "v2", "q3", "v3"))
SYMMETRY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Hold a linear structure, which is solved exactly.

    Attributes:
        compartments: 1, 2 or 3: central and peripheral.
        absorption: "none" where doses enter the central compartment; "first_order" (`ka`); "erlang", `stages` equal stages
            of which the dose enters the first and the last empties into the central compartment (`ktr`); "transit", as
            Erlang but emptying into a depot that is absorbed with `ka`.
        stages: How many stages "erlang" or "transit" has.
        zero_order: Whether doses enter over a time, `duration`, that is a parameter.
        lag: Whether doses arrive after a time, `tlag`.
    """

    compartments: Literal[1, 2, 3]
    absorption: Absorption = "none"
    stages: int = 0
    zero_order: bool = False
    lag: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """List what `individual` has to give; `f`, the part of a dose that is absorbed, may be given too."""
        timing = (*(("duration",) if self.zero_order else ()), *(("tlag",) if self.lag else ()))
        return ("cl", "v", *PERIPHERALS[self.compartments - 1], *ROUTE[self.absorption], *timing)

    @property
    def chain(self) -> int:
        """Count the stages of absorption."""
        return {"none": 0, "first_order": 1}.get(self.absorption, self.stages)


Derivatives = Callable[[Any, Mapping[str, Array], Array, Array], tuple[Array, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nonlinear:
    """Hold a structure that is solved step by step, by an adaptive method.

    Attributes:
        names: What `individual` has to give.
        amounts: What each state holds, in words; doses enter the first.
        derivatives: `derivatives(xp, parameters, amounts, since)`: what each amount (mg) changes by in an hour; `since` is
            the hours since the last dose was given, for what follows the clock of meals. One entry for each of `amounts`.
        concentration: `concentration(xp, parameters, amounts)`: the concentration, mg/L.
        breaks: Hours since a dose at which `derivatives` jumps, such as the begin and end of an emptying.
        lag: Whether doses arrive after a time, `tlag`.
    """

    names: tuple[str, ...]
    amounts: tuple[str, ...]
    derivatives: Derivatives
    concentration: Callable[[Any, Mapping[str, Array], Array], Array]
    breaks: tuple[float, ...] = ()
    lag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Hold one typical value.

    Attributes:
        name: What `individual` calls it.
        value: Its typical value.
        unit: Its unit as printed; "1" for a number without one.
        says: What it is, in a few words.
    """

    name: str
    value: float
    unit: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """Hold what a model must know of a patient.

    Attributes:
        name: What `individual` calls it.
        unit: Its unit as printed; "1" for yes/no.
        reference: The value that stands in where it is not known, with a warning.
        low: Least value in the population of origin.
        high: Greatest value there.
        of: Where a chart has it: a trait ("weight"), an analyte ("hematocrit") or a drug's daily dose ("prednisolone").
        mix: Values with their frequencies, for what is often unknown and must not be guessed (a genotype).
    """

    name: str
    unit: str
    reference: float
    low: float
    high: float
    of: str = ""
    mix: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Hold how the logarithms of parameters vary between patients, or within one between occasions.

    Attributes:
        of: The figure as printed, by the name of the parameter's deviation.
        scale: What the figure is: "sd" of the logarithm, its "variance", or the "cv" of the log-normal parameter, from
            which the variance is log(1 + CV²).
        correlations: Correlation of two deviations.
    """

    of: Mapping[str, float] = field(default_factory=dict[str, float])
    scale: Scale = "sd"
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])

    @property
    def names(self) -> tuple[str, ...]:
        """List what varies, in the order of the matrix."""
        return tuple(self.of)

    @property
    def omega(self) -> np.ndarray:
        """Give the covariance matrix of the logarithms.

        Raises:
            ModelError: A correlation names what does not vary, or the matrix is not positive definite.

        Example:
            >>> Spread(of={"cl": 0.4, "v": 0.54}, scale="cv", correlations={("cl", "v"): 0.43}).omega.round(4)
            array([[0.1484, 0.0838],
                   [0.0838, 0.2559]])
        """
        printed = np.array([*self.of.values()], dtype=float)
        variance = {"sd": printed**2, "variance": printed, "cv": np.log1p(printed**2)}[self.scale]
        matrix = np.diag(variance)
        for (one, other), correlation in self.correlations.items():
            if one not in self.of or other not in self.of or one == other:
                raise ModelError(
                    f"A correlation names what does not vary. Found ({one!r}, {other!r}) beside the figures of "
                    f"{', '.join(self.of) or 'nothing'}. Correlate two names that have a figure."
                )
            i, j = self.names.index(one), self.names.index(other)
            matrix[i, j] = matrix[j, i] = correlation * np.sqrt(variance[i] * variance[j])
        if len(matrix) and not np.linalg.eigvalsh(matrix)[0] > 0:
            raise ModelError(
                f"The covariance of {', '.join(self.of)} is not positive definite. Found eigenvalues from "
                f"{np.linalg.eigvalsh(matrix)[0]:.3g}. Give figures above 0 (leave out what does not vary) and correlations "
                "that can hold together."
            )
        return matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """Hold how a measured level differs from the predicted one.

    Attributes:
        proportional: SD as a part of the predicted level.
        additive: SD in the unit of the level.
        log: SD of the logarithm of the level; alone, where the paper fitted logarithms.
        adds: "variances" where the variances of the two parts add up; "sds" where their SDs do.
    """

    proportional: float = 0.0
    additive: float = 0.0
    log: float = 0.0
    adds: Literal["variances", "sds"] = "variances"

    def sd(self, xp: Any, predicted: Array) -> Array:
        """Give the SD of a level around its prediction; of its logarithm where the error is on logarithms."""
        if self.log:
            return self.log + predicted * 0.0
        relative = self.proportional * predicted
        if self.adds == "sds":
            return relative + self.additive
        return xp.sqrt(relative**2 + self.additive**2)

    def slope(self, xp: Any, predicted: Array) -> Array:
        """Give the derivative of the SD by the prediction."""
        if self.log:
            return predicted * 0.0
        if self.adds == "sds":
            return self.proportional + predicted * 0.0
        return self.proportional**2 * predicted / self.sd(xp, predicted)
