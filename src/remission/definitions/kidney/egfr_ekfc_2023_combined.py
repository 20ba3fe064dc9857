"""Mean of the EKFC estimates from creatinine and from cystatin C."""

from remission.definitions.definition import ADULTS, Definition, derived
from remission.terms.sources import Source

_creatinine = derived("egfr_ekfc_2021", "eGFR from creatinine")
_cystatin = derived("egfr_ekfc_2023_cystatin", "eGFR from cystatin C")

egfr_ekfc_2023_combined = Definition(
    name="egfr_ekfc_2023_combined",
    label="eGFR from creatinine and cystatin C (EKFC 2023)",
    value=(_creatinine + _cystatin) / 2,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "pottel_2023",
        at="the mean of both equations",
        says="the arithmetic mean of the estimates from creatinine and from cystatin C",
    ),
    words="Mean of the eGFR from creatinine (EKFC 2021) and the eGFR from cystatin C (EKFC 2023), both unrounded.",
    readings=(
        "Unknown where either is: one estimate alone is not the mean of two.",
        "Both results stand for the same visit; that they come from one sample is not asked.",
    ),
)
