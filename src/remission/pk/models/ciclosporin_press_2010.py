"""Ciclosporin in adult kidney recipients: Press 2010."""

from typing import Any

from remission.pk.engine import Array
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread, Values
from remission.terms.sources import Source


def individual(xp: Any, theta: Values, eta: Values, covariates: Values) -> dict[str, Array]:
    """Give a patient's parameters; from 20 mg of prednisolone a day absorption is slower and less complete."""
    high = xp.where(covariates["prednisolone"] >= theta["high_dose"], 1.0, 0.0)
    size = covariates["weight"] / theta["weight"]
    return {
        "cl": theta["cl"] * size**0.75 * xp.exp(eta["cl"]),
        "v": theta["v"] * size * xp.exp(eta["v"]),
        "q": theta["q"],
        "v2": theta["v2"],
        "ktr": theta["ktr"] * (1 + theta["high_on_ktr"] * high) * xp.exp(eta["ktr"]),
        "f": theta["f"] * (1 + theta["high_on_f"] * high) * xp.exp(eta["f"]),
    }


ciclosporin_press_2010 = Model(
    name="ciclosporin_press_2010",
    label="Ciclosporin, kidney recipients (Press 2010)",
    drug="ciclosporin",
    matrix="whole blood",
    unit="μg/L",
    structure=Linear(compartments=2, absorption="erlang", stages=2),
    parameters=(
        Parameter(name="ktr", value=2.0, unit="1/h", says="rate of depot and transit compartment alike"),
        Parameter(name="high_dose", value=20, unit="mg/d", says="dose of prednisolone that counts as high"),
        Parameter(name="high_on_ktr", value=-0.55, unit="1", says="change of the rate at a high dose"),
        Parameter(name="high_on_f", value=-0.22, unit="1", says="change of F at a high dose"),
        Parameter(name="f", value=0.5, unit="1", says="F, fixed"),
        Parameter(name="cl", value=15, unit="L/h", says="CL at 76 kg"),
        Parameter(name="v", value=56, unit="L", says="Vc at 76 kg"),
        Parameter(name="q", value=14, unit="L/h", says="Q"),
        Parameter(name="v2", value=125, unit="L", says="Vp"),
        Parameter(name="weight", value=76, unit="kg", says="median weight"),
    ),
    individual=individual,
    covariates=(
        Covariate(name="weight", unit="kg", reference=76, low=49, high=140, of="weight"),
        Covariate(name="prednisolone", unit="mg/d", reference=10, low=0, high=100, of="glucocorticoids"),
    ),
    iiv=Spread(of={"ktr": 0.09, "cl": 0.03, "v": 0.12}, scale="variance"),
    iov=Spread(of={"f": 0.02}, scale="variance"),
    residual=Residual(log=0.07**0.5),
    population="33 Dutch adult kidney recipients in the first year, 49 to 140 kg; immunoassay (FPIA)",
    source=Source(
        "press_2010",
        at="Table 4",
        says="estimates, variances, one transit compartment, 20 mg of prednisolone",
    ),
    readings=(
        "Table 4 was compared; the scaling of CL and Vc by weight stands in the text, which was not opened, and is taken from "
        "an open coding: (weight / 76) to the power of 0.75 and 1.",
        "The table gives the mean transit time as 2 / ka with one transit compartment: depot and transit empty alike.",
        "Residual error is on logarithms: its SD is the root of 0.07.",
    ),
    verified=False,
)
