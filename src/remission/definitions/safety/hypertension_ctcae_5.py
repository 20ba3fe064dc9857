"""Hypertension by CTCAE v5.0, as far as a blood pressure tells."""

from remission.definitions.definition import ADULTS, Definition, levels
from remission.terms.analytes import diastolic, systolic
from remission.terms.sources import Source

hypertension_ctcae_5 = Definition(
    name="hypertension_ctcae_5",
    label="Hypertension (CTCAE v5)",
    value=levels(
        grade_3=(systolic >= 160) | (diastolic >= 100),
        grade_2=(systolic >= 140) | (diastolic >= 90),
        grade_1=(systolic >= 120) | (diastolic >= 80),
    ),
    ages=ADULTS,
    source=Source(
        "ctcae_5",
        at="Hypertension",
        says="adults: grade 1 systolic 120 to 139 or diastolic 80 to 89, grade 2 140 to 159 or 90 to 99 if previously "
        "normal, grade 3 from 160 or 100 mmHg",
    ),
    words="Hypertension (CTCAE v5), adults: grade 3 from 160 mmHg systolic or 100 diastolic, grade 2 from 140 or 90, "
    "grade 1 from 120 or 80.",
    readings=(
        "Only the pressure is graded: drugs started or added, symptoms and duration raise the grade too, and grade "
        "4 is a life-threatening consequence.",
        "“If previously within normal limits”, printed beside grade 2, is not asked for.",
        "One reading at the visit is enough.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
