"""Proteinuria below 0.9 g/day: the best predictor of month 12 in an ethnically diverse Brazilian cohort."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source

proteinuria_0_9_brazil_2021 = Definition(
    name="proteinuria_0_9_brazil_2021",
    label="Proteinuria < 0.9 g/day (Brazil, month 12)",
    value=proteinuria < 0.9,
    source=Source(
        "brazil_2021",
        at="Abstract, Results",
        says="best cut-off of 24-hour proteinuria at 12 months for later chronic kidney disease and kidney failure: "
        "0.9 g/24 h (sensitivity 63.5 %, specificity 71.2 %)",
    ),
    words="Predictor of month 12: 24-hour urine protein < 0.9 g/day.",
    readings=(
        "The rule is meant for month 12 (day 365) and can be asked at any visit.",
        "The abstract prints a best cut-off, not whether it belongs to the good side; we take < 0.9 g/day as good.",
        "A predictor found in 214 patients of one centre, not a target that a guideline sets.",
    ),
)
