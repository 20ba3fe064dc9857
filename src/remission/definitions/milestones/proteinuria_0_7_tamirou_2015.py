"""Proteinuria below 0.7 g/day: the best predictor of month 12 in the MAINTAIN Nephritis Trial."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source

proteinuria_0_7_tamirou_2015 = Definition(
    name="proteinuria_0_7_tamirou_2015",
    label="Proteinuria < 0.7 g/day (MAINTAIN, month 12)",
    value=proteinuria < 0.7,
    source=Source(
        "tamirou_2015",
        at="Abstract, Results",
        says="proteinuria < 0.7 g/day at month 12 best predicts creatinine ≤ 1 mg/dL at 7 years (sensitivity 71 %, "
        "specificity 75 %)",
    ),
    words="Predictor of month 12: 24-hour urine protein < 0.7 g/day.",
    readings=(
        "The rule is meant for month 12 (day 365) and can be asked at any visit.",
        "Asking for urine red cells ≤ 5 per high-power field as well lowered its sensitivity from 71 % to 41 %; "
        "they are not asked for.",
        "A predictor found in 90 patients, not a target that a guideline sets.",
    ),
)
