"""New hypertension during treatment."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.traits import hypertension
from remission.terms.words import baseline, first_known

_now = derived("hypertension_jsh_2019", "hypertension")

new_hypertension = Definition(
    name="new_hypertension",
    label="New hypertension",
    value=_now.holds() & ~first_known(hypertension.holds(), baseline(_now).holds()),
    source=Source("kagawa_2012", at="Table 3, adverse effects", says="Hypertension"),
    words="New hypertension: hypertension at the visit (`hypertension_jsh_2019`), neither recorded nor measured at baseline.",
    readings=(
        "The founding paper prints no rule; four of its patients had hypertension before treatment and one has it as "
        "an adverse event, so it must be new. A higher pressure than before, or a drug more, is not asked for.",
        "Hypertension at baseline is what the list of patients says; where it says nothing, the pressure at baseline.",
        "A pressure and a recorded adverse event are different things; neither is inferred from the other.",
    ),
    verified=False,
)
