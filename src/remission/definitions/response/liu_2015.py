"""Complete and partial remission of the Chinese trial of multitarget therapy."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import albumin, creatinine, proteinuria, rbc_casts, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction, upper_normal

liu_2015 = Definition(
    name="liu_2015",
    label="Remission (Liu 2015)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (proteinuria <= 0.4)
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0)
        & (albumin >= 3.5)
        & (creatinine <= upper_normal(creatinine)),
        partial=~(rescue | prohibited_medication | withdrawal | death)
        & (reduction(proteinuria, floor=0.5) >= 0.5)
        & (proteinuria < 3.5)
        & (albumin >= 3.0)
        & ((creatinine <= upper_normal(creatinine)) | (creatinine <= 1.25 * baseline(creatinine))),
    ),
    source=Source(
        "liu_2015",
        at="Methods, outcomes",
        says="complete: proteinuria ≤ 0.4 g/day, no active sediment, albumin ≥ 35 g/L, normal creatinine; partial: proteinuria "
        "reduced by ≥ 50 % to < 3.5 g/day, albumin ≥ 30 g/L, creatinine normal or ≤ 25 % above baseline; at 24 weeks",
    ),
    words="Complete remission: 24-hour urine protein ≤ 0.4 g/day, an inactive sediment, serum albumin ≥ 3.5 g/dL and serum "
    "creatinine within the normal limit. Partial remission: 24-hour urine protein reduced by ≥ 50 % to < 3.5 g/day, albumin "
    "≥ 3.0 g/dL, and creatinine within the normal limit or ≤ 1.25 × baseline. No rescue.",
    readings=(
        "Only the rates of the trial were compared with its abstract; none of these limits was compared with a text.",
        "An inactive sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "From less than 0.5 g/day at baseline a fall by half is unknown (our floor).",
        "Rescue therapy, prohibited medication, withdrawal and death rule remission out from the day they are on record.",
    ),
    verified=False,
)
