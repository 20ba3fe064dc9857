"""Cholesterol high by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import total_cholesterol
from remission.terms.sources import Source
from remission.terms.words import upper_normal

cholesterol_high_ctcae_5 = Definition(
    name="cholesterol_high_ctcae_5",
    label="Cholesterol high (CTCAE v5)",
    value=levels(
        grade_4=total_cholesterol > 500,
        grade_3=total_cholesterol > 400,
        grade_2=total_cholesterol > 300,
        grade_1=total_cholesterol > upper_normal(total_cholesterol),
    ),
    source=Source(
        "ctcae_5",
        at="Cholesterol high",
        says="Cholesterol high: grade 1 above the upper limit of normal to 300, grade 2 above 300 to 400, grade 3 above "
        "400 to 500, grade 4 above 500 mg/dL",
    ),
    words="Cholesterol high (CTCAE v5): grade 4 above 500; grade 3 above 400; grade 2 above 300 mg/dL; grade 1 above the "
    "upper limit of normal.",
    readings=(
        "A range printed “a – b” is above a and not above b.",
        "Cholesterol is total cholesterol.",
        "The limits are taken in mg/dL; those printed in mmol/L are rounded and differ a little.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
