"""Tacrolimus in lung recipients: Monchaud 2012."""

from typing import Any

from remission.pk.covariates import EXPRESSER
from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters."""
    return {
        "cl": theta["cl"] * theta["expresser_on_cl"] ** covariates["cyp3a5_expresser"] * xp.exp(eta["cl"]),
        "v": theta["v"] * xp.exp(eta["v"]),
        "q": theta["q"] * xp.exp(eta["q"]),
        "v2": theta["v2"] * xp.exp(eta["v2"]),
        "ktr": theta["ktr"] * theta["fibrosis_on_ktr"] ** covariates["cystic_fibrosis"] * xp.exp(eta["ktr"]),
    }


tacrolimus_monchaud_2012 = Model(
    name="tacrolimus_monchaud_2012",
    label="Tacrolimus, lung recipients (Monchaud 2012)",
    drug="tacrolimus",
    analyte="tacrolimus_trough",
    matrix="whole blood",
    unit="ng/mL",
    structure=Linear(compartments=2, absorption="erlang", stages=5),
    parameters=(
        Parameter(name="ktr", value=7.06, unit="1/h", says="rate of each of the five stages of absorption"),
        Parameter(name="fibrosis_on_ktr", value=0.47, unit="1", says="factor in cystic fibrosis"),
        Parameter(name="cl", value=17.5, unit="L/h", says="CL/F, no CYP3A5*1"),
        Parameter(name="expresser_on_cl", value=1.4, unit="1", says="factor for carriers of CYP3A5*1"),
        Parameter(name="v", value=136, unit="L", says="V1/F"),
        Parameter(name="v2", value=529, unit="L", says="V2/F"),
        Parameter(name="q", value=41.1, unit="L/h", says="Q/F"),
    ),
    individual=individual,
    covariates=(EXPRESSER, Covariate(name="cystic_fibrosis", unit="1", reference=0, low=0, high=1)),
    iiv=Spread(of={"cl": 0.537, "v": 0.41, "v2": 1.26, "q": 0.717, "ktr": 0.427}, scale="sd"),
    residual=Residual(proportional=0.069, additive=1.6),
    population="Adult lung recipients in France and Belgium, 18 to 70 years, 32 to 95 kg, many with cystic fibrosis",
    source=Source("monchaud_2012", at="Final model", says="two compartments, absorption by an Erlang distribution"),
    readings=(
        "The values are those of one open drug file and its control stream, not compared with the paper, which could not be "
        "opened; the stream has five first-order steps of absorption.",
        "Its figures of variability are SDs of the logarithm.",
    ),
    verified=False,
)
