"""Long-term goal B of the Himeji group: normal urine and creatinine on a small dose of prednisolone."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.words import in_force, upper_normal

kagawa_goal_b_2024 = Definition(
    name="kagawa_goal_b_2024",
    label="Goal B (Himeji 2024)",
    value=levels(
        complete=(proteinuria <= 0.2) & (creatinine <= upper_normal(creatinine)) & (in_force("glucocorticoids") <= 5),
    ),
    source=Source(
        "kagawa_2024",
        at="Abstract, methods",
        says="proteinuria ≤ 0.2 g/day with a normal serum creatinine level and prednisolone ≤ 5 mg/day",
    ),
    words="Goal B: 24-hour urine protein ≤ 0.2 g/day, serum creatinine within the normal limit, and prednisolone ≤ 5 mg/day.",
    readings=(
        "0.2 g/day counts here; in the founding paper of the same group it does not (< 0.2), and a creatinine up to 15 % above "
        "baseline does.",
        "The dose is the one in force on the visit day; someone without any recorded course is unknown, not at 0 mg.",
        "Set as a goal for 5 years, and asked at 2 years too; the rule can be asked at any visit.",
    ),
)
