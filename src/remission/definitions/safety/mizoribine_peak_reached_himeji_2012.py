"""Mizoribine peak at or above the concentration of the founding regimen."""

from remission.definitions.definition import Definition
from remission.terms.analytes import mizoribine_peak
from remission.terms.sources import Source

mizoribine_peak_reached_himeji_2012 = Definition(
    name="mizoribine_peak_reached_himeji_2012",
    label="Mizoribine peak ≥ 1.0 μg/mL",
    value=mizoribine_peak >= 1.0,
    source=Source(
        "kagawa_2012",
        at="Methods, treatment protocol; Results",
        says="titrated to maintain an upper blood concentration of 1.0 μg/mL; peaks of 1.16 to 1.96 were above the "
        "target levels",
    ),
    words="Mizoribine peak reached: 1.0 μg/mL or more.",
    readings=(
        "“An upper blood concentration of 1.0 μg/mL” can mean a ceiling or a wanted peak; since peaks of 1.16 to 1.96 "
        "pleased the authors, it is read as a peak to reach.",
        "A peak above it is no sign of harm here.",
    ),
)
