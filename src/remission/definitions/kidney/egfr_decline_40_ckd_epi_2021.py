"""Fall of the eGFR by 40 % or more, confirmed at the next visit, by CKD-EPI 2021."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_egfr = derived("egfr_ckd_epi_2021", "eGFR")
_limit = 0.6 * baseline(_egfr)

egfr_decline_40_ckd_epi_2021 = Definition(
    name="egfr_decline_40_ckd_epi_2021",
    label="eGFR down by ≥ 40 %, confirmed (CKD-EPI 2021)",
    value=(_egfr <= _limit) & (previous(_egfr) <= _limit),
    source=Source(
        "levey_2014",
        at="Abstract",
        says="the workshop: a confirmed decline of 30 % may be an acceptable end point, 40 % more broadly; doubling "
        "of creatinine is halving of the GFR",
    ),
    words="Fall of the eGFR (CKD-EPI 2021) by at least 40 % from baseline, at this visit and at the last one before "
    "it with a value.",
    readings=(
        "Confirmed by the visit before, as trials ask for a second sample at least 4 weeks later; how many days lie "
        "between the two is not asked, so visits should be 4 weeks apart or more.",
        "The answer is of the visit. Whether it was ever so by then is `ever` over the visits.",
        "The workshop spoke of a fall within 2 to 3 years; no time is asked here. Baseline is the value before "
        "treatment, not the one before the flare.",
        "The workshop reckoned with CKD-EPI 2009; ours is of 2021, whose ratio of two values is nearly the same.",
    ),
)
