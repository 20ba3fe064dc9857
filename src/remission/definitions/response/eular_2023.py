"""The targets of the EULAR recommendations of 2023 for lupus: remission, or low disease activity."""

from remission.definitions.definition import Definition, holds, levels
from remission.terms.sources import Source

eular_2023 = Definition(
    name="eular_2023",
    label="Treatment target (EULAR 2023)",
    value=levels(
        remission=holds("doris_2021", "remission (DORIS 2021)"),
        low_activity=holds("lldas_2016", "low disease activity (LLDAS)"),
    ),
    source=Source(
        "fanouriakis_2024",
        at="Abstract, Results",
        says="treatment aims at remission or low disease activity; glucocorticoids at a maintenance dose of ≤ 5 "
        "mg/day of prednisone equivalent, and withdrawn when possible",
    ),
    words="Target of treatment: remission (DORIS 2021), or else low disease activity (LLDAS).",
    readings=(
        "The target is that of lupus as a whole; for the kidney the recommendations of 2019, and since 2025 those "
        "of 2025, have targets of their own (`eular_2019`, `eular_2025`).",
        "Remission is that of DORIS 2021, low disease activity the LLDAS of 2016, as the definitions of those names "
        "read them.",
        "The maintenance dose of ≤ 5 mg/day is part of remission and not of low disease activity, which allows 7.5 mg.",
        "Before a second assessment low disease activity is unknown, and with it the answer, unless there is "
        "remission.",
    ),
)
