"""Risk of chronic kidney disease by GFR and albuminuria: the colours of the KDIGO grid."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import uacr
from remission.terms.sources import Source

_egfr = derived("egfr_ckd_epi_2021", "eGFR")
_a1, _a2, _a3 = uacr < 30, uacr <= 300, uacr > 300

ckd_risk_kdigo_2024 = Definition(
    name="ckd_risk_kdigo_2024",
    label="CKD risk category (KDIGO 2024)",
    value=levels(
        low=(_egfr >= 60) & _a1,
        moderate=((_egfr >= 60) & _a2) | ((_egfr >= 45) & _a1),
        high=(_egfr >= 60) | ((_egfr >= 45) & _a2) | ((_egfr >= 30) & _a1),
        very_high=(_egfr < 30) | ((_egfr < 45) & ~_a1) | ((_egfr < 60) & _a3),
    ),
    source=Source(
        "kdigo_ckd_2024",
        at="grid of GFR and albuminuria categories",
        says="low G1–G2 A1; moderate G1–G2 A2, G3a A1; high G1–G2 A3, G3a A2, G3b A1; very high all else",
    ),
    words="CKD risk category from eGFR (CKD-EPI 2021) and albumin/creatinine ratio: low G1–G2 A1; moderate G1–G2 A2 "
    "or G3a A1; high G1–G2 A3, G3a A2 or G3b A1; very high all else.",
    readings=(
        "Low means low only where there is no other sign of kidney disease; a patient with lupus nephritis has one.",
        "A GFR below 30 is very high whatever the albuminuria, so it is answered without it.",
        "One value does not make chronic kidney disease: the abnormality must have lasted for more than 3 months. The "
        "category of each visit is given; whether it lasted is not asked.",
    ),
)
