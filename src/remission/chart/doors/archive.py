"""Look into a workbook's archive before anything opens it.

A workbook is a ZIP archive of XML. Both can be made to grow without end (a "zip bomb", a "billion laughs"), so their
promised sizes are checked first; Python's reader never unpacks more than the promised size of an entry.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from remission.errors import SchemaError

MOST_BYTES = 1024**3
MOST_RATIO = 200
MOST_ENTRIES = 10_000
_CHUNK = 1024 * 1024
_OVERLAP = 64
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Say what is known of one sheet before it is opened.

    Attributes:
        merged: The merged cells: left column, top row, right column, bottom row, counted from 1.
        formulas: Whether any cell holds a formula.
    """

    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: bool = False


def look_into(path: Path) -> dict[str, Part]:
    """Refuse an archive that could do harm, and note what its sheets hold.

    Returns:
        For each entry of the archive that is a sheet, its merged ranges and whether it has formulas.

    Raises:
        SchemaError: The file is no workbook, or promises too much, or declares entities.
    """
    if path.stat().st_size == 0:
        raise SchemaError(f"The file {path.name} is empty. Found 0 bytes. Save the workbook again.")
    try:
        with zipfile.ZipFile(path) as archive:
            _measure(path, archive.infolist())
            return {
                entry.filename: _scan(path, archive, entry)
                for entry in archive.infolist()
                if entry.filename.endswith((".xml", ".rels", ".vml"))
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, zipfile.LargeZipFile) as error:
        raise SchemaError(
            f"The file {path.name} is not a workbook that can be opened. Found: {error}. It may be damaged, "
            "locked by a password, or an old .xls with a new name. Save it as .xlsx without a password, or as CSV."
        ) from error


def _measure(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(path.stat().st_size, 1)
    found = ""
    if len(entries) > MOST_ENTRIES:
        found = f"{len(entries)} entries, more than {MOST_ENTRIES}"
    elif unpacked > MOST_BYTES:
        found = f"{unpacked / 1024**2:.0f} MB once unpacked, more than {MOST_BYTES // 1024**2}"
    elif ratio > MOST_RATIO:
        found = f"an archive that grows {ratio:.0f}-fold, more than {MOST_RATIO}-fold"
    if found:
        raise SchemaError(
            f"The workbook {path.name} was not opened, because it could fill the memory. Found: {found}. "
            "Delete empty formatted rows and save it again, or save the sheet as CSV."
        )


def _scan(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    merged: list[tuple[int, int, int, int]] = []
    formulas = False
    for start, text in _stretches(archive, entry):
        if start and text[:2] in {b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0"}:
            _refuse_xml(path, entry, "XML that is not UTF-8")
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            _refuse_xml(path, entry, "a document type with entities")
        if entry.filename.startswith("xl/worksheets/"):
            merged += [(_place(a), int(b), _place(c), int(d)) for a, b, c, d in _MERGED.findall(text)]
            formulas = formulas or _FORMULA.search(text) is not None
    return Part(merged=tuple(dict.fromkeys(merged)), formulas=formulas)


def _place(letters: bytes) -> int:
    return reduce(lambda place, letter: place * 26 + letter - ord("A") + 1, letters, 0)


def _stretches(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bool, bytes]]:
    """Read an entry in overlapping stretches, so that no tag is cut in two unseen."""
    with archive.open(entry) as file:
        tail, start = b"", True
        while chunk := file.read(_CHUNK):
            yield start, tail + chunk
            tail, start = (tail + chunk)[-_OVERLAP:], False


def _refuse_xml(path: Path, entry: zipfile.ZipInfo, found: str) -> None:
    raise SchemaError(
        f"The workbook {path.name} was not opened, because no spreadsheet program writes it so. Found: {found} in "
        f"{entry.filename}. Open it in a spreadsheet program and save it again."
    )
