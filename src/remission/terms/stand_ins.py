"""Name the measures that may stand in for one another, where the caller allows it and nowhere else.

A definition is written in the measure of its source. Many charts hold another one; whoever asks may let it stand in, and
whatever is printed says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from remission.errors import UnknownName
from remission.terms.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """State that one measure may be read as another, number for number.

    Attributes:
        name: Key, as the command line takes it.
        wanted: The analyte that a definition asks for.
        used: The analyte that stands in where the other is missing.
        words: What is done, as a footnote says it.
        source: Where the two were compared.
    """

    name: str
    wanted: str
    used: str
    words: str
    source: Source


_JAR = Source(
    "christopher_stine_2004",
    at="Abstract",
    says="the ratio in a 24-hour collection follows its total protein: R² 0.89 in 8 patients with lupus nephritis",
)
_SPOT = Source(
    "shidham_2018",
    at="Abstract",
    says="spot ratios followed the 24-hour ratio reliably in 41 % of patients with lupus nephritis, unreliably in 35 %",
)
_EQUAL = "the two are equal only in someone who excretes 1 g of creatinine a day, and smaller people excrete less"

STAND_INS: dict[str, StandIn] = {
    s.name: s
    for s in (
        StandIn(
            name="upcr-for-proteinuria",
            wanted="proteinuria",
            used="upcr",
            words=f"Where no 24-hour collection was made, the protein/creatinine ratio in g/g stands for g/day: {_EQUAL}.",
            source=_SPOT,
        ),
        StandIn(
            name="proteinuria-for-upcr",
            wanted="upcr",
            used="proteinuria",
            words=f"Where no protein/creatinine ratio was measured, 24-hour protein in g/day stands for g/g: {_EQUAL}.",
            source=_JAR,
        ),
    )
}


def find_stand_in(name: str) -> StandIn:
    """Find a stand-in by its key.

    Raises:
        UnknownName: There is no such permission.
    """
    key = name.lower().replace(" ", "-").replace("_", "-")
    if key not in STAND_INS:
        raise UnknownName.among("stand-in", name, STAND_INS)
    return STAND_INS[key]
