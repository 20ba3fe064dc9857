"""Table of an audit: what was done otherwise, each line with the reason and the place in the source."""

from __future__ import annotations

import polars as pl

from remission.report.document import Cell, Row, Table
from remission.report.review import Review

MOST = 60
"""So many lines are printed; all of them are in the CSV file."""
HEADS = ("Patient", "Days", "What was done", "What the protocol says")


def deviations_table(review: Review, number: str, references: tuple[str, ...]) -> Table:
    """Lay out what was done otherwise, patient by patient, in the order of days.

    Args:
        review: The audit.
        number: "Table 3".
        references: The keys of the bibliography, in order.
    """
    found = review.otherwise.with_columns(pl.col("patient").cast(pl.String))
    body = [_row(row, references) for row in found.head(MOST).iter_rows(named=True)]
    empty = (Row(cells=(Cell(text="Nothing of what could be judged was done otherwise."),), heading=True),)
    more = (f"{len(found) - MOST} more lines are in deviations.csv.",) if len(found) > MOST else ()
    listed = len(review.audit.deviations) - len(found)
    aside = (f"Tolerated changes, returns and drugs without a record: {listed}, in deviations.csv.",) if listed else ()
    return Table(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="What was done otherwise",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in HEADS)),),
        body=tuple(body) or empty,
        notes=("Numbers in brackets are those of the references.", *more, *aside),
    )


def _row(row: dict[str, object], references: tuple[str, ...]) -> Row:
    day, until = row["day"], row["until"]
    days = "not known" if day is None else f"{day}" if day == until else f"{day} to {until}"
    cited = f" [{references.index(str(row['source'])) + 1}, {row['at']}]" if row["source"] in references else ""
    because = f"{row['because']}{cited}"
    return Row(
        cells=(
            Cell(text=str(row["patient"]), kind="stub"),
            Cell(text=days),
            Cell(text=str(row["says"])),
            Cell(text=because[:1].upper() + because[1:]),
        )
    )
