"""Hematuria, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_hematuria, urine_rbc_hpf
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_item_hematuria = Definition(
    name="sledai_item_hematuria",
    label="SLEDAI item: hematuria",
    value=first_known(
        sledai_hematuria == 1,
        near(urine_rbc_hpf, day_of("item"), days=10) > 5,
    ),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="> 5 red cells per high-power field; stone, infection and other causes excluded",
    ),
    words="Hematuria: more than 5 red cells per high-power field, without a stone, infection or other cause. As "
    "recorded, or from the laboratory where that is unknown. Weight 4.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "The versions of the index define the item alike.",
    ),
)
