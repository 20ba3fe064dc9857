"""The class of the daily glucocorticoid dose: low, medium, high, very high."""

from remission.definitions.definition import Definition, levels
from remission.terms.sources import Source
from remission.terms.words import in_force

_dose = in_force("glucocorticoids")

prednisolone_class_buttgereit_2002 = Definition(
    name="prednisolone_class_buttgereit_2002",
    label="Glucocorticoid dose class",
    value=levels(very_high=_dose > 100, high=_dose > 30, medium=_dose > 7.5, low=_dose > 0),
    source=Source(
        "buttgereit_2002",
        at="Recommendations, doses",
        says="low ≤ 7.5, medium > 7.5 to ≤ 30, high > 30 to ≤ 100, very high > 100 mg prednisone equivalent a day",
    ),
    words="Class of the daily dose in force, in mg of prednisolone: low up to 7.5, medium above 7.5, high above 30, "
    "very high above 100.",
    readings=(
        "Pulse therapy (≥ 250 mg a day) is among the very high doses here; its total is counted in `cumulative_pulses`.",
        "A dose of 0 is none of them.",
    ),
)
