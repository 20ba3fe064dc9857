"""Renal flare of the AURORA 2 continuation of voclosporin."""

from remission.definitions.definition import Definition
from remission.terms.analytes import upcr
from remission.terms.sources import Source
from remission.terms.words import lowest

flare_aurora_2_2024 = Definition(
    name="flare_aurora_2_2024",
    label="Renal flare (AURORA 2)",
    value=(lowest(upcr) <= 0.7) & ((upcr > 2.0) | ((lowest(upcr) < 0.2) & (upcr > 1.0))),
    source=Source(
        "saxena_2024",
        at="Methods, renal outcomes (abstract of the same study, Lupus Sci Med 2024;11(Suppl 2):A85)",
        says="after an adequate response (UPCR ≤ 0.7 mg/mg, sustained): an increase to > 1 mg/mg from a "
        "post-response UPCR of < 0.2, or to > 2 mg/mg from 0.2 to 1.0, as adjudicated by a blinded committee",
    ),
    words="Renal flare, in a patient whose urine protein/creatinine ratio had come down to ≤ 0.7 g/g: a ratio > 2 "
    "g/g, or > 1 g/g if it had come down to < 0.2 g/g.",
    readings=(
        "The post-response ratio is the lowest of any earlier visit.",
        "Flares are counted after an adequate response only; that it must be sustained is not asked for, so one "
        "ratio of ≤ 0.7 g/g is enough.",
        "A post-response ratio between 0.7 and 1.0 g/g, which the rule names, cannot be the lowest after such a "
        "response.",
        "In a patient who never came down to 0.7 g/g there is no flare to see: the answer is no.",
        "The trial's committee judged each flare; a ratio alone decides here.",
    ),
)
