"""Vasculitis, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_vasculitis
from remission.terms.sources import Source

sledai_item_vasculitis = Definition(
    name="sledai_item_vasculitis",
    label="SLEDAI item: vasculitis",
    value=sledai_vasculitis == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="ulceration, gangrene, tender nodules, periungual infarction, splinter hemorrhages, or biopsy or "
        "angiogram",
    ),
    words="Vasculitis: ulceration, gangrene, tender finger nodules, periungual infarction or splinter hemorrhages, or "
    "proof by biopsy or angiogram. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
