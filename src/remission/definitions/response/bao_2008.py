"""Complete and partial remission of the first trial of multitarget therapy."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import albumin, creatinine, proteinuria, rbc_casts, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction, upper_normal

bao_2008 = Definition(
    name="bao_2008",
    label="Remission (Bao 2008)",
    value=levels(
        complete=(proteinuria < 0.4)
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0)
        & (albumin >= 3.5)
        & ((creatinine <= upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine))),
        partial=(reduction(proteinuria, floor=0.5) >= 0.5)
        & (reduction(urine_rbc_hpf, floor=1) >= 0.5)
        & (albumin >= 3.0)
        & ((creatinine <= upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine))),
    ),
    source=Source(
        "bao_2008",
        at="Concise Methods, outcomes",
        says="complete: proteinuria < 0.4 g/day, normal sediment, albumin ≥ 35 g/L, creatinine normal or ≤ 15 % above baseline; "
        "partial: proteinuria and haematuria improved by ≥ 50 %, albumin ≥ 30 g/L, creatinine as before",
    ),
    words="Complete remission: 24-hour urine protein < 0.4 g/day, a normal sediment, serum albumin ≥ 3.5 g/dL, and serum "
    "creatinine within the normal limit or ≤ 1.15 × baseline. Partial remission: 24-hour urine protein and urinary red cells "
    "reduced by ≥ 50 %, albumin ≥ 3.0 g/dL, and creatinine as before.",
    readings=(
        "The paper was not compared; a Japanese abstract that cites it prints the same limits (see `rokutanda_2014`).",
        "A normal sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "Whether complete remission allows a creatinine up to 15 % above baseline was not compared.",
        "From less than 0.5 g/day, or from less than 1 red cell per field, at baseline a fall by half is unknown (our floors).",
    ),
    verified=False,
)
