"""Set a document as a Word file that an author can go on working with.

Tables are Word's own, headings and captions are real styles, and nothing is drawn by hand: what is pasted into a
manuscript takes that manuscript's looks. The zip inside is written anew with one fixed date, because Word's format has
a clock in it and the same report must give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from remission.report.document import Document

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name


def to_docx(document: Document) -> bytes:
    """Set `document` as a Word file; the same document gives the same bytes.

    Args:
        document: The report.

    Returns:
        The file: A4, wide tables on pages turned on their side, figures as pictures with alternative text.

    Example:
        >>> to_docx(Document(title="Eight patients", made_by="remission 0.1.0"))[:2]
        b'PK'
    """
    from remission.report.word_file import write_word

    return _without_clock(write_word(document))


def _without_clock(packed: bytes) -> bytes:
    """Write the zip anew in its own order, every entry with the same date."""
    made = BytesIO()
    with ZipFile(BytesIO(packed)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in _in_order(before.namelist()):
            entry = ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            after.writestr(entry, before.read(name))
    return made.getvalue()


def _in_order(names: Iterable[str]) -> list[str]:
    """Put the list of contents first, where Word looks for it; the rest by name."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
