"""Complete renal response of the BLISS-LN trial of belimumab."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, prohibited_medication, rescue, treatment_failure, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")
_before = baseline(derived("pre_flare_egfr_ckd_epi_2009", "eGFR before the flare"))

bliss_ln_crr_2020 = Definition(
    name="bliss_ln_crr_2020",
    label="Complete renal response (BLISS-LN)",
    value=levels(
        complete=~(rescue | treatment_failure | prohibited_medication | withdrawal | death)
        & ~dosed_above("glucocorticoids", 10, days=1, since=168)
        & (upcr < 0.5)
        & ((_egfr >= 90) | (_egfr >= 0.9 * _before)),
    ),
    source=Source(
        "furie_2020",
        at="Abstract; registry NCT01639339",
        says="protein/creatinine ratio < 0.5, eGFR no worse than 10 % below the value before the flare or ≥ 90, no rescue "
        "therapy; glucocorticoids ≤ 10 mg/day from week 24; at week 104",
    ),
    words="Complete renal response: urine protein/creatinine ratio < 0.5 g/g; eGFR ≥ 90 mL/min per 1.73 m² or ≥ 90 % of its "
    "value before the flare; glucocorticoids no more than 10 mg/day of prednisolone since week 24; no rescue therapy.",
    readings=(
        "The value before the flare is recorded as such; where it is not, baseline never stands in, and only ≥ 90 decides.",
        "The abstract names no equation; CKD-EPI of 2009 is taken, which was not compared.",
        "An inactive sediment, which an early protocol asked for, was dropped by an amendment and is not asked for.",
        "Any day above 10 mg since study day 168 counts; what short courses the trial forgave was not compared.",
        "Rescue, treatment failure, prohibited medication, withdrawal and death rule a response out from the day on record.",
        "The response is judged at each visit by itself; whether the trial asked for a second sample was not compared.",
    ),
)
