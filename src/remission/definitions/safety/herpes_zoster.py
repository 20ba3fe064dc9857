"""Herpes zoster on record."""

from remission.definitions.definition import Definition
from remission.terms import events
from remission.terms.sources import Source

herpes_zoster = Definition(
    name="herpes_zoster",
    label="Herpes zoster",
    value=events.herpes_zoster,
    source=Source("kagawa_2012", at="Table 3, adverse effects", says="HZV"),
    words="Herpes zoster: on record by the visit, under this name or as zoster, shingles, HZV or 帯状疱疹.",
    readings=(
        "It is a clinical diagnosis: no laboratory value stands for it.",
        "What is not on record did not happen; a cohort that records no events should not be asked.",
        "Once on record it stays so at every later visit.",
    ),
)
