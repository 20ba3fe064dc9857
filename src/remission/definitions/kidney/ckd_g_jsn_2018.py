"""GFR category of chronic kidney disease, from the eGFR by the Japanese equation of 2009."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.sources import Source

_egfr = derived("egfr_jsn_2009", "eGFR")

ckd_g_jsn_2018 = Definition(
    name="ckd_g_jsn_2018",
    label="CKD G category (JSN 2018)",
    value=levels(G1=_egfr >= 90, G2=_egfr >= 60, G3a=_egfr >= 45, G3b=_egfr >= 30, G4=_egfr >= 15, G5=_egfr < 15),
    source=Source(
        "jsn_ckd_2018",
        at="Chapter 1, severity classification",
        says="G1 ≥ 90, G2 60–89, G3a 45–59, G3b 30–44, G4 15–29, G5 < 15 mL/min per 1.73 m², by the Japanese equation",
    ),
    words="GFR category: G1 ≥ 90, G2 60 to < 90, G3a 45 to < 60, G3b 30 to < 45, G4 15 to < 30, G5 < 15 mL/min per "
    "1.73 m² (eGFR by the Japanese equation of 2009).",
    readings=(
        "The integers that are printed (60 to 89) are read as half-open ranges of unrounded values: 59.9 is G3a.",
        "One value does not make chronic kidney disease: the abnormality must have lasted for more than 3 months. The "
        "category of each visit is given; whether it lasted is not asked.",
    ),
)
