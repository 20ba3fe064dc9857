"""The model that speed is measured on: two compartments, by mouth, with a lag; three deviations, a combined error."""

from __future__ import annotations

from remission.pk.model import Linear, Model, Parameter, Residual, Spread
from remission.terms.sources import Source


def _individual(xp, theta, eta, covariates):
    return {
        "cl": theta["cl"] * xp.exp(eta["cl"]),
        "v": theta["v"] * xp.exp(eta["v"]),
        "q": theta["q"],
        "v2": theta["v2"],
        "ka": theta["ka"] * xp.exp(eta["ka"]),
        "tlag": theta["tlag"],
    }


three = Model(
    name="three",
    label="Two compartments, three deviations",
    drug="tacrolimus",
    analyte="tacrolimus_trough",
    matrix="whole blood",
    unit="ng/mL",
    structure=Linear(compartments=2, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="cl", value=18, unit="L/h"),
        Parameter(name="v", value=200, unit="L"),
        Parameter(name="q", value=60, unit="L/h"),
        Parameter(name="v2", value=700, unit="L"),
        Parameter(name="ka", value=1, unit="1/h"),
        Parameter(name="tlag", value=0.5, unit="h"),
    ),
    individual=_individual,
    iiv=Spread(of={"cl": 0.35, "v": 0.35, "ka": 0.5}),
    residual=Residual(proportional=0.1, additive=0.5),
    population="nobody: a model of the tests",
    source=Source("woillard_2011", at="nowhere: round numbers", says="the size of tacrolimus's parameters"),
)
