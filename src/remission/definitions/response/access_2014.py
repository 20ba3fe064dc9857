"""Complete response of the Abatacept and Cyclophosphamide Combination Efficacy and Safety Study."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, upcr
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above

access_2014 = Definition(
    name="access_2014",
    label="Complete response (ACCESS)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & ~dosed_above("glucocorticoids", 10, days=1, since=84)
        & (upcr < 0.5)
        & ((creatinine <= 1.2) | (creatinine <= 1.25 * baseline(creatinine))),
    ),
    source=Source(
        "access_2014",
        at="Patients and Methods, end points (registry NCT00774852)",
        says="protein/creatinine ratio < 0.5, creatinine ≤ 1.2 mg/dL or ≤ 125 % of baseline, and adherence to the prednisone "
        "taper to 10 mg/day by week 12, at week 24",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.5 g/g; serum creatinine ≤ 1.2 mg/dL or ≤ 1.25 × baseline; "
    "glucocorticoids no more than 10 mg/day of prednisolone since week 12; no rescue.",
    readings=(
        "1.2 mg/dL is meant as it stands, whatever the laboratory and the sex of the patient; either limb is enough.",
        "Adherence to the taper is read as no day above 10 mg of prednisolone or its equivalent since study day 84; before "
        "that day no ceiling is held against anyone.",
        "Prednisone and prednisolone count alike.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day on which they are on "
        "record; the table of endpoints that we compared does not list them.",
        "The ratio was taken from 24-hour collections; the rule cannot tell them from other samples.",
    ),
)
