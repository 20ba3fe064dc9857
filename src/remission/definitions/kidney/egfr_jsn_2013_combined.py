"""Mean of the Japanese estimates from creatinine and from cystatin C."""

from remission.definitions.definition import ADULTS, Definition, derived
from remission.terms.sources import Source

_creatinine = derived("egfr_jsn_2009", "eGFR from creatinine")
_cystatin = derived("egfr_jsn_2013_cystatin", "eGFR from cystatin C")

egfr_jsn_2013_combined = Definition(
    name="egfr_jsn_2013_combined",
    label="eGFR from creatinine and cystatin C (JSN 2013)",
    value=(_creatinine + _cystatin) / 2,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "horio_2013",
        at="Abstract, Eq(average)",
        says="the average of the eGFR from creatinine and the eGFR from cystatin C",
    ),
    words="Mean of the eGFR from creatinine (JSN 2009) and the eGFR from cystatin C (JSN 2013), both unrounded.",
    readings=(
        "Unknown where either is: one estimate alone is not the mean of two.",
        "Both results stand for the same visit; that they come from one sample is not asked.",
    ),
)
