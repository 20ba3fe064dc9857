"""The most that the SLEDAI-2K can be, whatever the unknown items are."""

from remission.definitions.definition import Definition
from remission.definitions.score import most
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'2k' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

sledai_2k_most = Definition(
    name="sledai_2k_most",
    label="SLEDAI-2K, at most",
    value=most(_points),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source("gladman_2002", at="Appendix", says="24 items with weights 8, 4, 2 and 1; range 0 to 105"),
    words="The greatest SLEDAI-2K that the known items allow: the weights of the items not known to be absent.",
    readings=("With every item known it equals the total.",),
)
