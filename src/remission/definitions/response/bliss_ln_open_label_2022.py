"""Renal responses of the open-label extension of BLISS-LN, against the start of the extension."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")

bliss_ln_open_label_2022 = Definition(
    name="bliss_ln_open_label_2022",
    label="Renal response (BLISS-LN, open label)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr < 0.5)
        & ((_egfr >= 90) | (_egfr >= 0.9 * baseline(_egfr))),
        response=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr <= 0.7)
        & ((_egfr >= 60) | (_egfr >= 0.8 * baseline(_egfr))),
    ),
    source=Source(
        "furie_2022_open_label",
        at="Abstract",
        says="primary efficacy: ratio ≤ 0.7, eGFR ≤ 20 % below the open-label baseline or ≥ 60; complete: < 0.5, ≤ 10 % below "
        "or ≥ 90; no prohibited medications; at open-label week 28",
    ),
    words="Complete: urine protein/creatinine ratio < 0.5 g/g and eGFR ≥ 90 mL/min per 1.73 m² or ≥ 90 % of baseline. Response: "
    "ratio ≤ 0.7 g/g and eGFR ≥ 60 or ≥ 80 % of baseline. No prohibited medication.",
    readings=(
        "The reference is the start of the extension: day 0 must be its first day, not that of the trial before it.",
        "A complete response is a primary efficacy response too; the level is the better of the two.",
        "The abstract names no equation; CKD-EPI of 2009 is taken, which was not compared.",
        "Rescue therapy, withdrawal and death count like the prohibited medication that the abstract names.",
    ),
)
