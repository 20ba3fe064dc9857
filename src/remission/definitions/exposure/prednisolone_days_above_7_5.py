"""Days on more than 7.5 mg of prednisolone a day."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import days_above

prednisolone_days_above_7_5 = Definition(
    name="prednisolone_days_above_7_5",
    label="Days on prednisolone > 7.5 mg/day",
    value=days_above("glucocorticoids", 7.5),
    unit="d",
    printed_unit="days",
    decimals=0,
    source=Source("franklyn_2016", at="Table 1, LLDAS", says="current prednisolone dose ≤ 7.5 mg/day"),
    words="Days on more than 7.5 mg/day: the days from day 0 through the visit day on which all glucocorticoids "
    "together exceed 7.5 mg of prednisolone.",
    readings=(
        "7.5 mg is the dose of the lupus low disease activity state; counting the days above it is ours.",
        "Doses that are not taken every day are averaged over the week.",
        "One day without a known dose makes the number unknown: write a dose of 0 for a stop.",
    ),
)
