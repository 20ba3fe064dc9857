"""Open whatever file there is as grids of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from remission.chart.doors.from_csv import read_text
from remission.chart.doors.from_excel import read_workbook
from remission.chart.doors.grid import Grid
from remission.errors import SchemaError

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")


def read_grids(
    path: str | Path,
    *,
    sheet: str | None = None,
    header_rows: int = 1,
    skip_rows: int = 0,
    encoding: str | None = None,
    rows: int | None = None,
) -> Iterator[Grid]:
    """Read a file as grids of text, a batch at a time.

    A file of 200 MB is never in memory as a whole; only what is asked for is read.

    Args:
        path: A CSV file (`.csv`, `.tsv`, `.txt`) or a workbook (`.xlsx`, `.xlsm`).
        sheet: The one sheet to read; None for every sheet. A text file has none.
        header_rows: How many rows the header has, 1 or 2.
        skip_rows: How many rows stand above the header and are passed over.
        encoding: How the text is encoded; None to find out (UTF-8, UTF-16 with its mark, or Shift-JIS).
        rows: Stop after about so many rows; None for all.

    Yields:
        Grids in the order of the file; several in a row share file, sheet and header.

    Raises:
        SchemaError: The file is not there, is empty, is no text or workbook, or could harm the reader.
    """
    path = Path(path)
    if not path.is_file():
        raise SchemaError(f"There is no file to read. Looked for {path}. Check the name, and that it is a file.")
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        grids = read_workbook(path, sheet=sheet, header_rows=header_rows, skip_rows=skip_rows)
    elif suffix in TEXTS:
        grids = read_text(path, header_rows=header_rows, skip_rows=skip_rows, encoding=encoding)
    else:
        raise SchemaError(
            f"The file {path.name} is of a kind that cannot be read. Found the ending {suffix or '(none)'!r}. "
            "Save it as .xlsx or CSV (in Excel: File, Save As)."
        )
    seen = 0
    for grid in grids:
        yield grid
        seen += grid.table.height
        if rows is not None and seen >= rows:
            return
