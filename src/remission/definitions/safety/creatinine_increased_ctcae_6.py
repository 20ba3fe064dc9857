"""Creatinine increased by CTCAE v6.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import baseline, lower_normal, upper_normal

_low = baseline(creatinine) < lower_normal(creatinine)

creatinine_increased_ctcae_6 = Definition(
    name="creatinine_increased_ctcae_6",
    label="Creatinine increased (CTCAE v6)",
    value=levels(
        grade_4=creatinine > 6 * upper_normal(creatinine),
        grade_3=(_low & (creatinine > 3 * baseline(creatinine))) | (creatinine > 3 * upper_normal(creatinine)),
        grade_2=(_low & (creatinine > 1.5 * baseline(creatinine))) | (creatinine > 1.5 * upper_normal(creatinine)),
        grade_1=creatinine > upper_normal(creatinine),
    ),
    source=Source(
        "ctcae_6",
        at="Creatinine increased",
        says="Creatinine increased: grade 2 above 1.5 to 3 times baseline if baseline is below the lower limit of "
        "normal, or above 1.5 to 3 times the upper limit; grade 3 likewise above 3 times; grades 1 and 4 as in "
        "version 5",
    ),
    words="Creatinine increased (CTCAE v6): grade 4 above 6 times the upper limit of normal; grade 3 above 3 times, and "
    "grade 2 above 1.5 times, that limit, or baseline where baseline was below the lower limit; grade 1 above the "
    "upper limit.",
    readings=(
        "A patient who starts below the lower limit of normal is graded by multiples of baseline, all others by "
        "those of the upper limit.",
        "Read in the specification of the R package pharmaverse admiral, not in the publication itself.",
        "A range printed “a – b” is above a and not above b.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
