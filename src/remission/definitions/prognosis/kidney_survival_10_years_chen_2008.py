"""Kidney survival at 10 years by response, as Chen and colleagues found."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import where

_response = derived("chen_2008", "remission (Chen 2008)")

kidney_survival_10_years_chen_2008 = Definition(
    name="kidney_survival_10_years_chen_2008",
    label="Kidney survival at 10 years (Chen 2008)",
    value=where(_response == "complete", 94, where(_response == "partial", 45, 19)),
    unit="%",
    printed_unit="%",
    decimals=0,
    source=Source(
        "chen_2008",
        at="Abstract, results",
        says="renal survival at 10 years: 94 % with complete, 45 % with partial and 19 % without remission",
    ),
    words="Kidney survival at 10 years: 94 % of patients with complete, 45 % with partial and 19 % without remission.",
    readings=(
        "It is what became of 86 patients with diffuse lupus nephritis of a trial of the 1980s, 37, 21 and 28 in the "
        "three groups: a group's share, not a patient's chance, and treatment has changed since.",
        "The remission of the visit is taken; the paper counts whoever reached one at any time. Before treatment "
        "nobody has reached one, and the number of the baseline visit says nothing.",
    ),
)
