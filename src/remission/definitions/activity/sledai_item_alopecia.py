"""Alopecia, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_alopecia
from remission.terms.sources import Source

sledai_item_alopecia = Definition(
    name="sledai_item_alopecia",
    label="SLEDAI item: alopecia",
    value=sledai_alopecia == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="new or recurrent abnormal loss of hair, patchy or diffuse",
    ),
    words="Alopecia: abnormal, patchy or diffuse loss of hair from active lupus. Weight 2.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "1992 counts loss of hair only when it is new or recurrent; SLEDAI-2K also when it persists. Copies of "
        "SELENA-SLEDAI disagree: some print new or recurrent, some ongoing.",
        "The chart's item does not tell the version: it is taken as it was recorded in all of them.",
    ),
)
