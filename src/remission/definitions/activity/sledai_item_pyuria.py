"""Pyuria, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_pyuria, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_item_pyuria = Definition(
    name="sledai_item_pyuria",
    label="SLEDAI item: pyuria",
    value=first_known(
        sledai_pyuria == 1,
        near(urine_wbc_hpf, day_of("item"), days=10) > 5,
    ),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="> 5 white cells per high-power field; infection excluded",
    ),
    words="Pyuria: more than 5 white cells per high-power field, without infection. As recorded, or from the "
    "laboratory where that is unknown. Weight 4.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "Some centres also ask for an abnormal urine protein; the index does not.",
        "The versions of the index define the item alike.",
    ),
)
