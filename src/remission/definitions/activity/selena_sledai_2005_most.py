"""The most that the SELENA-SLEDAI can be, whatever the unknown items are."""

from remission.definitions.definition import Definition
from remission.definitions.score import most
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

selena_sledai_2005_most = Definition(
    name="selena_sledai_2005_most",
    label="SELENA-SLEDAI, at most",
    value=most(_points),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source("petri_2005", at="Methods, disease activity", says="the SELENA revision of SLEDAI, range 0 to 105"),
    words="The greatest SELENA-SLEDAI that the known items allow: the weights of the items not known to be absent.",
    readings=(
        "With every item known it equals the total.",
        "As the total, it was not compared with the publication.",
    ),
    verified=False,
)
