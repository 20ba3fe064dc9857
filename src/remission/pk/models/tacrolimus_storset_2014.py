"""Tacrolimus in adult kidney recipients, by theory: fat-free mass, binding to red cells, prednisolone: Størset 2014."""

from typing import Any

from remission.pk.covariates import EXPRESSER, fat_free_mass
from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters of plasma (paper: Equations 2, 4 and 6, footnote of Table 2)."""
    size = fat_free_mass(xp, covariates["weight"], covariates["height"], covariates["female"]) / 60
    expresser, dose = covariates["cyp3a5_expresser"], covariates["prednisolone"]
    less = theta["prednisolone_most"] * dose / (theta["prednisolone_half"] + dose)
    return {
        "cl": theta["cl"] * size**0.75 * theta["expresser_on_cl"] ** expresser * xp.exp(eta["cl"]),
        "v": theta["v"] * size * xp.exp(eta["v"]),
        "q": theta["q"] * size**0.75 * xp.exp(eta["q"]),
        "v2": theta["v2"] * size,
        "ka": theta["ka"] * xp.exp(eta["ka"]),
        "tlag": theta["tlag"],
        "f": (1 - less) * theta["expresser_on_f"] ** expresser * xp.exp(eta["f"]),
        "bmax": theta["bmax"],
        "kd": theta["kd"],
    }


def whole_blood(xp: Any, parameters: Values, plasma: Array, covariates: Values) -> Array:
    """Add what red cells hold (paper: Equation 3)."""
    return plasma * (1 + parameters["bmax"] * covariates["hematocrit"] / 100 / (parameters["kd"] + plasma))


tacrolimus_storset_2014 = Model(
    name="tacrolimus_storset_2014",
    label="Tacrolimus, kidney recipients, theory-based (Størset 2014)",
    drug="tacrolimus",
    analyte="tacrolimus_trough",
    matrix="whole blood",
    unit="ng/mL",
    structure=Linear(compartments=2, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="cl", value=811, unit="L/h", says="plasma CL/F at a fat-free mass of 60 kg, no CYP3A5*1"),
        Parameter(name="v", value=6290, unit="L", says="plasma V1/F at 60 kg"),
        Parameter(name="q", value=1200, unit="L/h", says="plasma Q/F at 60 kg"),
        Parameter(name="v2", value=32_100, unit="L", says="plasma V2/F at 60 kg"),
        Parameter(name="ka", value=1.01, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.41, unit="h", says="lag"),
        Parameter(name="expresser_on_cl", value=1.30, unit="1", says="factor for carriers of CYP3A5*1"),
        Parameter(name="expresser_on_f", value=0.82, unit="1", says="factor for carriers of CYP3A5*1"),
        Parameter(name="prednisolone_most", value=0.67, unit="1", says="part of F lost at high doses of prednisolone"),
        Parameter(name="prednisolone_half", value=35, unit="mg/d", says="dose at half of it"),
        Parameter(name="bmax", value=418, unit="ng/mL", says="most that red cells hold"),
        Parameter(name="kd", value=3.8, unit="ng/mL", says="plasma level at half of it"),
    ),
    individual=individual,
    observe=whole_blood,
    covariates=(
        Covariate(name="weight", unit="kg", reference=80, low=51, high=121, of="weight"),
        Covariate(name="height", unit="cm", reference=175, low=145, high=200, of="height"),
        Covariate(name="female", unit="1", reference=0, low=0, high=1, of="female"),
        Covariate(name="hematocrit", unit="%", reference=33, low=24, high=45, of="hematocrit"),
        Covariate(name="prednisolone", unit="mg/d", reference=0, low=0, high=80, of="glucocorticoids"),
        EXPRESSER,
    ),
    iiv=Spread(of={"cl": 0.40, "v": 0.54, "q": 0.63}, scale="cv", correlations={("cl", "v"): 0.43, ("cl", "q"): 0.62}),
    iov=Spread(of={"f": 0.23, "ka": 1.20}, scale="cv"),
    residual=Residual(proportional=0.149),
    population="242 adult kidney recipients in Brisbane and Oslo, 23 % carriers of CYP3A5*1; LC-MS/MS or converted to it",
    source=Source("storset_2014", at="Table 2", says="estimates, variability between and within, residual error"),
    readings=(
        "The table prints whole-blood values at a haematocrit of 45 % (16.1 L/h, 125 L, 23.8 L/h, 636 L); the plasma values of "
        "its footnote, as other codings have them, give these through the paper's own equation for red cells.",
        "The rise of bioavailability by 2.68 on the day after transplantation has no meaning in lupus nephritis and is left out, "
        "with its variability of 57 %; one coding elsewhere applies that variability on every day.",
        "The correlation of V1 with Q is not printed and is taken as 0. Heights are not printed: the range is ours.",
        "Prednisolone is every glucocorticoid as prednisolone; its half-way dose is known from 7 to 50 mg only.",
    ),
)
