"""SLEDAI of 1992: the total of 24 weighted items."""

from remission.definitions.definition import Definition
from remission.definitions.score import total
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_1992 = Definition(
    name="sledai_1992",
    label="SLEDAI (1992)",
    value=total(_points),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source(
        "bombardier_1992",
        at="weights of the descriptors",
        says="24 descriptors with weights 8, 4, 2 and 1; range 0 to 105",
    ),
    words="SLEDAI of 1992: the sum of the weights of the items present, of 24; unknown while any item is unknown.",
    readings=(
        "An item that was not assessed is not an item that is absent: the total is then unknown.",
        "Arthritis asks for more than two joints. Proteinuria, rash, alopecia and mucosal ulcers count only when "
        "they are new or recurrent, or when proteinuria has risen by more than 0.5 g/day.",
        "From numbers this version can be told apart in two items, arthritis and proteinuria. Recorded items are "
        "taken as they were recorded: a chart scored by SLEDAI-2K gives its own total here too, wherever those two "
        "are recorded.",
    ),
)
