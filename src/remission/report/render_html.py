"""Set a document as one HTML file that needs nothing but itself: no network, no fonts, no second file.

Every text is escaped by the template engine, every script but ours is refused by the page's own security policy, and
the provenance dialog fills itself with text, never with markup: a spreadsheet cell cannot become code here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from remission.report import style
from remission.report.document import Cell, Document, Figure, Heading, Provenance, Row, Table
from remission.report.layout import column_shares, lead, printable
from remission.report.prose import Piece, pieces

_TEMPLATES: Final = Path(__file__).with_name("templates")
_ID = re.compile(r'(\bid=")([^"]+)(")')
_REFERENCE = re.compile(r'((?:\bhref="|url\()#)([^")]+)([")])')
_JOINT = re.compile(r"[-/](?=\S)")
_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_OPENING = re.compile(r"[(\[]*$")
_CLOSING = re.compile(r"^[)\].,;:]*")
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    key: str
    text: str
    number: str = ""


def to_html(document: Document) -> str:
    """Set `document` as one self-contained HTML page.

    Every number that names result rows, in a table or in a sentence, is a button; pressing it opens a dialog that lists
    what stands behind it.

    Args:
        document: The report.

    Returns:
        The whole page; the same document always gives the same text.

    Example:
        >>> page = to_html(Document(title="Eight patients", made_by="remission 0.1.0"))
        >>> "<h1>Eight patients</h1>" in page
        True
    """
    script = _read("report.js")
    order = {name: at for at, name in enumerate(document.provenance)}

    def places(printed: Cell | Piece) -> str:
        return " ".join(str(order[name]) for name in printed.results)

    def unverified(printed: Cell | Piece) -> bool:
        return any(not document.provenance[name].verified for name in printed.results)

    page = _template().render(
        document=document,
        blocks=[(type(block).__name__, block, f"part-{at}") for at, block in enumerate(document.blocks)],
        contents=_contents(document),
        provenance=[_facts(entry) for entry in document.provenance.values()],
        variables=Markup(_variables()),  # noqa: S704  our own constants
        css=Markup(_read("report.css")),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        script_hash="sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        places=places,
        unverified=unverified,
    )
    return printable(page)


@cache
def _template() -> Template:
    setting = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    ours: dict[str, Any] = {
        "groups": _groups,
        "drawing": _drawing,
        "whole": _whole,
        "shares": column_shares,
        "stretches": _stretches,
    }
    setting.globals.update(ours)
    return setting.get_template("report.html.j2")


@cache
def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _variables() -> str:
    colours = {
        "ink": style.INK,
        "muted": style.MUTED,
        "rule": style.RULE,
        "hair": style.HAIR,
        "paper": style.PAPER,
        "raised": style.PAPER,
        "accent": style.ACCENT,
        "notice-ink": style.NOTICE_INK,
        "notice-paper": style.NOTICE_PAPER,
        "warning": style.WARNING,
        "serif": _stack(style.SERIF),
        "sans": _stack(style.SANS),
    }
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in colours.items()) + " }"


def _stack(faces: tuple[str, ...]) -> str:
    return ", ".join(f'"{face}"' if " " in face else face for face in faces)


def _contents(document: Document) -> list[_Link]:
    links: list[_Link] = []
    for at, block in enumerate(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            links.append(_Link(key=f"part-{at}", text=block.text))
        if isinstance(block, (Table, Figure)):
            links.append(_Link(key=block.key, text=block.title, number=block.number))
    if document.references:
        links.append(_Link(key="references", text="References"))
    return links


def _groups(table: Table) -> list[list[tuple[Row, tuple[int, ...]]]]:
    """Divide the body where a group begins or ends, so that a group's name is read out only with its own rows.

    A group begins at its heading row; where its rows are set in, it ends before the next row that is not.
    """
    groups: list[list[tuple[Row, tuple[int, ...]]]] = [[]]
    indented = False
    for row, leads in zip(table.body, lead(table), strict=True):
        inside = row.cells[0].indent > 0
        if groups[-1] and (row.heading or (indented and not inside)):
            groups.append([])
        groups[-1].append((row, leads))
        indented = inside and not row.heading
    return [group for group in groups if group]


def _drawing(figure: Figure) -> Markup:
    """Make an SVG document part of the page: without prologue, with names of its own, and with its words said."""
    body = _METADATA.sub("", _PROLOGUE.sub("", printable(figure.svg), count=1))
    body = _ID.sub(rf"\g<1>{figure.key}-\g<2>\g<3>", body)
    body = _REFERENCE.sub(rf"\g<1>{figure.key}-\g<2>\g<3>", body)
    said = body.replace("<svg", f'<svg role="img" aria-label="{escape(figure.alt)}"', 1)
    return Markup(said)  # noqa: S704  drawn by our own figures, whose texts the plotting library escapes


def _stretches(text: str) -> list[tuple[str, Piece | None, str]]:
    """Divide a sentence into words and numbers, each number with the brackets and stops that a line may not part from it.

    A browser would break a line on either side of a button.
    """
    made: list[tuple[str, Piece | None, str]] = []
    words = Piece(text="")
    found = (words, *pieces(text), words)
    for earlier, piece, later in zip(found, found[1:], found[2:], strict=False):
        if piece.results:
            before = "" if earlier.results else _OPENING.findall(earlier.text)[0]
            made.append((before, piece, "" if later.results else _CLOSING.findall(later.text)[0]))
        else:
            rest = _CLOSING.sub("", piece.text) if earlier.results else piece.text
            made.append((_OPENING.sub("", rest) if later.results else rest, None, ""))
    return made


def _whole(text: str) -> Markup:
    """Escape a cell's text, and keep "mg/d" and "SLEDAI-R" on one line as far as a narrow column can bear it."""
    longest = 14
    words = (
        Markup('<span class="whole">{}</span>').format(word)
        if 1 < len(word) <= longest and _JOINT.search(word)
        else escape(word)
        for word in text.split(" ")
    )
    return Markup(" ").join(words)


def _facts(entry: Provenance) -> dict[str, Any]:
    """Lay one provenance out as the dialog shows it, leaving out what is not known."""
    counts = [f"{entry.n}" if entry.n is not None else "", f"{entry.missing}" if entry.missing is not None else ""]
    rows: list[tuple[str, list[str]]] = [
        ("n", counts[:1]),
        ("Missing", counts[1:]),
        ("Test", [entry.test]),
        ("p-value", [entry.p_text]),
        ("Definition", [entry.definition]),
        ("Source says", [entry.says]),
        ("Source", [entry.source]),
        ("Readings" if len(entry.readings) > 1 else "Reading", list(entry.readings)),
    ]
    facts = [(term, shown) for term, texts in rows if (shown := [text for text in texts if text])]
    return {"label": entry.label, "value": entry.value_text, "verified": entry.verified, "facts": facts}
