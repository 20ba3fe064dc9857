"""Read the classes of lupus nephritis out of the pathologist's words, such as "class V + III (A/C)" or "IV-G"."""

from __future__ import annotations

import polars as pl

from remission.terms.criteria import nephritis_in_biopsy
from remission.terms.traits import isn_rps
from remission.terms.words import Condition, ruled_out_without

CLASSES = ("I", "II", "III", "IV", "V", "VI")


def reads(*classes: str) -> pl.Expr:
    """Tell whether the words name one of some classes, with or without S or G; no words are unknown."""
    return isn_rps.expr.str.to_uppercase().str.contains(rf"\b({'|'.join(classes)})(\s*-?\s*[GS])?\b")


def biopsy_class(*classes: str) -> Condition:
    """Ask whether the biopsy shows one of some classes.

    Returns:
        Unknown where no class can be read, unless no biopsy ever showed lupus nephritis: then no.
    """
    condition = Condition(
        expr=pl.when(reads(*CLASSES)).then(reads(*classes)),
        words=f"biopsy class {' or '.join(classes)}",
        seen=isn_rps,
    )
    return ruled_out_without(condition, nephritis_in_biopsy)


biopsy_nephritis = biopsy_class(*CLASSES) | nephritis_in_biopsy
