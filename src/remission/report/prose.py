"""Write sentences whose numbers know the result rows behind them.

Such a sentence is a text like any other: paper prints it, and a terminal too. Only a rendering that can be pressed asks
for its pieces. What is made of it by other means than those below is plain text again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from remission.stats.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Hold a stretch of a sentence, and the ids of the result rows that it prints; none for words."""

    text: str
    results: tuple[str, ...] = ()


class Prose(str):
    """Hold a sentence as text, and the pieces that it is made of.

    A text, and no dataclass that holds one, so that whatever prints sentences prints this one too.
    """

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, pieces: Iterable[Piece]) -> Self:
        """Join the pieces; neighbours without results become one."""
        joined: list[Piece] = []
        for piece in pieces:
            if joined and not piece.results and not joined[-1].results:
                joined[-1] = Piece(text=joined[-1].text + piece.text)
            elif piece.text:
                joined.append(piece)
        made = super().__new__(cls, "".join(piece.text for piece in joined))
        made.pieces = tuple(joined)
        return made


def traced(text: str, *results: Result | str | None) -> Prose:
    """Print a number, or a few that belong together, with the results that it stands for, or their ids.

    Example:
        >>> rate = Result(variable="himeji_2012", statistic="percent", visit="month_6", value=87.5)
        >>> said = say("{} at month 6", traced("87.5 %", rate))
        >>> said, said.pieces[0].results
        ('87.5 % at month 6', ('himeji_2012.month_6.percent',))
    """
    named = (r if isinstance(r, str) else r.id for r in results if r is not None)
    return Prose([Piece(text=text, results=tuple(dict.fromkeys(named)))])


def say(template: str, *parts: str) -> Prose:
    """Fill each `{}` of a sentence with a part, which keeps its own pieces."""
    words = template.split("{}")
    filled = [
        piece for word, part in zip(words[:-1], parts, strict=True) for piece in (Piece(text=word), *pieces(part))
    ]
    return Prose([*filled, Piece(text=words[-1])])


def join(separator: str, parts: Iterable[str]) -> Prose:
    """Join sentences or parts of one, as `str.join` does."""
    found = list(parts)
    return say(separator.join(["{}"] * len(found)), *found)


def pieces(text: str) -> tuple[Piece, ...]:
    """Take a text apart; a plain one is one piece of words."""
    return text.pieces if isinstance(text, Prose) else (Piece(text=text),)
