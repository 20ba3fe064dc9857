"""Tell of a population model: its structure, values, what they depend on, how people and levels vary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from remission.pk.model import Model
from remission.pk.parts import Linear, Residual, Spread
from remission.terms.sources import cite

COUNTED = {1: "one compartment", 2: "two compartments", 3: "three compartments"}


def told_of(model: Model) -> dict[str, Any]:
    """Describe a model, with what was guessed where its source left something open."""
    return {
        "name": model.name,
        "label": model.label,
        "verified": model.verified,
        "drug": model.drug,
        "level": f"{model.analyte or 'no analyte of a chart'}, {model.matrix}, {model.unit}",
        "structure": _structure(model),
        "parameters": [
            f"{p.name} = {p.value:g} {_unit(p.unit)}: {p.says}".replace(" :", ":") for p in model.parameters
        ],
        "covariates": [
            f"{c.name}, {_unit(c.unit) or '0 or 1'}: {c.low:g} to {c.high:g} in the population, {c.reference:g} where it is "
            f"not known{_mix(c.mix)}"
            for c in model.covariates
        ],
        "between patients": _spread(model.iiv),
        "between occasions": _spread(model.iov),
        "residual error": _residual(model.residual, model.unit),
        "population": model.population,
        "source": cite(model.source),
        "says": model.source.says,
        "readings": list(model.readings),
    }


def covariates_of(model: Model, stated: Mapping[str, float]) -> str:
    """Say for which patient a prediction is; "" where nothing is to be known."""
    known = model.reference | dict(stated)
    told = [f"{c.name} {known[c.name]:g} {_unit(c.unit)}".strip() for c in model.covariates]
    return f"For {', '.join(told)}." if told else ""


def _structure(model: Model) -> str:
    s = model.structure
    if not isinstance(s, Linear):
        return f"solved step by step: {', '.join(s.amounts)}"
    ways = {
        "none": "into the central compartment",
        "first_order": "first-order absorption (ka)",
        "erlang": f"absorption through {s.stages} equal stages (ktr)",
        "transit": f"{s.stages} transit stages (ktr), then first-order absorption (ka)",
    }
    more = (["over a time (duration)"] if s.zero_order else []) + (["after a lag (tlag)"] if s.lag else [])
    return ", ".join([COUNTED[s.compartments], ways[s.absorption], *more])


def _spread(spread: Spread) -> list[str]:
    sds = np.sqrt(np.diag(spread.omega)) if spread.names else np.zeros(0)
    told = [
        f"{name}: SD of the logarithm {sd:.3g} (CV {100 * np.sqrt(np.expm1(sd**2)):.0f} %)"
        for name, sd in zip(spread.names, sds.tolist(), strict=True)
    ]
    return [*told, *(f"correlation of {a} and {b}: {r:g}" for (a, b), r in spread.correlations.items())]


def _residual(residual: Residual, unit: str) -> str:
    if residual.log:
        return f"SD of the logarithm of the level {residual.log:g}"
    parts = [f"{100 * residual.proportional:g} % of the level"] if residual.proportional else []
    parts += [f"{residual.additive:g} {unit}"] if residual.additive else []
    return " and ".join(parts) + (f" ({residual.adds} add up)" if len(parts) > 1 else "")


def _mix(mix: tuple[tuple[float, float], ...]) -> str:
    return (
        "; unknown, it is mixed: " + ", ".join(f"{value:g} in {100 * part:g} %" for value, part in mix) if mix else ""
    )


def _unit(unit: str) -> str:
    return "" if unit == "1" else unit
