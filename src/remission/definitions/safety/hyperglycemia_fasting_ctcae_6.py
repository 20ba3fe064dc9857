"""Hyperglycemia by CTCAE v6.0, from a fasting glucose."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import fasting_glucose
from remission.terms.sources import Source
from remission.terms.words import upper_normal

hyperglycemia_fasting_ctcae_6 = Definition(
    name="hyperglycemia_fasting_ctcae_6",
    label="Hyperglycemia, fasting (CTCAE v6)",
    value=levels(
        grade_4=fasting_glucose > 500,
        grade_3=fasting_glucose > 250,
        grade_2=fasting_glucose > 160,
        grade_1=fasting_glucose > upper_normal(fasting_glucose),
    ),
    source=Source(
        "ctcae_6",
        at="Hyperglycemia (fasting)",
        says="Hyperglycemia (fasting): grade 1 above the upper limit of normal to 160, grade 2 above 160 to 250, grade 3 "
        "above 250 to 500, grade 4 above 500 mg/dL",
    ),
    words="Hyperglycemia (CTCAE v6), from a fasting glucose: grade 4 above 500, grade 3 above 250, grade 2 above 160 "
    "mg/dL, grade 1 above the upper limit of normal.",
    readings=(
        "Version 5 cannot be graded from a glucose: it grades by treatment (none, tablets or work-up, insulin or "
        "admission), which are events; version 4 had the limits of version 6.",
        "A glucose that is not known to be fasting is not graded here.",
        "Read in the specification of the R package pharmaverse admiral, not in the publication itself.",
        "A range printed “a – b” is above a and not above b.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
