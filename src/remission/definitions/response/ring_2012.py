"""Complete renal response of the RING trial: rituximab for lupus nephritis with remission as a goal."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")

ring_2012 = Definition(
    name="ring_2012",
    label="Complete renal response (RING)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr <= 0.5)
        & ((_egfr >= 60) | ((baseline(_egfr) < 60) & (_egfr >= 0.8 * baseline(_egfr)))),
    ),
    source=Source(
        "ring_2012",
        at="Primary outcome",
        says="24-hour ratio ≤ 0.5; eGFR ≥ 60 or, if < 60 at screening, not fallen by > 20 % from it; no increase of "
        "glucocorticoids but for two limited courses; no other immunosuppressant introduced; at week 104",
    ),
    words="Complete renal response: urine protein/creatinine ratio ≤ 0.5 g/g; eGFR ≥ 60 mL/min per 1.73 m² or, where it was "
    "below 60 at baseline, ≥ 80 % of baseline; no new immunosuppressant and no increase of glucocorticoids.",
    readings=(
        "The reference of the registry is the screening value, 8 weeks before; the value of the baseline visit is taken for it.",
        "Someone who starts at 60 or more must stay at 60 or more: unlike in BLISS-LN, a small fall to below 60 is not enough.",
        "An increase of glucocorticoids beyond the two limited courses, or a new immunosuppressant, must be on record as rescue "
        "or prohibited medication; doses are not searched for it.",
        "The registry names no equation; CKD-EPI of 2009 is taken.",
        "The ratio was taken from 24-hour collections; the rule cannot tell them from other samples.",
    ),
)
