"""The SLEDAI total that tables print: from the 24 items where they are known, else as it was recorded."""

from remission.definitions.definition import Definition, derived
from remission.terms.analytes import sledai
from remission.terms.sources import Source
from remission.terms.words import either

sledai_total = Definition(
    name="sledai_total",
    label="SLEDAI scores",
    value=either(derived("sledai_2k", "SLEDAI-2K from its items"), sledai),
    unit="{score}",
    printed_unit="points",
    decimals=1,
    source=Source("kagawa_2012", at="Methods, efficacy parameters", says="SLE disease activity index (SLEDAI) score"),
    words="SLEDAI score: the weighted sum of its 24 items (SLEDAI-2K), or the recorded total where items are missing.",
    readings=("Where items and a recorded total are both there and differ, the items count and a finding says so.",),
)
