"""Mizoribine in healthy men: Honda 2006."""

from typing import Any

from remission.pk.covariates import L_PER_H, creatinine_clearance
from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters (paper: Equations 2 to 5)."""
    age, weight, female = covariates["age"], covariates["weight"], covariates["female"]
    kidneys = creatinine_clearance(xp, age, weight, covariates["creatinine"], female) * L_PER_H
    return {
        "cl": theta["cl"] * kidneys * xp.exp(eta["cl"]),
        "v": theta["v"] * weight * xp.exp(eta["v"]),
        "ka": theta["ka"] * xp.exp(eta["ka"]),
        "tlag": theta["tlag"],
    }


mizoribine_honda_2006 = Model(
    name="mizoribine_honda_2006",
    label="Mizoribine, healthy men (Honda 2006)",
    drug="mizoribine",
    analyte="mizoribine_peak",
    matrix="serum",
    unit="μg/mL",
    structure=Linear(compartments=1, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="cl", value=1.93, unit="1", says="CL/F as a multiple of creatinine clearance"),
        Parameter(name="v", value=0.834, unit="L/kg", says="V/F for each kg of body weight"),
        Parameter(name="ka", value=0.869, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.349, unit="h", says="lag"),
    ),
    individual=individual,
    covariates=(
        Covariate(name="weight", unit="kg", reference=75.6, low=54.4, high=98.2, of="weight"),
        Covariate(name="age", unit="years", reference=25.8, low=18, high=45, of="age"),
        Covariate(name="creatinine", unit="mg/dL", reference=0.95, low=0.6, high=1.4, of="creatinine"),
        Covariate(name="female", unit="1", reference=0, low=0, high=0, of="female"),
    ),
    iiv=Spread(of={"ka": 0.269, "v": 0.354, "cl": 0.332}, scale="sd"),
    residual=Residual(additive=0.352),
    population="36 healthy Caucasian men, 18 to 45 years, single and repeated doses of 3 to 12 mg/kg",
    source=Source("honda_2006", at="Table 1; Equations 2 to 6", says="typical values, variability, residual error"),
    readings=(
        "The values are those of one open coding that names the table; the paper itself could not be opened.",
        "The variability of Table 1 is read as SDs of the logarithm, as its symbol ω says, not as variances.",
        "All were men: in women creatinine clearance is taken with its factor of 0.85. Creatinines are not printed; their "
        "range is ours, and 0.95 mg/dL gives the printed mean clearance of 7.54 L/h.",
        "An additive error of 0.352 μg/mL is large beside peaks of 1 to 2 μg/mL in lupus nephritis.",
        "Peaks of the founding paper are 0.4 times what this model predicts: its bioavailability is not that of patients.",
    ),
    verified=False,
)
