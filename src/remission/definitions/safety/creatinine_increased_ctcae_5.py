"""Creatinine increased by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import baseline, upper_normal

creatinine_increased_ctcae_5 = Definition(
    name="creatinine_increased_ctcae_5",
    label="Creatinine increased (CTCAE v5)",
    value=levels(
        grade_4=creatinine > 6 * upper_normal(creatinine),
        grade_3=(creatinine > 3 * baseline(creatinine)) | (creatinine > 3 * upper_normal(creatinine)),
        grade_2=(creatinine > 1.5 * baseline(creatinine)) | (creatinine > 1.5 * upper_normal(creatinine)),
        grade_1=creatinine > upper_normal(creatinine),
    ),
    source=Source(
        "ctcae_5",
        at="Creatinine increased",
        says="Creatinine increased: grade 1 above the upper limit of normal to 1.5 times it; grade 2 above 1.5 to 3 "
        "times baseline or limit; grade 3 above 3 times baseline, or above 3 to 6 times the limit; grade 4 above 6 "
        "times the limit",
    ),
    words="Creatinine increased (CTCAE v5): grade 4 above 6 times the upper limit of normal; grade 3 above 3 times, and "
    "grade 2 above 1.5 times, baseline or that limit; grade 1 above the limit.",
    readings=(
        "A rise from 0.50 to 0.76 mg/dL is grade 2 although 0.76 is normal: the multiples of baseline count "
        "wherever baseline lies. Version 6 has changed this.",
        "Without the limit of normal the grade is unknown, since it could be 4; the R package pharmaverse admiral "
        "then grades by baseline alone.",
        "A range printed “a – b” is above a and not above b.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
