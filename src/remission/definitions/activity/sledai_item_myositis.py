"""Myositis, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_myositis
from remission.terms.sources import Source

sledai_item_myositis = Definition(
    name="sledai_item_myositis",
    label="SLEDAI item: myositis",
    value=sledai_myositis == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="proximal ache or weakness with raised CK or aldolase, electromyogram or biopsy",
    ),
    words="Myositis: ache or weakness of proximal muscles with raised creatine kinase or aldolase, or changes of the "
    "electromyogram, or a biopsy that shows myositis. Weight 4.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
