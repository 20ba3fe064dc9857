"""SLEDAI-2K: the total of 24 weighted items."""

from functools import reduce
from operator import add

from remission.definitions.definition import Definition
from remission.terms import analytes
from remission.terms.sources import Source
from remission.terms.words import Word

WEIGHTS: dict[str, int] = {
    "seizure": 8, "psychosis": 8, "organic_brain_syndrome": 8, "visual_disturbance": 8, "cranial_nerve": 8,
    "lupus_headache": 8, "cva": 8, "vasculitis": 8,
    "arthritis": 4, "myositis": 4, "urinary_casts": 4, "hematuria": 4, "proteinuria": 4, "pyuria": 4,
    "rash": 2, "alopecia": 2, "mucosal_ulcers": 2, "pleurisy": 2, "pericarditis": 2, "low_complement": 2,
    "dna_binding": 2,
    "fever": 1, "thrombocytopenia": 1, "leukopenia": 1,
}  # fmt: skip

_items: list[Word] = [getattr(analytes, f"sledai_{item}") * weight for item, weight in WEIGHTS.items()]

sledai_2k = Definition(
    name="sledai_2k",
    label="SLEDAI-2K from its items",
    value=reduce(add, _items).says("the weighted sum of the 24 items"),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source("gladman_2002", at="Appendix", says="24 items with weights 8, 4, 2 and 1; range 0 to 105"),
    words="SLEDAI-2K: the sum of the weights of the items present, of 24; unknown while any item is unknown.",
    readings=(
        "An item that was not assessed is not an item that is absent: the total is then unknown.",
        "The founding paper does not say which version of the index it used; its citation could mean either.",
    ),
)
