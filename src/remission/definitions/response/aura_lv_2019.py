"""Complete renal remission of the AURA-LV trial of voclosporin."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above, previous

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")
_kept = 0.8 * baseline(_egfr)
_known = (_egfr >= 0).says("eGFR is known at this visit")

aura_lv_2019 = Definition(
    name="aura_lv_2019",
    label="Complete renal remission (AURA-LV)",
    value=levels(
        complete=~(rescue | death)
        & (~withdrawal | upcr.is_known())
        & ~dosed_above("glucocorticoids", 10, days=4, within=56, in_a_row=True)
        & ~dosed_above("glucocorticoids", 10, days=8, within=56)
        & (upcr <= 0.5)
        & (previous(upcr) <= 0.5)
        & ((_egfr >= 60) | (_egfr > _kept) | ((previous(_egfr) > _kept) & _known)),
    ),
    source=Source(
        "rovin_2019",
        at="Methods, end points (registry NCT02141672)",
        says="ratio ≤ 0.5 in two consecutive first-morning voids, eGFR ≥ 60 or no confirmed fall of ≥ 20 %; no rescue, no "
        "prednisone > 10 mg/day for > 3 consecutive days or > 7 days in all in the 56 days before; at week 24",
    ),
    words="Complete renal remission: urine protein/creatinine ratio ≤ 0.5 g/g at this visit and the last one before; eGFR ≥ 60 "
    "mL/min per 1.73 m² or no confirmed fall of ≥ 20 % from baseline; no rescue, and in the last 56 days no more than 3 "
    "consecutive or 7 days in all above 10 mg/day of prednisolone.",
    readings=(
        "Two consecutive voids are read as this visit and the last earlier visit with a result.",
        "A fall is confirmed by the last earlier visit; one that only this visit shows is unconfirmed and lets the patient pass.",
        "A fall by exactly 20 % is a fall here, and is none in AURORA 1.",
        "The trial reckoned eGFR by CKD-EPI (its entry criteria say so); the equation of 2009 is taken.",
        "The ratio was taken from first-morning voids; the rule cannot tell them from other samples.",
        "Someone who withdrew and has no result is no responder, as in AURORA 1; one who stopped the drug is still judged.",
    ),
)
