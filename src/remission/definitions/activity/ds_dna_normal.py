"""Anti-dsDNA antibodies back within the normal range of the laboratory."""

from remission.definitions.definition import Definition
from remission.terms.analytes import ds_dna
from remission.terms.sources import Source
from remission.terms.words import upper_normal

ds_dna_normal = Definition(
    name="ds_dna_normal",
    label="Anti-dsDNA normal",
    value=ds_dna <= upper_normal(ds_dna),
    source=Source("kagawa_2012", at="Results", says="antibody titers at 6 mo were normalized"),
    words="Anti-dsDNA normal: at or below the upper normal limit of the laboratory.",
    readings=(
        "The founding paper prints no limit; the bundled cohort assumes 12.0 IU/mL, that of a comparable laboratory.",
    ),
)
