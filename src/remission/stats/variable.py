"""Name what is summarised: an analyte, a trait or a definition, with the unit and decimals it is printed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from remission.definitions import shelf
from remission.errors import UnknownName
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Describe one column of wide rows for summaries.

    Attributes:
        name: The column.
        label: What a reader sees.
        kind: How it is summarised.
        unit: Its unit as people write it.
        decimals: Decimals of a single value.
        definition: Key of the definition that made it; "" for a plain measurement.
    """

    name: str
    label: str
    kind: Literal["number", "yes/no", "category"]
    unit: str = ""
    decimals: int = 1
    definition: str = ""


def variable(name: str) -> Variable:
    """Look a variable up by the name of its analyte, trait or definition.

    A definition with levels is summarised as a category.

    Raises:
        UnknownName: There is no such analyte, trait or definition.
    """
    if name in ANALYTES:
        a = ANALYTES[name]
        return Variable(name=name, label=a.label, kind="number", unit=a.printed_unit, decimals=a.decimals)
    if name in TRAITS:
        t = TRAITS[name]
        kind = "category" if t.kind == "text" else t.kind
        return Variable(name=name, label=t.label, kind=kind, unit=t.printed_unit)
    if name not in shelf.names() and not name.endswith(".py"):
        raise UnknownName.among("variable", name, [*ANALYTES, *TRAITS, *shelf.names()])
    d = shelf.find(name)
    kinds = {"condition": "yes/no", "levels": "category", "number": "number", "category": "category"}
    return Variable(
        name=d.name,
        label=d.label,
        kind=kinds[d.kind],  # type: ignore[arg-type]  # the dictionary's values are the three kinds
        unit=d.printed_unit,
        decimals=d.decimals,
        definition=d.name,
    )
