"""Proteinuria below 0.5 g/day: the stricter end of the target of EULAR/ERA-EDTA 2019 for month 12."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source

proteinuria_0_5_eular_2019 = Definition(
    name="proteinuria_0_5_eular_2019",
    label="Proteinuria < 0.5 g/day (EULAR 2019, month 12)",
    value=proteinuria < 0.5,
    source=Source(
        "fanouriakis_2020",
        at="Abstract",
        says="complete response: proteinuria < 0.5–0.7 g/24 h with (near-)normal glomerular filtration rate by 12 "
        "months",
    ),
    words="Milestone of month 12: 24-hour urine protein < 0.5 g/day.",
    readings=(
        "The rule is meant for month 12 (day 365) and can be asked at any visit.",
        "The recommendation gives a band, < 0.5–0.7 g/24 h; both ends are on this shelf, and this one is the stricter.",
        "Patients with nephrotic-range proteinuria at baseline may be given 6 to 12 months more.",
        "Kidney function, which the target also asks for, is not part of the milestone; see the response `eular_2019`.",
    ),
)
