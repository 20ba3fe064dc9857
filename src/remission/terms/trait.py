"""Say what a trait is: something known of a person once, and a column of a chart's `who` table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from remission.terms.words import Word

Kind = Literal["number", "yes/no", "text"]
Group = Literal["patient", "criteria", "biopsy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Describe one column of `who`.

    Attributes:
        name: Column name.
        label: What a reader sees.
        kind: What the column holds.
        unit: UCUM unit of a number; "" otherwise, and for a score.
        printed_unit: The unit as people write it.
        plausible: Least and greatest believable number.
        aliases: Header words that mean this trait.
        group: Who the patient is; what classification criteria ask for; what the pathologist scored. A template and the
            reference keep the groups apart.
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    printed_unit: str = ""
    plausible: tuple[float, float] = (0.0, float("inf"))
    aliases: tuple[str, ...] = ()
    group: Group = "patient"


def add_trait(
    table: dict[str, Trait],
    name: str,
    *,
    label: str,
    kind: Kind,
    unit: str = "",
    printed_unit: str = "",
    plausible: tuple[float, float] = (0.0, float("inf")),
    aliases: tuple[str, ...] = (),
    group: Group = "patient",
    words: str = "",
) -> Word:
    """Add a row to a table of traits and return the word that rules use for it."""
    table[name] = Trait(
        name=name,
        label=label,
        kind=kind,
        unit=unit,
        printed_unit=printed_unit or unit,
        plausible=plausible,
        aliases=aliases,
        group=group,
    )
    return Word.of(name, words or (label.lower() if kind == "yes/no" else label))
