"""Organic brain syndrome, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_organic_brain_syndrome
from remission.terms.sources import Source

sledai_item_organic_brain_syndrome = Definition(
    name="sledai_item_organic_brain_syndrome",
    label="SLEDAI item: organic brain syndrome",
    value=sledai_organic_brain_syndrome == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="clouded consciousness with at least 2 of 4 further signs; metabolic, infectious and drug causes excluded",
    ),
    words="Organic brain syndrome: impaired orientation, memory or intellect with rapid onset and fluctuation, reduced "
    "alertness or attention, and at least two of disturbed perception, incoherent speech, insomnia or daytime "
    "drowsiness, altered psychomotor activity; without a metabolic, infectious or drug cause. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
