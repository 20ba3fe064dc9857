"""The fifth item of the lupus low disease activity state: no immunosuppressive above its standard maintenance dose."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import all_of, in_force, taking

_daily = {
    "hydroxychloroquine": 400,
    "azathioprine": 200,
    "mycophenolate_mofetil": 3000,
    "mycophenolic_acid": 2160,
    "leflunomide": 20,
}
_weekly = {"methotrexate": 30}

lldas_2016_medication = Definition(
    name="lldas_2016_medication",
    label="LLDAS item 5: standard maintenance doses",
    value=all_of(
        *(~taking(drug) | (in_force(drug) <= mg) for drug, mg in _daily.items()),
        *(~taking(drug) | (7 * in_force(drug) <= mg) for drug, mg in _weekly.items()),
    ),
    source=Source(
        "golder_2016",
        at="Table 3, footnote b",
        says="hydroxychloroquine ≤ 400, methotrexate ≤ 30, azathioprine ≤ 200, mycophenolate mofetil ≤ 3000, mycophenolic acid "
        "≤ 2160, leflunomide ≤ 20 mg",
    ),
    words="Hydroxychloroquine ≤ 400 mg/day, methotrexate ≤ 30 mg/week, azathioprine ≤ 200 mg/day, mycophenolate mofetil ≤ 3000 "
    "mg/day, mycophenolic acid ≤ 2160 mg/day and leflunomide ≤ 20 mg/day, each if it is taken.",
    readings=(
        "LLDAS itself prints no doses (Franklyn 2016, Table 1, item 5); these are the greatest recommended doses of one study.",
        "The footnote prints methotrexate without its interval; 30 mg is taken as the dose of a week. Write 1 day per week "
        "beside a weekly dose, or it counts as a dose of each day.",
        "A drug that is not on record is not taken. One that is taken at an unknown dose leaves the item unknown.",
        "Other drugs have no cap there and never fail the item: calcineurin inhibitors, mizoribine, cyclophosphamide, "
        "biologics. That cyclophosphamide is not maintenance, or a drug investigational, is not seen.",
        "Whether a dose is well tolerated is not tested.",
    ),
)
