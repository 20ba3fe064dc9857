"""Complete response of the Hong Kong trial of tacrolimus against mycophenolate mofetil."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, rbc_casts, upcr, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline

mok_2016 = Definition(
    name="mok_2016",
    label="Complete response (Mok 2016)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr < 0.5)
        & (creatinine <= 1.25 * baseline(creatinine))
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0),
    ),
    source=Source(
        "mok_2016",
        at="Methods, outcomes",
        says="protein/creatinine ratio < 0.5, serum creatinine stable (within 25 %) or improved, inactive sediment, at 6 months",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.5 g/g, serum creatinine ≤ 1.25 × baseline, and an inactive "
    "sediment; no rescue.",
    readings=(
        "Only the rates of the trial (59 % and 62 %) were compared with an abstract; none of these limits was compared.",
        "An inactive sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "Serology is not asked for; the authors report complete response with normal serology beside it.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day they are on record.",
    ),
    verified=False,
)
