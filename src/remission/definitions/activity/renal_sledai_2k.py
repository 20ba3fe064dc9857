"""Renal SLEDAI-2K: the four items of the kidney."""

from remission.definitions.definition import Definition
from remission.definitions.score import total
from remission.terms.sledai import KIDNEY, WEIGHTS
from remission.terms.sources import Source

_points = {f"sledai_{'2k' if item == 'proteinuria' else 'item'}_{item}": WEIGHTS[item] for item in KIDNEY}

renal_sledai_2k = Definition(
    name="renal_sledai_2k",
    label="Renal SLEDAI-2K",
    value=total(_points),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source(
        "mina_2016",
        at="Methods, renal domain of SLEDAI",
        says="range 0 to 16: proteinuria > 0.5 g/day, hematuria and pyuria > 5 cells per field, casts, 4 points each",
    ),
    words="Renal SLEDAI-2K: 4 points each for urinary casts, hematuria, proteinuria above 0.5 g/day and pyuria; "
    "unknown while any of them is unknown.",
    readings=(
        "All four can come from the laboratory alone.",
        "A score of 0 means an inactive nephritis by these items; it says nothing of the serum creatinine.",
    ),
)
