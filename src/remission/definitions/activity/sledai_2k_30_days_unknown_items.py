"""How many of the 24 items of the SLEDAI-2K over 30 days are unknown."""

from remission.definitions.definition import Definition
from remission.definitions.score import unknown_items
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_measured = (
    "urinary_casts", "hematuria", "proteinuria", "pyuria", "low_complement", "dna_binding", "thrombocytopenia",
    "leukopenia",
)  # fmt: skip
_version = {"arthritis": "2k"} | dict.fromkeys(_measured, "2k_30_days")
_points = {f"sledai_{_version.get(item, 'item')}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_2k_30_days_unknown_items = Definition(
    name="sledai_2k_30_days_unknown_items",
    label="SLEDAI-2K, 30 days, unknown items",
    value=unknown_items(_points),
    unit="{items}",
    printed_unit="items",
    decimals=0,
    source=Source(
        "touma_2010",
        at="Abstract",
        says="the same items over 30 days; in 149 patients it agreed with the 10-day score in all but one",
    ),
    words="How many of the 24 items of the SLEDAI-2K over 30 days neither the record nor a measured value tells.",
    readings=("A visit at which nothing was recorded has 24 unknown items.",),
)
