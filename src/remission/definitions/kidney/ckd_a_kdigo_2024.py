"""Albuminuria category of chronic kidney disease."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import uacr
from remission.terms.sources import Source

ckd_a_kdigo_2024 = Definition(
    name="ckd_a_kdigo_2024",
    label="CKD A category (KDIGO 2024)",
    value=levels(A1=uacr < 30, A2=uacr <= 300, A3=uacr > 300),
    source=Source(
        "kdigo_ckd_2024",
        at="albuminuria categories",
        says="A1 < 30, A2 30–300, A3 > 300 mg/g",
    ),
    words="Albuminuria category by the urine albumin/creatinine ratio: A1 < 30, A2 30 to 300, A3 > 300 mg/g.",
    readings=(
        "30 and 300 themselves are A2, as the ranges print it; Japan counts 300 as A3, and so does one R package.",
        "The limits are tested in mg/g. Those in mg/mmol (3 and 30) are rounded: 3.2 mg/mmol is 28 mg/g, so A1 here "
        "and A2 there.",
        "One value does not make chronic kidney disease: the abnormality must have lasted for more than 3 months. The "
        "category of each visit is given; whether it lasted is not asked.",
    ),
)
