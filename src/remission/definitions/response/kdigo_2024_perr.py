"""Primary efficacy renal response, as the KDIGO guideline of 2024 lists it beside complete and partial response."""

from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import rescue
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")
_before = baseline(derived("pre_flare_egfr_ckd_epi_2009", "eGFR before the flare"))

kdigo_2024_perr = Definition(
    name="kdigo_2024_perr",
    label="Primary efficacy renal response (KDIGO 2024)",
    value=levels(
        response=~rescue & (upcr <= 0.7) & ((_egfr >= 60) | (_egfr >= 0.8 * _before)),
    ),
    ages=ADULTS,
    source=Source(
        "kdigo_2024",
        at="Figure 11, definitions of response",
        says="PCR ≤ 0.7 g/g; eGFR no worse than 20 % below the pre-flare value, or ≥ 60 mL/min per 1.73 m²; no "
        "rescue therapy for treatment failure",
    ),
    words="Primary efficacy renal response: urine protein/creatinine ratio ≤ 0.7 g/g, eGFR ≥ 60 mL/min per 1.73 m² "
    "or no more than 20 % below its value before the flare, and no rescue therapy.",
    readings=(
        "The eGFR before the flare, or the creatinine that gives it, is recorded at the baseline visit; the value "
        "at baseline does not stand in for it.",
        "Exactly 20 % below is no worse than 20 %.",
        "The figure names no equation; CKD-EPI 2009 is used, as in the trial of belimumab that the response comes "
        "from.",
        "Rescue therapy rules the response out from the day on which it is on record.",
        "Nothing is asked about glucocorticoids, which that trial limits.",
    ),
)
