"""Cranial nerve disorder, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_cranial_nerve
from remission.terms.sources import Source

sledai_item_cranial_nerve = Definition(
    name="sledai_item_cranial_nerve",
    label="SLEDAI item: cranial nerve disorder",
    value=sledai_cranial_nerve == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="new onset of sensory or motor neuropathy of cranial nerves",
    ),
    words="Cranial nerve disorder: new sensory or motor neuropathy of a cranial nerve. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "SELENA-SLEDAI also counts vertigo due to lupus; 1992 and SLEDAI-2K do not. The chart's item does not tell "
        "the version.",
    ),
)
