"""Estimated glomerular filtration rate of children from creatinine and height, bedside equation of Schwartz."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import height

egfr_schwartz_2009 = Definition(
    name="egfr_schwartz_2009",
    label="eGFR (bedside Schwartz 2009)",
    value=0.413 * height / creatinine,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=(1, 17),
    source=Source(
        "schwartz_2009",
        at="Abstract",
        says="0.413 × (height in cm ÷ creatinine in mg/dL)",
    ),
    words="eGFR = 0.413 × height ÷ creatinine, height in cm, creatinine in mg/dL (enzymatic, IDMS-traceable).",
    readings=(
        "The equation was made in children of 1 to 16 years with CKD, of whom half had a GFR from 32 to 52. We answer "
        "up to the day of 18 years, as laboratories do.",
        "Height is that of the patient's list, so of day 0: what a child has grown since is missing from later "
        "visits, about 4 % of the eGFR in a year.",
    ),
)
