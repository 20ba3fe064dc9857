"""At most 5 mg of prednisolone a day: the goal of the American College of Rheumatology for month 6."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import in_force

prednisolone_5_acr_2024 = Definition(
    name="prednisolone_5_acr_2024",
    label="Prednisolone ≤ 5 mg/day (ACR 2024, month 6)",
    value=in_force("glucocorticoids") <= 5,
    source=Source(
        "sammaritano_2025",
        at="Guideline summary, Summary",
        says="a prednisone goal of ≤ 5 mg/day by 6 months of therapy",
    ),
    words="Milestone of month 6: all glucocorticoids together ≤ 5 mg of prednisolone a day.",
    readings=(
        "The rule is meant for month 6 (day 183) and can be asked at any visit.",
        "The dose in force on the day of the visit counts; prednisone and prednisolone are taken as equal.",
        "A patient without a dated course of a glucocorticoid is unknown, not free of it; a recorded stop is a dose "
        "of 0.",
    ),
)
