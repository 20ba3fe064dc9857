"""Cite the publications that everything else rests on; the shelf of entries is `sources.bib`.

A `Source` is a bibliography key, the place in the text, and the words relied on. Keys are author_year; a source that
nothing uses is refused by a house test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from remission.errors import UnknownName
from remission.terms.places import where_written


@dataclass(frozen=True, slots=True)
class Source:
    """Point at one place in one publication.

    Attributes:
        key: Key of the entry in `sources.bib`.
        at: Place in the publication ("Table 2", "Methods, efficacy parameters").
        says: The words relied on, shortened or in our own.
        reference: The whole reference, for a rule of your own whose publication `sources.bib` lacks.
        place: Filled in: file and line where it is written.
    """

    key: str
    at: str = field(default="", kw_only=True)
    says: str = field(default="", kw_only=True)
    reference: str = field(default="", kw_only=True)
    place: str = field(default_factory=where_written, compare=False, repr=False, kw_only=True)


def cite(source: Source | str) -> str:
    """Print the reference of a source as one line, with the place where the source gives one.

    Args:
        source: The source, or just its key.

    Raises:
        UnknownName: `sources.bib` has no such key.

    Example:
        >>> cite(Source("student_1908", at="Section V"))
        'Student. The probable error of a mean. Biometrika. 1908;6(1):1–25. (Section V)'
    """
    if isinstance(source, str):
        return _reference(source)
    return (source.reference or _reference(source.key)) + (f" ({source.at})" if source.at else "")


def bibliography(keys: Iterable[str]) -> tuple[str, ...]:
    """List the references of some keys, each once, in the order in which they first come.

    Raises:
        UnknownName: `sources.bib` has no such key.
    """
    return tuple(_reference(key) for key in dict.fromkeys(keys))


def bibtex(keys: Iterable[str]) -> str:
    """Give the BibTeX entries of some keys, each once, for a reference manager.

    Raises:
        UnknownName: `sources.bib` has no such key.
    """
    return "\n\n".join(_entry(key).raw for key in dict.fromkeys(keys)) + "\n"


def known_keys() -> tuple[str, ...]:
    """List every key of `sources.bib`."""
    return tuple(_entries())


@cache
def _entries() -> dict[str, Any]:
    from bibtexparser.entrypoint import parse_string

    text = files("remission.terms").joinpath("sources.bib").read_text(encoding="utf-8")
    return {entry.key: entry for entry in parse_string(text).entries}


def _entry(key: str) -> Any:
    if key not in _entries():
        raise UnknownName.among("source", key, _entries())
    return _entries()[key]


@cache
def _reference(key: str) -> str:
    entry = _entry(key)
    fields = {name: _plain(part.value) for name, part in entry.fields_dict.items() if name != "author"}
    author = entry.fields_dict.get("author")
    parts = [
        _authors(author.value) if author else "",
        fields.get("title", ""),
        fields.get("journal") or fields.get("publisher") or fields.get("howpublished", ""),
        _place(fields),
        f"doi:{fields['doi']}" if "doi" in fields else fields.get("url", ""),
    ]
    return " ".join(part if part.startswith("http") else f"{part.rstrip('.')}." for part in parts if part)


def _authors(names: str) -> str:
    """Shorten "Kagawa, Hidetoshi and Hiromasa, Tsutomu and Hara, Takayuki" to "Kagawa H, et al"."""
    people = [_initials(name.strip()) for name in re.split(r"\s+and\s+(?![^{]*\})", names)]
    return f"{people[0]}, et al" if len(people) > 2 or people[-1] == "others" else ", ".join(people)


def _initials(name: str) -> str:
    if name.startswith("{"):
        return _plain(name)
    last, _, given = name.partition(",")
    return " ".join(part for part in (last, "".join(word[0] for word in re.findall(r"[^\s.-]+", given))) if part)


def _place(fields: dict[str, str]) -> str:
    volume = fields.get("volume", "") + (f"({fields['number']})" if "number" in fields else "")
    pages = fields.get("pages", "").replace("--", "–")
    where = ":".join(part for part in (volume, pages) if part)
    return ";".join(part for part in (fields.get("year", ""), where) if part)


def _plain(text: str) -> str:
    return re.sub(r"[{}]", "", " ".join(text.split()))
