"""Estimated glomerular filtration rate from creatinine and cystatin C, CKD-EPI equation of 2012."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine, cystatin_c
from remission.terms.sources import Source
from remission.terms.traits import age, black, female
from remission.terms.words import either, greater, lesser, where

_cr, _cys = creatinine / where(female, 0.7, 0.9), cystatin_c / 0.8
_creatinine = where(female, lesser(_cr, 1) ** -0.248, lesser(_cr, 1) ** -0.207) * greater(_cr, 1) ** -0.601
_cystatin = lesser(_cys, 1) ** -0.375 * greater(_cys, 1) ** -0.711
_race = either(where(black, 1.08, 1.0), 1.0)

egfr_ckd_epi_2012_combined = Definition(
    name="egfr_ckd_epi_2012_combined",
    label="eGFR from creatinine and cystatin C (CKD-EPI 2012)",
    value=135 * _creatinine * _cystatin * 0.995**age * where(female, 0.969, 1.0) * _race,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "inker_2012",
        at="Table 2",
        says="135 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−0.601 × min(CysC/0.8, 1)^−0.375 × max(CysC/0.8, 1)^−0.711 × "
        "0.995^age × 0.969 if female × 1.08 if Black",
    ),
    words="eGFR = 135 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−0.601 × min(CysC/0.8, 1)^−0.375 × max(CysC/0.8, 1)^−0.711 × "
    "0.995^age (× 0.969 if female, × 1.08 if recorded as Black); κ 0.7 and α −0.248 for women, 0.9 and −0.207 for "
    "men; creatinine in mg/dL, cystatin C in mg/L.",
    readings=(
        "Age is in completed years on the day of the visit.",
        "The factor for Black patients is applied only where the chart records it; many registries do not, and the "
        "equations of 2021 dropped it.",
        "Both results stand for the same visit; that they come from one sample is not asked.",
    ),
)
