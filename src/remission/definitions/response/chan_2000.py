"""Complete and partial remission of the first Hong Kong trial of mycophenolate mofetil."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import albumin, creatinine, proteinuria, rbc_casts, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import baseline, lower_normal

chan_2000 = Definition(
    name="chan_2000",
    label="Remission (Chan 2000)",
    value=levels(
        complete=(proteinuria < 0.3)
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0)
        & (albumin >= lower_normal(albumin))
        & (creatinine <= 1.15 * baseline(creatinine)),
        partial=(proteinuria < 3) & (albumin >= 3.0) & (creatinine <= 1.15 * baseline(creatinine)),
    ),
    source=Source(
        "chan_2000",
        at="Methods, outcomes",
        says="complete: proteinuria < 0.3 g/day, normal sediment, normal albumin, creatinine and its clearance within 15 % of "
        "baseline; partial: proteinuria 0.3 to 2.9 g/day, albumin ≥ 30 g/L, stable function",
    ),
    words="Complete remission: 24-hour urine protein < 0.3 g/day, a normal sediment, serum albumin within the normal limit and "
    "serum creatinine ≤ 1.15 × baseline. Partial remission: 24-hour urine protein < 3 g/day, albumin ≥ 3.0 g/dL and creatinine "
    "≤ 1.15 × baseline.",
    readings=(
        "Creatinine clearance, which the trial asks for beside creatinine, is not asked for here.",
        "The printed 2.9 g/day is read as less than 3; that partial begins at 0.3 g/day follows from complete being better. "
        "Someone below 0.3 g/day who misses another limb of complete remission is therefore in partial remission.",
        "Stable function is read as creatinine ≤ 1.15 × baseline in both levels.",
        "A normal sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "Compared with a table in a later open-access paper, not with the trial's own text.",
    ),
)
