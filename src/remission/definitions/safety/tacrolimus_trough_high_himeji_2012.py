"""Tacrolimus trough at or above the limit of the founding regimen."""

from remission.definitions.definition import Definition
from remission.terms.analytes import tacrolimus_trough
from remission.terms.sources import Source

tacrolimus_trough_high_himeji_2012 = Definition(
    name="tacrolimus_trough_high_himeji_2012",
    label="Tacrolimus trough ≥ 10 ng/mL",
    value=tacrolimus_trough >= 10,
    source=Source(
        "kagawa_2012", at="Methods, treatment protocol", says="trough blood concentration kept below 10 ng/mL"
    ),
    words="Tacrolimus trough too high: 10 ng/mL or more.",
    readings=(
        "The founding regimen has an upper limit and no lower one; none is made up here.",
        "Tacrolimus was given once a day, so that a trough is drawn some 24 hours after the dose.",
        "The level that stands for the visit is judged, not the highest between visits.",
    ),
)
