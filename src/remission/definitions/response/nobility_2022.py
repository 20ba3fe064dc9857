"""Complete renal response of the NOBILITY trial of obinutuzumab."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, rbc_casts, upcr, urine_rbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, upper_normal

nobility_2022 = Definition(
    name="nobility_2022",
    label="Complete renal response (NOBILITY)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr < 0.5)
        & (creatinine <= upper_normal(creatinine))
        & ((baseline(creatinine) > upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine)))
        & (urine_rbc_hpf < 10)
        & (rbc_casts == 0),
    ),
    source=Source(
        "furie_2022",
        at="Methods, end points (registry NCT02550652)",
        says="protein/creatinine ratio < 0.5; creatinine within the normal limit and, if normal at baseline, not > 15 % above "
        "it; < 10 red cells per high-power field and no red-cell casts, at week 52",
    ),
    words="Complete renal response: urine protein/creatinine ratio < 0.5 g/g; serum creatinine within the normal limit and, "
    "where it was normal at baseline, ≤ 1.15 × baseline; red cells < 10 per high-power field and no red-cell casts; no rescue.",
    readings=(
        "The second creatinine branch of the registry repeats “above the upper limit of normal”; we read “normal at baseline”.",
        "Unlike in LUNAR, a creatinine that was normal must stay within the normal limit as well as within 15 %.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day on which they are on "
        "record; the registry does not list them, and we take them as the sponsor's next trial does.",
    ),
)
