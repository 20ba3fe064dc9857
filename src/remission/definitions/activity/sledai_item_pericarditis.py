"""Pericarditis, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_pericarditis
from remission.terms.sources import Source

sledai_item_pericarditis = Definition(
    name="sledai_item_pericarditis",
    label="SLEDAI item: pericarditis",
    value=sledai_pericarditis == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="pericardial pain with rub, effusion, or confirmation by ECG or echocardiogram",
    ),
    words="Pericarditis: pericardial pain with at least one of rub, effusion, or confirmation by electrocardiogram or "
    "echocardiogram. Weight 2.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "The original text and some copies do not name the echocardiogram.",
    ),
)
