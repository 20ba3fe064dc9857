"""Urine protein/creatinine ratio below 0.7 g/g: the target of EULAR 2025 for month 12."""

from remission.definitions.definition import Definition
from remission.terms.analytes import upcr
from remission.terms.sources import Source

upcr_0_7_eular_2025 = Definition(
    name="upcr_0_7_eular_2025",
    label="UPCR < 0.7 g/g (EULAR 2025, month 12)",
    value=upcr < 0.7,
    source=Source(
        "eular_2025",
        at="Recommendation 2",
        says="UPCR target < 700 mg/g by 12 months, simplified from the range of 500 to 700 mg of 2019",
    ),
    words="Milestone of month 12: urine protein/creatinine ratio < 0.7 g/g.",
    readings=(
        "The rule is meant for month 12 (day 365) and can be asked at any visit.",
        "The recommendations of 2025 print mg/g; 700 mg/g is 0.7 g/g.",
        "Compared with the wording as public medical software quotes it, not with the journal.",
    ),
)
