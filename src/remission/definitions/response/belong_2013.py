"""Complete renal response of the BELONG trial of ocrelizumab."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, upcr
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline

belong_2013 = Definition(
    name="belong_2013",
    label="Complete renal response (BELONG)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr < 0.5)
        & (creatinine <= 1.25 * baseline(creatinine)),
    ),
    source=Source(
        "mysler_2013",
        at="Patients and Methods, end points",
        says="serum creatinine ≤ 25 % above baseline and protein/creatinine ratio < 0.5, at week 48",
    ),
    words="Complete renal response: urine protein/creatinine ratio < 0.5 g/g and serum creatinine ≤ 1.25 × baseline; no "
    "rescue.",
    readings=(
        "Compared with a secondary table of trial endpoints, not with the paper; the paper may ask for an inactive sediment "
        "or a normal creatinine too.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day on which they are on "
        "record; the table does not list them.",
    ),
)
