"""Increase in serum creatinine during treatment."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import baseline

creatinine_increase = Definition(
    name="creatinine_increase",
    label="Increase in serum creatinine (≥ 30 %)",
    value=creatinine >= 1.3 * baseline(creatinine),
    source=Source("kagawa_2012", at="Table 3, adverse effects", says="Increase in serum creatinine"),
    words="Increase in serum creatinine: at least 30 % above the baseline value.",
    readings=(
        "The founding paper prints no threshold for its adverse event; 30 % is our choice, the usual trigger for reducing a "
        "calcineurin inhibitor.",
        "A laboratory rise and a recorded adverse event are different things; neither is inferred from the other.",
    ),
    verified=False,
)
