"""Urinary casts, as the 30-day SLEDAI-2K counts them."""

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

_near = [near(x, day_of("item"), days=30) for x in (rbc_casts, rbc_casts_hpf, granular_casts, granular_casts_hpf)]
_red, _granular = either(*_near[:2]), either(*_near[2:])
_all = near(urine_casts, day_of("item"), days=30)
_no_heme, _none = only_yes(_granular == 0), only_yes(_all == 0)

sledai_2k_30_days_urinary_casts = Definition(
    name="sledai_2k_30_days_urinary_casts",
    label="SLEDAI-2K 30-day item: urinary casts",
    value=first_known(sledai_urinary_casts == 1, first_known((_red > 0) | ~_no_heme, ~_none)),
    source=Source("touma_2010", at="Abstract", says="the items of SLEDAI-2K, looked for over 30 days in place of 10"),
    words="Urinary casts: heme-granular or red-cell casts. As recorded, or from the sediment where that is unknown. "
    "Weight 4.",
    readings=(
        "The finding and its limit are those of SLEDAI-2K; only the days that count differ.",
        "A recorded item stands before the laboratory value.",
        "Any red-cell cast counts, however few in a field.",
        "Laboratories report granular casts, not whether they hold hemoglobin: without red-cell casts the item is "
        "absent only if there are no granular casts either, and unknown if there are some.",
        "A sediment without casts of any kind has neither.",
        "A laboratory value counts if it was drawn at most 30 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 30 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "Of several values the one that stands for the visit counts, not the worst of the 30 days.",
    ),
)
