"""R's own Theoph data, and what R makes of them; see oracles/theophylline.R."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from remission.pk.model import Linear, Model, Parameter, Residual, Spread
from remission.pk.records import Level, Record
from remission.pk.timeline import Dose
from remission.terms.sources import Source

ORACLE = json.loads(Path(__file__).with_name("oracles").joinpath("theophylline.json").read_text(encoding="utf-8"))
NONE = -99
"""What stands for the logarithm of nothing in the oracle."""
BEGIN = [0.4, 1.0, 3.4, *np.log([0.6, 0.26, 0.14]).tolist(), 0, float(np.log(0.7)), NONE]

PEOPLE = [
    Record(
        patient=person["id"],
        doses=(Dose(start=0, amount=person["dose"]),),
        levels=tuple(Level(time=t, value=v) for t, v in zip(person["times"], person["levels"], strict=True)),
    )
    for person in ORACLE["people"]
]


def individual(xp, theta, eta, covariates):
    """Give a person's parameters."""
    return {name: theta[name] * xp.exp(eta[name]) for name in ("ka", "cl", "v")}


def theophylline(p):
    """Write the model with the oracle's numbers. The drug is not on our list: one of like doses stands for it."""
    ka, cl, v, *sds = np.exp(p[:6]).tolist()
    return Model(
        name="theophylline",
        label="Theophylline",
        drug="mycophenolate_mofetil",
        matrix="serum",
        unit="mg/L",
        structure=Linear(compartments=1, absorption="first_order"),
        parameters=(
            Parameter(name="ka", value=ka, unit="1/h"),
            Parameter(name="cl", value=cl, unit="L/h"),
            Parameter(name="v", value=v, unit="L"),
        ),
        individual=individual,
        iiv=Spread(
            of=dict(zip(("ka", "cl", "v"), sds, strict=True)),
            correlations={("cl", "v"): float(np.tanh(p[6]))} if p[6] else {},
        ),
        residual=Residual(additive=float(np.exp(p[7])), proportional=float(np.exp(p[8])) if p[8] > NONE else 0.0),
        population="twelve people, one dose each",
        source=Source("boeckmann_1994", reference="Boeckmann AJ, Sheiner LB, Beal SL. NONMEM users guide. 1994."),
    )


NAMES = {"ka": 0, "cl": 1, "v": 2, "iiv.ka": 3, "iiv.cl": 4, "iiv.v": 5, "iiv.cl~v": 6}
NAMES |= {"residual.additive": 7, "residual.proportional": 8}


def ordered(chosen, numbers):
    """Put the oracle's numbers into our order."""
    return np.array([numbers[NAMES[unknown.name]] for unknown in chosen])
