"""Clinical SLEDAI-2K: the total without complement and anti-dsDNA."""

from remission.definitions.definition import Definition
from remission.definitions.score import total
from remission.terms.sledai import SEROLOGY, WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_clinical = {item: weight for item, weight in WEIGHTS.items() if item not in SEROLOGY}
_points = {f"sledai_{'2k' if item in _own else 'item'}_{item}": weight for item, weight in _clinical.items()}

clinical_sledai_2k = Definition(
    name="clinical_sledai_2k",
    label="Clinical SLEDAI-2K",
    value=total(_points),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source(
        "vanvollenhoven_2021",
        at="Table 2, final recommendation",
        says="clinical SLEDAI, irrespective of serology (anti-DNA, complement)",
    ),
    words="Clinical SLEDAI-2K: the sum of the weights of the items present, of the 22 other than low complement and "
    "increased DNA binding; unknown while any of them is unknown.",
    readings=(
        "The items are those of SLEDAI-2K; DORIS does not name the version.",
        "The greatest score is 101.",
    ),
)
