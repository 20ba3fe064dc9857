"""Complete renal response of the TULIP-LN trial of anifrolumab."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, discontinuation, prohibited_medication, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_egfr = derived("egfr_mdrd_2006", "eGFR (MDRD)")
_kept = 0.8 * baseline(_egfr)
_known = (_egfr >= 0).says("eGFR is known at this visit")

tulip_ln_2022 = Definition(
    name="tulip_ln_2022",
    label="Complete renal response (TULIP-LN)",
    value=levels(
        complete=~(discontinuation | prohibited_medication | withdrawal | death)
        & (upcr <= 0.7)
        & ((_egfr >= 60) | (_egfr > _kept) | ((previous(_egfr) > _kept) & _known)),
    ),
    source=Source(
        "jayne_2022",
        at="Methods, end points (registry NCT02547922)",
        says="eGFR ≥ 60 or no confirmed fall of ≥ 20 % from baseline, 24-hour ratio ≤ 0.7, no discontinuation of the drug under "
        "study, no restricted medication beyond the threshold; eGFR by MDRD; at week 52",
    ),
    words="Complete renal response: urine protein/creatinine ratio ≤ 0.7 g/g and eGFR (MDRD) ≥ 60 mL/min per 1.73 m² or no "
    "confirmed fall of ≥ 20 % from baseline; no discontinuation and no restricted medication.",
    readings=(
        "A fall is confirmed by the last earlier visit; one that only this visit shows is unconfirmed and lets the patient pass.",
        "A fall by exactly 20 % is a fall here, and is none in AURORA 1.",
        "The registry names MDRD; the equation for IDMS-traceable creatinine is taken.",
        "Restricted medication is on record as `prohibited_medication`; withdrawal and death count as discontinuation.",
        "The ratio was taken from 24-hour collections; the rule cannot tell them from other samples.",
    ),
)
