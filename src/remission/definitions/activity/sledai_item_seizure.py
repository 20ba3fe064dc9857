"""Seizure, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_seizure
from remission.terms.sources import Source

sledai_item_seizure = Definition(
    name="sledai_item_seizure",
    label="SLEDAI item: seizure",
    value=sledai_seizure == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="recent onset; metabolic, infectious and drug causes excluded",
    ),
    words="Seizure of recent onset, without a metabolic, infectious or drug cause. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
