"""What models share of a patient: the genotype of CYP3A5, fat-free mass, creatinine clearance; over any array namespace."""

from __future__ import annotations

from typing import Any

from remission.pk.engine import Array
from remission.pk.parts import Covariate
from remission.terms.sources import Source

EXPRESSER = Covariate(
    name="cyp3a5_expresser",
    unit="1",
    reference=0,
    low=0,
    high=1,
    of="cyp3a5_expresser",
    mix=((0.0, 0.576), (1.0, 0.424)),
)
"""Whether someone carries CYP3A5*1. Where it is unknown, `mix` holds the frequencies in Japan; it is tested in few clinics."""
EXPRESSER_SOURCE = Source(
    "saeki_2003",
    at="Abstract",
    says="CYP3A5*3 has a frequency of 0.759 in 187 Japanese: 1 - 0.759², or 42 %, carry CYP3A5*1",
)
IMMEDIATE_RELEASE = Covariate(name="immediate_release", unit="1", reference=1, low=0, high=1)
"""1 for the capsule that is taken once or twice daily in lupus nephritis, 0 for prolonged release."""
FAT_FREE_MASS_SOURCE = Source(
    "janmahasatian_2005",
    at="Equations for men and women",
    says="9270 × weight / (6680 + 216 × BMI) in men, / (8780 + 244 × BMI) in women",
)
COCKCROFT_SOURCE = Source(
    "cockcroft_1976", at="Abstract", says="(140 − age) × weight / (72 × creatinine) mL/min; 15 % less in women"
)
L_PER_H = 0.06
"""L/h in 1 mL/min."""


def fat_free_mass(xp: Any, weight: Array, height: Array, female: Array) -> Array:
    """Predict fat-free mass by Janmahasatian's formula.

    Args:
        xp: Array namespace.
        weight: kg.
        height: cm.
        female: 1 for a woman, 0 for a man.

    Returns:
        kg.

    Example:
        >>> import numpy as np
        >>> round(float(fat_free_mass(np, 50.0, 156.0, 1.0)), 1)
        33.6
    """
    bmi = weight / (height / 100) ** 2
    return 9270 * weight / xp.where(female > 0, 8780 + 244 * bmi, 6680 + 216 * bmi)


def creatinine_clearance(xp: Any, age: Array, weight: Array, creatinine: Array, female: Array) -> Array:
    """Predict creatinine clearance by Cockcroft and Gault's formula.

    Args:
        xp: Array namespace.
        age: Years.
        weight: kg.
        creatinine: mg/dL.
        female: 1 for a woman, 0 for a man.

    Returns:
        mL/min.

    Example:
        >>> import numpy as np
        >>> round(float(creatinine_clearance(np, 40.0, 50.0, 0.7, 1.0)), 1)
        84.3
    """
    return (140 - age) * weight / (72 * creatinine) * xp.where(female > 0, 0.85, 1.0)
