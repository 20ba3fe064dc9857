"""Fall of the eGFR by 30 % or more, confirmed at the next visit, by JSN 2009."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_egfr = derived("egfr_jsn_2009", "eGFR")
_limit = 0.7 * baseline(_egfr)

egfr_decline_30_jsn_2009 = Definition(
    name="egfr_decline_30_jsn_2009",
    label="eGFR down by ≥ 30 %, confirmed (JSN 2009)",
    value=(_egfr <= _limit) & (previous(_egfr) <= _limit),
    source=Source(
        "levey_2014",
        at="Abstract",
        says="the workshop: a confirmed decline of 30 % may be an acceptable end point, 40 % more broadly; doubling "
        "of creatinine is halving of the GFR",
    ),
    words="Fall of the eGFR (JSN 2009) by at least 30 % from baseline, at this visit and at the last one before it "
    "with a value.",
    readings=(
        "Confirmed by the visit before, as trials ask for a second sample at least 4 weeks later; how many days lie "
        "between the two is not asked, so visits should be 4 weeks apart or more.",
        "The answer is of the visit. Whether it was ever so by then is `ever` over the visits.",
        "The workshop spoke of a fall within 2 to 3 years; no time is asked here. Baseline is the value before "
        "treatment, not the one before the flare.",
        "The workshop reckoned with CKD-EPI. By the Japanese equation the eGFR follows creatinine less steeply: 30 % "
        "is creatinine × 1.39 here and × 1.35 there.",
    ),
)
