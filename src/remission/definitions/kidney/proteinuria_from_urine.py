"""24-hour urine protein reckoned from concentration and volume."""

from remission.definitions.definition import Definition
from remission.terms.analytes import urine_protein, urine_volume
from remission.terms.sources import Source

proteinuria_from_urine = Definition(
    name="proteinuria_from_urine",
    label="24-hour urine protein, reckoned",
    value=urine_protein * urine_volume / 100_000,
    unit="g/d",
    printed_unit="g/day",
    decimals=2,
    source=Source(
        "christopher_stine_2004",
        at="Abstract",
        says="total protein excretion in a timed 24-hour collection",
    ),
    words="24-hour urine protein = urine protein in mg/dL × volume in mL/day ÷ 100,000, in g/day.",
    readings=(
        "The concentration is taken to be that of the collected urine.",
        "What was not collected is missing: see `urine_collection_christopher_stine_2004`.",
    ),
)
