"""Build the parts of a Word file out of Word's own elements: paragraph styles, tables and their cells.

Tables are built of elements rather than through the library's table, whose time grows with the square of the rows. This
module and `word_file` load the library as they load; only `render_docx.to_docx` imports them, when a file is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from remission.report import style
from remission.report.document import Cell, Row, Table
from remission.report.layout import column_shares, lead, printable

_TWIPS_PER_MM: Final = 56.7
_THICK: Final = "8"  # eighths of a point
_THIN: Final = "4"
_KEPT_WHOLE: Final = 30  # body rows; a longer table may run on over the page
_TABLE_SIZE: Final = 9.5
_WIDE_SIZE: Final = 8.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Say how one paragraph style looks; sizes and distances in points."""

    name: str
    size: float
    before: float = 0
    after: float = 0
    line: float = 1.0
    face: str = style.WORD_SERIF
    bold: bool = False
    italic: bool = False
    colour: str = style.INK
    hold: bool = False


LOOKS: Final = (
    Look(name="Normal", size=11, after=6, line=1.15),
    Look(name="Title", size=20, after=4, bold=True, hold=True),
    Look(name="Subtitle", size=12.5, after=10, italic=True, colour=style.MUTED),
    Look(name="Heading 1", size=15, before=20, after=6, bold=True, hold=True),
    Look(name="Heading 2", size=12.5, before=14, after=4, bold=True, hold=True),
    Look(name="Heading 3", size=11, before=10, after=3, bold=True, italic=True, hold=True),
    Look(name="Caption", size=10.5, before=14, after=5, hold=True),
    Look(name="List Bullet", size=11, after=3, line=1.15),
    Look(name="List Number", size=10, after=3, line=1.1),
    Look(name="Header", size=8, colour=style.MUTED),
    Look(name="Footer", size=8, colour=style.MUTED),
    Look(name="Notice", size=10, before=4, after=12, bold=True, colour=style.NOTICE_INK),
    Look(name="Table Text", size=_TABLE_SIZE, before=1.5, after=1.5),
    Look(name="Table Text Wide", size=_WIDE_SIZE, before=1.5, after=1.5),
    Look(name="Table Note", size=8.5, before=2, after=0, colour=style.MUTED),
    Look(name="Break", size=1),
)


def make(tag: str, values: dict[str, str] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """Make one element of Word's own vocabulary, with attributes and children."""
    made: BaseOxmlElement = OxmlElement(tag, attrs={qn(name): value for name, value in (values or {}).items()})  # pyright: ignore[reportAssignmentType]
    made.extend(children)
    return made


def _rule(side: str, weight: str) -> BaseOxmlElement:
    return make(side, {"w:val": "single", "w:sz": weight, "w:space": "0", "w:color": style.RULE.removeprefix("#")})


def dress(word: WordFile, look: Look) -> None:
    """Give a paragraph style its looks, making the style where the template has none."""
    known = {entry.name for entry in word.styles}
    made: Any = (
        word.styles[look.name] if look.name in known else word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    )
    element = made.element
    kept = [] if look.name == "Subtitle" else element.xpath("./w:pPr/w:numPr | ./w:pPr/w:outlineLvl")
    for old in element.xpath("./w:pPr | ./w:rPr"):
        element.remove(old)
    face = dict.fromkeys(("w:ascii", "w:hAnsi", "w:cs"), look.face) | {"w:eastAsia": style.WORD_JAPANESE}
    looks = [make("w:rFonts", face)]
    looks += [make("w:b")] if look.bold else []
    looks += [make("w:i")] if look.italic else []
    looks.append(make("w:color", {"w:val": look.colour.removeprefix("#")}))
    looks.append(make("w:sz", {"w:val": str(round(look.size * 2))}))
    layout = [make("w:keepNext")] if look.hold else []
    layout += [entry for entry in kept if entry.tag == qn("w:numPr")]
    spacing = {"w:before": look.before * 20, "w:after": look.after * 20, "w:line": look.line * 240}
    layout.append(
        make("w:spacing", {name: str(round(value)) for name, value in spacing.items()} | {"w:lineRule": "auto"})
    )
    layout += [entry for entry in kept if entry.tag == qn("w:outlineLvl")]
    element.append(make("w:pPr", {}, *layout))
    element.append(make("w:rPr", {}, *looks))
    made.hidden, made.quick_style = False, True


def shade(paragraph: BaseOxmlElement) -> None:
    """Put a paragraph on a coloured ground with a bar at its left: the banner that says what the data are."""
    properties: Any = paragraph.xpath("./w:pPr")[0]
    ground, ink = style.NOTICE_PAPER.removeprefix("#"), style.NOTICE_INK.removeprefix("#")
    room = {"w:val": "single", "w:sz": "4", "w:space": "5", "w:color": ground}
    bar = {"w:val": "single", "w:sz": "24", "w:space": "6", "w:color": ink}
    sides = (make("w:top", room), make("w:left", bar), make("w:bottom", room))
    properties.append(make("w:pBdr", {}, *sides))
    properties.append(make("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": ground}))


def set_table(table: Table, width: float) -> BaseOxmlElement:
    """Build a table of three rules, whose head returns on every page and whose rows are never torn.

    Built of elements rather than through the library's table, whose time grows with the square of the rows.
    """
    shares = [round(share * width * _TWIPS_PER_MM) for share in column_shares(table)]
    made = make(
        "w:tbl",
        {},
        make(
            "w:tblPr",
            {},
            make("w:tblW", {"w:w": str(sum(shares)), "w:type": "dxa"}),
            make("w:tblBorders", {}, _rule("w:top", _THICK), _rule("w:bottom", _THICK)),
            make("w:tblLayout", {"w:type": "fixed"}),
            make(
                "w:tblCellMar",
                {},
                make("w:left", {"w:w": "0", "w:type": "dxa"}),
                make("w:right", {"w:w": "100", "w:type": "dxa"}),
            ),
            make("w:tblLook", {"w:firstRow": "1", "w:firstColumn": "1", "w:noHBand": "1", "w:noVBand": "1"}),
            make("w:tblCaption", {"w:val": f"{printable(table.number)}. {printable(table.title)}"}),
        ),
        make("w:tblGrid", {}, *(make("w:gridCol", {"w:w": str(share)}) for share in shares)),
    )
    last = len(table.head) - 1
    for at, row in enumerate(table.head):
        made.append(_row(table, row, shares, head=True, ruled=at == last, hold=True))
    whole = len(table.body) <= _KEPT_WHOLE
    for at, (row, leads) in enumerate(zip(table.body, lead(table), strict=True), start=1):
        made.append(_row(table, row, shares, leads=leads, hold=whole and at < len(table.body)))
    return made


def _row(
    table: Table,
    row: Row,
    shares: list[int],
    *,
    leads: tuple[int, ...] = (),
    head: bool = False,
    ruled: bool = False,
    hold: bool = False,
) -> BaseOxmlElement:
    properties = [make("w:cantSplit")] + ([make("w:tblHeader")] if head else [])
    made = make("w:tr", {}, make("w:trPr", {}, *properties))
    at = 0
    for place, (cell, span) in enumerate(table.spread(row)):
        box = [make("w:tcW", {"w:w": str(sum(shares[at : at + span])), "w:type": "dxa"})]
        if span > 1:
            box.append(make("w:gridSpan", {"w:val": str(span)}))
        if ruled or (head and span > 1 and cell.text):
            box.append(make("w:tcBorders", {}, _rule("w:bottom", _THIN)))
        if head:
            box.append(make("w:vAlign", {"w:val": "bottom"}))
        words = _words(cell, digits=leads[place] if leads else 0, wide=table.wide, hold=hold)
        made.append(make("w:tc", {}, make("w:tcPr", {}, *box), words))
        at += span
    return made


def _words(cell: Cell, *, digits: int, wide: bool, hold: bool) -> BaseOxmlElement:
    """Set the text of a cell, moved right by `digits` so that decimal points stand in line, its mark raised behind."""
    size = _WIDE_SIZE if wide else _TABLE_SIZE
    digit = size / 2  # in points: a digit of Times New Roman is half as wide as the face is high
    inset = round(20 * (digits * digit + cell.indent * size))
    properties = [make("w:pStyle", {"w:val": "TableTextWide" if wide else "TableText"})]
    if hold:
        properties.append(make("w:keepNext"))
    if inset:
        properties.append(make("w:ind", {"w:left": str(inset)}))
    made = make("w:p", {}, make("w:pPr", {}, *properties))
    made.append(_run(cell.text, bold=cell.kind == "head"))
    if cell.mark:
        made.append(_run(cell.mark, bold=cell.kind == "head", raised=True))
    return made


def _run(text: str, *, bold: bool = False, raised: bool = False) -> BaseOxmlElement:
    looks = [make("w:b")] if bold else []
    if raised:
        looks.append(make("w:vertAlign", {"w:val": "superscript"}))
    made = make("w:r", {}, *([make("w:rPr", {}, *looks)] if looks else []))
    for at, line in enumerate(printable(text).split("\n")):
        if at:
            made.append(make("w:br"))
        words = make("w:t", {"xml:space": "preserve"})
        words.text = line
        made.append(words)
    return made
