"""Complete or partial renal response of the AURORA 1 trial of voclosporin."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import reduction

aurora_1_overall_2021 = Definition(
    name="aurora_1_overall_2021",
    label="Overall renal response (AURORA 1)",
    value=levels(
        complete=derived("aurora_1_2021", "complete renal response (AURORA 1)") == "complete",
        partial=~(rescue | death) & (~withdrawal | upcr.is_known()) & (reduction(upcr, floor=0.5) >= 0.5),
    ),
    source=Source(
        "rovin_2021",
        at="Methods, secondary outcomes",
        says="partial renal response: protein/creatinine ratio reduced by ≥ 50 % from baseline, at weeks 24 and 52",
    ),
    words="Complete renal response as in AURORA 1; partial: urine protein/creatinine ratio reduced by ≥ 50 % from baseline; no "
    "rescue.",
    readings=(
        "That partial response asks for nothing but the fall by half was read in secondary texts only.",
        "Whether rescue therapy rules partial response out was not compared; here it does.",
        "From less than 0.5 g/g at baseline a fall by half is unknown (our floor).",
    ),
    verified=False,
)
