"""What the US label of voclosporin says to do when the eGFR falls."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR")

voclosporin_dose_fda_2021 = Definition(
    name="voclosporin_dose_fda_2021",
    label="Voclosporin: step for a fall in eGFR",
    value=levels(
        stop=(_egfr < 60) & (_egfr <= 0.7 * baseline(_egfr)),
        reduce=(_egfr < 60) & (_egfr < 0.8 * baseline(_egfr)),
    ),
    source=Source(
        "fda_lupkynis",
        at="2.3 Dosage recommendations",
        says="eGFR below 60 and down from baseline by more than 20 and less than 30 %: reduce by 7.9 mg twice a day; "
        "by 30 % or more: discontinue; re-assess within two weeks, and reduce again if still down by more than 20 %",
    ),
    words="Step of the label for eGFR below 60 mL/min per 1.73 m²: stop where it has fallen by ≥ 30 % from baseline, "
    "reduce by 7.9 mg twice a day where by > 20 %.",
    readings=(
        "The label names no equation; the trials behind it used CKD-EPI, taken here as that of 2009.",
        "No step means none on account of the eGFR; a fall that leaves the eGFR at 60 or more asks for none.",
        "The label lets the dose be raised again, or treatment be restarted at 7.9 mg twice a day, once the eGFR is "
        "back at ≥ 80 % of baseline.",
        "One value is enough for a step; the label asks for another within two weeks.",
    ),
)
