"""Pure membranous lupus nephritis: class V without class III or IV."""

import polars as pl

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.traits import isn_rps
from remission.terms.words import Condition

_text = isn_rps.expr.str.to_uppercase()

membranous = Definition(
    name="membranous",
    label="Pure membranous lupus nephritis",
    value=Condition(
        expr=pl.when(_text.str.contains(r"\b(I|II|III|IV|V|VI)(\s*-?\s*[GS])?\b")).then(
            _text.str.contains(r"\bV\b") & ~_text.str.contains(r"\b(III|IV)(\s*-?\s*[GS])?\b")
        ),
        words="class V without class III or IV",
        seen=isn_rps,
    ),
    source=Source("weening_2004", at="Table 2", says="class V may occur in combination with class III or IV"),
    words="Pure membranous lupus nephritis: ISN/RPS class V without class III or IV.",
    readings=("Words in which no class can be read answer unknown, not no.",),
)
