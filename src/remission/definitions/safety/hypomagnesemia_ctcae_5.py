"""Hypomagnesemia by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import magnesium
from remission.terms.sources import Source
from remission.terms.words import lower_normal

hypomagnesemia_ctcae_5 = Definition(
    name="hypomagnesemia_ctcae_5",
    label="Hypomagnesemia (CTCAE v5)",
    value=levels(
        grade_4=magnesium < 0.7,
        grade_3=magnesium < 0.9,
        grade_2=magnesium < 1.2,
        grade_1=magnesium < lower_normal(magnesium),
    ),
    source=Source(
        "ctcae_5",
        at="Hypomagnesemia",
        says="Hypomagnesemia: grade 1 below the lower limit of normal to 1.2, grade 2 below 1.2 to 0.9, grade 3 below "
        "0.9 to 0.7, grade 4 below 0.7 mg/dL",
    ),
    words="Hypomagnesemia (CTCAE v5): grade 4 below 0.7; grade 3 below 0.9; grade 2 below 1.2 mg/dL; grade 1 below the "
    "lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "The limits are taken in mg/dL; those printed in mmol/L are rounded and differ a little.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
