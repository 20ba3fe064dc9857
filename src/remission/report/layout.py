"""Work out, once for every rendering, what lies between a document's content and the page.

Which blocks share a turned page, how far a number moves right to stand under its neighbours, how wide a column must be,
and which characters can be set at all: HTML, PDF and Word ask here, and so agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, groupby

from remission.report.document import Block, Cell, Heading, Listing, Paragraph, Row, Table

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LEADING = re.compile(r"[<>≤≥±+−–-]?\s?\d[\d,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Hold a run of blocks that share one orientation of the paper."""

    turned: bool
    blocks: tuple[Block, ...]


def sheets(blocks: Iterable[Block]) -> tuple[Sheet, ...]:
    """Divide `blocks` where the paper has to be turned for a wide table, and where it is turned back.

    The heading and the text that lead to a wide table are turned with it, so that no heading stands alone on a page.

    Example:
        >>> row = Row(cells=tuple(Cell(text=str(at)) for at in range(10)))
        >>> wide = Table(key="t", number="Table 3", title="Doses", head=(), body=(row,))
        >>> [sheet.turned for sheet in sheets((Paragraph(text="First."), Heading(text="Doses"), wide))]
        [False, True]
    """
    made: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        wide = isinstance(block, Table) and block.wide
        carried = _leading_text(made[-1][1]) if wide and made and not made[-1][0] else []
        if not made or made[-1][0] != wide:
            made.append((wide, []))
        made[-1][1].extend((*carried, block))
    return _joined(made)


def _leading_text(blocks: list[Block]) -> list[Block]:
    """Take off the end of `blocks` the heading, and the text below it, that lead to what comes next."""
    at = len(blocks)
    while at and isinstance(blocks[at - 1], (Paragraph, Listing)):
        at -= 1
    if not at or not isinstance(blocks[at - 1], Heading):
        return []
    while at and isinstance(blocks[at - 1], Heading):
        at -= 1
    taken = blocks[at:]
    del blocks[at:]
    return taken


def _joined(made: Iterable[tuple[bool, list[Block]]]) -> tuple[Sheet, ...]:
    """Join neighbours of one orientation, and drop the sheets that gave all they had to the next."""
    filled = [(turned, blocks) for turned, blocks in made if blocks]
    runs = groupby(filled, key=lambda pair: pair[0])
    return tuple(
        Sheet(turned=turned, blocks=tuple(chain.from_iterable(blocks for _, blocks in run))) for turned, run in runs
    )


def printable(text: str) -> str:
    r"""Take out the characters that neither XML nor a printer knows, and make every line break the same.

    Spreadsheets from hospitals carry vertical tabs and the like; Word refuses a file that contains one.

    Example:
        >>> printable("Hb\x0b 11.1\r\nlow")
        'Hb 11.1\nlow'
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def lead(table: Table) -> tuple[tuple[int, ...], ...]:
    """Find by how many digits each number must move right for the decimal points of a column to stand in line.

    Alignment by space rather than by characters keeps the printed text clean for whoever copies it.

    Args:
        table: The table; its cells of kind "number" that cover one column take part.

    Returns:
        One tuple for each body row, one whole number for each of its cells, in widths of a digit.

    Example:
        >>> rows = [Row(cells=(Cell(text=text, kind="number"),)) for text in ("186 (129)", "0.72 (0.4)", "ND")]
        >>> lead(Table(key="t", number="Table 1", title="", head=(), body=tuple(rows)))
        ((0,), (2,), (0,))
    """
    lengths = [
        [
            (at, _whole_digits(cell.text) if cell.kind == "number" and span == 1 else 0)
            for cell, span, at in _placed(table, row)
        ]
        for row in table.body
    ]
    longest: dict[int, int] = {}
    for at, length in chain.from_iterable(lengths):
        longest[at] = max(longest.get(at, 0), length)
    return tuple(tuple(longest[at] - length if length else 0 for at, length in row) for row in lengths)


def column_shares(table: Table) -> tuple[float, ...]:
    """Estimate how much of the width each column needs, for Word, which does not measure until it is opened.

    A column needs at least its longest word, and at most about thirty characters, after which lines may break.

    Returns:
        One positive number for each column; together they make 1.
    """
    needs = [3.0] * table.columns
    for row in (*table.head, *table.body):
        for cell, span, at in _placed(table, row):
            if span > 1:
                continue
            word = max(map(_breadth, cell.text.split()), default=0.0)
            line = max(map(_breadth, cell.text.splitlines()), default=0.0) + len(cell.mark) / 2 + cell.indent
            # heads are bold, and may break into two or three lines
            need = max(1.15 * word, 0.45 * line) if cell.kind == "head" else max(word, min(line, 30.0))
            needs[at] = max(needs[at], need)
    gutter = 2.0
    total = sum(needs) + gutter * table.columns
    return tuple((need + gutter) / total for need in needs)


def _placed(table: Table, row: Row) -> Iterable[tuple[Cell, int, int]]:
    at = 0
    for cell, span in table.spread(row):
        yield cell, span, at
        at += span


def _whole_digits(text: str) -> int:
    found = _LEADING.match(text.strip())
    return len(found.group()) if found else 0


def _breadth(text: str) -> float:
    full_width_from = 0x2E80  # ideographs and kana take the room of two letters
    capitals = sum(character.isupper() for character in text)
    return sum(2.0 if ord(character) >= full_width_from else 1.0 for character in text) + 0.3 * capitals
