"""Tell whether the fields of a part hold what they are meant to hold, in the words of those who write protocol files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from math import isfinite
from numbers import Integral, Real
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_WORDS: dict[Any, str] = {
    float: "a number",
    int: "a whole number",
    str: "a text",
    bool: "True or False",
    type(None): "None",
}
_NEVER_EMPTY = ("down", "doses", "bands", "choices")
"""Fields that say nothing where they hold nothing."""
_ROOM = "remission.protocols."
"""What is made of fields that protocol files fill: a taper, a table of bands, an action."""
_SHOWN = 60
Misfit = tuple[str, Any, Any]
"""The path of a field, what it holds, and the type that it is meant to have."""


def misfit(part: object) -> tuple[str, str] | None:
    """Find the first field of a part that holds something else than it is meant to; None where all fit.

    Returns:
        What is found, and what to write instead.

    Example:
        >>> from remission.protocols.schedule import Down
        >>> misfit(Down("10 mg", every=7, to=30))
        ("by='10 mg'", 'a number')
    """
    found = next(_fields(part, ""), None)
    return (f"{found[0]}={_shown(found[1])}", _meant(found[2])) if found else None


def _fields(part: object, path: str) -> Iterator[Misfit]:
    for name, hint in _hints(type(part)).items():
        yield from _misfits(getattr(part, name), hint, f"{path}.{name}" if path else name)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _misfits(value: Any, hint: Any, path: str) -> Iterator[Misfit]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        yield from _none_of(value, hint, path)
    elif origin is tuple:
        yield from _in_sequence(value, hint, path)
    elif origin is Mapping or origin is dict:
        if not isinstance(value, Mapping) or _must_be_filled(value, path):
            yield path, value, hint
            return
        for key, one in value.items():
            at = f"{path}[{key!r}]"
            yield from ((at, key, inner[0]) for _ in _misfits(key, inner[0], at))
            yield from _misfits(one, inner[1], at)
    elif origin is Literal:
        yield from () if value in inner else [(path, value, hint)]
    elif hint is not Any and not _is_a(value, hint):
        yield path, value, hint
    elif is_dataclass(hint) and hint.__module__.startswith(_ROOM) and not hasattr(hint, "place"):
        yield from _fields(value, path)


def _none_of(value: Any, hint: Any, path: str) -> Iterator[Misfit]:
    """Look for a kind of several that a value is; where it is one by name, say what is wrong inside it."""
    found = {one: list(_misfits(value, one, path)) for one in get_args(hint)}
    if all(found.values()):
        near = [wrong for one, wrong in found.items() if isinstance(one, type) and isinstance(value, one)]
        yield from near[0] if near else [(path, value, hint)]


def _in_sequence(value: Any, hint: Any, path: str) -> Iterator[Misfit]:
    if not isinstance(value, tuple | list) or _must_be_filled(value, path):
        yield path, value, hint
        return
    for number, one in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        yield from _misfits(one, get_args(hint)[0], f"{path}[{number}]")


def _must_be_filled(value: Any, path: str) -> bool:
    return not value and path.rpartition(".")[2] in _NEVER_EMPTY


def _is_a(value: Any, hint: Any) -> bool:
    if type(value) is bool:
        return hint is bool
    if hint is float:
        return isinstance(value, Real) and isfinite(value)
    if hint is int:
        return isinstance(value, Integral)
    return isinstance(value, hint)


def _meant(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        *some, last = dict.fromkeys(_meant(one) for one in inner)
        return f"{', '.join(some)} or {last}" if some else last
    if origin is tuple:
        return f"a tuple of at least one {_meant(inner[0])}, with its comma: (...,)"
    if origin is Mapping or origin is dict:
        return f"a dictionary that has {_meant(inner[1])} by {_meant(inner[0])}: {{...: ...}}"
    if origin is Literal:
        return " or ".join(map(repr, inner))
    return _WORDS.get(hint) or f"{getattr(hint, '__name__', hint)}(...)"


def _shown(value: Any) -> str:
    if is_dataclass(value):
        return f"{type(value).__name__}(...)"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
