"""Cumulative glucocorticoid dose given as pulses."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import cumulative_from

cumulative_pulses = Definition(
    name="cumulative_pulses",
    label="Cumulative prednisolone-equivalent dose, pulses",
    value=cumulative_from("glucocorticoids", 250),
    unit="mg",
    printed_unit="mg",
    decimals=0,
    source=Source(
        "buttgereit_2002",
        at="Recommendations, pulse therapy",
        says="≥ 250 mg prednisone equivalent a day for one or a few days",
    ),
    words="Cumulative dose of pulses: every glucocorticoid course of ≥ 250 mg of prednisolone on a day of intake, from "
    "day 0 through the visit day, in mg of prednisolone.",
    readings=(
        "A pulse is told by its dose, not by its route: a small dose into the vein is no pulse.",
        "Each course is judged by itself; tablets of the same day are not counted with the pulse.",
        "Pulses and the rest add up to the total (`cumulative_prednisolone`), and are unknown where it is.",
    ),
)
