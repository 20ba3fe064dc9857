"""Psychosis, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_psychosis
from remission.terms.sources import Source

sledai_item_psychosis = Definition(
    name="sledai_item_psychosis",
    label="SLEDAI item: psychosis",
    value=sledai_psychosis == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="severe disturbance of the perception of reality that impairs function; uremia and drugs excluded",
    ),
    words="Psychosis: normal activity is impaired by a severe disturbance of the perception of reality "
    "(hallucinations, incoherence, loosened associations, disorganized or catatonic behavior), without uremia or a "
    "drug cause. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The versions of the index define the item alike.",
    ),
)
