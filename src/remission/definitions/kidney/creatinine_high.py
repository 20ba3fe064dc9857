"""Serum creatinine above the normal limit of the laboratory."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import upper_normal

creatinine_high = Definition(
    name="creatinine_high",
    label="Elevated serum creatinine",
    value=creatinine > upper_normal(creatinine),
    source=Source("kagawa_2012", at="Results", says="elevated serum creatinine level at start of the treatment"),
    words="Elevated serum creatinine: above the upper normal limit of the laboratory for the patient's sex.",
    readings=("The founding paper prints no limit; the bundled cohort assumes 0.79 mg/dL for women (JCCLS).",),
)
