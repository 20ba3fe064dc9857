"""Neutrophil count decreased by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import neutrophils
from remission.terms.sources import Source
from remission.terms.words import lower_normal

neutrophils_decreased_ctcae_5 = Definition(
    name="neutrophils_decreased_ctcae_5",
    label="Neutrophils decreased (CTCAE v5)",
    value=levels(
        grade_4=neutrophils < 0.5,
        grade_3=neutrophils < 1.0,
        grade_2=neutrophils < 1.5,
        grade_1=neutrophils < lower_normal(neutrophils),
    ),
    source=Source(
        "ctcae_5",
        at="Neutrophil count decreased",
        says="Neutrophil count decreased: grade 1 below the lower limit of normal to 1.5, grade 2 below 1.5 to 1.0, "
        "grade 3 below 1.0 to 0.5, grade 4 below 0.5 10⁹/L",
    ),
    words="Neutrophils decreased (CTCAE v5): grade 4 below 0.5; grade 3 below 1.0; grade 2 below 1.5 10⁹/L; grade 1 below "
    "the lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "Version 6 has other limits.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
