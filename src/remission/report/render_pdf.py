"""Set a document as a tagged PDF (PDF/UA-1) on A4, with figures as vectors and wide tables on their side.

The typesetter brings its own faces, so that the same report gives the same bytes on every machine. Only a text that
they cannot show (Japanese, above all) makes it look for faces on the machine that it runs on. The accessible standard
forbids an empty box in place of a letter, and the typesetter refuses to make one: that refusal is how we learn that a
face is missing. Where the machine has none either, the PDF is set all the same, with boxes, and a line on its first
page says so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from remission.report import style
from remission.report.document import Block, Cell, Document, Figure, Heading, Listing, Paragraph, Table
from remission.report.layout import column_shares, lead, printable, sheets

_TEMPLATE: Final = Path(__file__).with_name("templates") / "report.typ"
_DIGIT_EM: Final = 0.465  # the width of a tabular digit in the face of the PDF, as a share of its size
_BOXES: Final = (
    "Some characters in this PDF are shown as empty boxes, because no typeface on the machine that made it has them. "
    "Install one that does, such as Noto Serif CJK JP for Japanese, and make the report again; "
    "the HTML and Word versions of this report are complete."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """Name the faces that one run of the typesetter may use, and what it may leave undone."""

    borrow: bool
    standards: tuple[str, ...]
    remark: str = ""


_ATTEMPTS: Final = (
    _Attempt(borrow=False, standards=("ua-1",)),
    _Attempt(borrow=True, standards=("ua-1",)),
    _Attempt(borrow=True, standards=(), remark=_BOXES),
)


def to_pdf(document: Document) -> bytes:
    """Set `document` as a PDF; the same document gives the same bytes.

    Args:
        document: The report.

    Returns:
        The PDF, tagged for screen readers wherever every character could be shown.

    Example:
        >>> to_pdf(Document(title="Eight patients", made_by="remission 0.1.0"))[:5]
        b'%PDF-'
    """
    from typst import TypstError

    with _figure_faces(document) as folders:
        for attempt in _ATTEMPTS[:-1]:
            try:
                return _set(document, attempt, folders)
            except TypstError as error:
                if "could not be displayed" not in str(error):
                    raise
        return _set(document, _ATTEMPTS[-1], folders)


def _set(document: Document, attempt: _Attempt, folders: list[str]) -> bytes:
    import typst

    faces = [style.PDF_SERIF, *(style.PDF_JAPANESE if attempt.borrow else ())]
    return typst.compile(
        _template(),
        font_paths=typst.Fonts(include_system_fonts=attempt.borrow, font_paths=folders),
        sys_inputs={"report": json.dumps(_report(document, faces, attempt.remark), ensure_ascii=False)},
        pdf_standards=list(attempt.standards),  # pyright: ignore[reportArgumentType]  the stub wants literals
        timestamp=0,
    )


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@contextmanager
def _figure_faces(document: Document) -> Generator[list[str]]:
    """Lend the typesetter the plotting library's sans serif, where a figure writes its words as text.

    That library's own folder cannot be lent whole: a face of last resort lies in it, whose boxes pass for letters.
    """
    if not any("<text" in figure.svg for figure in document.figures):
        yield []
        return
    with TemporaryDirectory() as folder:
        found = find_spec("matplotlib")
        for root in (found.submodule_search_locations or ()) if found else ():
            for face in Path(root, "mpl-data", "fonts", "ttf").glob("DejaVuSans*.ttf"):
                shutil.copy(face, folder)
        yield [folder]


def _report(document: Document, faces: list[str], remark: str) -> dict[str, Any]:
    return {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "notice": printable(document.notice),
        "made_by": printable(document.made_by),
        "sheets": [
            {"turned": sheet.turned, "blocks": [_block(block) for block in sheet.blocks]}
            for sheet in sheets(document.blocks)
        ],
        "references": [printable(entry) for entry in document.references],
        "remark": remark,
        "style": {
            "ink": style.INK,
            "muted": style.MUTED,
            "hair": style.HAIR,
            "notice_ink": style.NOTICE_INK,
            "notice_paper": style.NOTICE_PAPER,
            "faces": faces,
            "digit": _DIGIT_EM,
        },
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text=text, level=level):
            return {"is": "heading", "text": printable(text), "level": level}
        case Paragraph(text=text):
            return {"is": "paragraph", "text": printable(text)}
        case Listing(items=items):
            return {"is": "listing", "items": [printable(item) for item in items]}
        case Table():
            return _table(block)
        case Figure():
            return {"is": "figure", "svg": block.svg, "alt": printable(block.alt), **_frame(block)}


def _frame(block: Table | Figure) -> dict[str, Any]:
    return {
        "number": printable(block.number),
        "title": printable(block.title),
        "notes": [printable(note) for note in block.notes],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "is": "table",
        **_frame(table),
        "columns": column_shares(table),
        "wide": table.wide,
        "head": [[_cell(cell, span, 0) for cell, span in table.spread(row)] for row in table.head],
        "body": [
            [_cell(cell, span, digits) for (cell, span), digits in zip(table.spread(row), leads, strict=True)]
            for row, leads in zip(table.body, lead(table), strict=True)
        ],
    }


def _cell(cell: Cell, span: int, digits: int) -> dict[str, Any]:
    return {
        "text": printable(cell.text),
        "mark": printable(cell.mark),
        "kind": cell.kind,
        "span": span,
        "indent": cell.indent,
        "lead": digits,
    }
