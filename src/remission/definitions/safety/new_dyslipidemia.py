"""New dyslipidemia during treatment."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline

_now = derived("dyslipidemia_jas_2022", "dyslipidemia")

new_dyslipidemia = Definition(
    name="new_dyslipidemia",
    label="New dyslipidemia",
    value=_now.holds() & ~baseline(_now).holds(),
    source=Source("kagawa_2012", at="Table 3, adverse effects", says="Dyslipidemia"),
    words="New dyslipidemia: dyslipidemia at the visit (`dyslipidemia_jas_2022`), and not at baseline.",
    readings=(
        "The founding paper prints no rule; patients who had it before treatment cannot have meant the adverse event, "
        "so it must be new. What is worse than before, or a drug more, is not asked for.",
        "A laboratory finding and a recorded adverse event are different things; neither is inferred from the other.",
    ),
    verified=False,
)
