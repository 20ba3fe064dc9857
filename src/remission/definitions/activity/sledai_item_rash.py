"""Rash, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_rash
from remission.terms.sources import Source

sledai_item_rash = Definition(
    name="sledai_item_rash",
    label="SLEDAI item: rash",
    value=sledai_rash == 1,
    source=Source("bombardier_1992", at="definitions of the descriptors", says="new or recurrent inflammatory rash"),
    words="Rash: an inflammatory rash of active lupus. Weight 2.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "1992 counts a rash only when it is new or recurrent; SLEDAI-2K also one that persists. Copies of "
        "SELENA-SLEDAI disagree: some print new or recurrent, some new or ongoing.",
        "The chart's item does not tell the version: it is taken as it was recorded in all of them, so that a "
        "persistent rash recorded for SLEDAI-2K also counts in the version of 1992.",
    ),
)
