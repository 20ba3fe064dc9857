"""Classes of lupus nephritis, ISN/RPS as revised in 2018: every class that the biopsy shows."""

from itertools import combinations

import polars as pl

from remission.definitions.definition import Definition
from remission.terms.histology import CLASSES, reads
from remission.terms.sources import Source
from remission.terms.words import Word

_sets = [" + ".join(chosen) for size in range(1, 7) for chosen in combinations(CLASSES, size)]
_named = pl.concat_str(
    [pl.when(reads(name)).then(pl.lit(name)) for name in CLASSES], separator=" + ", ignore_nulls=True
)

isn_rps_2018 = Definition(
    name="isn_rps_2018",
    label="ISN/RPS classes (2018)",
    value=Word(expr=pl.when(reads(*CLASSES)).then(_named).cast(pl.Enum(_sets)), words="ISN/RPS classes"),
    source=Source(
        "bajema_2018",
        at="Recommendations of phase 1",
        says="class IV is no longer divided into S and G; the A, A/C and C suffixes are replaced by activity and chronicity "
        "indices; class V with III or IV is reported as both",
    ),
    words="ISN/RPS 2018 classes, read from the pathologist's words: every class named, in order, without S or G and without "
    "the activity suffixes.",
    readings=(
        "The class itself stays the one that the pathologist gave; a biopsy read by the rules of 2003 is not read anew, though "
        "the revision counts cells and crescents differently.",
        "“V + III” is III + V: the patient belongs to both.",
    ),
)
