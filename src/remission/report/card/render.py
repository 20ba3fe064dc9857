"""Set a dosing card on one page of A4: as a PDF with its typefaces inside, and as one HTML file that needs nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from remission.report import style
from remission.report.card.compose import Card
from remission.report.layout import printable

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
LIST_FROM: Final = 16
"""Beyond so many days on which to come, both templates set a list in two columns in place of a table."""
_HEIGHT, _LARGEST, _LEADING = 1030.0, 12.5, 1.3
"""Pixels from top to bottom of what is printed of an A4 page, the largest letters, and the height of a line in them."""
_LINES, _ROW, _LINE = 27.0, 2.6, 1.6
"""Lines of what is on every card, of a row of two lines, and of a row of one."""


def card_pdf(card: Card) -> bytes:
    """Set a card as a PDF of one page.

    The typefaces come with libraries that the package installs, so that every machine sets the same bytes.

    Args:
        card: The card.

    Example:
        >>> from remission.protocols.find import find
        >>> from remission.protocols.plan import plan
        >>> from remission.report.card.compose import dosing_card
        >>> card_pdf(dosing_card(plan(find("himeji_2012"), weight=54), language="ja"))[:5]
        b'%PDF-'
    """
    import typst

    with _faces() as folder:
        return typst.compile(
            (_TEMPLATES / "card.typ").read_bytes(),
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]),
            sys_inputs={"card": json.dumps(_told(card), ensure_ascii=False)},
            timestamp=0,
        )


def card_html(card: Card) -> str:
    """Set a card as an HTML page to be printed on A4; it needs no network and no second file.

    Args:
        card: The card.
    """
    return printable(_template().render(**_told(card), size=_size(card)))


def _size(card: Card) -> float:
    """Choose the letters of the printed page, in CSS pixels, so that it stays one page: count its lines, generously."""
    told = [one for one in card.appointments if one.hours or one.also]
    long = len(card.appointments) > LIST_FROM
    lines = _LINES + _ROW * (len(card.periods) + (0 if long else len(told)))
    lines += _LINE * (len(card.appointments) - (0 if long else len(told)))
    lines += _ROW * (len(card.ticks) + len(card.asks) + len(card.sources))
    return min(_LARGEST, _HEIGHT / (_LEADING * lines))


def _told(card: Card) -> dict[str, Any]:
    """Give a card as plain texts, without what no printer can print."""
    told: dict[str, Any] = asdict(card)
    told |= {
        "proposal": card.words.proposal.format(program=card.program),
        "rules": card.words.rules,
        "long": len(card.appointments) > LIST_FROM,
        "counted": any("×" in dose.tablets for row in card.periods for dose in row.doses),
        "style": {
            "ink": style.INK,
            "muted": style.MUTED,
            "hair": style.HAIR,
            "faces": _FACES[card.words.language],
            "sans": ", ".join(f'"{face}"' if " " in face else face for face in style.SANS),
        },
    }
    return json.loads(printable(json.dumps(told, ensure_ascii=False)))


_FACES: Final = {
    "en": (style.FIGURE_SANS, style.CARD_JAPANESE),
    "ja": (style.CARD_JAPANESE, style.FIGURE_SANS),
}


@contextmanager
def _faces() -> Generator[str]:
    """Lend the typesetter two faces: the plotting library's sans serif, and the Japanese one beside it.

    The plotting library's own folder cannot be lent whole: a face of last resort lies in it, whose boxes pass for letters.
    """
    with TemporaryDirectory() as folder:
        for package, pattern in (
            ("matplotlib", "mpl-data/fonts/ttf/DejaVuSans*.ttf"),
            ("matplotlib_fontja", "fonts/*.ttf"),
        ):
            found = find_spec(package)
            for root in (found.submodule_search_locations or ()) if found else ():
                for face in Path(root).glob(pattern):
                    shutil.copy(face, folder)
        yield folder


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    setting = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return setting.get_template("card.html.j2")
