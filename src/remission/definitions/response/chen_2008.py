"""Complete and partial remission as the Lupus Nephritis Collaborative Study group defined them (Chen, Korbet)."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

chen_2008 = Definition(
    name="chen_2008",
    label="Remission (Chen 2008)",
    value=levels(
        complete=(proteinuria <= 0.33) & (creatinine <= 1.4),
        partial=(proteinuria <= 1.5)
        & (reduction(proteinuria, floor=0.5) >= 0.5)
        & (creatinine <= 1.25 * baseline(creatinine)),
    ),
    source=Source(
        "chen_2008",
        at="Abstract",
        says="complete: serum creatinine ≤ 1.4 mg/dL and proteinuria ≤ 0.33 g/day; partial: ≤ 25 % increase in baseline "
        "creatinine, ≥ 50 % reduction in baseline proteinuria to ≤ 1.5 g/day",
    ),
    words="Complete remission: 24-hour urine protein ≤ 0.33 g/day and serum creatinine ≤ 1.4 mg/dL. Partial remission: "
    "24-hour urine protein reduced by ≥ 50 % from baseline to ≤ 1.5 g/day and serum creatinine ≤ 1.25 × baseline.",
    readings=(
        "The founding paper quotes the limit of complete remission as < 0.33 g/day; the abstract prints ≤ 0.33.",
        "1.4 mg/dL is meant as it stands, whatever the laboratory and the sex of the patient.",
        "From less than 0.5 g/day at baseline a fall by half is unknown (our floor), so partial remission is too.",
        "Remission counts at any visit; no confirming sample is asked for.",
        "Korbet and colleagues (2013) use the same criteria.",
    ),
)
