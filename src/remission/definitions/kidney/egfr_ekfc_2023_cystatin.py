"""Estimated glomerular filtration rate from cystatin C, European Kidney Function Consortium, without sex or race."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import cystatin_c
from remission.terms.sources import Source
from remission.terms.traits import age
from remission.terms.words import greater, unrounded, where

_age = unrounded(age)
_scaled = cystatin_c / (0.83 + 0.005 * greater(_age - 50, 0))
_kidney = where(_scaled < 1, _scaled**-0.322, _scaled**-1.132)

egfr_ekfc_2023_cystatin = Definition(
    name="egfr_ekfc_2023_cystatin",
    label="eGFR from cystatin C (EKFC 2023)",
    value=107.3 * _kidney * where(_age > 40, 0.990 ** (_age - 40), 1.0),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "pottel_2023",
        at="the EKFC equation for cystatin C and its Q values",
        says="107.3 × (CysC/Q)^−0.322, or ^−1.132 from CysC/Q 1, × 0.990^(age − 40) above 40 years; Q 0.83 mg/L up to "
        "50 years, then + 0.005 a year",
    ),
    words="eGFR = 107.3 × (CysC/Q)^−0.322 where CysC/Q is below 1, else (CysC/Q)^−1.132, × 0.990^(age − 40) above 40 "
    "years; Q is 0.83 mg/L up to 50 years and 0.83 + 0.005 × (age − 50) above; cystatin C in mg/L (ERM-DA471/IFCC).",
    readings=(
        "Age is not rounded, as in the EKFC equation for creatinine.",
        "The publication tested it in adults. Some calculators offer it from 2 years; we do not.",
        "The form without sex; one with sex was published beside it.",
        "High doses of glucocorticoids raise cystatin C by themselves, so that it understates the GFR early in "
        "treatment.",
    ),
)
