"""How many of the 24 items of the SLEDAI of 1992 are unknown."""

from remission.definitions.definition import Definition
from remission.definitions.score import unknown_items
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_1992_unknown_items = Definition(
    name="sledai_1992_unknown_items",
    label="SLEDAI (1992), unknown items",
    value=unknown_items(_points),
    unit="{items}",
    printed_unit="items",
    decimals=0,
    source=Source(
        "bombardier_1992",
        at="weights of the descriptors",
        says="24 descriptors with weights 8, 4, 2 and 1; range 0 to 105",
    ),
    words="How many of the 24 items of the SLEDAI of 1992 neither the record nor a measured value tells.",
    readings=("A visit at which nothing was recorded has 24 unknown items.",),
)
