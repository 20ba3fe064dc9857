"""Protein/creatinine ratio reckoned from the two concentrations in one urine."""

from remission.definitions.definition import Definition
from remission.terms.analytes import urine_creatinine, urine_protein
from remission.terms.sources import Source

upcr_from_urine = Definition(
    name="upcr_from_urine",
    label="Urine protein/creatinine ratio, reckoned",
    value=urine_protein / urine_creatinine,
    unit="g/g",
    printed_unit="g/gCr",
    decimals=2,
    source=Source(
        "christopher_stine_2004",
        at="Abstract",
        says="urine protein divided by urine creatinine, in a 24-hour urine",
    ),
    words="Urine protein ÷ urine creatinine, both in mg/dL; mg/mg is g/g.",
    readings=(
        "Both results of the visit are taken to be of one urine.",
        "Whether it was a spot urine, the first of the morning or a 24-hour collection is not asked, and matters: in "
        "lupus nephritis spot ratios were reliable in 41 % of patients.",
        "From a 24-hour collection the ratio is right even where the collection is incomplete.",
    ),
)
