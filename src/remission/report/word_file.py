"""Put a document's blocks into a Word file, section by section, and describe the file itself."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from docx import Document as open_template  # noqa: N813 - the library's constructor is a function with a noun's name
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt

from remission.report.document import Block, Document, Figure, Heading, Listing, Paragraph, Table
from remission.report.layout import printable, sheets
from remission.report.word_parts import LOOKS, dress, make, set_table, shade

_LONG_MM: Final = 297.0
_SHORT_MM: Final = 210.0
_MARGIN_MM: Final = 20.0
_HEADINGS: Final = {1: "Heading 1", 2: "Heading 2", 3: "Heading 3"}


def write_word(document: Document) -> bytes:
    """Write `document` as a Word file, as the library packs it (with the hour of the packing inside)."""
    word = open_template()
    _describe(word, document)
    for look in LOOKS:
        dress(word, look)
    _size_paper(word, turned=False)
    _write_margins(word, document)
    word.add_paragraph(printable(document.title), "Title")
    if document.subtitle:
        word.add_paragraph(printable(document.subtitle), "Subtitle")
    if document.notice:
        shade(word.add_paragraph(printable(document.notice), "Notice").paragraph_format.element)
    turned = False
    for sheet in sheets(document.blocks):
        turned = _turn(word, turned, wanted=sheet.turned)
        for block in sheet.blocks:
            _write(word, block, turned=turned)
    if document.references:
        _turn(word, turned, wanted=False)
        word.add_paragraph("References", "Heading 1")
        for entry in document.references:
            word.add_paragraph(printable(entry), "List Number")
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _write(word: WordFile, block: Block, *, turned: bool) -> None:
    match block:
        case Heading(text=text, level=level):
            word.add_paragraph(printable(text), _HEADINGS[level])
        case Paragraph(text=text):
            word.add_paragraph(printable(text))
        case Listing(items=items):
            for item in items:
                word.add_paragraph(printable(item), "List Bullet")
        case Table():
            _write_caption(word, block)
            _append(word, set_table(block, width=_room(turned=turned)))
            _write_notes(word, block)
        case Figure():
            _write_caption(word, block)
            _write_picture(word, block, width=_room(turned=turned))
            _write_notes(word, block)


def _write_caption(word: WordFile, block: Table | Figure) -> None:
    caption = word.add_paragraph(style="Caption")
    caption.add_run(f"{printable(block.number)}. ").bold = True
    caption.add_run(printable(block.title))


def _write_notes(word: WordFile, block: Table | Figure) -> None:
    notes = block.notes or ("",)  # Word joins two tables that no paragraph parts
    written = [word.add_paragraph(printable(note), "Table Note") for note in notes]
    written[-1].paragraph_format.space_after = Pt(12)


def _write_picture(word: WordFile, figure: Figure, width: float) -> None:
    picture = word.add_picture(BytesIO(figure.png))
    widest = Mm(width)
    if picture.width > widest:
        picture.height = Mm(round(picture.height / picture.width * width, 2))
        picture.width = widest
    holder = word.paragraphs[-1]
    holder.paragraph_format.keep_with_next = bool(figure.notes)
    inline: Any = holder.runs[0].element.xpath(".//wp:inline")[0]
    for side in ("distT", "distB", "distL", "distR"):  # unsaid, LibreOffice takes an eighth of an inch
        inline.set(side, "0")
    inline.docPr.set("descr", printable(figure.alt))
    inline.docPr.set("title", printable(figure.title))


def _room(*, turned: bool) -> float:
    """Find the width between the margins, in millimetres."""
    return (_LONG_MM if turned else _SHORT_MM) - 2 * _MARGIN_MM


def _append(word: WordFile, element: BaseOxmlElement) -> None:
    word.element.body.get_or_add_sectPr().addprevious(element)


def _describe(word: WordFile, document: Document) -> None:
    """Name the file's title and maker, and take the template's dates and remarks out of it."""
    core = word.core_properties
    longest = 255  # characters, by the library's rule for these fields
    core.title, core.subject = printable(document.title)[:longest], printable(document.notice)[:longest]
    core.author = core.last_modified_by = printable(document.made_by)[:longest]
    core.comments = core.keywords = ""
    core.language = "en"
    inner: Any = core._element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - a date can be set, not unset
    for moment in inner.xpath("./dcterms:created | ./dcterms:modified"):
        inner.remove(moment)


def _size_paper(word: WordFile, *, turned: bool) -> None:
    section = word.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(_LONG_MM), Mm(_SHORT_MM)) if turned else (Mm(_SHORT_MM), Mm(_LONG_MM))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    section.header_distance = section.footer_distance = Mm(10)


def _turn(word: WordFile, turned: bool, *, wanted: bool) -> bool:
    """Begin a section of the other orientation where one is wanted, and tell which now holds."""
    if turned != wanted:
        word.add_section()
        word.paragraphs[-1].style = "Break"
        _size_paper(word, turned=wanted)
    return wanted


def _write_margins(word: WordFile, document: Document) -> None:
    """Write the notice above every page, and the maker and the page number below it."""
    above = word.sections[0].header.paragraphs[0]
    above.text = printable(document.notice)
    above.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    below = word.sections[0].footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    below.add_run(f"{printable(document.made_by)} · page " if document.made_by else "page ")
    _count(below.add_run().element, "PAGE")
    below.add_run(" of ")
    _count(below.add_run().element, "NUMPAGES")


def _count(run: BaseOxmlElement, what: str) -> None:
    """Let Word fill in a number of pages, which only Word knows."""
    instruction = make("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {what} "
    shown = make("w:t")
    shown.text = "1"
    marks = {name: make("w:fldChar", {"w:fldCharType": name}) for name in ("begin", "separate", "end")}
    run.extend((marks["begin"], instruction, marks["separate"], shown, marks["end"]))
