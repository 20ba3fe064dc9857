"""Proteinuria category of chronic kidney disease in Japan."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source

ckd_a_jsn_2018 = Definition(
    name="ckd_a_jsn_2018",
    label="CKD A category (JSN 2018)",
    value=levels(A1=proteinuria < 0.15, A2=proteinuria < 0.5, A3=proteinuria >= 0.5),
    source=Source(
        "jsn_ckd_2018",
        at="Chapter 1, severity classification",
        says="urine protein g/day or g/gCr, diseases other than diabetes: A1 < 0.15, A2 0.15–0.49, A3 ≥ 0.50",
    ),
    words="Proteinuria category by 24-hour urine protein: A1 < 0.15, A2 0.15 to < 0.5, A3 ≥ 0.5 g/day.",
    readings=(
        "The table prints one set of limits for g/day and for g/gCr; the first is asked here, and the ratio may stand "
        "in where the caller allows it.",
        "0.49 and 0.50 leave no room in two decimals; an unrounded 0.495 is read as A2.",
        "In diabetes the Japanese table asks for albumin instead.",
        "One value does not make chronic kidney disease: the abnormality must have lasted for more than 3 months. The "
        "category of each visit is given; whether it lasted is not asked.",
    ),
)
