"""Thrombocytopenia, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import platelets, sledai_thrombocytopenia
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_item_thrombocytopenia = Definition(
    name="sledai_item_thrombocytopenia",
    label="SLEDAI item: thrombocytopenia",
    value=first_known(
        sledai_thrombocytopenia == 1,
        near(platelets, day_of("item"), days=10) < 100,
    ),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="< 100 × 10⁹/L; drug causes excluded in SLEDAI-2K",
    ),
    words="Thrombocytopenia: platelets below 100 × 10⁹/L. As recorded, or from the laboratory where that is unknown. "
    "Weight 1.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "SLEDAI-2K excludes drug causes; the others name none. The number is the same.",
    ),
)
