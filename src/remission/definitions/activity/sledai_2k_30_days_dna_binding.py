"""Increased DNA binding, as the 30-day SLEDAI-2K counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import ds_dna, sledai_dna_binding
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near, upper_normal

sledai_2k_30_days_dna_binding = Definition(
    name="sledai_2k_30_days_dna_binding",
    label="SLEDAI-2K 30-day item: increased DNA binding",
    value=first_known(
        sledai_dna_binding == 1,
        near(ds_dna, day_of("item"), days=30) > upper_normal(ds_dna),
    ),
    source=Source("touma_2010", at="Abstract", says="the items of SLEDAI-2K, looked for over 30 days in place of 10"),
    words="Increased DNA binding: anti-dsDNA antibody above the upper normal limit of the laboratory. As recorded, or "
    "from the laboratory where that is unknown. Weight 2.",
    readings=(
        "The finding and its limit are those of SLEDAI-2K; only the days that count differ.",
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 30 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 30 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "Of several values the one that stands for the visit counts, not the worst of the 30 days.",
        "1992 and SELENA-SLEDAI print more than 25 % binding by Farr assay, or above the range of the laboratory; "
        "SLEDAI-2K prints the range alone. We use the range of the laboratory, whatever its method (Farr, ELISA, "
        "CLIA).",
        "Some centres ask for twice the limit by ELISA; the index does not.",
    ),
)
