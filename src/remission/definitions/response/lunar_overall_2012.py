"""Complete or partial renal response of the Lupus Nephritis Assessment with Rituximab study."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import creatinine, rbc_casts, upcr, urine_rbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

lunar_overall_2012 = Definition(
    name="lunar_overall_2012",
    label="Overall renal response (LUNAR)",
    value=levels(
        complete=derived("lunar_2012", "complete renal response (LUNAR)") == "complete",
        partial=~(rescue | prohibited_medication | withdrawal | death)
        & (reduction(upcr, floor=0.5) >= 0.5)
        & (((baseline(upcr) <= 3) & (upcr < 1)) | ((baseline(upcr) > 3) & (upcr <= 3)))
        & (creatinine <= 1.15 * baseline(creatinine))
        & (urine_rbc_hpf <= 1.5 * baseline(urine_rbc_hpf))
        & (rbc_casts == 0),
    ),
    source=Source(
        "rovin_2012",
        at="Patients and Methods, end points",
        says="partial: creatinine ≤ 115 % of baseline, red cells ≤ 50 % above baseline and no red-cell casts, ratio reduced "
        "by ≥ 50 % to < 1.0 if ≤ 3.0 at baseline or to ≤ 3.0 if > 3.0",
    ),
    words="Complete renal response as in LUNAR; partial: urine protein/creatinine ratio reduced by ≥ 50 %, to < 1 g/g from "
    "≤ 3 g/g at baseline or to ≤ 3 g/g from more; serum creatinine ≤ 1.15 × baseline; red cells ≤ 1.5 × baseline per "
    "high-power field and no red-cell casts; no rescue.",
    readings=(
        "The numbers of partial response were not compared with the paper or with a copy of the registry.",
        "Both limbs of the ratio are needed, the fall by half and the limit; a partial response is never a complete one.",
        "From less than 0.5 g/g at baseline a fall by half is unknown (our floor).",
        "Events count as in the complete response.",
    ),
    verified=False,
)
