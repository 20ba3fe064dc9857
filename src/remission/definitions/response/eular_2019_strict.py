"""Complete and partial clinical response of EULAR/ERA-EDTA 2019, with the stricter end of its target for proteinuria."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

_near_normal = creatinine <= 1.10 * baseline(creatinine)

eular_2019_strict = Definition(
    name="eular_2019_strict",
    label="Response (EULAR/ERA-EDTA 2019, stricter end)",
    value=levels(
        complete=(proteinuria < 0.5) & _near_normal,
        partial=(reduction(proteinuria, floor=0.5) >= 0.5) & _near_normal,
    ),
    source=Source(
        "fanouriakis_2020",
        at="Abstract; goals of treatment",
        says="complete: proteinuria < 0.5–0.7 g/24 h with (near-)normal GFR by 12 months, later if nephrotic at "
        "baseline; at least 50 % less proteinuria by 6 months (partial clinical response)",
    ),
    words="Complete response: 24-hour urine protein < 0.5 g/day and serum creatinine ≤ 1.10 × baseline. Partial "
    "response: 24-hour urine protein at least 50 % below baseline, with the same creatinine.",
    readings=(
        "The recommendation gives a band, < 0.5–0.7 g/24 h; this is its stricter end, `eular_2019` the other.",
        "No number is given for a (near-)normal GFR. The EULAR recommendations for lupus as a whole of the same "
        "year say creatinine within 10 % of baseline, which is used.",
        "That half the proteinuria by 6 months is a partial response was read in the update of 2025; which kidney "
        "function it needs was not read, and the same is asked for.",
        "The statement itself names the protein/creatinine ratio (500–700 mg/g), the abstract g/24 h; the abstract "
        "is followed.",
        "The rule can be asked at any visit; the recommendation means 6 months for partial and 12 for complete "
        "response.",
    ),
)
