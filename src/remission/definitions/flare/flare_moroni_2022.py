"""Nephritic and proteinuric flare as the Milan cohort defines them."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import active_sediment, creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.words import previous

_before = previous(proteinuria)

flare_moroni_2022 = Definition(
    name="flare_moroni_2022",
    label="Kidney flare (Moroni)",
    value=levels(
        nephritic=(creatinine >= 1.3 * previous(creatinine)) & (active_sediment == 1),
        proteinuric=(creatinine < 1.3 * previous(creatinine))
        & (((_before < 3.5) & (proteinuria - _before >= 2.0)) | ((_before >= 3.5) & (proteinuria >= 2 * _before))),
    ),
    source=Source(
        "moroni_2022",
        at="Table 1",
        says="nephritic: creatinine ≥ 30 % over the last value with nephritic sediment, with or without more "
        "proteinuria; proteinuric: proteinuria up by ≥ 2 g/24 h if it was < 3.5, doubled if it was ≥ 3.5, without a "
        "change of creatinine",
    ),
    words="Nephritic flare: serum creatinine at least 30 % above its last value, with an active urinary sediment. "
    "Proteinuric flare: 24-hour urine protein up by at least 2 g/day from below 3.5, or at least doubled from 3.5 "
    "or more, with creatinine less than 30 % above its last value.",
    readings=(
        "The last value is the last known one of an earlier visit, for creatinine and for proteinuria.",
        "“Without modification of serum creatinine” is read as a rise of less than the 30 % that make a flare "
        "nephritic.",
        "A creatinine 30 % higher with more protein and a bland sediment is, as printed, neither of the two.",
        "What makes a sediment nephritic is for the clinician to say: the sign is recorded 1 or 0 at the visit.",
    ),
)
