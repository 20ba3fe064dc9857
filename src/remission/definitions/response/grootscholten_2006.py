"""Complete and partial remission of the Dutch Working Party on lupus."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, pre_flare_creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

grootscholten_2006 = Definition(
    name="grootscholten_2006",
    label="Remission (Dutch Working Party)",
    value=levels(
        complete=(proteinuria < 0.5) & (creatinine <= 1.25 * baseline(pre_flare_creatinine)),
        partial=(reduction(proteinuria, floor=0.5) > 0.5)
        & (proteinuria < 3)
        & (creatinine <= 1.25 * baseline(pre_flare_creatinine)),
    ),
    source=Source(
        "grootscholten_2006",
        at="Methods, definitions",
        says="complete: proteinuria < 0.5 g/day and creatinine within 25 % of the value before the flare; partial: proteinuria "
        "reduced by > 50 % to < 3 g/day",
    ),
    words="Complete remission: 24-hour urine protein < 0.5 g/day and serum creatinine ≤ 1.25 × its value before the flare. "
    "Partial remission: 24-hour urine protein reduced by > 50 % from baseline to < 3 g/day, and creatinine as before.",
    readings=(
        "The reference for creatinine is the value before the flare; where it is not recorded the answer is unknown, and the "
        "baseline value never stands in for it.",
        "That partial remission asks for the same creatinine as complete remission is ours; the table that we compared prints "
        "only its proteinuria.",
        "A fall by exactly half is not enough; from less than 0.5 g/day at baseline it is unknown (our floor).",
        "A creatinine that doubles within 3 months, the working party's failure, misses both levels by itself.",
    ),
)
