"""Mycophenolic acid, unbound and total, with enterohepatic recirculation: Sheng 2020."""

# fmt: off
# One part a line, wrapped by hand: a formatter would make this longer than anyone reads.
from typing import Any

from remission.pk.engine import Array
from remission.pk.model import Covariate, Model, Nonlinear, Parameter, Residual, Spread, Values
from remission.terms.sources import Source

ACID_IN_MOFETIL = 320.339 / 433.498
MEALS, EMPTYING = (4.0, 10.0), 0.5


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters (paper: footnotes of Table 2)."""
    recycled = xp.minimum(theta["recycled"] * xp.exp(eta["recycled"]), 0.99)
    leaving = theta["cl_g"] * (covariates["egfr"] / 80) ** 0.865 * xp.exp(eta["cl_g"]) / (theta["v_g"] * xp.exp(eta["v_g"]))
    return {
        "ka": theta["ka"] * xp.exp(eta["ka"]), "tlag": theta["tlag"] * xp.exp(eta["tlag"]),
        "cl": theta["cl"] * xp.exp(eta["cl"]), "v": theta["v"] * xp.exp(eta["v"]), "v2": theta["v2"],
        "q": theta["q"] * (covariates["weight"] / 70) ** 2.11 * xp.exp(eta["q"]), "emptying": theta["emptying"],
        "bound": theta["bound"] * covariates["albumin"] / 4.0 * xp.exp(eta["bound"]), "f": ACID_IN_MOFETIL,
        "leaving": leaving, "filling": leaving * recycled / (1 - recycled),
    }


def derivatives(xp: Any, p: Values, amounts: Array, since: Array) -> tuple[Array, ...]:
    """Change depot, central, peripheral, glucuronide and gallbladder, all in mg of the acid (paper: Figure 1)."""
    depot, central, outer, glucuronide, bile = amounts
    fed = sum(xp.where((since >= meal) & (since < meal + EMPTYING), 1.0, 0.0) for meal in MEALS) * p["emptying"] * bile
    gone, there, back = p["cl"] / p["v"] * central, p["q"] / p["v"] * central, p["q"] / p["v2"] * outer
    return (fed - p["ka"] * depot, p["ka"] * depot - gone - there + back, there - back,
            0.87 * gone - (p["leaving"] + p["filling"]) * glucuronide, p["filling"] * glucuronide - fed)


def total(xp: Any, p: Values, amounts: Array) -> Array:
    """Add what albumin holds to the unbound acid (paper: Equation 1)."""
    return amounts[1] / p["v"] * (1 + p["bound"])


mycophenolate_sheng_2020 = Model(
    name="mycophenolate_sheng_2020", drug="mycophenolate_mofetil", analyte="mycophenolic_acid", matrix="plasma", unit="mg/L",
    label="Mycophenolic acid with enterohepatic recirculation, Chinese kidney recipients (Sheng 2020)",
    structure=Nonlinear(
        names=("ka", "tlag", "cl", "v", "q", "v2", "bound", "leaving", "filling", "emptying"), lag=True,
        amounts=("depot", "central", "peripheral", "glucuronide", "gallbladder"),
        derivatives=derivatives, concentration=total, breaks=(4.0, 4.5, 10.0, 10.5)),
    parameters=(
        Parameter(name="ka", value=1.35, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.447, unit="h", says="lag"),
        Parameter(name="cl", value=851, unit="L/h", says="CL/F, unbound"),
        Parameter(name="v", value=718, unit="L", says="Vc/F, unbound"),
        Parameter(name="q", value=857, unit="L/h", says="Q/F, unbound, at 70 kg"),
        Parameter(name="v2", value=34_300, unit="L", says="Vp/F, unbound, fixed"),
        Parameter(name="bound", value=53.4, unit="1", says="bound for each unbound, at an albumin of 4 g/dL"),
        Parameter(name="cl_g", value=5.71, unit="L/h", says="CL/F of unbound glucuronide at an eGFR of 80"),
        Parameter(name="v_g", value=29.9, unit="L", says="V/F of unbound glucuronide"),
        Parameter(name="recycled", value=0.0553, unit="1", says="part of the glucuronide that goes through the gallbladder"),
        Parameter(name="emptying", value=3.708, unit="1/h", says="rate of the gallbladder after a meal, fixed"),
    ),
    individual=individual,
    covariates=(
        Covariate(name="weight", unit="kg", reference=60, low=40, high=82.5, of="weight"),
        Covariate(name="albumin", unit="g/dL", reference=4, low=2, high=5, of="albumin"),
        Covariate(name="egfr", unit="mL/min", reference=80, low=11.2, high=123.8, of="egfr")),
    iiv=Spread(of={"cl": 0.51, "q": 0.455, "v": 0.8, "ka": 0.465, "tlag": 1.077, "bound": 0.1, "cl_g": 0.318, "v_g": 0.484,
                   "recycled": 0.616}, correlations={("cl_g", "v_g"): 0.574}),
    residual=Residual(log=0.459),
    population="58 Chinese adult kidney recipients, all on ciclosporin, 18 to 62 years",
    source=Source("sheng_2020", at="Table 2; Figure 1", says="unbound acid, binding by albumin, glucuronide, gallbladder"),
    readings=(
        "The values are those of one open coding that names the table; only the abstract of the paper was opened.",
        "Meals are 4 and 10 h after each dose, half an hour of emptying each, as in the first of its two studies.",
        "A printed CV is 100 √ω². Ciclosporin blocks recirculation: with tacrolimus more is recycled than 5.5 %."),
    verified=False,
)
