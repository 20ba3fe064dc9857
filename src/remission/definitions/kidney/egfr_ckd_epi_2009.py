"""Estimated glomerular filtration rate from creatinine, CKD-EPI equation of 2009."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, black, female
from remission.terms.words import either, greater, lesser, where

_scaled = creatinine / where(female, 0.7, 0.9)
_low = where(female, lesser(_scaled, 1) ** -0.329, lesser(_scaled, 1) ** -0.411)
_race = either(where(black, 1.159, 1.0), 1.0)

egfr_ckd_epi_2009 = Definition(
    name="egfr_ckd_epi_2009",
    label="eGFR (CKD-EPI 2009)",
    value=141 * _low * greater(_scaled, 1) ** -1.209 * 0.993**age * where(female, 1.018, 1.0) * _race,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "levey_2009",
        at="Table 2",
        says="141 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−1.209 × 0.993^age × 1.018 if female × 1.159 if Black",
    ),
    words="eGFR = 141 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−1.209 × 0.993^age (× 1.018 if female, × 1.159 if recorded as "
    "Black); κ 0.7 and α −0.329 for women, 0.9 and −0.411 for men; creatinine in mg/dL (IDMS-traceable).",
    readings=(
        "Age is in completed years on the day of the visit.",
        "The factor for Black patients is applied only where the chart records it; many registries do not, and the "
        "equations of 2021 dropped it.",
        "Some programs use the four constants of the paper's table (144, 166, 141, 163), which are rounded and differ "
        "by up to 0.3 %; we use the single equation.",
    ),
)
