"""Complete and partial remission of the first Tokyo series on mizoribine with tacrolimus."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import albumin, creatinine, rbc_casts, upcr, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction, upper_normal

rokutanda_2014 = Definition(
    name="rokutanda_2014",
    label="Remission (Rokutanda 2014)",
    value=levels(
        complete=(upcr < 0.4)
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0)
        & (albumin >= 3.5)
        & (creatinine <= upper_normal(creatinine)),
        partial=(reduction(upcr, floor=0.5) >= 0.5)
        & (reduction(urine_rbc_hpf, floor=1) >= 0.5)
        & (albumin >= 3.0)
        & ((creatinine <= upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine))),
    ),
    source=Source(
        "rokutanda_2014",
        at="Methods",
        says="complete: < 0.4 g/gCr, normal sediment, albumin 3.5 g/dL, normal creatinine; partial: ≥ 50 % improvement of "
        "proteinuria and haematuria, albumin 3.0 g/dL, creatinine normal or no more than 15 % above baseline",
    ),
    words="Complete remission: urine protein/creatinine ratio < 0.4 g/g, a normal sediment, serum albumin ≥ 3.5 g/dL and serum "
    "creatinine within the normal limit. Partial remission: ratio and urinary red cells reduced by ≥ 50 %, albumin ≥ 3.0 g/dL, "
    "and creatinine within the normal limit or ≤ 1.15 × baseline.",
    readings=(
        "The abstract as printed has lost the sign before the two limits of albumin; we read “at least”.",
        "A normal sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "From less than 0.5 g/g, or from less than 1 red cell per field, at baseline a fall by half is unknown (our floors).",
        "A patient whose sediment had no red cells at baseline cannot be in partial remission by these words.",
    ),
)
