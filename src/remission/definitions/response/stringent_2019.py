"""Stringent complete response: proteinuria within the normal limit."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import upcr
from remission.terms.sources import Source

stringent_2019 = Definition(
    name="stringent_2019",
    label="Stringent complete response",
    value=levels(complete=upcr < 0.15),
    source=Source(
        "kang_2019",
        at="Abstract",
        says="complete response: protein/creatinine ratio < 0.5; stringent complete response: < 0.15, one year after induction",
    ),
    words="Stringent complete response: urine protein/creatinine ratio < 0.15 g/g.",
    readings=(
        "The abstract asks for nothing but the ratio; the paper may ask for more.",
        "It was judged one year after induction; the rule can be asked at any visit.",
    ),
)
