"""Class of lupus nephritis, ISN/RPS 2003, one class a patient as the Himeji pilot counted them."""

import polars as pl

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.traits import isn_rps
from remission.terms.words import Word

# The counting order of the founding paper: a mixed class is counted by its proliferative part.
_PATTERNS = {
    "VI": r"\bVI\b",
    "IV-G": r"\bIV\s*-?\s*G\b",
    "IV-S": r"\bIV\s*-?\s*S\b",
    "IV": r"\bIV\b",
    "III": r"\bIII\b",
    "V": r"\bV\b",
    "II": r"\bII\b",
    "I": r"\bI\b",
}
_text = isn_rps.expr.str.to_uppercase()
_class = pl.lit(None, dtype=pl.String)
for _name, _pattern in reversed(_PATTERNS.items()):
    _class = pl.when(_text.str.contains(_pattern)).then(pl.lit(_name)).otherwise(_class)

isn_rps_2003 = Definition(
    name="isn_rps_2003",
    label="ISN/RPS classification",
    value=Word(expr=_class.cast(pl.Enum(["I", "II", "III", "IV", "IV-S", "IV-G", "V", "VI"])), words="ISN/RPS class"),
    source=Source(
        "weening_2004", at="Table 2", says="classes I to VI; IV-S and IV-G; III + V and IV + V both reported"
    ),
    words="ISN/RPS 2003 class, read from the pathologist's words; a mixed class is counted once, by its proliferative part.",
    readings=(
        "The founding paper counts patient 6 (“class V + III”) as class III only: its counts add up to 8 patients.",
        "The activity suffixes (A), (A/C) and (C) are kept in the text and do not change the class.",
    ),
)
