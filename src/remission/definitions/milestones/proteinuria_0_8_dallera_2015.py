"""Proteinuria below 0.8 g/day: the best predictor of month 12 in the Euro-Lupus trial."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source

proteinuria_0_8_dallera_2015 = Definition(
    name="proteinuria_0_8_dallera_2015",
    label="Proteinuria < 0.8 g/day (Euro-Lupus, month 12)",
    value=proteinuria < 0.8,
    source=Source(
        "dallera_2015",
        at="Abstract, Results",
        says="proteinuria < 0.8 g/day at 12 months predicts creatinine ≤ 1.0 mg/dL at 7 years (sensitivity 81 %, "
        "specificity 78 %)",
    ),
    words="Predictor of month 12: 24-hour urine protein < 0.8 g/day.",
    readings=(
        "The rule is meant for month 12 (day 365) and can be asked at any visit.",
        "Creatinine added nothing to it, and asking for red cells in the urine lowered its sensitivity to 47 %: "
        "neither is asked for.",
        "A predictor found in 76 patients, not a target that a guideline sets.",
    ),
)
