"""Cumulative glucocorticoid dose apart from pulses."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import cumulative, cumulative_from

cumulative_without_pulses = Definition(
    name="cumulative_without_pulses",
    label="Cumulative prednisolone-equivalent dose without pulses",
    value=(cumulative("glucocorticoids") - cumulative_from("glucocorticoids", 250)).says(
        "cumulative glucocorticoid dose without pulses"
    ),
    unit="mg",
    printed_unit="mg",
    decimals=0,
    source=Source(
        "buttgereit_2002",
        at="Recommendations, pulse therapy",
        says="≥ 250 mg prednisone equivalent a day for one or a few days",
    ),
    words="Cumulative dose without pulses: every glucocorticoid course of less than 250 mg of prednisolone on a day of "
    "intake, from day 0 through the visit day, in mg of prednisolone.",
    readings=(
        "Mostly the tablets; a dose below 250 mg into the vein is counted here too.",
        "Pulses and the rest add up to the total (`cumulative_prednisolone`), and are unknown where it is.",
    ),
)
