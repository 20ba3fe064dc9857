"""Tell what a chart set aside of a drug's levels and doses: a level that vanished may be the one that matters most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from remission.chart.chart import Chart
from remission.pk.model import Model
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Hold what was found of each patient, by name, one sentence each with its file, row and remedy.

    Attributes:
        levels: Measured levels of the drug that were set aside.
        rest: What else was found of the drug's doses and levels, or of rows that do not say what they measure.
    """

    levels: Mapping[str, tuple[str, ...]]
    rest: Mapping[str, tuple[str, ...]]


def set_aside(model: Model, chart: Chart) -> Aside:
    """Look through the findings of a chart for those about a model's drug.

    Args:
        model: The model: its drug and its analyte.
        chart: The chart.
    """
    levels: dict[str, tuple[str, ...]] = {}
    rest: dict[str, tuple[str, ...]] = {}
    found = chart.findings.filter(
        pl.col("table").cast(pl.String).is_in(["measured", "given"]) & pl.col("patient").is_not_null()
    )
    for row in found.iter_rows(named=True):
        if not _concerns(row, model):
            continue
        level = row["table"] == "measured" and row["aside"] and _names(row["says"], model)
        into = levels if level else rest
        into[str(row["patient"])] = (*into.get(str(row["patient"]), ()), _sentence(row))
    return Aside(levels=levels, rest=rest)


def _concerns(row: Mapping[str, Any], model: Model) -> bool:
    if _names(row["says"], model):
        return True
    others = (term.label for term in ANALYTES.values()) if row["table"] == "measured" else ()
    drugs = (drug.label for drug in DRUGS.values())
    says = row["says"].lower()
    return bool(row["aside"]) and not any(label.lower() in says for label in (*others, *drugs))


def _names(says: str, model: Model) -> bool:
    term = ANALYTES.get(model.analyte)
    names = (model.drug, DRUGS[model.drug].label, *((term.name, term.label) if term else ()))
    return any(name.lower() in says.lower() for name in names)


def _sentence(row: Mapping[str, Any]) -> str:
    where = [str(row["file"])] if row["file"] is not None else []
    where += [f"row {row['row']}"] if row["row"] is not None else []
    return f"{row['says']}" + (f" ({', '.join(where)})" if where else "")
