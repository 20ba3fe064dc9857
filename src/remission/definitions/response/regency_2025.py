"""Complete renal response of the REGENCY trial of obinutuzumab."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, rescue, treatment_failure, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")

regency_2025 = Definition(
    name="regency_2025",
    label="Complete renal response (REGENCY)",
    value=levels(
        complete=~(rescue | treatment_failure | death | withdrawal) & (upcr < 0.5) & (_egfr >= 0.85 * baseline(_egfr)),
    ),
    source=Source(
        "furie_2025",
        at="Abstract",
        says="protein/creatinine ratio < 0.5, eGFR ≥ 85 % of baseline, and no intercurrent event (rescue therapy, treatment "
        "failure, death, early withdrawal), at week 76",
    ),
    words="Complete renal response: urine protein/creatinine ratio < 0.5 g/g and eGFR ≥ 85 % of baseline; no rescue therapy, "
    "treatment failure, death or withdrawal.",
    readings=(
        "An intercurrent event counts from the day on which it is on record (rescue, treatment_failure, death, withdrawal).",
        "The abstract names no equation; CKD-EPI of 2009 is taken, which was not compared.",
        "The trial used 24-hour collections at entry; the rule cannot tell them from other samples.",
        "A result that is missing at week 76 is unknown here.",
    ),
)
