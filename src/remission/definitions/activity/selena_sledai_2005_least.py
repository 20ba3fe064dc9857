"""The least that the SELENA-SLEDAI can be, whatever the unknown items are."""

from remission.definitions.definition import Definition
from remission.definitions.score import least
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

selena_sledai_2005_least = Definition(
    name="selena_sledai_2005_least",
    label="SELENA-SLEDAI, at least",
    value=least(_points),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source("petri_2005", at="Methods, disease activity", says="the SELENA revision of SLEDAI, range 0 to 105"),
    words="The least SELENA-SLEDAI that the known items allow: the weights of the items known to be present.",
    readings=(
        "With every item known it equals the total.",
        "As the total, it was not compared with the publication.",
    ),
    verified=False,
)
