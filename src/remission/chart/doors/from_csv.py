"""Read text files: CSV as hospitals export it.

The file is read in blocks that end where a record ends, so that memory is bounded whatever the encoding. Polars parses
each block; a block that it refuses is read again by the slower, more patient reader of the standard library.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from remission.chart.doors.grid import ROW, Grid, Problem, join_headers, name_columns
from remission.errors import SchemaError

BLOCK = 16 * 1024 * 1024
_SNIFF = 1024 * 1024
_LONGEST_RECORD = 4 * BLOCK
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NO_TEXT = re.compile("[\x80\uf8f0-\uf8f3]")
"""What Python makes of bytes that Shift-JIS does not use."""
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    line: int
    text: bytes


def read_text(path: Path, *, header_rows: int, skip_rows: int, encoding: str | None) -> Iterator[Grid]:
    """Read a delimited text file as grids; the arguments are those of `read_grids`.

    Raises:
        SchemaError: The file is empty, or no text.
    """
    found = encoding or find_encoding(path)
    blocks = _cut(path, found)
    first = next(blocks, None)
    if first is None or not first.text.strip():
        raise SchemaError(
            f"The file {path.name} is empty. Found no line of text in it. Export it again, with a header."
        )
    delimiter, skipped = _find_delimiter(first.text, skip_rows)
    header, rest = _take_header(path.name, first, delimiter, skipped, header_rows)
    if not any(header):
        raise SchemaError(
            f"The file {path.name} has no header. Found a blank line where it should stand, after {skip_rows} row(s) that are "
            "passed over. Correct `skip_rows`, or export the file with a header."
        )
    names, problems = name_columns(header)
    read = 0
    for block in itertools.chain([rest], blocks):
        grid = _parse(path.name, block, delimiter, header, names)
        if grid.table.height or grid.problems:
            extra, problems = problems, ()
            yield Grid(file=grid.file, sheet="", header=header, first_row=grid.first_row, table=grid.table,
                       problems=extra + grid.problems)  # fmt: skip
            read += grid.table.height
    if not read:
        says = f"{path.name} has a header but no rows below it. Check the export."
        empty = pl.DataFrame(schema={ROW: pl.UInt32()} | dict.fromkeys(names, pl.String()))
        yield Grid(file=path.name, sheet="", header=header, first_row=rest.line, table=empty,
                   problems=(*problems, Problem(0, "", "no-rows", says, "warning")))  # fmt: skip


def find_encoding(path: Path) -> str:
    """Find out how a text file is encoded, by reading all of it.

    Returns:
        The name of a codec: "utf-8-sig" (with or without its mark), "utf-16", or "cp932" (Shift-JIS).

    Raises:
        SchemaError: The file is no text in any of these.
    """
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return name
    for name in ("utf-8-sig", "cp932"):
        if _decodes(path, name):
            return name
    raise SchemaError(
        f"The file {path.name} cannot be read as text. Found bytes that are neither UTF-8, UTF-16 nor Shift-JIS. "
        "Save it as CSV UTF-8, or name its `encoding` in the mapping."
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_SNIFF):
                if b"\0" in chunk:
                    return False
                text = decoder.decode(chunk)
                if encoding == "cp932" and _NO_TEXT.search(text):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _recode(path: Path, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    with path.open("rb") as file:
        try:
            last = False
            while not last:
                chunk = file.read(BLOCK)
                last = len(chunk) < BLOCK
                text = newlines.decode(decoder.decode(chunk, final=last), final=last)
                yield (text if not last or text.endswith("\n") else text + "\n").encode()
        except (UnicodeDecodeError, UnicodeEncodeError) as error:
            raise SchemaError(
                f"The file {path.name} is not {encoding} text throughout. Found: {error}. Save it as CSV UTF-8."
            ) from error


def _cut(path: Path, encoding: str) -> Iterator[_Block]:
    """Cut the text where records end: at a line end that is not inside quotes."""
    line, kept = 1, b""
    for piece in _recode(path, encoding):
        kept += piece
        end = _last_record_end(kept)
        if end:
            yield _Block(line=line, text=kept[:end])
            line += kept.count(b"\n", 0, end)
            kept = kept[end:]
        elif len(kept) > _LONGEST_RECORD:
            raise SchemaError(
                f"A record of {path.name} does not end. Found a quotation mark after line {line} that is never closed. "
                "Close or double it, or export the file again."
            )
    if kept.strip():
        yield _Block(line=line, text=kept)


def _last_record_end(text: bytes) -> int:
    end = text.rfind(b"\n") + 1
    quotes = text.count(b'"', 0, end)
    while end and quotes % 2:
        before = text.rfind(b"\n", 0, end - 1) + 1
        quotes -= text.count(b'"', before, end)
        end = before
    return end


def _find_delimiter(text: bytes, skip_rows: int) -> tuple[str, int]:
    """Take the delimiter that is commonest in the header; Excel may declare it in a line of its own."""
    lines = text[:_SNIFF].split(b"\n")
    if lines[0].lower().startswith(b"sep=") and len(lines[0].strip()) == len(b"sep=;"):
        return lines[0].strip().decode()[-1], skip_rows + 1
    blank = next((at for at, line in enumerate(lines[skip_rows:]) if line.strip()), 0)
    header = lines[skip_rows + blank].decode(errors="replace") if skip_rows + blank < len(lines) else ""
    return max(_DELIMITERS, key=header.count), skip_rows + blank


def _take_header(
    file: str, first: _Block, delimiter: str, skipped: int, header_rows: int
) -> tuple[tuple[str, ...], _Block]:
    text = first.text
    for _ in range(skipped):
        text = text[text.find(b"\n") + 1 or len(text) :]
    reader = csv.reader(io.StringIO(text[:_SNIFF].decode(errors="replace"), newline=""), delimiter=delimiter)
    try:
        rows: list[list[str | None]] = [list(row) for row in itertools.islice(reader, header_rows)]
    except csv.Error as error:
        raise _torn(file, first.line + skipped, error) from error
    rows += [[] for _ in range(header_rows - len(rows))]
    width = max(len(row) for row in rows)
    header = join_headers([row + [None] * (width - len(row)) for row in rows])
    used = reader.line_num
    body = text.split(b"\n", used)
    return header, _Block(line=first.line + skipped + used, text=body[used] if len(body) > used else b"")


def _parse(file: str, block: _Block, delimiter: str, header: tuple[str, ...], names: tuple[str, ...]) -> Grid:
    keys = [f"c{place}" for place in range(len(names))]
    source = io.BytesIO(delimiter.join(keys).encode() + b"\n" + block.text)
    problems: tuple[Problem, ...] = ()
    try:
        cells = pl.read_csv(source, separator=delimiter, infer_schema=False)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        cells, problems = _parse_patiently(file, block, delimiter, keys)
    else:
        cells = cells.with_columns(_lines(block, keys).alias(ROW))
    trimmed = pl.col(keys).str.strip_chars()
    table = (
        cells.with_columns(pl.when(trimmed != "").then(trimmed))
        .filter(~pl.all_horizontal(pl.col(keys).is_null()))
        .select(ROW, pl.col(keys).name.map(dict(zip(keys, names, strict=True)).__getitem__))
    )
    first = int(table[ROW][0]) if table.height else block.line
    return Grid(file=file, sheet="", header=header, first_row=first, table=table, problems=problems)


def _lines(block: _Block, keys: list[str]) -> pl.Expr:
    """Number the records by the line on which each starts; a quoted cell may hold line ends of its own."""
    line = pl.int_range(pl.len(), dtype=pl.UInt32) + block.line
    if b'"' not in block.text:
        return line
    inside = pl.sum_horizontal(pl.col(keys).str.count_matches("\n", literal=True).fill_null(0))
    return line + inside.cum_sum().shift(1, fill_value=0)


def _parse_patiently(
    file: str, block: _Block, delimiter: str, keys: list[str]
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    reader = csv.reader(io.StringIO(block.text.decode(), newline=""), delimiter=delimiter)
    width, line = len(keys), block.line
    rows: list[list[str | int | None]] = []
    problems: list[Problem] = []
    for cells in _records(file, reader, block.line):
        surplus = [cell for cell in cells[width:] if cell.strip()]
        if surplus:
            says = (
                f"Line {line} of {file} has {len(cells)} cells, the header {width}. "
                f"Left over: {delimiter.join(surplus)[:60]!r}; the row is set aside, since its cells may have moved. "
                f"Quote cells that contain {delimiter!r}."
            )
            problems.append(Problem(line, "", "surplus-cells", says, "error"))
        else:
            rows.append([line, *cells[:width], *[None] * (width - len(cells))])
        line = block.line + reader.line_num
    schema = {ROW: pl.UInt32()} | dict.fromkeys(keys, pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row"), tuple(problems)


def _records(file: str, reader: Any, line: int) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise _torn(file, line + reader.line_num, error) from error


def _torn(file: str, line: int, error: csv.Error) -> SchemaError:
    return SchemaError(
        f"The file {file} is not a table of cells. Found near line {line}: {error}. Check that the whole file is CSV, and "
        "that every quotation mark is closed or doubled."
    )
