"""The persistent rise of serum creatinine at which the MENTOR trial reduced ciclosporin."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_limit = 1.3 * baseline(creatinine)

creatinine_increase_mentor_2019 = Definition(
    name="creatinine_increase_mentor_2019",
    label="Creatinine rise for reducing ciclosporin (MENTOR)",
    value=(creatinine > _limit) & (previous(creatinine) > _limit),
    source=Source(
        "fervenza_2019",
        at="Protocol, adjustment of ciclosporin",
        says="a persistent rise of serum creatinine by more than 30 %: the dose is cut by 25 %, once more if it lasts, "
        "and then stopped",
    ),
    words="Persistent rise: serum creatinine more than 30 % above baseline at the visit and at the last one before it "
    "with a value. MENTOR then cut ciclosporin by 25 %, again if it lasted, and then stopped it.",
    readings=(
        "MENTOR treated membranous nephropathy, not lupus.",
        "Persistent is taken as two visits in a row.",
        "Exactly 30 % is not more than 30 %.",
    ),
)
