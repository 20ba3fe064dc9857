"""Estimated glomerular filtration rate from cystatin C, CKD-EPI equation of 2012."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import cystatin_c
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import greater, lesser, where

_scaled = cystatin_c / 0.8

egfr_ckd_epi_2012_cystatin = Definition(
    name="egfr_ckd_epi_2012_cystatin",
    label="eGFR from cystatin C (CKD-EPI 2012)",
    value=133 * lesser(_scaled, 1) ** -0.499 * greater(_scaled, 1) ** -1.328 * 0.996**age * where(female, 0.932, 1.0),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "inker_2012",
        at="Table 2",
        says="133 × min(CysC/0.8, 1)^−0.499 × max(CysC/0.8, 1)^−1.328 × 0.996^age × 0.932 if female",
    ),
    words="eGFR = 133 × min(CysC/0.8, 1)^−0.499 × max(CysC/0.8, 1)^−1.328 × 0.996^age (× 0.932 if female); cystatin C "
    "in mg/L (ERM-DA471/IFCC).",
    readings=(
        "Age is in completed years on the day of the visit.",
        "Some calculators print 0.9962 for the age: 1 % more at 50 years. The paper has 0.996.",
        "High doses of glucocorticoids raise cystatin C by themselves, so that it understates the GFR early in "
        "treatment.",
    ),
)
