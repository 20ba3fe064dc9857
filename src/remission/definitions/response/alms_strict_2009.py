"""Complete remission by the strict criteria of the Aspreva Lupus Management Study."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, proteinuria, rbc_casts, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import upper_normal

alms_strict_2009 = Definition(
    name="alms_strict_2009",
    label="Complete remission (ALMS, strict)",
    value=levels(
        complete=(proteinuria <= 0.5)
        & (creatinine <= upper_normal(creatinine))
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0),
    ),
    source=Source(
        "appel_2009",
        at="Table 3",
        says="normal serum creatinine, urine protein ≤ 0.5 g/day and inactive urinary sediment, at 24 weeks",
    ),
    words="Complete remission, strict: 24-hour urine protein ≤ 0.5 g/day, serum creatinine within the normal limit, and "
    "an inactive sediment (red and white cells ≤ 5 per high-power field, no red-cell casts).",
    readings=(
        "The three criteria, and that 8.6 % and 8.1 % of patients met them, were compared with Table 3; what makes a "
        "sediment inactive (5 cells, no red-cell casts) was not.",
        "The dipstick, which may belong to the definition of the sediment, is not asked for.",
    ),
    verified=False,
)
