"""Hyperuricemia by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import urate
from remission.terms.sources import Source
from remission.terms.words import upper_normal

hyperuricemia_ctcae_5 = Definition(
    name="hyperuricemia_ctcae_5",
    label="Hyperuricemia (CTCAE v5)",
    value=levels(
        grade_1=urate > upper_normal(urate),
    ),
    source=Source(
        "ctcae_5",
        at="Hyperuricemia",
        says="Hyperuricemia: grade 1 above the upper limit of normal without physiologic consequences, grade 3 with them",
    ),
    words="Hyperuricemia (CTCAE v5): grade 1 above the upper limit of normal.",
    readings=(
        "Grades 3 and 4 ask for physiologic or life-threatening consequences, which a laboratory value does not "
        "tell: grade 1 is what it reaches at least.",
        "The R package pharmaverse admiral takes the worst case, grade 3, for every value above the limit.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
