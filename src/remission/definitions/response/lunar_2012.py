"""Complete renal response of the Lupus Nephritis Assessment with Rituximab study."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, rbc_casts, upcr, urine_rbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, upper_normal

lunar_2012 = Definition(
    name="lunar_2012",
    label="Complete renal response (LUNAR)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr < 0.5)
        & (
            ((baseline(creatinine) <= upper_normal(creatinine)) & (creatinine <= 1.15 * baseline(creatinine)))
            | ((baseline(creatinine) > upper_normal(creatinine)) & (creatinine <= upper_normal(creatinine)))
        )
        & (urine_rbc_hpf < 5)
        & (rbc_casts == 0),
    ),
    source=Source(
        "rovin_2012",
        at="Patients and Methods, end points (registry NCT00282347)",
        says="creatinine normal if abnormal at baseline, or ≤ 115 % of baseline if normal at baseline; < 5 red cells per "
        "high-power field and no red-cell casts; protein/creatinine ratio < 0.5, at week 52",
    ),
    words="Complete renal response: urine protein/creatinine ratio < 0.5 g/g; serum creatinine ≤ 1.15 × baseline where "
    "that was normal, else within the normal limit; red cells < 5 per high-power field and no red-cell casts; no rescue.",
    readings=(
        "Which creatinine limb applies depends on the baseline value; a limit of normal is therefore always needed.",
        "A later analysis of the same trial prints a rise of < 15 %; we keep ≤ 15 %.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day on which they are on "
        "record; the registry does not list them, and we take them as the later trials do.",
        "A result that is missing at week 52 is unknown here.",
    ),
)
