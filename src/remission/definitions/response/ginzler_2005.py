"""Complete remission of the American trial of mycophenolate mofetil against cyclophosphamide."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, proteinuria, urine_rbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import upper_normal

ginzler_2005 = Definition(
    name="ginzler_2005",
    label="Complete remission (Ginzler 2005)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (creatinine <= 1.1 * upper_normal(creatinine))
        & (proteinuria <= 1.1 * upper_normal(proteinuria))
        & (urine_rbc_hpf <= 1.1 * upper_normal(urine_rbc_hpf)),
    ),
    source=Source(
        "ginzler_2005",
        at="Methods, end points",
        says="return to within 10 % of normal of serum creatinine, proteinuria and urinary red cells, at 24 weeks",
    ),
    words="Complete remission: serum creatinine, 24-hour urine protein and urinary red cells no more than 10 % above the upper "
    "normal limit of the laboratory; no rescue.",
    readings=(
        "Normal is what the laboratory calls normal: the limits of all three must be stated, or the answer is unknown.",
        "Compared with a secondary table of trial endpoints, not with the paper.",
        "Rescue therapy, prohibited medication, withdrawal and death rule remission out from the day on which they are on "
        "record; the table does not list them.",
    ),
)
