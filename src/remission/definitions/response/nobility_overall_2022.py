"""Complete or partial renal response of the NOBILITY trial of obinutuzumab."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import creatinine, rbc_casts, upcr, urine_rbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

nobility_overall_2022 = Definition(
    name="nobility_overall_2022",
    label="Overall renal response (NOBILITY)",
    value=levels(
        complete=derived("nobility_2022", "complete renal response (NOBILITY)") == "complete",
        partial=~(rescue | prohibited_medication | withdrawal | death)
        & (reduction(upcr, floor=0.5) >= 0.5)
        & (((baseline(upcr) <= 3) & (upcr < 1)) | ((baseline(upcr) > 3) & (upcr < 3)))
        & (creatinine <= 1.15 * baseline(creatinine))
        & (urine_rbc_hpf <= 1.5 * baseline(urine_rbc_hpf))
        & (rbc_casts == 0),
    ),
    source=Source(
        "furie_2022",
        at="Methods, end points",
        says="partial: ratio reduced by ≥ 50 % to < 1, or to < 3 if > 3 at baseline; creatinine ≤ 15 % above baseline; red "
        "cells ≤ 50 % above baseline and no red-cell casts",
    ),
    words="Complete renal response as in NOBILITY; partial: urine protein/creatinine ratio reduced by ≥ 50 %, to < 1 g/g from "
    "≤ 3 g/g at baseline or to < 3 g/g from more; serum creatinine ≤ 1.15 × baseline; red cells ≤ 1.5 × baseline per "
    "high-power field and no red-cell casts; no rescue.",
    readings=(
        "The numbers of partial response were not compared; they follow those of LUNAR, with < 3 in place of ≤ 3 g/g.",
        "From less than 0.5 g/g at baseline a fall by half is unknown (our floor).",
        "Events count as in the complete response.",
    ),
    verified=False,
)
