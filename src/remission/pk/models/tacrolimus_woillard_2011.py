"""Tacrolimus in adult kidney recipients, immediate and prolonged release: Woillard 2011."""

from typing import Any

from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters (paper: equations under Table 4)."""
    size = (covariates["hematocrit"] / 35) ** theta["hematocrit_on_cl"]
    prompt = covariates["immediate_release"]
    return {
        "cl": theta["cl"] * size * theta["expresser_on_cl"] ** covariates["cyp3a5_expresser"] * xp.exp(eta["cl"]),
        "v": theta["v"] * theta["immediate_on_v"] ** prompt * xp.exp(eta["v"]),
        "q": theta["q"] * xp.exp(eta["q"]),
        "v2": theta["v2"] * xp.exp(eta["v2"]),
        "ktr": theta["ktr"] * theta["immediate_on_ktr"] ** prompt * xp.exp(eta["ktr"]),
    }


tacrolimus_woillard_2011 = Model(
    name="tacrolimus_woillard_2011",
    label="Tacrolimus, kidney recipients (Woillard 2011)",
    drug="tacrolimus",
    analyte="tacrolimus_trough",
    matrix="whole blood",
    unit="ng/mL",
    structure=Linear(compartments=2, absorption="erlang", stages=3),
    parameters=(
        Parameter(name="ktr", value=3.34, unit="1/h", says="rate of each of the three stages of absorption"),
        Parameter(name="immediate_on_ktr", value=1.53, unit="1", says="factor for immediate release"),
        Parameter(name="cl", value=21.2, unit="L/h", says="CL/F at a haematocrit of 35 %, no CYP3A5*1"),
        Parameter(name="hematocrit_on_cl", value=-1.14, unit="1", says="exponent of haematocrit / 35 %"),
        Parameter(name="expresser_on_cl", value=2.00, unit="1", says="factor for carriers of CYP3A5*1"),
        Parameter(name="v", value=486.0, unit="L", says="Vc/F, prolonged release"),
        Parameter(name="immediate_on_v", value=0.29, unit="1", says="factor for immediate release"),
        Parameter(name="q", value=79.0, unit="L/h", says="Q/F"),
        Parameter(name="v2", value=271.0, unit="L", says="Vp/F"),
    ),
    individual=individual,
    covariates=(
        Covariate(name="hematocrit", unit="%", reference=35, low=20.9, high=46.6, of="hematocrit"),
        Covariate(
            name="cyp3a5_expresser",
            unit="1",
            reference=0,
            low=0,
            high=1,
            of="cyp3a5_expresser",
            mix=((0, 0.58), (1, 0.42)),
        ),
        Covariate(name="immediate_release", unit="1", reference=1, low=0, high=1),
    ),
    iiv=Spread(of={"ktr": 0.24, "cl": 0.28, "v": 0.31, "q": 0.54, "v2": 0.60}, scale="cv"),
    iov=Spread(of={"ktr": 0.33, "v": 0.75, "cl": 0.31}, scale="cv"),
    residual=Residual(proportional=0.113, additive=0.71),
    population="73 adult kidney recipients in France, 18 to 77 years, six of them carriers of CYP3A5*1; LC-MS/MS",
    source=Source("woillard_2011", at="Table 4, whole data set", says="typical values, variability and residual error"),
    readings=(
        "The text gives Vc/F as 205 and 527 L, the equation of Table 4 as 141 and 486 L: the equation is used.",
        "Variability between occasions was estimated with immediate release only; it is used for both.",
        "A printed CV is that of a log-normal parameter: the variance of the logarithm is log(1 + CV²).",
    ),
    verified=False,
)
