"""The lupus low disease activity state."""

from remission.definitions.definition import Definition, holds
from remission.terms.analytes import pga
from remission.terms.sources import Source
from remission.terms.words import all_of, in_force

lldas_2016 = Definition(
    name="lldas_2016",
    label="Low disease activity (LLDAS)",
    value=all_of(
        holds("lldas_2016_activity", "SLEDAI-2K ≤ 4 without major organ activity"),
        holds("lldas_2016_no_new_activity", "no new activity since the visit before"),
        pga <= 1,
        in_force("glucocorticoids") <= 7.5,
        holds("lldas_2016_medication", "immunosuppressives at standard maintenance doses"),
    ),
    source=Source(
        "franklyn_2016",
        at="Table 1",
        says="five items: SLEDAI-2K ≤ 4 without major organ activity; nothing new; global assessment ≤ 1 (0–3); prednisolone "
        "≤ 7.5 mg/day; well tolerated standard maintenance doses of immunosuppressives and approved biologics",
    ),
    words="LLDAS: SLEDAI-2K ≤ 4 without activity of a major organ, hemolytic anemia or gastrointestinal activity; no new "
    "activity since the visit before; physician global assessment ≤ 1 (0–3); prednisolone equivalent ≤ 7.5 mg/day; "
    "immunosuppressives at no more than standard maintenance doses.",
    readings=(
        "All five items are asked for. Each of the three that are not one number is a definition of its own.",
        "The first visit cannot be assessed, since item 2 compares with the visit before.",
        "The dose is that of the visit day, in mg of prednisolone a day. A patient without glucocorticoids needs a course of "
        "0 mg on record; without any course the dose is unknown.",
        "A global assessment on a 0–10 cm line is multiplied by 0.3 before it is entered.",
        "The state is made for stable maintenance: during induction most patients fail by the dose, not by the disease.",
    ),
)
