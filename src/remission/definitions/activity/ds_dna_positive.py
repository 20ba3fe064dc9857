"""Positive anti-dsDNA antibodies."""

from remission.definitions.definition import Definition
from remission.terms.analytes import ds_dna
from remission.terms.sources import Source
from remission.terms.words import upper_normal

ds_dna_positive = Definition(
    name="ds_dna_positive",
    label="Anti-double-strand DNA, number",
    value=ds_dna > upper_normal(ds_dna),
    source=Source("kagawa_2012", at="Table 1", says="Anti-double-strand DNA, number (%)"),
    words="Anti-dsDNA positive: above the upper normal limit of the laboratory.",
    readings=(
        "The founding paper prints no limit; the bundled cohort assumes 12.0 IU/mL, that of a comparable laboratory.",
    ),
)
