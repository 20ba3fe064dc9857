"""Tacrolimus in adult kidney recipients early after transplantation: Bergmann 2014."""

from typing import Any

from remission.pk.covariates import EXPRESSER
from remission.pk.engine import Array
from remission.pk.model import Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters."""
    return {
        "cl": theta["cl"] * theta["expresser_on_cl"] ** covariates["cyp3a5_expresser"] * xp.exp(eta["cl"]),
        "v": theta["v"] * xp.exp(eta["v"]),
        "q": theta["q"],
        "v2": theta["v2"] * xp.exp(eta["v2"]),
        "ka": theta["ka"] * xp.exp(eta["ka"]),
        "tlag": theta["tlag"],
    }


tacrolimus_bergmann_2014 = Model(
    name="tacrolimus_bergmann_2014",
    label="Tacrolimus, kidney recipients (Bergmann 2014)",
    drug="tacrolimus",
    analyte="tacrolimus_trough",
    matrix="whole blood",
    unit="ng/mL",
    structure=Linear(compartments=2, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="cl", value=23.9, unit="L/h", says="CL/F, no CYP3A5*1"),
        Parameter(name="expresser_on_cl", value=1.95, unit="1", says="factor for carriers of CYP3A5*1"),
        Parameter(name="v", value=145, unit="L", says="V1/F"),
        Parameter(name="q", value=101, unit="L/h", says="Q/F"),
        Parameter(name="v2", value=1500, unit="L", says="V2/F"),
        Parameter(name="ka", value=0.51, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.30, unit="h", says="lag"),
    ),
    individual=individual,
    covariates=(EXPRESSER,),
    iiv=Spread(of={"cl": 0.486, "v": 1.136, "v2": 0.914, "ka": 0.549}, scale="sd"),
    residual=Residual(proportional=0.295),
    population="173 adult kidney recipients in Brisbane, early after transplantation",
    source=Source(
        "bergmann_2014", at="Base model", says="two compartments, lag, higher clearance in carriers of CYP3A5*1"
    ),
    readings=(
        "The values are those of one open coding of the model, not compared with the paper, which could not be opened.",
        "That coding labels the genotypes the wrong way round (fast as 0); carriers of CYP3A5*1 have the higher clearance.",
        "Its figures of variability are SDs of the logarithm: it squares them.",
    ),
    verified=False,
)
