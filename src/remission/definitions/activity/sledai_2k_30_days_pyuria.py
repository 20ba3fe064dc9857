"""Pyuria, as the 30-day SLEDAI-2K counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_pyuria, urine_wbc_hpf
from remission.terms.sources import Source
from remission.terms.words import day_of, first_known, near

sledai_2k_30_days_pyuria = Definition(
    name="sledai_2k_30_days_pyuria",
    label="SLEDAI-2K 30-day item: pyuria",
    value=first_known(
        sledai_pyuria == 1,
        near(urine_wbc_hpf, day_of("item"), days=30) > 5,
    ),
    source=Source("touma_2010", at="Abstract", says="the items of SLEDAI-2K, looked for over 30 days in place of 10"),
    words="Pyuria: more than 5 white cells per high-power field, without infection. As recorded, or from the "
    "laboratory where that is unknown. Weight 4.",
    readings=(
        "The finding and its limit are those of SLEDAI-2K; only the days that count differ.",
        "A recorded item stands before the laboratory value.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "A laboratory value counts if it was drawn at most 30 days before or after the recorded items, or if none "
        "are recorded. The index looks back over 30 days; we allow as many after, because what is asked for at a "
        "visit often comes back later.",
        "Of several values the one that stands for the visit counts, not the worst of the 30 days.",
        "Some centres also ask for an abnormal urine protein; the index does not.",
    ),
)
