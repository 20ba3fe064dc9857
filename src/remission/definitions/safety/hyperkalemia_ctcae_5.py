"""Hyperkalemia by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import potassium
from remission.terms.sources import Source
from remission.terms.words import upper_normal

hyperkalemia_ctcae_5 = Definition(
    name="hyperkalemia_ctcae_5",
    label="Hyperkalemia (CTCAE v5)",
    value=levels(
        grade_4=potassium > 7.0,
        grade_3=potassium > 6.0,
        grade_2=potassium > 5.5,
        grade_1=potassium > upper_normal(potassium),
    ),
    source=Source(
        "ctcae_5",
        at="Hyperkalemia",
        says="Hyperkalemia: grade 1 above the upper limit of normal to 5.5, grade 2 above 5.5 to 6.0, grade 3 above 6.0 "
        "to 7.0, grade 4 above 7.0 mmol/L",
    ),
    words="Hyperkalemia (CTCAE v5): grade 4 above 7.0; grade 3 above 6.0; grade 2 above 5.5 mmol/L; grade 1 above the "
    "upper limit of normal.",
    readings=(
        "A range printed “a – b” is above a and not above b.",
        "An intervention (grade 2) or an admission (grade 3) raises the grade too; the chart does not tell.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
