"""Mizoribine in Japanese children with a kidney transplant, bioavailability made explicit: Toyama 2012."""

from typing import Any

from remission.pk.covariates import L_PER_H, creatinine_clearance
from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters; `f` is bioavailability relative to the typical patient."""
    age, weight, female = covariates["age"], covariates["weight"], covariates["female"]
    kidneys = creatinine_clearance(xp, age, weight, covariates["creatinine"], female) * L_PER_H
    return {
        "cl": theta["cl"] * kidneys * xp.exp(eta["cl"]),
        "v": theta["v"] * weight * xp.exp(eta["v"]),
        "ka": theta["ka"] * xp.exp(eta["ka"]),
        "tlag": theta["tlag"],
        "f": theta["f"] * xp.exp(eta["f"]),
    }


mizoribine_toyama_2012 = Model(
    name="mizoribine_toyama_2012",
    label="Mizoribine, Japanese kidney recipients, bioavailability explicit (Toyama 2012)",
    drug="mizoribine",
    analyte="mizoribine_peak",
    matrix="serum",
    unit="μg/mL",
    structure=Linear(compartments=1, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="cl", value=2.81, unit="1", says="CL/F as a multiple of creatinine clearance"),
        Parameter(name="v", value=1.03, unit="L/kg", says="V/F for each kg of body weight"),
        Parameter(name="ka", value=0.554, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.363, unit="h", says="lag"),
        Parameter(name="f", value=1.0, unit="1", says="bioavailability relative to the typical patient of the study"),
    ),
    individual=individual,
    covariates=(
        Covariate(name="weight", unit="kg", reference=50, low=10, high=80, of="weight"),
        Covariate(name="age", unit="years", reference=40, low=3, high=80, of="age"),
        Covariate(name="creatinine", unit="mg/dL", reference=0.7, low=0.3, high=3, of="creatinine"),
        Covariate(name="female", unit="1", reference=1, low=0, high=1, of="female"),
    ),
    iiv=Spread(of={"cl": 0.20, "v": 0.20, "ka": 0.27, "f": 0.40}, scale="sd"),
    iov=Spread(of={"f": 0.25}, scale="sd"),
    residual=Residual(proportional=0.20, additive=0.05),
    population="51 Japanese children with a kidney transplant, 0.83 to 5.56 mg/kg a day",
    source=Source(
        "toyama_2012",
        at="Abstract",
        says="V/F by weight, CL/F by creatinine clearance, correlated",
    ),
    readings=(
        "The abstract prints the typical values and that CL/F and V/F vary together, through bioavailability; it prints no "
        "figure of variability or error. Those here are ours: bioavailability varies by 40 % between and 25 % within patients.",
        "The references and ranges of covariates are ours, for adults with lupus nephritis; the study was in children.",
        "Peaks of the founding paper are 0.6 times what this model predicts: the spread of bioavailability has to carry that.",
    ),
    verified=False,
)
