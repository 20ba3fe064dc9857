"""SLEDAI remission as the Himeji pilot defined it: a score of 0, serology included."""

from remission.definitions.definition import Definition
from remission.terms.analytes import ANALYTES, sledai
from remission.terms.sources import Source
from remission.terms.words import Word, all_of, first_known

_items = [Word.of(name, analyte.label) for name, analyte in ANALYTES.items() if analyte.kind == "item"]

sledai_remission = Definition(
    name="sledai_remission",
    label="SLEDAI remission",
    value=first_known(
        all_of(*(item == 0 for item in _items)).says("none of the 24 SLEDAI items is present"),
        sledai == 0,
    ),
    source=Source("kagawa_2012", at="Methods, efficacy parameters", says="SLEDAI score of 0"),
    words="SLEDAI remission: a SLEDAI score of 0, the low-complement and anti-dsDNA items included.",
    readings=(
        "One item present rules remission out, whatever is unknown; otherwise all 24 must be known to be absent, or the "
        "recorded total must be 0.",
    ),
)
