"""Lupus headache, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_lupus_headache
from remission.terms.sources import Source

sledai_item_lupus_headache = Definition(
    name="sledai_item_lupus_headache",
    label="SLEDAI item: lupus headache",
    value=sledai_lupus_headache == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="severe persistent headache that narcotics do not relieve",
    ),
    words="Lupus headache: severe and persistent, perhaps like migraine, and not relieved by narcotic analgesics. "
    "Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
