"""Leukopenia, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_leukopenia, wbc
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_item_leukopenia = Definition(
    name="sledai_item_leukopenia",
    label="SLEDAI item: leukopenia",
    value=first_known(
        sledai_leukopenia == 1,
        near(wbc, day_of("item"), days=10) < 3.0,
    ),
    source=Source("bombardier_1992", at="definitions of the descriptors", says="< 3 × 10⁹/L; drug causes excluded"),
    words="Leukopenia: white blood cells below 3.0 × 10⁹/L, without a drug cause. As recorded, or from the laboratory "
    "where that is unknown. Weight 1.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "The limit for classification is another one, 4.0 × 10⁹/L.",
        "The versions of the index define the item alike.",
    ),
)
