"""Mucosal ulcers, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_mucosal_ulcers
from remission.terms.sources import Source

sledai_item_mucosal_ulcers = Definition(
    name="sledai_item_mucosal_ulcers",
    label="SLEDAI item: mucosal ulcers",
    value=sledai_mucosal_ulcers == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="new or recurrent ulcers of mouth or nose",
    ),
    words="Mucosal ulcers: ulcers of mouth or nose from active lupus. Weight 2.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "1992 counts ulcers only when they are new or recurrent; SLEDAI-2K also when they persist. Copies of "
        "SELENA-SLEDAI disagree: some print new or recurrent, some ongoing.",
        "The chart's item does not tell the version: it is taken as it was recorded in all of them.",
    ),
)
