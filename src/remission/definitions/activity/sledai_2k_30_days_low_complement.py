"""Low complement, as the 30-day SLEDAI-2K counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import c3, c4, ch50, sledai_low_complement
from remission.terms.sources import Source
from remission.terms.words import any_of, day_of, first_known, lower_normal, near

_c3, _c4, _ch50 = (near(x, day_of("item"), days=30) for x in (c3, c4, ch50))
_done = lower_normal(ch50).is_known() | _ch50.is_known()

sledai_2k_30_days_low_complement = Definition(
    name="sledai_2k_30_days_low_complement",
    label="SLEDAI-2K 30-day item: low complement",
    value=first_known(
        sledai_low_complement == 1,
        any_of(_c3 < lower_normal(c3), _c4 < lower_normal(c4), _done & (_ch50 < lower_normal(ch50))),
    ),
    source=Source("touma_2010", at="Abstract", says="the items of SLEDAI-2K, looked for over 30 days in place of 10"),
    words="Low complement: C3, C4 or CH50 below the lower normal limit of the laboratory. As recorded, or from the "
    "laboratory where that is unknown. Weight 2.",
    readings=(
        "The finding and its limit are those of SLEDAI-2K; only the days that count differ.",
        "A recorded item stands before the laboratory value.",
        "One low value is enough. The item is absent only if C3 and C4 are both known to be normal, and CH50 too "
        "where the laboratory does that test.",
        "A laboratory does CH50 if its limit is stated or a value is there; many measure C3 and C4 only.",
        "A value at the limit is normal. The limit is always the laboratory's own; without it the value says nothing.",
        "A laboratory value counts if it was drawn at most 30 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 30 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "Of several values the one that stands for the visit counts, not the worst of the 30 days.",
    ),
)
