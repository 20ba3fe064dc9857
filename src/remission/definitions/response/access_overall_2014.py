"""Complete or partial response of the Abatacept and Cyclophosphamide Combination Efficacy and Safety Study."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import creatinine, upcr
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above, reduction

access_overall_2014 = Definition(
    name="access_overall_2014",
    label="Overall response (ACCESS)",
    value=levels(
        complete=derived("access_2014", "complete response (ACCESS)") == "complete",
        partial=~(rescue | prohibited_medication | withdrawal | death)
        & ~dosed_above("glucocorticoids", 10, days=1, since=84)
        & (reduction(upcr, floor=0.5) >= 0.5)
        & ((creatinine <= 1.2) | (creatinine <= 1.25 * baseline(creatinine))),
    ),
    source=Source(
        "access_2014",
        at="Patients and Methods, end points",
        says="partial: as complete response, with a protein/creatinine ratio reduced by ≥ 50 % instead of < 0.5",
    ),
    words="Complete response as in ACCESS; partial: the same, with a urine protein/creatinine ratio reduced by ≥ 50 % from "
    "baseline in place of < 0.5 g/g.",
    readings=(
        "That partial response differs from complete response only in the fall by half was not compared with the paper.",
        "From less than 0.5 g/g at baseline a fall by half is unknown (our floor).",
        "Events, creatinine and the ceiling of 10 mg/day count as in the complete response.",
    ),
    verified=False,
)
