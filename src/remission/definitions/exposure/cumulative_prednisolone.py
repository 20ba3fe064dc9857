"""Cumulative glucocorticoid dose as prednisolone."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import cumulative

cumulative_prednisolone = Definition(
    name="cumulative_prednisolone",
    label="Cumulative prednisolone-equivalent dose",
    value=cumulative("glucocorticoids"),
    unit="mg",
    printed_unit="mg",
    decimals=0,
    source=Source("kagawa_2012", at="Discussion", says="lower cumulative prednisolone dosage"),
    words="Cumulative dose: every glucocorticoid from day 0 through the visit day, in mg of prednisolone "
    "(methylprednisolone × 1.25), pulses included.",
    readings=(
        "A dose applies from its first day until the day before the next one; the day of a change has the new dose.",
        "Through day n counts the days 0 to n, both included.",
        "The total is unknown where a dose has no date, or where no course begins by day 0: write a dose of 0 on day 0 for a "
        "patient who began later.",
    ),
)
