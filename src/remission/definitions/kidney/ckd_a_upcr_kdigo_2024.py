"""Albuminuria category of chronic kidney disease, where only total protein was measured."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import upcr
from remission.terms.sources import Source

ckd_a_upcr_kdigo_2024 = Definition(
    name="ckd_a_upcr_kdigo_2024",
    label="CKD A category from protein (KDIGO 2024)",
    value=levels(A1=upcr < 0.15, A2=upcr <= 0.5, A3=upcr > 0.5),
    source=Source(
        "kdigo_ckd_2024",
        at="relation of albuminuria and proteinuria categories",
        says="protein/creatinine ratio: A1 < 150, A2 150–500, A3 > 500 mg/g",
    ),
    words="Albuminuria category by the urine protein/creatinine ratio: A1 < 0.15, A2 0.15 to 0.5, A3 > 0.5 g/g.",
    readings=(
        "The guideline calls these approximate; albumin and protein do not follow one another closely where the "
        "tubules leak.",
        "0.15 and 0.5 themselves are A2, as the ranges print it; the Japanese categories count 0.5 as A3.",
        "One value does not make chronic kidney disease: the abnormality must have lasted for more than 3 months. The "
        "category of each visit is given; whether it lasted is not asked.",
    ),
)
