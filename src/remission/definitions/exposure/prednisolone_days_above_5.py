"""Days on more than 5 mg of prednisolone a day."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import days_above

prednisolone_days_above_5 = Definition(
    name="prednisolone_days_above_5",
    label="Days on prednisolone > 5 mg/day",
    value=days_above("glucocorticoids", 5),
    unit="d",
    printed_unit="days",
    decimals=0,
    source=Source(
        "fanouriakis_2024",
        at="Recommendations, glucocorticoids",
        says="maintenance dose of ≤ 5 mg/day of prednisone equivalent",
    ),
    words="Days on more than 5 mg/day: the days from day 0 through the visit day on which all glucocorticoids together "
    "exceed 5 mg of prednisolone.",
    readings=(
        "5 mg is the maintenance dose of the EULAR recommendations of 2023; counting the days above it is ours.",
        "Doses that are not taken every day are averaged over the week.",
        "One day without a known dose makes the number unknown: write a dose of 0 for a stop.",
    ),
)
