"""Hold what a file says as text, before anybody has decided what it means.

Every door starts here: a CSV file and a sheet of a workbook both become grids of text, with the line of the source
beside each row, so that whatever is found later can name its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

ROW = "row"
"""The column of a grid that holds the line (CSV) or row (Excel) of the source, counted from 1."""
BATCH_ROWS = 200_000
"""How many rows of a workbook come in one grid; a CSV file comes in blocks of bytes instead."""


class Problem(NamedTuple):
    """Say what is wrong with one place of a file.

    Attributes:
        row: Line or row of the source, counted from 1; 0 for the file as a whole.
        column: Header of the column; "" for the row as a whole.
        rule: Key of the rule that was broken.
        says: What was found and what to do.
        severity: "error", "warning" or "note".
    """

    row: int
    column: str
    rule: str
    says: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Hold a stretch of a file as text.

    Attributes:
        file: Name of the file, without its folder.
        sheet: Name of the sheet; "" for a text file.
        header: The headers as printed, one a column, two rows joined as "upper / lower".
        first_row: Line or row of the first row of `table`, counted from 1.
        table: One column of text per header, with `row` (UInt32) in front. Headers that occur twice are told apart by
            " (2)"; blank cells are null.
        problems: What could not be read as text.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    first_row: int
    table: pl.DataFrame
    problems: tuple[Problem, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """List the columns of the table in the order of the headers."""
        return tuple(name for name in self.table.columns if name != ROW)


def plain(text: str) -> str:
    """Fold a header or word so that spelling variants of it compare equal.

    Full-width letters, case, and any white space are made one.

    Example:
        >>> plain("Ｃｒ （mg/dL）") == plain("cr(MG/DL)")
        True
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def join_headers(rows: Sequence[Sequence[str | None]], *, spread: bool = True) -> tuple[str, ...]:
    """Make one header out of one or two rows of cells.

    A merged cell holds its words at its left end only, so a blank cell of the upper row takes the words on its left.

    Args:
        rows: One or two rows of equal length.
        spread: Whether to do so; False where the merged cells are known and filled already.

    Example:
        >>> join_headers([["ID", "蛋白尿 (g/日)", None, None], [None, "0月", "2月", "4月"]])
        ('ID', '蛋白尿 (g/日) / 0月', '蛋白尿 (g/日) / 2月', '蛋白尿 (g/日) / 4月')
    """
    cleaned = [[" ".join((cell or "").split()) for cell in row] for row in rows]
    if len(cleaned) == 1:
        return tuple(cleaned[0])
    upper, lower = cleaned
    joined: list[str] = []
    left = ""
    for above, below in zip(upper, lower, strict=True):
        left = above or (left if spread else "")
        joined.append(f"{left} / {below}" if left and below and left != below else left or below)
    return tuple(joined)


def name_columns(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Give every column a name of its own, and say where the header did not.

    Example:
        >>> names, problems = name_columns(["Cr", "", "Cr"])
        >>> names, [problem.rule for problem in problems]
        (('Cr', 'column 2', 'Cr (2)'), ['repeated-header'])
    """
    taken = {ROW}
    names: list[str] = []
    problems: list[Problem] = []
    for place, text in enumerate(header, start=1):
        wanted = name = text or f"column {place}"
        count = 1
        while name in taken:
            count += 1
            name = f"{wanted} ({count})"
        if count > 1 and wanted != ROW:
            says = f"Two columns are both called {wanted!r}. The later one is read as {name!r}. Rename one of them."
            problems.append(Problem(0, wanted, "repeated-header", says, "warning"))
        taken.add(name)
        names.append(name)
    return tuple(names), tuple(problems)
