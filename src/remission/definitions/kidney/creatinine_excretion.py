"""Creatinine in the urine of 24 hours."""

from remission.definitions.definition import Definition
from remission.terms.analytes import urine_creatinine, urine_volume
from remission.terms.sources import Source

creatinine_excretion = Definition(
    name="creatinine_excretion",
    label="24-hour urine creatinine",
    value=urine_creatinine * urine_volume / 100,
    unit="mg/d",
    printed_unit="mg/day",
    decimals=0,
    source=Source(
        "christopher_stine_2004",
        at="Abstract",
        says="total urine creatinine of a 24-hour collection",
    ),
    words="24-hour urine creatinine = urine creatinine in mg/dL × volume in mL/day ÷ 100, in mg/day.",
    readings=("The concentration is taken to be that of the collected urine.",),
)
