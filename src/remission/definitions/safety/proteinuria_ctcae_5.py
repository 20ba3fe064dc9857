"""Proteinuria by CTCAE v5.0."""

from remission.definitions.definition import ADULTS, Definition, levels
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source
from remission.terms.words import upper_normal

proteinuria_ctcae_5 = Definition(
    name="proteinuria_ctcae_5",
    label="Proteinuria (CTCAE v5)",
    value=levels(
        grade_3=proteinuria >= 3.5,
        grade_2=proteinuria >= 1.0,
        grade_1=proteinuria >= upper_normal(proteinuria),
    ),
    ages=ADULTS,
    source=Source(
        "ctcae_5",
        at="Proteinuria",
        says="adults: grade 1 from the upper limit of normal to below 1.0, grade 2 1.0 to below 3.5, grade 3 from 3.5 g "
        "in 24 hours",
    ),
    words="Proteinuria (CTCAE v5), adults: grade 3 from 3.5, grade 2 from 1.0 g/day of 24-hour urine protein, grade 1 "
    "from the upper limit of normal.",
    readings=(
        "The text of version 5 was not seen; a table of version 4 in a trial report (below 1, 1 to 3.4, from 3.5 "
        "g/day) agrees.",
        "Test strips (1+ to 4+) are graded too; a chart has none.",
        "Lupus nephritis itself is graded: most patients have grade 2 or 3 before treatment.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
    verified=False,
)
