"""Prednisolone in systemic lupus, unbound and total: Bouazza 2025."""

from typing import Any

from remission.pk.engine import Array
from remission.pk.model import NMOL, Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source

MOLAR_MASS = 360.44


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters of the unbound drug."""
    size = covariates["weight"] / 70
    return {
        "cl": theta["cl"] * size**0.75 * xp.exp(eta["cl"]),
        "v": theta["v"] * size,
        "ka": theta["ka"],
        "tlag": theta["tlag"],
        "dose_on_f": theta["dose_on_f"],
        "bmax": theta["bmax"] * xp.exp(eta["bmax"]),
        "k1": theta["k1"],
        "albumin": theta["albumin"],
    }


def total(xp: Any, parameters: Values, unbound: Array, covariates: Values) -> Array:
    """Add what transcortin and albumin hold (paper: Section 2.3)."""
    return unbound * (1 + parameters["bmax"] / (1 + parameters["k1"] * unbound) + parameters["albumin"])


def absorbed(xp: Any, parameters: Values, mg: Array) -> Array:
    """Find the part of a dose that is absorbed: less of a greater dose."""
    nmol = xp.where(mg > 0, mg, 1.0) * NMOL / MOLAR_MASS
    return (nmol / 80_000) ** parameters["dose_on_f"]


prednisolone_bouazza_2025 = Model(
    name="prednisolone_bouazza_2025",
    label="Prednisolone, systemic lupus erythematosus (Bouazza 2025)",
    drug="prednisolone",
    matrix="plasma",
    unit="nmol/L",
    molar_mass=MOLAR_MASS,
    structure=Linear(compartments=1, absorption="first_order", lag=True),
    parameters=(
        Parameter(name="cl", value=54.3, unit="L/h", says="unbound CL/F at 70 kg"),
        Parameter(name="v", value=235, unit="L", says="unbound V/F at 70 kg"),
        Parameter(name="ka", value=1.19, unit="1/h", says="absorption"),
        Parameter(name="tlag", value=0.17, unit="h", says="lag of absorption and of conversion from prednisone"),
        Parameter(name="dose_on_f", value=-0.28, unit="1", says="exponent of dose / 80,000 nmol on F"),
        Parameter(name="bmax", value=6.77, unit="1", says="binding to transcortin, fixed"),
        Parameter(name="k1", value=0.0095, unit="L/nmol", says="its affinity, fixed"),
        Parameter(name="albumin", value=0.8, unit="1", says="binding to albumin, fixed"),
    ),
    individual=individual,
    observe=total,
    fraction=absorbed,
    covariates=(Covariate(name="weight", unit="kg", reference=56.1, low=17.3, high=113.5, of="weight"),),
    iiv=Spread(of={"cl": 0.35, "bmax": 0.30}, scale="sd"),
    residual=Residual(proportional=0.42),
    population="66 patients with active systemic lupus in France, 6 to 63 years, 74 % with nephritis",
    source=Source(
        "bouazza_2025", at="Table 2; Section 2.3", says="unbound clearance and volume, F by dose, binding constants"
    ),
    readings=(
        "The abstract was compared (54 L/h, 235 L, F falls with dose); the other values are those of one open coding that names "
        "the table.",
        "The study gave prednisone: a dose here is prednisolone, which stands for the same nmol.",
        "The variability is that of Monolix: SDs of the logarithm.",
    ),
    verified=False,
)
