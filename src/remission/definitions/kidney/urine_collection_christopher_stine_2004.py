"""Whether a 24-hour urine collection was complete, by its creatinine."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.sources import Source

_measured = derived("creatinine_excretion", "24-hour urine creatinine")
_expected = derived("creatinine_excretion_cockcroft_1976", "expected 24-hour urine creatinine")

urine_collection_christopher_stine_2004 = Definition(
    name="urine_collection_christopher_stine_2004",
    label="Adequacy of the 24-hour urine collection",
    value=levels(
        adequate=(_measured > 0.8 * _expected) & (_measured < 1.2 * _expected),
        under=_measured <= 0.8 * _expected,
        over=_measured >= 1.2 * _expected,
    ),
    source=Source(
        "christopher_stine_2004",
        at="Abstract",
        says="inadequate where measured and predicted 24-hour creatinine differ by 20 % or more; 30.2 % were under- "
        "and 14.3 % over-collections",
    ),
    words="24-hour urine collection: adequate where its creatinine differs by less than 20 % from what is expected, "
    "else under- or over-collected.",
    readings=(
        "The abstract does not say how the creatinine was predicted; we take the excretion inside the equation of "
        "Cockcroft and Gault.",
        "The difference is taken relative to the predicted value.",
        "A patient with little muscle seems to have under-collected. The ratio of protein to creatinine from the same "
        "jar does not depend on completeness.",
    ),
    verified=False,
)
