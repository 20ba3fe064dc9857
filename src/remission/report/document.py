"""Say what a report is made of, before anybody decides how it looks.

A document is a title and a row of blocks; a table is rows of cells; a cell knows the result rows behind the number that
it prints, and so does a sentence made by `remission.report.prose`. HTML, PDF and Word are three readings of the same document,
so that they cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from remission.errors import SchemaError
from remission.report.prose import pieces

WIDE_FROM: Final = 7
"""A table with this many columns or more is turned on its side on paper: seven no longer fit upright on A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Hold what one cell of a table prints, and where the number comes from.

    Attributes:
        text: What is printed, literally; a line break stays a line break.
        mark: What is printed raised behind it, such as "**" or "a".
        results: The ids of the result rows behind the printed number; none for a label.
        kind: "stub" names its row, "head" its column; "number" is aligned on the decimal point, "text" is not.
        span: How many columns the cell covers.
        indent: How many steps the text is set in.

    Example:
        >>> Cell(text="0.09 (0.1)", mark="**", results=("proteinuria-month_2-mean",), kind="number").span
        1
    """

    text: str
    mark: str = ""
    results: tuple[str, ...] = ()
    kind: Literal["stub", "head", "number", "text"] = "text"
    span: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one row; a heading row names the group of rows below it, and its last cell reaches to the right edge."""

    cells: tuple[Cell, ...]
    heading: bool = False

    @property
    def width(self) -> int:
        """Count the columns that the cells cover."""
        return sum(cell.span for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Hold one table of the report.

    Attributes:
        key: The name by which a link finds it; unlike every other key of the document.
        number: "Table 1".
        title: What the table shows, in words.
        head: The rows of column heads, outermost first.
        body: The rows below.
        notes: The sentences printed under the table.

    Raises:
        SchemaError: A row does not cover as many columns as the others.
    """

    key: str
    number: str
    title: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ragged rows here, where the author of the table still sees them."""
        for at, row in enumerate((*self.head, *self.body)):
            if row.width > self.columns or (row.width < self.columns and not row.heading):
                message = (
                    f"{self.number} cannot be set: its rows do not cover the same columns. "
                    f"Row {at + 1} covers {row.width}, the table has {self.columns}. "
                    "Add the missing cells, or widen one with `span`."
                )
                raise SchemaError(message)

    @property
    def columns(self) -> int:
        """Count the columns, by the rows that are not group headings."""
        rows = [*self.head, *(row for row in self.body if not row.heading)]
        return max((row.width for row in rows or self.body), default=0)

    @property
    def wide(self) -> bool:
        """Tell whether the table needs a page turned on its side."""
        return self.columns >= WIDE_FROM

    def spread(self, row: Row) -> tuple[tuple[Cell, int], ...]:
        """Pair every cell of `row` with the columns it covers, the last of a heading row reaching to the edge.

        Example:
            >>> head = Row(cells=(Cell(text=""), Cell(text="Month 2"), Cell(text="Month 6")))
            >>> group = Row(cells=(Cell(text="Extrarenal features"),), heading=True)
            >>> table = Table(key="t", number="Table 1", title="Course", head=(head,), body=(group,))
            >>> [span for _, span in table.spread(group)]
            [3]
        """
        short = self.columns - row.width
        last = len(row.cells) - 1
        return tuple((cell, cell.span + (short if at == last else 0)) for at, cell in enumerate(row.cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Hold one figure: the same drawing as vectors for screen and PDF, and as points for Word.

    Attributes:
        key: The name by which a link finds it; unlike every other key of the document.
        number: "Figure 1".
        title: What the figure shows, in words.
        alt: The same for a reader who cannot see it: what is drawn and what it says.
        svg: The drawing as an SVG document.
        png: The same drawing as PNG, at 200 dots an inch or more.
        notes: The sentences printed under the figure.
    """

    key: str
    number: str
    title: str
    alt: str
    svg: str
    png: bytes = field(repr=False)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Open a part of the report; level 1 is the highest below the title, 3 the lowest."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Hold one paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Hold a list of short texts whose order does not matter."""

    items: tuple[str, ...]


Block: TypeAlias = Heading | Paragraph | Listing | Table | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Hold what a reader sees who asks where a printed number comes from.

    Attributes:
        label: What the number is, in words ("Proteinuria, month 2, mean").
        value_text: The number as printed, with its unit.
        n: How many patients stand behind it.
        missing: How many patients have no value.
        test: The test by its full name; empty where nothing was tested.
        p_text: The exact p-value; empty where nothing was tested.
        definition: The words of the definition that was used.
        says: The words of the source that the definition rests on.
        source: The publication, and the place in it.
        readings: How an ambiguous source text was understood, a sentence each.
        verified: Whether somebody has compared the definition with its source.
    """

    label: str
    value_text: str
    n: int | None = None
    missing: int | None = None
    test: str = ""
    p_text: str = ""
    definition: str = ""
    says: str = ""
    source: str = ""
    readings: tuple[str, ...] = ()
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Hold a whole report, ready to be set.

    Attributes:
        title: The title, in words.
        subtitle: The line below it; may be empty.
        notice: The banner that says what the data are ("not real patients"); repeated on every printed page.
        blocks: What the report consists of, in order.
        provenance: What stands behind each result id that a cell or a sentence names.
        references: The bibliography in order, each entry without its number; the renderers count from 1.
        made_by: The program and its version ("remission 0.1.0").

    Raises:
        SchemaError: A cell or a sentence names a result without provenance, or two blocks share a key.
    """

    title: str
    subtitle: str = ""
    notice: str = ""
    blocks: tuple[Block, ...] = ()
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[str, ...] = ()
    made_by: str = ""

    def __post_init__(self) -> None:
        """Refuse a number that nobody could trace, and a link that would lead to two places."""
        orphans = sorted(results_in(self.blocks, self.subtitle) - set(self.provenance))
        if orphans:
            message = (
                "The report cannot be set: a printed number has no provenance. "
                f"Found {len(orphans)} without an entry, the first of them {orphans[0]!r}. "
                "Add each id to `provenance`, or take it out of the `results` of its cell or sentence."
            )
            raise SchemaError(message)
        keys = Counter(block.key for block in self.blocks if isinstance(block, (Table, Figure)))
        twice = [key for key, count in keys.items() if count > 1]
        if twice:
            message = (
                "The report cannot be set: two tables or figures share a key. "
                f"Found {twice[0]!r} {keys[twice[0]]} times. Give each its own `key`."
            )
            raise SchemaError(message)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Collect the tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Collect the figures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))


def results_in(blocks: Iterable[Block], *texts: str) -> set[str]:
    """Collect the ids of the results that some blocks, and some texts beside them, print."""
    found = {name for text in texts for piece in pieces(text) for name in piece.results}
    for block in blocks:
        match block:
            case Heading(text=text) | Paragraph(text=text):
                found |= results_in((), text)
            case Listing(items=items):
                found |= results_in((), *items)
            case Figure():
                found |= results_in((), block.title, *block.notes)
            case Table():
                found |= results_in((), block.title, *block.notes)
                found |= {name for cell in cells([block]) for name in cell.results}
    return found


def cells(tables: Iterable[Table]) -> Iterable[Cell]:
    """Walk through every cell of `tables`, row by row."""
    return (cell for table in tables for row in (*table.head, *table.body) for cell in row.cells)
