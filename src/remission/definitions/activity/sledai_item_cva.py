"""Cerebrovascular accident, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_cva
from remission.terms.sources import Source

sledai_item_cva = Definition(
    name="sledai_item_cva",
    label="SLEDAI item: cerebrovascular accident",
    value=sledai_cva == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="new cerebrovascular accident; arteriosclerosis excluded",
    ),
    words="Cerebrovascular accident: new, and not due to arteriosclerosis. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "SELENA-SLEDAI also excludes hypertension as the cause; the others name arteriosclerosis only. The chart's "
        "item does not tell the version.",
    ),
)
