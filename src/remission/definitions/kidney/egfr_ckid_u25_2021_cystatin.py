"""Estimated glomerular filtration rate of children and young adults from cystatin C, CKiD under 25."""

from remission.definitions.definition import Definition
from remission.terms.analytes import cystatin_c
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import unrounded, where

_age = unrounded(age)
_male = where(_age < 15, 87.2 * 1.011 ** (_age - 15), where(_age < 18, 87.2 * 0.960 ** (_age - 15), 77.1))
_female = where(_age < 12, 79.9 * 1.004 ** (_age - 12), where(_age < 18, 79.9 * 0.974 ** (_age - 12), 68.3))

egfr_ckid_u25_2021_cystatin = Definition(
    name="egfr_ckid_u25_2021_cystatin",
    label="eGFR from cystatin C (CKiD U25 2021)",
    value=where(female, _female, _male) / cystatin_c,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=(1, 25),
    source=Source(
        "pierce_2021",
        at="the age- and sex-dependent equation for cystatin C",
        says="K ÷ CysC in mg/L; boys K 87.2 × 1.011^(age − 15), 0.960 from 15, 77.1 from 18; girls 79.9 × 1.004^(age "
        "− 12), 0.974 from 12, 68.3 from 18",
    ),
    words="eGFR = K ÷ cystatin C in mg/L (IFCC-calibrated). K for boys: 87.2 × 1.011^(age − 15) under 15 years, 87.2 "
    "× 0.960^(age − 15) under 18, then 77.1; for girls: 79.9 × 1.004^(age − 12) under 12, 79.9 × 0.974^(age − 12) "
    "under 18, then 68.3.",
    readings=(
        "Age is not rounded here: the equation runs without steps through childhood. A chart that gives completed "
        "years makes a child half a year too young on average.",
        "High doses of glucocorticoids raise cystatin C by themselves, so that it understates the GFR early in "
        "treatment.",
    ),
)
