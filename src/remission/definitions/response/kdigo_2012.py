"""Complete and partial response of the KDIGO guideline of 2012."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, pre_flare_creatinine, upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

kdigo_2012 = Definition(
    name="kdigo_2012",
    label="Response (KDIGO 2012)",
    value=levels(
        complete=(upcr < 0.5) & (creatinine <= baseline(pre_flare_creatinine)),
        partial=(reduction(upcr, floor=0.5) >= 0.5)
        & ((baseline(upcr) < 3.0) | (upcr < 3.0))
        & (creatinine <= 1.25 * baseline(creatinine)),
    ),
    source=Source(
        "kdigo_2012",
        at="Table 28",
        says="complete: creatinine back to previous baseline and uPCR < 500 mg/g; partial: creatinine stable (± 25 "
        "%) or improved but not to normal, uPCR down by ≥ 50 %, and to < 3000 mg/g if it was nephrotic (≥ 3000 mg/g)",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.5 g/g and serum creatinine no higher than before "
    "the flare. Partial response: the ratio at least 50 % below baseline, and < 3 g/g if baseline was 3 g/g or "
    "more, with creatinine ≤ 1.25 × baseline.",
    readings=(
        "The previous baseline is the creatinine before the flare, recorded at the baseline visit; the value at "
        "baseline does not stand in for it, since it is already raised.",
        "No allowance is printed for the return to it, and none is given.",
        "A creatinine that has become normal does not rule a partial response out: “but not to normal” describes "
        "who is left.",
        "A ratio that was below 0.5 g/g at baseline cannot be judged by its fall.",
        "Some copies print ≤ 500 mg/g. Compared with the table as a later review copies it.",
    ),
)
