"""SELENA-SLEDAI: the total of 24 weighted items."""

from remission.definitions.definition import Definition
from remission.definitions.score import total
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source

_own = ("arthritis", "proteinuria")
_points = {f"sledai_{'1992' if item in _own else 'item'}_{item}": weight for item, weight in WEIGHTS.items()}

selena_sledai_2005 = Definition(
    name="selena_sledai_2005",
    label="SELENA-SLEDAI",
    value=total(_points),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source("petri_2005", at="Methods, disease activity", says="the SELENA revision of SLEDAI, range 0 to 105"),
    words="SELENA-SLEDAI: the sum of the weights of the items present, of 24; unknown while any item is unknown.",
    readings=(
        "An item that was not assessed is not an item that is absent: the total is then unknown.",
        "Its form was not compared with the publication. Circulating copies agree on more than two joints, on "
        "vertigo, scleritis and episcleritis as further findings, and on the weights; they disagree on the next two "
        "points.",
        "Proteinuria: one form keeps the wording of 1992 (new, or risen by more than 0.5 g/day), another prints any "
        "proteinuria above 0.5 g/day. We keep the wording of 1992.",
        "Rash, alopecia and mucosal ulcers: one form prints new or recurrent, another new or ongoing. They are taken "
        "as they were recorded.",
        "From numbers alone this version therefore equals that of 1992; what differs lies in how a clinician records "
        "the items.",
    ),
    verified=False,
)
