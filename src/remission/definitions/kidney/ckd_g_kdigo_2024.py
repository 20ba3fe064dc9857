"""GFR category of chronic kidney disease, from the eGFR by CKD-EPI 2021."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.sources import Source

_egfr = derived("egfr_ckd_epi_2021", "eGFR")

ckd_g_kdigo_2024 = Definition(
    name="ckd_g_kdigo_2024",
    label="CKD G category (KDIGO 2024, CKD-EPI 2021)",
    value=levels(G1=_egfr >= 90, G2=_egfr >= 60, G3a=_egfr >= 45, G3b=_egfr >= 30, G4=_egfr >= 15, G5=_egfr < 15),
    source=Source(
        "kdigo_ckd_2024",
        at="GFR categories",
        says="G1 ≥ 90, G2 60–89, G3a 45–59, G3b 30–44, G4 15–29, G5 < 15 mL/min per 1.73 m²",
    ),
    words="GFR category: G1 ≥ 90, G2 60 to < 90, G3a 45 to < 60, G3b 30 to < 45, G4 15 to < 30, G5 < 15 mL/min per "
    "1.73 m² (eGFR by CKD-EPI 2021).",
    readings=(
        "The integers that are printed (60 to 89) are read as half-open ranges of unrounded values: 59.9 is G3a.",
        "One value does not make chronic kidney disease: the abnormality must have lasted for more than 3 months. The "
        "category of each visit is given; whether it lasted is not asked.",
        "The guideline asks for a validated equation and leaves the choice to the region; we take CKD-EPI 2021. For "
        "Japanese patients see `ckd_g_jsn_2018`.",
    ),
)
