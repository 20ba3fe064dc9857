"""Estimated glomerular filtration rate from creatinine and cystatin C, CKD-EPI equation of 2021, without race."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine, cystatin_c
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import greater, lesser, where

_cr, _cys = creatinine / where(female, 0.7, 0.9), cystatin_c / 0.8
_creatinine = where(female, lesser(_cr, 1) ** -0.219, lesser(_cr, 1) ** -0.144) * greater(_cr, 1) ** -0.544
_cystatin = lesser(_cys, 1) ** -0.323 * greater(_cys, 1) ** -0.778

egfr_ckd_epi_2021_combined = Definition(
    name="egfr_ckd_epi_2021_combined",
    label="eGFR from creatinine and cystatin C (CKD-EPI 2021)",
    value=135 * _creatinine * _cystatin * 0.9961**age * where(female, 0.963, 1.0),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "inker_2021",
        at="the equation eGFRcr-cys (age, sex)",
        says="135 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−0.544 × min(CysC/0.8, 1)^−0.323 × max(CysC/0.8, 1)^−0.778 × "
        "0.9961^age × 0.963 if female",
    ),
    words="eGFR = 135 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−0.544 × min(CysC/0.8, 1)^−0.323 × max(CysC/0.8, 1)^−0.778 × "
    "0.9961^age (× 0.963 if female); κ 0.7 and α −0.219 for women, 0.9 and −0.144 for men; creatinine in mg/dL, "
    "cystatin C in mg/L.",
    readings=(
        "Age is in completed years on the day of the visit.",
        "Both results stand for the same visit; that they come from one sample is not asked.",
    ),
)
