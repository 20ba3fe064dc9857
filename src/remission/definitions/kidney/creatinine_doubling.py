"""Doubling of serum creatinine, confirmed at the next visit."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

creatinine_doubling = Definition(
    name="creatinine_doubling",
    label="Doubling of serum creatinine, confirmed",
    value=(creatinine >= 2 * baseline(creatinine)) & (previous(creatinine) >= 2 * baseline(creatinine)),
    source=Source(
        "levey_2014",
        at="Abstract",
        says="doubling of serum creatinine, the end point that regulators accept for kidney failure",
    ),
    words="Doubling of serum creatinine: at least twice the baseline value at this visit and at the last one before "
    "it with a value.",
    readings=(
        "Confirmed by the visit before, as trials ask for a second sample at least 4 weeks later; how many days lie "
        "between the two is not asked, so visits should be 4 weeks apart or more.",
        "The answer is of the visit. Whether it was ever so by then is `ever` over the visits.",
        "Baseline is before treatment, when the flare has often raised creatinine already. A low baseline makes it "
        "easy: 0.35 to 0.70 mg/dL is a doubling.",
    ),
)
