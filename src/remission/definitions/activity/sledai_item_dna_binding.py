"""Increased DNA binding, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import ds_dna, sledai_dna_binding
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near, upper_normal

sledai_item_dna_binding = Definition(
    name="sledai_item_dna_binding",
    label="SLEDAI item: increased DNA binding",
    value=first_known(
        sledai_dna_binding == 1,
        near(ds_dna, day_of("item"), days=10) > upper_normal(ds_dna),
    ),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="binding above the normal range of the laboratory",
    ),
    words="Increased DNA binding: anti-dsDNA antibody above the upper normal limit of the laboratory. As recorded, or "
    "from the laboratory where that is unknown. Weight 2.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "1992 and SELENA-SLEDAI print more than 25 % binding by Farr assay, or above the range of the laboratory; "
        "SLEDAI-2K prints the range alone. We use the range of the laboratory, whatever its method (Farr, ELISA, "
        "CLIA).",
        "Some centres ask for twice the limit by ELISA; the index does not.",
    ),
)
