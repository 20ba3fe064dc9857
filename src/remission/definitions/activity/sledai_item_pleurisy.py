"""Pleurisy, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_pleurisy
from remission.terms.sources import Source

sledai_item_pleurisy = Definition(
    name="sledai_item_pleurisy",
    label="SLEDAI item: pleurisy",
    value=sledai_pleurisy == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="pleuritic pain with rub, effusion or pleural thickening",
    ),
    words="Pleurisy: pleuritic chest pain with a rub, an effusion or pleural thickening. Weight 2.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
