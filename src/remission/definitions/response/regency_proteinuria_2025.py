"""Proteinuric response of REGENCY, a key secondary end point."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, rescue, treatment_failure, withdrawal
from remission.terms.sources import Source

regency_proteinuria_2025 = Definition(
    name="regency_proteinuria_2025",
    label="Proteinuric response (REGENCY)",
    value=levels(
        response=~(rescue | treatment_failure | death | withdrawal) & (upcr < 0.8),
    ),
    source=Source(
        "furie_2025", at="Abstract", says="protein/creatinine ratio < 0.8 without an intercurrent event, at week 76"
    ),
    words="Proteinuric response: urine protein/creatinine ratio < 0.8 g/g; no rescue therapy, treatment failure, death or "
    "withdrawal.",
    readings=(
        "An intercurrent event counts from the day on which it is on record (rescue, treatment_failure, death, withdrawal).",
    ),
)
