"""Proteinuria, as SLEDAI-2K counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria, sledai_proteinuria
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_2k_proteinuria = Definition(
    name="sledai_2k_proteinuria",
    label="SLEDAI-2K item: proteinuria",
    value=first_known(
        sledai_proteinuria == 1,
        near(proteinuria, day_of("item"), days=10) > 0.5,
    ),
    source=Source(
        "gladman_2002",
        at="Abstract; definitions of the descriptors",
        says="> 0.5 g/24 h, persistent proteinuria included",
    ),
    words="Proteinuria: more than 0.5 g in 24 hours, new or persistent. As recorded, or from the 24-hour urine where "
    "that is unknown. Weight 4.",
    readings=(
        "SLEDAI-2K counts any proteinuria above 0.5 g/day; the version of 1992 and SELENA-SLEDAI only what is new or "
        "has risen by more than 0.5 g/day. The chart's recorded item does not tell which was meant.",
        "A recorded item stands before the laboratory value.",
        "The index is written in g per 24 hours. That a protein/creatinine ratio stands in for it is for whoever "
        "asks to allow.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
    ),
)
