"""Proteinuria, as the SLEDAI of 1992 counts it: new, or risen."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria, sledai_proteinuria
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near, previous

_now = near(proteinuria, day_of("item"), days=10)
_new, _risen = previous(proteinuria) <= 0.5, _now > previous(proteinuria) + 0.5

sledai_1992_proteinuria = Definition(
    name="sledai_1992_proteinuria",
    label="SLEDAI item (1992): proteinuria",
    value=first_known(sledai_proteinuria == 1, (_now > 0.5) & (_new | _risen)),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="> 0.5 g/24 h; new onset, or recent increase of more than 0.5 g/24 h",
    ),
    words="Proteinuria: more than 0.5 g in 24 hours that is new or has risen by more than 0.5 g. As recorded, or from "
    "the 24-hour urine where that is unknown. Weight 4.",
    readings=(
        "SLEDAI-2K counts any proteinuria above 0.5 g/day. The chart's recorded item does not tell which was meant: "
        "it is taken as it was recorded.",
        "A recorded item stands before the laboratory value.",
        "New means that the last value known at an earlier visit was at most 0.5 g/day; recent means since that "
        "visit. At the first visit a proteinuria above 0.5 g/day is unknown: it may be new or old.",
        "SELENA-SLEDAI keeps this wording in one of its printed forms; another copy prints any proteinuria above 0.5 "
        "g/day, as SLEDAI-2K does.",
        "The index is written in g per 24 hours. That a protein/creatinine ratio stands in for it is for whoever "
        "asks to allow.",
        "A laboratory value counts if it was drawn at most 10 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 10 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
    ),
)
