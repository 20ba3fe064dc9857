"""Hypertension in the office by the guideline of the Japanese Society of Hypertension, 2019."""

from remission.definitions.definition import Definition
from remission.terms.analytes import diastolic, systolic
from remission.terms.sources import Source

hypertension_jsh_2019 = Definition(
    name="hypertension_jsh_2019",
    label="Hypertension (Japan 2019)",
    value=(systolic >= 140) | (diastolic >= 90),
    source=Source(
        "umemura_2019",
        at="Classification of office blood pressure",
        says="office blood pressure of 140 mmHg systolic or more, or of 90 diastolic or more; unchanged from 2014",
    ),
    words="Hypertension: office blood pressure ≥ 140 mmHg systolic or ≥ 90 mmHg diastolic.",
    readings=(
        "One reading at the visit is enough; the guideline asks for repeated ones, and for the home before the office.",
        "Drugs against hypertension are not asked for: a treated patient with a normal pressure has no hypertension here.",
        "The founding paper prints no limits, for hypertension at baseline or as an adverse event.",
    ),
)
