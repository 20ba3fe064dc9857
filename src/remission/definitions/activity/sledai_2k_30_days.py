"""SLEDAI-2K over 30 days: the total of 24 weighted items."""

from remission.definitions.definition import Definition
from remission.definitions.score import total
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_measured = (
    "urinary_casts", "hematuria", "proteinuria", "pyuria", "low_complement", "dna_binding", "thrombocytopenia",
    "leukopenia",
)  # fmt: skip
_version = {"arthritis": "2k"} | dict.fromkeys(_measured, "2k_30_days")
_points = {f"sledai_{_version.get(item, 'item')}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_2k_30_days = Definition(
    name="sledai_2k_30_days",
    label="SLEDAI-2K, 30 days",
    value=total(_points),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source(
        "touma_2010",
        at="Abstract",
        says="the same items over 30 days; in 149 patients it agreed with the 10-day score in all but one",
    ),
    words="SLEDAI-2K over 30 days: the sum of the weights of the items present, of 24; unknown while any item is "
    "unknown.",
    readings=(
        "An item that was not assessed is not an item that is absent: the total is then unknown.",
        "What differs from SLEDAI-2K is which laboratory values count: those within 30 days of the recorded items, "
        "not 10. The chart does not tell whether a recorded item was looked for over 10 or 30 days.",
        "The temperature and the joint count are those of the visit in both.",
    ),
)
