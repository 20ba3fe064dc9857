"""Urinary casts, as SLEDAI counts them."""

from remission.definitions.definition import Definition
from remission.terms.analytes import (
    granular_casts,
    granular_casts_hpf,
    rbc_casts,
    rbc_casts_hpf,
    sledai_urinary_casts,
    urine_casts,
)
from remission.terms.sources import Source
from remission.terms.words import day_of, either, first_known, near, only_yes

_near = [near(x, day_of("item"), days=10) for x in (rbc_casts, rbc_casts_hpf, granular_casts, granular_casts_hpf)]
_red, _granular = either(*_near[:2]), either(*_near[2:])
_all = near(urine_casts, day_of("item"), days=10)
_no_heme, _none = only_yes(_granular == 0), only_yes(_all == 0)

sledai_item_urinary_casts = Definition(
    name="sledai_item_urinary_casts",
    label="SLEDAI item: urinary casts",
    value=first_known(sledai_urinary_casts == 1, first_known((_red > 0) | ~_no_heme, ~_none)),
    source=Source("bombardier_1992", at="definitions of the descriptors", says="heme-granular or red-cell casts"),
    words="Urinary casts: heme-granular or red-cell casts. As recorded, or from the sediment where that is unknown. "
    "Weight 4.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "Any red-cell cast counts, however few in a field.",
        "Laboratories report granular casts, not whether they hold hemoglobin: without red-cell casts the item is "
        "absent only if there are no granular casts either, and unknown if there are some.",
        "A sediment without casts of any kind has neither.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "The versions of the index define the item alike.",
    ),
)
