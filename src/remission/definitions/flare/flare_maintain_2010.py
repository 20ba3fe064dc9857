"""Renal flare of the MAINTAIN Nephritis Trial."""

from remission.definitions.definition import Definition
from remission.terms.analytes import albumin, c3, creatinine, proteinuria, urine_rbc_hpf
from remission.terms.sources import Source
from remission.terms.words import previous

_nephrotic = (proteinuria >= 3.0) & (albumin <= 3.5)
_tripled = (proteinuria > previous(proteinuria)) & (proteinuria >= 3 * previous(proteinuria))
_nephrotic_before = (previous(proteinuria) >= 3.0) & (previous(albumin) <= 3.5)

flare_maintain_2010 = Definition(
    name="flare_maintain_2010",
    label="Renal flare (MAINTAIN)",
    value=(_nephrotic & ~_nephrotic_before)
    | (creatinine >= 1.33 * previous(creatinine))
    | (_tripled & (urine_rbc_hpf > 5) & (c3 < 0.67 * previous(c3))),
    source=Source(
        "houssiau_2010",
        at="Methods, renal flare",
        says="nephrotic syndrome; or creatinine up by ≥ 33 % within 1 month; or 24-hour proteinuria tripled with "
        "hematuria and C3 down by > 33 %",
    ),
    words="Renal flare: nephrotic syndrome that was not there before, or serum creatinine at least 33 % above its "
    "last value, or 24-hour urine protein at least tripled with more than 5 red cells per high-power field and C3 "
    "more than 33 % lower.",
    readings=(
        "Everything is compared with the last known value of an earlier visit.",
        "The trial asks for a rise of creatinine within a month; visits that lie further apart cannot show that, "
        "and a rise between two visits counts here however far apart they are.",
        "Nephrotic syndrome is read as ≥ 3 g/day with albumin ≤ 3.5 g/dL: from memory, not compared.",
        "Hematuria is read as more than 5 red cells per high-power field.",
        "The trial counts the third limb only in patients with little proteinuria, and asks that the rise of "
        "creatinine be due to nephritis and confirmed; neither is asked for here. The times and these limits were "
        "not compared with the paper.",
    ),
    verified=False,
)
