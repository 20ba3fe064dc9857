"""Days on more than 20 mg of prednisolone a day."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import days_above

prednisolone_days_above_20 = Definition(
    name="prednisolone_days_above_20",
    label="Days on prednisolone > 20 mg/day",
    value=days_above("glucocorticoids", 20),
    unit="d",
    printed_unit="days",
    decimals=0,
    source=Source("kagawa_2012", at="Methods, treatment protocol", says="tapered to 20 mg/d"),
    words="Days on more than 20 mg/day: the days from day 0 through the visit day on which all glucocorticoids "
    "together exceed 20 mg of prednisolone.",
    readings=(
        "20 mg is the dose to which the founding regimen tapers; counting the days above it is ours.",
        "Doses that are not taken every day are averaged over the week.",
        "One day without a known dose makes the number unknown: write a dose of 0 for a stop.",
    ),
)
