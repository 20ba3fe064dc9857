"""Estimated glomerular filtration rate from creatinine, Japanese Society of Nephrology equation of 2009."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import where

egfr_jsn_2009 = Definition(
    name="egfr_jsn_2009",
    label="eGFR (JSN 2009)",
    value=(194 * creatinine**-1.094) * age**-0.287 * where(female, 0.739, 1.0),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source("matsuo_2009", at="Abstract", says="194 × Cr⁻¹·⁰⁹⁴ × age⁻⁰·²⁸⁷ (× 0.739 if female)"),
    words="eGFR = 194 × creatinine⁻¹·⁰⁹⁴ × age⁻⁰·²⁸⁷ (× 0.739 if female), creatinine in mg/dL (enzymatic, "
    "IDMS-traceable), age in completed years; not rounded before further use.",
    readings=(
        "The founding paper names no equation. This is the only one of those in use then that gives both ends of its "
        "printed range from its own data: 178 (female, 32 years, 0.33 mg/dL) and 27.2 (female, 62 years, 1.55 mg/dL).",
        "Age is in completed years on the day of the visit.",
        "The mean is of each patient's unrounded value: 89.5 at baseline in the founding paper's Table 1. Its Table 2 "
        "prints 89.6, which is the mean of values rounded to one decimal first.",
    ),
)
