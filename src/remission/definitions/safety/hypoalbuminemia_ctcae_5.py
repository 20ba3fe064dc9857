"""Hypoalbuminemia by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import albumin
from remission.terms.sources import Source
from remission.terms.words import lower_normal

hypoalbuminemia_ctcae_5 = Definition(
    name="hypoalbuminemia_ctcae_5",
    label="Hypoalbuminemia (CTCAE v5)",
    value=levels(
        grade_3=albumin < 2,
        grade_2=albumin < 3,
        grade_1=albumin < lower_normal(albumin),
    ),
    source=Source(
        "ctcae_5",
        at="Hypoalbuminemia",
        says="Hypoalbuminemia: grade 1 below the lower limit of normal to 3, grade 2 below 3 to 2, grade 3 below 2 g/dL",
    ),
    words="Hypoalbuminemia (CTCAE v5): grade 3 below 2; grade 2 below 3 g/dL; grade 1 below the lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "Grade 4 is a life-threatening consequence, not a number; a laboratory value alone reaches grade 3.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
