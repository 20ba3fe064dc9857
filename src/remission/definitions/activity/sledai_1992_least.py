"""The least that the SLEDAI of 1992 can be, whatever the unknown items are."""

from remission.definitions.definition import Definition
from remission.definitions.score import least
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_1992_least = Definition(
    name="sledai_1992_least",
    label="SLEDAI (1992), at least",
    value=least(_points),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source(
        "bombardier_1992",
        at="weights of the descriptors",
        says="24 descriptors with weights 8, 4, 2 and 1; range 0 to 105",
    ),
    words="The least SLEDAI of 1992 that the known items allow: the weights of the items known to be present.",
    readings=("With every item known it equals the total.",),
)
