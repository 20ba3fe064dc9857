"""Estimated glomerular filtration rate from creatinine, CKD-EPI equation of 2021, without race."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import greater, lesser, where

_scaled = creatinine / where(female, 0.7, 0.9)
_low = where(female, lesser(_scaled, 1) ** -0.241, lesser(_scaled, 1) ** -0.302)

egfr_ckd_epi_2021 = Definition(
    name="egfr_ckd_epi_2021",
    label="eGFR (CKD-EPI 2021)",
    value=142 * _low * greater(_scaled, 1) ** -1.2 * 0.9938**age * where(female, 1.012, 1.0),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "inker_2021",
        at="the equation eGFRcr (age, sex)",
        says="142 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−1.200 × 0.9938^age × 1.012 if female",
    ),
    words="eGFR = 142 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−1.200 × 0.9938^age (× 1.012 if female); κ 0.7 and α −0.241 for "
    "women, 0.9 and −0.302 for men; creatinine in mg/dL (IDMS-traceable).",
    readings=(
        "Age is in completed years on the day of the visit.",
        "It was not made in Japanese patients and gives them far more than the Japanese equation: 37.6 against 27.2 "
        "for a woman of 62 years with 1.55 mg/dL.",
    ),
)
