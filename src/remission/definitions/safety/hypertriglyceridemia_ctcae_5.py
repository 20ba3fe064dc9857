"""Hypertriglyceridemia by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import triglycerides
from remission.terms.sources import Source

hypertriglyceridemia_ctcae_5 = Definition(
    name="hypertriglyceridemia_ctcae_5",
    label="Hypertriglyceridemia (CTCAE v5)",
    value=levels(
        grade_4=triglycerides > 1000,
        grade_3=triglycerides > 500,
        grade_2=triglycerides > 300,
        grade_1=triglycerides >= 150,
    ),
    source=Source(
        "ctcae_5",
        at="Hypertriglyceridemia",
        says="Hypertriglyceridemia: grade 1 150 to 300, grade 2 above 300 to 500, grade 3 above 500 to 1000, grade 4 "
        "above 1000 mg/dL",
    ),
    words="Hypertriglyceridemia (CTCAE v5): grade 4 above 1000, grade 3 above 500, grade 2 above 300, grade 1 from 150 "
    "mg/dL.",
    readings=(
        "Grade 1 is printed 150 to 300: 150 itself counts. The R package pharmaverse admiral counts only what is "
        "above it.",
        "Fasting is not asked for.",
        "A range printed “a – b” is above a and not above b.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
