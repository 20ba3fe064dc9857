"""Low complement, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import c3, c4, ch50, sledai_low_complement
from remission.terms.sources import Source
from remission.terms.words import any_of, day_of, first_known, lower_normal, near

_c3, _c4, _ch50 = (near(x, day_of("item"), days=10) for x in (c3, c4, ch50))
_done = lower_normal(ch50).is_known() | _ch50.is_known()

sledai_item_low_complement = Definition(
    name="sledai_item_low_complement",
    label="SLEDAI item: low complement",
    value=first_known(
        sledai_low_complement == 1,
        any_of(_c3 < lower_normal(c3), _c4 < lower_normal(c4), _done & (_ch50 < lower_normal(ch50))),
    ),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="CH50, C3 or C4 below the lower limit of normal of the laboratory",
    ),
    words="Low complement: C3, C4 or CH50 below the lower normal limit of the laboratory. As recorded, or from the "
    "laboratory where that is unknown. Weight 2.",
    readings=(
        "A recorded item stands before the laboratory value.",
        "One low value is enough. The item is absent only if C3 and C4 are both known to be normal, and CH50 too "
        "where the laboratory does that test.",
        "A laboratory does CH50 if its limit is stated or a value is there; many measure C3 and C4 only.",
        "A value at the limit is normal. The limit is always the laboratory's own; without it the value says nothing.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "The versions of the index define the item alike.",
    ),
)
