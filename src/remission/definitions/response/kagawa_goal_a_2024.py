"""Long-term goal A of the Himeji group: no activity on a small dose of prednisolone."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.sources import Source
from remission.terms.words import in_force

kagawa_goal_a_2024 = Definition(
    name="kagawa_goal_a_2024",
    label="Goal A (Himeji 2024)",
    value=levels(
        complete=derived("sledai_remission", "SLEDAI of 0").holds() & (in_force("glucocorticoids") <= 5),
    ),
    source=Source("kagawa_2024", at="Abstract, methods", says="SLEDAI-2K of 0 and prednisolone ≤ 5 mg/day"),
    words="Goal A: SLEDAI-2K of 0, serology included, and prednisolone ≤ 5 mg/day.",
    readings=(
        "A SLEDAI of 0 is that of the founding paper (`sledai_remission`): all 24 items absent, or a recorded total of 0.",
        "The dose is the one in force on the visit day; someone without any recorded course is unknown, not at 0 mg.",
        "Set as a goal for 5 years, and asked at 2 years too; the rule can be asked at any visit.",
    ),
)
