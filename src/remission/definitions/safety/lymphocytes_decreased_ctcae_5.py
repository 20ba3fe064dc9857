"""Lymphocyte count decreased by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import lymphocytes
from remission.terms.sources import Source
from remission.terms.words import lower_normal

lymphocytes_decreased_ctcae_5 = Definition(
    name="lymphocytes_decreased_ctcae_5",
    label="Lymphocytes decreased (CTCAE v5)",
    value=levels(
        grade_4=lymphocytes < 0.2,
        grade_3=lymphocytes < 0.5,
        grade_2=lymphocytes < 0.8,
        grade_1=lymphocytes < lower_normal(lymphocytes),
    ),
    source=Source(
        "ctcae_5",
        at="Lymphocyte count decreased",
        says="Lymphocyte count decreased: grade 1 below the lower limit of normal to 0.8, grade 2 below 0.8 to 0.5, "
        "grade 3 below 0.5 to 0.2, grade 4 below 0.2 10⁹/L",
    ),
    words="Lymphocytes decreased (CTCAE v5): grade 4 below 0.2; grade 3 below 0.5; grade 2 below 0.8 10⁹/L; grade 1 below "
    "the lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "Version 6 has dropped the term.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
