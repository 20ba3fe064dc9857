"""How many of the 24 items of the SELENA-SLEDAI are unknown."""

from remission.definitions.definition import Definition
from remission.definitions.score import unknown_items
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

selena_sledai_2005_unknown_items = Definition(
    name="selena_sledai_2005_unknown_items",
    label="SELENA-SLEDAI, unknown items",
    value=unknown_items(_points),
    unit="{items}",
    printed_unit="items",
    decimals=0,
    source=Source("petri_2005", at="Methods, disease activity", says="the SELENA revision of SLEDAI, range 0 to 105"),
    words="How many of the 24 items of the SELENA-SLEDAI neither the record nor a measured value tells.",
    readings=(
        "A visit at which nothing was recorded has 24 unknown items.",
        "As the total, it was not compared with the publication.",
    ),
    verified=False,
)
