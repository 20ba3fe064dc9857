"""White blood cell decreased by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import wbc
from remission.terms.sources import Source
from remission.terms.words import lower_normal

white_cells_decreased_ctcae_5 = Definition(
    name="white_cells_decreased_ctcae_5",
    label="White cells decreased (CTCAE v5)",
    value=levels(
        grade_4=wbc < 1.0,
        grade_3=wbc < 2.0,
        grade_2=wbc < 3.0,
        grade_1=wbc < lower_normal(wbc),
    ),
    source=Source(
        "ctcae_5",
        at="White blood cell decreased",
        says="White blood cell decreased: grade 1 below the lower limit of normal to 3.0, grade 2 below 3.0 to 2.0, "
        "grade 3 below 2.0 to 1.0, grade 4 below 1.0 10⁹/L",
    ),
    words="White cells decreased (CTCAE v5): grade 4 below 1.0; grade 3 below 2.0; grade 2 below 3.0 10⁹/L; grade 1 below "
    "the lower limit of normal.",
    readings=(
        "A range printed “a – b” is below a and not below b.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
