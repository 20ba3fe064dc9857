"""The definitions of a comparison in words, each with its source."""

from __future__ import annotations

from remission.report.comparison import Comparison
from remission.report.document import Cell, Row, Table


def definitions_in_words_table(c: Comparison, number: str, places: dict[str, int]) -> Table:
    """List what each definition asks for, and the number of its reference.

    Args:
        c: The comparison.
        number: The table's number.
        places: The place of each definition's source in the bibliography, by the definition's name.
    """
    heads = ("Definition", "Rule", "Reference")
    body = [
        Row(
            cells=(
                Cell(text=c.short(d.name) + ("" if d.verified else " [not verified]"), kind="stub"),
                Cell(text=d.words),
                Cell(text=f"{places[d.name]}, {d.source.at}"),
            )
        )
        for d in c.definitions
    ]
    return Table(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="The definitions that are compared",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in heads)),),
        body=tuple(body),
        notes=("Not verified: nobody has compared the definition with its source yet.",)
        if not all(d.verified for d in c.definitions)
        else (),
    )
