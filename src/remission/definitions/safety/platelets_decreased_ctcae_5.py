"""Platelet count decreased by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import platelets
from remission.terms.sources import Source
from remission.terms.words import lower_normal

platelets_decreased_ctcae_5 = Definition(
    name="platelets_decreased_ctcae_5",
    label="Platelets decreased (CTCAE v5)",
    value=levels(
        grade_4=platelets < 25,
        grade_3=platelets < 50,
        grade_2=platelets < 75,
        grade_1=platelets < lower_normal(platelets),
    ),
    source=Source(
        "ctcae_5",
        at="Platelet count decreased",
        says="Platelet count decreased: grade 1 below the lower limit of normal to 75, grade 2 below 75 to 50, grade 3 "
        "below 50 to 25, grade 4 below 25 10⁹/L",
    ),
    words="Platelets decreased (CTCAE v5): grade 4 below 25; grade 3 below 50; grade 2 below 75 10⁹/L; grade 1 below the "
    "lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "Version 6 calls the term thrombocytopenia and divides grades 3 and 4 at 10 × 10⁹/L.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
