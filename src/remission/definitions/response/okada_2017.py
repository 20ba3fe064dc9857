"""Complete remission of the larger Tokyo series on mizoribine with tacrolimus."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import albumin, creatinine, rbc_casts, upcr, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import upper_normal

okada_2017 = Definition(
    name="okada_2017",
    label="Complete remission (Okada 2017)",
    value=levels(
        complete=(upcr < 0.5)
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0)
        & (albumin >= 3.5)
        & (creatinine <= upper_normal(creatinine)),
    ),
    source=Source(
        "okada_2017",
        at="Methods",
        says="proteinuria < 0.5 g/gCr, normal urinary sediment, serum albumin 3.5 g/dL and a normal serum creatinine",
    ),
    words="Complete remission: urine protein/creatinine ratio < 0.5 g/g, a normal sediment, serum albumin ≥ 3.5 g/dL and serum "
    "creatinine within the normal limit.",
    readings=(
        "The abstract as printed has lost the sign before the limit of albumin; we read “at least”.",
        "A normal sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "The same hospital asked for < 0.4 g/g three years before (`rokutanda_2014`).",
    ),
)
