"""New diabetes during treatment."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline

_now = derived("diabetic_type_jds_2010", "a diabetic type")

new_diabetes = Definition(
    name="new_diabetes",
    label="New diabetic type",
    value=_now.holds() & ~baseline(_now).holds(),
    source=Source("kagawa_2012", at="Table 3, adverse effects", says="Diabetes mellitus"),
    words="New diabetic type: a diabetic type at the visit (`diabetic_type_jds_2010`), and not at baseline.",
    readings=(
        "The founding paper prints no rule; patients who had it before treatment cannot have meant the adverse event, "
        "so it must be new. What is worse than before, or a drug more, is not asked for.",
        "A laboratory finding and a recorded adverse event are different things; neither is inferred from the other.",
    ),
    verified=False,
)
