"""Read workbooks: each sheet a grid of text.

Nothing is computed: a formula gives the value that was stored with it, and a cell without one is a problem that names
its place.
"""

from __future__ import annotations

import datetime as dt
import itertools
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from remission.chart.doors.archive import Part, look_into
from remission.chart.doors.grid import BATCH_ROWS, ROW, Grid, Problem, join_headers, name_columns
from remission.errors import RemissionError, SchemaError, UnknownName

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    number: int
    cells: list[str | None]
    trouble: tuple[tuple[int, str, str], ...] = ()
    """Place of the cell from 0, key of the rule, and what is wrong, beginning with the cell's name."""


class _Merged:
    """Remember the merged cells that reach down into later rows."""

    def __init__(self, ranges: Iterable[tuple[int, int, int, int]]) -> None:
        self.starts: dict[int, list[tuple[int, int, int]]] = {}
        self.held: dict[int, tuple[str | None, int]] = {}
        for left, top, right, bottom in ranges:
            self.starts.setdefault(top, []).append((left - 1, right, bottom))

    def fill(self, row: _Row, *, across: bool) -> None:
        """Write the words of merged cells into the cells that they cover: downwards, and across where asked."""
        for left, right, bottom in self.starts.get(row.number, ()):
            words = row.cells[left] if left < len(row.cells) else None
            end = min(right, len(row.cells)) if across else left + 1
            self.held |= dict.fromkeys(range(left, end), (words, bottom))
        for place, (words, bottom) in list(self.held.items()):
            if row.number > bottom:
                del self.held[place]
            elif place < len(row.cells) and row.cells[place] is None:
                row.cells[place] = words


def read_workbook(path: Path, *, sheet: str | None, header_rows: int, skip_rows: int) -> Iterator[Grid]:
    """Read a workbook as grids; the arguments are those of `read_grids`.

    Raises:
        SchemaError: The file is no workbook, holds nothing, or could harm the reader.
        UnknownName: There is no such sheet.
    """
    parts = look_into(path)
    values = _open(path, stored=True)
    formulas = _open(path, stored=False) if any(part.formulas for part in parts.values()) else None
    try:
        names = [each.title for each in values.worksheets]
        if sheet is not None and sheet not in names:
            raise UnknownName.among(f"sheet in {path.name}", sheet, names)
        held = False
        for name in [sheet] if sheet is not None else names:
            part = parts.get(_entry(values, name), Part())
            rows = _read_rows(path, values[name], formulas[name] if formulas and part.formulas else None)
            for grid in _grids(path.name, name, rows, part.merged, header_rows, skip_rows):
                held = held or bool(grid.header)
                yield _with_note(grid, values[name].sheet_state)
        if not held:
            raise SchemaError(f"The workbook {path.name} is empty. Found no cell with anything in it. Save it again.")
    finally:
        values.close()
        if formulas:
            formulas.close()


def sheet_names(path: Path) -> tuple[str, ...]:
    """List the sheets of a workbook.

    Raises:
        SchemaError: The file is no workbook, or could harm the reader.
    """
    look_into(path)
    workbook = _open(path, stored=True)
    try:
        return tuple(sheet.title for sheet in workbook.worksheets)
    finally:
        workbook.close()


def show_number(value: float) -> str:
    """Write a number as a spreadsheet means it: fifteen significant digits, none of them superfluous.

    Spreadsheets keep and show fifteen digits; what a computer adds beyond is dust.

    Example:
        >>> show_number(0.1 + 0.2), show_number(12.0), show_number(5.7), show_number(1e-7)
        ('0.3', '12', '5.7', '1e-07')
    """
    return str(int(value)) if value == int(value) and abs(value) < 10**15 else f"{value:.15g}"


def _open(path: Path, *, stored: bool) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings(), _damage_said(path):
        warnings.simplefilter("ignore")  # styles and drop-downs that openpyxl drops are nothing to us
        return load_workbook(path, read_only=True, data_only=stored, keep_links=False)


@contextmanager
def _damage_said(path: Path) -> Generator[None, None, None]:
    """Turn what openpyxl throws at a damaged workbook into an error that says so; it throws almost anything."""
    try:
        yield
    except RemissionError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        OSError,
    ) as error:
        raise SchemaError(
            f"The file {path.name} is not a workbook that can be opened. Found: {str(error)[:120]}. Open it in a "
            "spreadsheet program and save it as .xlsx, or save the sheet as CSV."
        ) from error


def _entry(workbook: Workbook, name: str) -> str:
    return str(getattr(workbook[name], "_worksheet_path", "")).lstrip("/")  # the one place where openpyxl keeps it


def _with_note(grid: Grid, state: str) -> Grid:
    if state == "visible":
        return grid
    says = f"The sheet {grid.sheet!r} of {grid.file} is hidden. It was read all the same. Delete it if it is stale."
    problems = (Problem(0, "", "hidden-sheet", says, "note"), *grid.problems)
    return Grid(file=grid.file, sheet=grid.sheet, header=grid.header, first_row=grid.first_row, table=grid.table,
                problems=problems)  # fmt: skip


def _grids(
    file: str,
    sheet: str,
    rows: Iterator[_Row],
    ranges: tuple[tuple[int, int, int, int], ...],
    header_rows: int,
    skip_rows: int,
) -> Iterator[Grid]:
    merged = _Merged(ranges)
    header, names = _take_header(rows, merged, header_rows, skip_rows)
    if not any(header):
        says = f"The sheet {sheet!r} of {file} is empty and was passed over. Delete it, or fill it in."
        blank = pl.DataFrame(schema={ROW: pl.UInt32()})
        note = Problem(0, "", "empty-sheet", says, "note")
        yield Grid(file=file, sheet=sheet, header=(), first_row=1, table=blank, problems=(note,))
        return
    _, problems = name_columns(header)
    read = 0
    while batch := _take_rows(rows, merged, len(header)):
        table, trouble = _table(batch, names), _problems(file, sheet, batch, names)
        if table.height or trouble:
            first = int(table[ROW][0]) if table.height else batch[0].number
            yield Grid(file=file, sheet=sheet, header=header, first_row=first, table=table, problems=problems + trouble)
            problems, read = (), read + table.height
    if not read:
        says = f"The sheet {sheet!r} of {file} has a header but no rows below it. Fill it in, or delete it."
        note = Problem(0, "", "no-rows", says, "note")
        yield Grid(
            file=file, sheet=sheet, header=header, first_row=1, table=_table([], names), problems=(*problems, note)
        )


def _take_header(
    rows: Iterator[_Row], merged: _Merged, header_rows: int, skip_rows: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take the header: the first rows with anything in them, after those to be passed over."""
    later = itertools.dropwhile(lambda row: not any(row.cells), itertools.islice(rows, skip_rows, None))
    taken = list(itertools.islice(later, header_rows))
    width = max((len(row.cells) for row in taken), default=0)
    exact = any(row.number in merged.starts for row in taken)
    for row in taken:
        row.cells.extend([None] * (width - len(row.cells)))
        merged.fill(row, across=True)
    while width and not any(row.cells[width - 1] for row in taken):
        width -= 1
    header = join_headers([row.cells[:width] for row in taken], spread=not exact) if taken else ()
    names, _ = name_columns(header)
    return header, names


def _take_rows(rows: Iterator[_Row], merged: _Merged, width: int) -> list[_Row]:
    batch: list[_Row] = []
    for row in itertools.islice(rows, BATCH_ROWS):
        filled = any(row.cells)
        row.cells.extend([None] * (width - len(row.cells)))
        if filled:  # a merged cell may reach below the last row; it does not make a row of its own
            merged.fill(row, across=False)
        batch.append(row)
    return batch


def _table(batch: list[_Row], names: tuple[str, ...]) -> pl.DataFrame:
    width = len(names)
    kept = [[row.number, *row.cells[:width]] for row in batch if any(row.cells[:width])]
    return pl.DataFrame(kept, schema={ROW: pl.UInt32()} | dict.fromkeys(names, pl.String()), orient="row")


def _problems(file: str, sheet: str, batch: list[_Row], names: tuple[str, ...]) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for row in batch:
        for place, rule, says in row.trouble:
            name = names[place] if place < len(names) else ""
            found.append(Problem(row.number, name, rule, f"In the sheet {sheet!r} of {file}, cell {says}", "error"))
        surplus = [cell for cell in row.cells[len(names) :] if cell]
        if surplus:
            says = f"Row {row.number} of {sheet!r} in {file} has cells beyond the header: {', '.join(surplus)[:60]!r}. "
            says += "They are set aside. Give their columns a header."
            found.append(Problem(row.number, "", "surplus-cells", says, "warning"))
    return tuple(found)


def _read_rows(path: Path, stored: Any, formulas: Any) -> Iterator[_Row]:
    stored.reset_dimensions()  # the sheet's own statement of its size may be wrong, and would cut rows off
    rows = itertools.islice(stored.iter_rows(min_row=1, min_col=1), _MOST_ROWS)
    if formulas is None:
        beside: Iterable[tuple[Any, ...]] = itertools.repeat(())
    else:
        formulas.reset_dimensions()
        beside = formulas.iter_rows(min_row=1, min_col=1)
    pairs = enumerate(zip(rows, beside, strict=False), start=1)
    while True:
        with _damage_said(path):
            number, (cells, written) = next(pairs, (0, ((), ())))
        if not number:
            return
        yield _read_row(number, cells[:_MOST_COLUMNS], written)


def _read_row(number: int, cells: tuple[Any, ...], written: tuple[Any, ...]) -> _Row:
    texts: list[str | None] = []
    trouble: list[tuple[int, str, str]] = []
    for place, cell in enumerate(cells):
        value = cell.value
        if value is None:
            texts.append(None)
            if place < len(written) and written[place].data_type == "f":
                says = f"{written[place].coordinate} holds a formula without a stored value; it is read as blank."
                trouble.append((place, "formula-without-value", f"{says} Open the file, save it, and read it again."))
        elif cell.data_type == "e":
            texts.append(None)
            says = f"{cell.coordinate} holds the error {value}; it is read as blank."
            trouble.append((place, "error-cell", f"{says} Correct the formula, or clear the cell."))
        else:
            texts.append(_show(value) or None)
    return _Row(number=number, cells=texts, trouble=tuple(trouble))


def _show(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return show_number(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
