"""Nephrotic-range proteinuria."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria, upcr
from remission.terms.sources import Source
from remission.terms.words import first_known

nephrotic_range = Definition(
    name="nephrotic_range",
    label="Nephrotic-range proteinuria",
    value=first_known(proteinuria >= 3.5, upcr >= 3.0),
    source=Source(
        "kopp_2020",
        at="Table 1",
        says="adults: ≥ 3.5 g per day or a protein/creatinine ratio ≥ 3,000 mg/g",
    ),
    words="Nephrotic-range proteinuria: 24-hour urine protein ≥ 3.5 g/day, or, where that is unknown, a "
    "protein/creatinine ratio ≥ 3.0 g/g.",
    readings=(
        "The source adds a normal albumin, to set it apart from the syndrome; we ask only for the protein.",
        "The two limits are the source's own and are not equal: 3.2 g/g is nephrotic, 3.2 g/day is not. The 24-hour "
        "collection counts where there is one.",
        "For adults; the age is not asked. Children have limits by body surface.",
    ),
)
