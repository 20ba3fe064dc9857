"""Mycophenolic acid in children with lupus nephritis: Ye 2025."""

from typing import Any

from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters."""
    return {
        "cl": theta["cl"],
        "v": theta["v"] * xp.exp(eta["v"]),
        "q": theta["q"] * xp.exp(eta["q"]),
        "v2": theta["v2"] * (covariates["weight"] / theta["weight"]) ** theta["weight_on_v2"] * xp.exp(eta["v2"]),
        "ka": theta["ka"],
        "tlag": theta["tlag"],
    }


mycophenolate_ye_2025 = Model(
    name="mycophenolate_ye_2025",
    label="Mycophenolic acid, children with lupus nephritis (Ye 2025)",
    drug="mycophenolate_mofetil",
    analyte="mycophenolic_acid",
    matrix="plasma",
    unit="mg/L",
    structure=Linear(compartments=2, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="ka", value=1.54, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.40, unit="h", says="lag"),
        Parameter(name="cl", value=15.23, unit="L/h", says="CL/F"),
        Parameter(name="v", value=7.99, unit="L", says="Vc/F"),
        Parameter(name="q", value=37.65, unit="L/h", says="Q/F"),
        Parameter(name="v2", value=1287.12, unit="L", says="Vp/F at 41.13 kg"),
        Parameter(name="weight", value=41.13, unit="kg", says="mean weight"),
        Parameter(name="weight_on_v2", value=2.05, unit="1", says="exponent of weight / 41.13 kg"),
    ),
    individual=individual,
    covariates=(Covariate(name="weight", unit="kg", reference=41.13, low=20, high=70, of="weight"),),
    iiv=Spread(of={"v": 1.02, "v2": 1.24, "q": 0.20}, scale="variance"),
    residual=Residual(proportional=0.50, additive=0.38),
    population="51 Chinese children with lupus nephritis, 12 (SD 2) years, 41 (SD 11) kg, most on glucocorticoids",
    source=Source("ye_2025", at="Table 3", says="estimates of the final model; doses are mg of mycophenolate mofetil"),
    readings=(
        "The values are those of one open coding that names the table; only the abstract of the paper was opened.",
        "The exponent of weight is not written into the paper's equation; its estimate of 2.05 is read as the exponent.",
        "The table prints ω², which are read as variances; clearance, ka and lag have no variability.",
        "The range of weights is not printed; the mean and two and a half SDs to either side are used.",
        "Enterohepatic recirculation is not in the model.",
    ),
    verified=False,
)
