"""Proliferative lupus nephritis: class III or IV, alone or mixed."""

import polars as pl

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.traits import isn_rps
from remission.terms.words import Condition

_text = isn_rps.expr.str.to_uppercase()

proliferative = Definition(
    name="proliferative",
    label="Proliferative lupus nephritis",
    value=Condition(
        expr=pl.when(_text.str.contains(r"\b(I|II|III|IV|V|VI)(\s*-?\s*[GS])?\b")).then(
            _text.str.contains(r"\b(III|IV)(\s*-?\s*[GS])?\b")
        ),
        words="class III or IV",
        seen=isn_rps,
    ),
    source=Source("weening_2004", at="Table 2", says="class III focal and class IV diffuse lupus nephritis"),
    words="Proliferative lupus nephritis: ISN/RPS class III or IV, alone or together with class V.",
    readings=("Words in which no class can be read answer unknown, not no.",),
)
