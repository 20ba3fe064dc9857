"""Nephrotic syndrome of adults by the Japanese criteria."""

from remission.definitions.definition import Definition
from remission.terms.analytes import albumin, proteinuria
from remission.terms.sources import Source

nephrotic_syndrome_japan = Definition(
    name="nephrotic_syndrome_japan",
    label="Nephrotic syndrome",
    value=(proteinuria >= 3.5) & (albumin <= 3.0),
    source=Source("nishi_2016", at="Diagnostic criteria", says="≥ 3.5 g/day and serum albumin ≤ 3.0 g/dL"),
    words="Nephrotic syndrome: 24-hour urine protein ≥ 3.5 g/day and serum albumin ≤ 3.0 g/dL.",
    readings=(
        "The founding paper prints no criterion; the Japanese one is assumed. Both limbs are required.",
        "“Sustained” is not tested: one value of each at the visit is enough.",
    ),
)
