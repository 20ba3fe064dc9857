"""Primary response of the Aspreva Lupus Management Study, induction phase."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

alms_2009 = Definition(
    name="alms_2009",
    label="Response (ALMS)",
    value=levels(
        response=(((baseline(upcr) >= 3) & (upcr < 3)) | ((baseline(upcr) < 3) & (reduction(upcr, floor=0.5) >= 0.5)))
        & (creatinine <= 1.25 * baseline(creatinine)),
    ),
    source=Source(
        "appel_2009",
        at="Concise Methods, efficacy parameters",
        says="fall of the urine protein/creatinine ratio to < 3 if ≥ 3 at baseline, or by ≥ 50 % if < 3 at baseline, and "
        "serum creatinine stable (within 25 % of baseline) or improved, at 24 weeks",
    ),
    words="Response: urine protein/creatinine ratio < 3 g/g where it was ≥ 3 g/g at baseline, or reduced by ≥ 50 % where "
    "it was < 3 g/g; and serum creatinine ≤ 1.25 × baseline.",
    readings=(
        "A baseline ratio of 3 g/g or more needs no fall by half, and one below 3 g/g needs no limit: never both.",
        "“Within 25 % or improved” leaves only a rise of more than 25 % outside.",
        "A blinded committee adjudicated the response; the rule gives what it was asked to judge.",
        "From less than 0.5 g/g at baseline a fall by half is unknown (our floor).",
        "Compared with a secondary table of trial endpoints and with the abstract of the protocol, not with the paper.",
    ),
)
