"""Estimated glomerular filtration rate from cystatin C, Japanese equation of 2013."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import cystatin_c
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import where

egfr_jsn_2013_cystatin = Definition(
    name="egfr_jsn_2013_cystatin",
    label="eGFR from cystatin C (JSN 2013)",
    value=104 * cystatin_c**-1.019 * 0.996**age * where(female, 0.929, 1.0) - 8,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "horio_2013",
        at="the equation Eq(cys + nonrenal)",
        says="104 × CysC^−1.019 × 0.996^age (× 0.929 if female) − 8",
    ),
    words="eGFR = 104 × CysC^−1.019 × 0.996^age (× 0.929 if female) − 8, cystatin C in mg/L (ERM-DA471/IFCC).",
    readings=(
        "Age is in completed years on the day of the visit.",
        "The 8, what is cleared outside the kidneys, is subtracted last, after the factor for women. So print it the "
        "Japanese pages and calculators that give the equation.",
        "Above about 8 mg/L of cystatin C the equation falls below zero; it is not cut off.",
        "High doses of glucocorticoids raise cystatin C by themselves, so that it understates the GFR early in "
        "treatment.",
    ),
)
