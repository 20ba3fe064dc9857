"""The least that the SLEDAI-2K over 30 days can be, whatever the unknown items are."""

from remission.definitions.definition import Definition
from remission.definitions.score import least
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_measured = (
    "urinary_casts", "hematuria", "proteinuria", "pyuria", "low_complement", "dna_binding", "thrombocytopenia",
    "leukopenia",
)  # fmt: skip
_version = {"arthritis": "2k"} | dict.fromkeys(_measured, "2k_30_days")
_points = {f"sledai_{_version.get(item, 'item')}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_2k_30_days_least = Definition(
    name="sledai_2k_30_days_least",
    label="SLEDAI-2K, 30 days, at least",
    value=least(_points),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source(
        "touma_2010",
        at="Abstract",
        says="the same items over 30 days; in 149 patients it agreed with the 10-day score in all but one",
    ),
    words="The least SLEDAI-2K over 30 days that the known items allow: the weights of the items known to be present.",
    readings=("With every item known it equals the total.",),
)
