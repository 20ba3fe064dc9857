"""Mean of the CKiD under 25 estimates from creatinine and from cystatin C."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source

_creatinine = derived("egfr_ckid_u25_2021", "eGFR from creatinine")
_cystatin = derived("egfr_ckid_u25_2021_cystatin", "eGFR from cystatin C")

egfr_ckid_u25_2021_combined = Definition(
    name="egfr_ckid_u25_2021_combined",
    label="eGFR from creatinine and cystatin C (CKiD U25 2021)",
    value=(_creatinine + _cystatin) / 2,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=(1, 25),
    source=Source(
        "pierce_2021",
        at="the average of both equations",
        says="the average of the estimates from creatinine and from cystatin C",
    ),
    words="Mean of the eGFR from creatinine and the eGFR from cystatin C, both by the CKiD equations under 25, "
    "unrounded.",
    readings=(
        "Unknown where either is: one estimate alone is not the mean of two.",
        "Both results stand for the same visit; that they come from one sample is not asked.",
    ),
)
