"""Tacrolimus in Korean adult kidney recipients: Han 2013."""

from typing import Any

from remission.pk.covariates import EXPRESSER
from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters."""
    gene = xp.where(covariates["cyp3a5_expresser"] > 0, theta["carrier_on_cl"], theta["other_on_cl"])
    blood = xp.where(covariates["hematocrit"] > theta["low_hematocrit"], theta["high_on_cl"], theta["low_on_cl"])
    days = covariates["days_after_transplant"] ** theta["days_on_cl"]
    return {
        "cl": theta["cl"] * xp.exp(gene + blood + eta["cl"]) * days,
        "v": theta["v"] * xp.exp(theta["weight_on_v"] * covariates["weight"] / theta["weight"] + eta["v"]),
        "ka": theta["ka"],
    }


tacrolimus_han_2013 = Model(
    name="tacrolimus_han_2013",
    label="Tacrolimus, Korean kidney recipients (Han 2013)",
    drug="tacrolimus",
    analyte="tacrolimus_trough",
    matrix="whole blood",
    unit="ng/mL",
    structure=Linear(compartments=1, absorption="first_order"),
    parameters=(
        Parameter(name="ka", value=4.5, unit="1/h", says="absorption, fixed"),
        Parameter(name="cl", value=22.9, unit="L/h", says="CL/F before its covariates"),
        Parameter(name="carrier_on_cl", value=0.17, unit="1", says="logarithm of the factor for CYP3A5*1/*3"),
        Parameter(name="other_on_cl", value=0.0525, unit="1", says="logarithm of the factor for CYP3A5*3/*3"),
        Parameter(name="low_hematocrit", value=33, unit="%", says="haematocrit up to which clearance is higher"),
        Parameter(name="low_on_cl", value=0.297, unit="1", says="logarithm of the factor up to it"),
        Parameter(name="high_on_cl", value=0.117, unit="1", says="logarithm of the factor above it"),
        Parameter(name="days_on_cl", value=-0.00762, unit="1", says="exponent of the days after transplantation"),
        Parameter(name="v", value=716, unit="L", says="V/F before its covariate"),
        Parameter(
            name="weight_on_v", value=0.355, unit="1", says="effect of weight / 59.025 kg on the logarithm of V/F"
        ),
        Parameter(name="weight", value=59.025, unit="kg", says="mean weight"),
    ),
    individual=individual,
    covariates=(
        EXPRESSER,
        Covariate(name="hematocrit", unit="%", reference=33, low=20, high=50, of="hematocrit"),
        Covariate(name="weight", unit="kg", reference=59, low=35, high=100, of="weight"),
        Covariate(name="days_after_transplant", unit="d", reference=180, low=1, high=400),
    ),
    iiv=Spread(of={"cl": 0.2215, "v": 0.2128}, scale="variance"),
    residual=Residual(proportional=0.385),
    population="Korean adults from the day of kidney transplantation to day 400",
    source=Source("han_2013", at="Final model", says="one compartment; CYP3A5, haematocrit, days and weight"),
    readings=(
        "The values are those of two open codings, which agree on all typical values; neither was compared with the paper.",
        "They differ in variability (variances 0.2215 and 0.2128 or 0.248 and 0.237) and residual error (variance 0.1484 or "
        "0.16): the first are used, and the SD of the error is the root of 0.1484. One coding takes that variance for an SD.",
        "CYP3A5*1/*1 (logarithm 0.2225) is not kept apart from *1/*3. A haematocrit of 33 % itself counts as low.",
        "In lupus nephritis day 180 stands for the days after transplantation: a factor of 0.96.",
    ),
    verified=False,
)
