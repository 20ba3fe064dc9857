"""SLEDAI-2K: the total of 24 weighted items."""

from remission.definitions.definition import Definition
from remission.definitions.score import total
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'2k' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_2k = Definition(
    name="sledai_2k",
    label="SLEDAI-2K from its items",
    value=total(_points),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source("gladman_2002", at="Appendix", says="24 items with weights 8, 4, 2 and 1; range 0 to 105"),
    words="SLEDAI-2K: the sum of the weights of the items present, of 24; unknown while any item is unknown.",
    readings=(
        "Each item is taken as it was recorded; where it was not, those that a laboratory, a thermometer or a joint "
        "count can answer are computed.",
        "An item that was not assessed is not an item that is absent: the total is then unknown.",
        "Arthritis asks for two joints or more. Proteinuria, rash, alopecia and mucosal ulcers also count when they "
        "persist.",
        "The index looks back over 10 days; one table prints 28.",
        "The founding paper does not say which version of the index it used; its citation could mean either.",
    ),
)
