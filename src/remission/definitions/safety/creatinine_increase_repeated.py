"""A rise of serum creatinine by 30 % that a second sample confirms: suspected calcineurin-inhibitor nephrotoxicity."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_limit = 1.3 * baseline(creatinine)

creatinine_increase_repeated = Definition(
    name="creatinine_increase_repeated",
    label="Increase in serum creatinine (≥ 30 %, on repeat)",
    value=(creatinine >= _limit) & (previous(creatinine) >= _limit),
    source=Source("kagawa_2012", at="Table 3, adverse effects", says="Increase in serum creatinine"),
    words="Repeated increase in serum creatinine: at least 30 % above baseline at the visit and at the last one before "
    "it with a value.",
    readings=(
        "A rise of 30 % on repeat is the usual ground for suspecting a calcineurin inhibitor and reducing its dose; no "
        "one source was found that prints it as a rule for lupus nephritis, and the founding paper prints no "
        "threshold.",
        "The sample before is that of the last visit with a value; how far apart they lie is not asked for.",
        "Exactly 30 % counts.",
    ),
    verified=False,
)
