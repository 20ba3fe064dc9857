"""Whether the US label lets voclosporin be started."""

from remission.definitions.definition import Definition, derived
from remission.terms.analytes import diastolic, systolic
from remission.terms.sources import Source

voclosporin_start_fda_2021 = Definition(
    name="voclosporin_start_fda_2021",
    label="Voclosporin may be started",
    value=(derived("egfr_ckd_epi_2009", "eGFR") > 45) & (systolic <= 165) & (diastolic <= 105),
    source=Source(
        "fda_lupkynis",
        at="2.2 Prior to initiating therapy",
        says="not recommended with a baseline eGFR of 45 or less unless the benefit exceeds the risk; do not initiate "
        "with a blood pressure above 165/105 mmHg or a hypertensive emergency",
    ),
    words="Voclosporin may be started: eGFR above 45 mL/min per 1.73 m² and blood pressure not above 165/105 mmHg.",
    readings=(
        "Above 165/105 means above 165 systolic or above 105 diastolic.",
        "The label lets a benefit outweigh an eGFR of 45 or less; that is for a clinician.",
        "Interactions, infection, pregnancy and a hypertensive emergency are not looked at.",
        "The label names no equation; CKD-EPI 2009 is taken.",
    ),
)
