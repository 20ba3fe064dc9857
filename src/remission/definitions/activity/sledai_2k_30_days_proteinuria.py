"""Proteinuria, as the 30-day SLEDAI-2K counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria, sledai_proteinuria
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_2k_30_days_proteinuria = Definition(
    name="sledai_2k_30_days_proteinuria",
    label="SLEDAI-2K 30-day item: proteinuria",
    value=first_known(
        sledai_proteinuria == 1,
        near(proteinuria, day_of("item"), days=30) > 0.5,
    ),
    source=Source("touma_2010", at="Abstract", says="the items of SLEDAI-2K, looked for over 30 days in place of 10"),
    words="Proteinuria: more than 0.5 g in 24 hours, new or persistent. As recorded, or from the 24-hour urine where "
    "that is unknown. Weight 4.",
    readings=(
        "The finding and its limit are those of SLEDAI-2K; only the days that count differ.",
        "A recorded item stands before the laboratory value.",
        "The index is written in g per 24 hours. That a protein/creatinine ratio stands in for it is for whoever "
        "asks to allow.",
        "A laboratory value counts if it was drawn at most 30 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 30 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "Of several values the one that stands for the visit counts, not the worst of the 30 days.",
    ),
)
