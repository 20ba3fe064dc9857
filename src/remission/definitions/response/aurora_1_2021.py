"""Complete renal response of the AURORA 1 trial of voclosporin."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above, previous

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")
_kept = 0.8 * baseline(_egfr)
_known = (_egfr >= 0).says("eGFR is known at this visit")

aurora_1_2021 = Definition(
    name="aurora_1_2021",
    label="Complete renal response (AURORA 1)",
    value=levels(
        complete=~(rescue | death)
        & (~withdrawal | upcr.is_known())
        & ~dosed_above("glucocorticoids", 10, days=3, within=56, in_a_row=True)
        & ~dosed_above("glucocorticoids", 10, days=7, within=56)
        & (upcr <= 0.5)
        & ((_egfr >= 60) | (_egfr >= _kept) | ((previous(_egfr) >= _kept) & _known)),
    ),
    source=Source(
        "rovin_2021",
        at="Abstract; registry NCT03021499",
        says="ratio ≤ 0.5, eGFR ≥ 60 or no confirmed fall of > 20 % from baseline, no rescue, and no prednisone > 10 mg/day for "
        "≥ 3 consecutive days or ≥ 7 days in all in weeks 44 to 52; at week 52",
    ),
    words="Complete renal response: urine protein/creatinine ratio ≤ 0.5 g/g; eGFR ≥ 60 mL/min per 1.73 m² or no confirmed fall "
    "of > 20 % from baseline; no rescue, and in the last 56 days neither 3 consecutive nor 7 days in all above 10 mg/day of "
    "prednisolone.",
    readings=(
        "Weeks 44 to 52 are read as the 56 days that end with the visit, whichever visit is asked about.",
        "A fall is confirmed by the last earlier visit; one that only this visit shows is unconfirmed and lets the patient pass.",
        "A fall by exactly 20 % is none here, and is one in AURA-LV and TULIP-LN.",
        "The registry asks in addition that an adverse event explains a failed eGFR; the abstract does not, and we do not.",
        "Someone who withdrew and has no result is no responder; one who stopped the drug is still judged.",
        "The equation was not compared; CKD-EPI of 2009 is taken, as AURA-LV used CKD-EPI.",
    ),
)
