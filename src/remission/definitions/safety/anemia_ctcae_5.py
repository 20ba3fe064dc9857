"""Anemia by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import hemoglobin
from remission.terms.sources import Source
from remission.terms.words import lower_normal

anemia_ctcae_5 = Definition(
    name="anemia_ctcae_5",
    label="Anemia (CTCAE v5)",
    value=levels(
        grade_3=hemoglobin < 8.0,
        grade_2=hemoglobin < 10.0,
        grade_1=hemoglobin < lower_normal(hemoglobin),
    ),
    source=Source(
        "ctcae_5",
        at="Anemia",
        says="Anemia: grade 1 below the lower limit of normal to 10.0, grade 2 below 10.0 to 8.0, grade 3 below 8.0 g/dL",
    ),
    words="Anemia (CTCAE v5): grade 3 below 8.0; grade 2 below 10.0 g/dL; grade 1 below the lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "Grade 4 is a life-threatening consequence, not a number; a laboratory value alone reaches grade 3.",
        "A transfusion that is indicated is grade 3 too; the chart does not tell.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
