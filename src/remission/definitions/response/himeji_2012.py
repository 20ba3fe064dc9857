"""Renal response as the Himeji pilot defined it."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.words import baseline, upper_normal

himeji_2012 = Definition(
    name="himeji_2012",
    label="Complete remission",
    value=levels(
        complete=(proteinuria < 0.2)
        & ((creatinine <= upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine))),
    ),
    source=Source(
        "kagawa_2012",
        at="Methods, efficacy parameters",
        says="proteinuria level < 0.2 g/d and normal level of serum creatinine or no more than 15% above the baseline",
    ),
    words="Complete remission: 24-hour urine protein < 0.2 g/day and serum creatinine either within the normal limit or "
    "no more than 15 % above its baseline value.",
    readings=(
        "The 15 % allowance is taken from the day-0 value, not from the best value before.",
        "Either creatinine limb is enough; a patient who starts at 0.33 mg/dL may rise by more than 15 % and stay normal.",
        "Exactly 15 % counts as no more than 15 %.",
        "Remission is judged at each visit by itself; no confirming sample is asked for.",
    ),
)
