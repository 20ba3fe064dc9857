"""Lay a table out on a terminal that is too narrow for it: long texts stand below their row, and no word is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_READABLE = 20
"""A text is not squeezed into fewer letters; names and numbers keep their whole length."""
_LINES = 3
"""A text that would take more lines than these stands below its row."""
_INDENT = 6


@dataclass(frozen=True, slots=True)
class Column:
    """Hold one column of a table as it is printed.

    Attributes:
        name: What stands above it.
        cells: What stands in it, by row.
        right: Whether it holds numbers.
    """

    name: str
    cells: tuple[str, ...]
    right: bool

    @property
    def whole(self) -> int:
        """Give the letters of its longest line."""
        return max(map(_length, (self.name, *self.cells)))

    @property
    def least(self) -> int:
        """Give the letters that it needs at least: no word is broken, and a text is not squeezed."""
        words = [word for text in (self.name, *self.cells) for word in text.split()]
        return max([min(_READABLE, max(map(_length, self.cells), default=0)), *map(_length, words)])

    @property
    def text(self) -> bool:
        """Tell whether it holds sentences, which may stand below the row."""
        return not self.right and self.whole > _READABLE and any(" " in cell for cell in self.cells)


def fits(columns: Sequence[Column], width: int) -> bool:
    """Tell whether a table fits on lines of so many letters."""
    return _wide([column.least for column in columns]) <= width


def print_narrow(columns: Sequence[Column], console: Console, title: str) -> bool:
    """Print a table with its longest texts below each row.

    Returns:
        Whether it could be done; nothing is printed otherwise.
    """
    columns = [Column(column.name.replace("_", " "), column.cells, column.right) for column in columns]
    above = list(columns)
    for column in [column for column in reversed(columns) if column.text]:
        deep = column.whole > _LINES * _widths(above, console.width)[above.index(column)]
        if deep or not fits(above, console.width):
            above.remove(column)
    for column in sorted((column for column in above if not column.right), key=lambda column: -column.least):
        if len(above) > 1 and not fits(above, console.width):
            above.remove(column)
    if not fits(above, console.width):
        return False
    widths, below = _widths(above, console.width), [column for column in columns if column not in above]
    console.print(title, "\n", style="italic", markup=False, highlight=False)
    console.print(_one_row(above, widths, None))
    for number in range(len(above[0].cells)):
        console.print(_one_row(above, widths, number))
        for column in below:
            console.print(_below(column, number))
    console.print()
    return True


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """Give each column what it needs, and what is left to the first that can use it."""
    widths = [column.least for column in columns]
    for place, column in enumerate(columns):
        widths[place] += min(column.whole - widths[place], max(width - _wide(widths), 0))
    return widths


def _wide(widths: Sequence[int]) -> int:
    """Add up columns, with three letters between two and two at either edge."""
    return sum(widths) + 3 * len(widths) + 1


def _one_row(columns: Sequence[Column], widths: Sequence[int], number: int | None) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_header=number is None, show_edge=False, padding=(0, 1))
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.name, justify="right" if column.right else "left", width=width)
    if number is not None:
        table.add_row(*(_plain(column.cells[number]) for column in columns))
    return table


def _below(column: Column, number: int) -> object:
    from rich.padding import Padding

    return Padding(_plain(f"{column.name}: {column.cells[number]}"), (0, 0, 0, _INDENT))


def _plain(text: str) -> Text:
    from rich.text import Text

    return Text(text)


def _length(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
