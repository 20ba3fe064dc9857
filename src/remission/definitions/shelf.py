"""Find definitions: every file on a shelf of this room is one, and so is a file of the user's own, by path."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module, util
from inspect import signature
from pathlib import Path
from types import FrameType
from typing import Any

from remission.definitions.definition import Definition
from remission.errors import SchemaError, UnknownName
from remission.terms.sources import known_keys

ROOM = Path(__file__).parent


def names() -> tuple[str, ...]:
    """List the keys of every definition on the shelves, in alphabetical order, without importing them."""
    return tuple(sorted(_places()))


def shelves() -> dict[str, tuple[str, ...]]:
    """List the definitions of each shelf."""
    places = _places()
    return {
        shelf: tuple(sorted(name for name, path in places.items() if path.parent.name == shelf))
        for shelf in sorted({path.parent.name for path in places.values()})
    }


def shelf_of(name: str) -> str:
    """Name the shelf on which a definition lies.

    Raises:
        UnknownName: No shelf has it.
    """
    if name not in _places():
        raise UnknownName.among("definition", name, _places())
    return _places()[name].parent.name


@cache
def find(name: str) -> Definition:
    """Find a definition by its key (`himeji_2012`, `himeji-2012`) or by the path of a file outside the package.

    Raises:
        UnknownName: No shelf has it.
        SchemaError: The file at the path holds no definition of its own name.
    """
    path = Path(name)
    if path.suffix == ".py":
        return _load(path)
    if path.parent != Path() and path.exists():
        raise SchemaError(f"A definition of your own is a Python file. Found '{path}'. Give the path of a .py file.")
    key = name.replace("-", "_").lower()
    module = import_module(f"remission.definitions.{shelf_of(key)}.{key}")
    return getattr(module, key)


def why_not_run(path: Path, error: BaseException, *, kind: str = "definition", guide: str = "add-a-definition") -> str:
    """Say in a sentence why a file of the user's own could not be run, and on which line of it.

    Args:
        path: The file.
        error: What running it raised.
        kind: What it was to hold.
        guide: The how-to page that has an example.
    """
    mine = _frames(path, error)
    at = line_of(path, error)
    says = " ".join((error.msg if isinstance(error, SyntaxError) else str(error)).split()).rstrip(".")
    found = type(error).__name__ + (f": {says}" if says else "")
    near = _nearest(error, mine[-1][0].f_globals if mine else {})
    return (
        f"The {kind} file '{path}' cannot be run. Found {found}{f' (line {at})' if at else ''}.{near} Correct that line; "
        f"docs/how-to/{guide}.md has a whole example."
    )


def line_of(path: Path, error: BaseException) -> int | None:
    """Find the line of a file on which running it failed; None where it failed elsewhere."""
    if isinstance(error, SyntaxError):
        return error.lineno
    mine = _frames(path, error)
    return mine[-1][1] if mine else None


def _frames(path: Path, error: BaseException) -> list[tuple[FrameType, int]]:
    return [
        (frame, number)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename).resolve() == path.resolve()
    ]


def _nearest(error: BaseException, names: Mapping[str, Any]) -> str:
    """Name what was meant by a name or a keyword that is misspelt; "" where nothing is near.

    Args:
        error: What running a file raised.
        names: The names that the file knows.
    """
    imported = re.search(r"cannot import name '(\w+)'", str(error))
    if isinstance(error, ImportError) and imported and error.name:
        known = get_close_matches(imported[1], dir(import_module(error.name)), n=1)
        return f" The nearest name in {error.name} is {known[0]!r}." if known else ""
    keyword = re.search(r"^(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'", str(error))
    if keyword and callable(names.get(keyword[1])):
        known = get_close_matches(keyword[2], signature(names[keyword[1]]).parameters, n=1)
        return f" The nearest keyword of {keyword[1]} is {known[0]!r}." if known else ""
    return ""


def faults(definition: Definition) -> list[str]:
    """List what a definition lacks that every definition on the shelves has, as sentences with a remedy.

    The same checks hold for a file of the user's own; the house tests run them on every file of the package.
    """
    source = definition.source
    sentences = (definition.words, *definition.readings)
    checks = {
        "Its source has no place: give `at`, the table, section or page.": source.at,
        "Its source has no words: give `says`, the facts relied on.": source.says,
        f"Nothing is known of its source {source.key!r}: use a key of sources.bib, or give `reference`.": (
            source.reference or source.key in known_keys()
        ),
        "It has no label: say what a reader sees.": definition.label,
        "Its words or a reading do not end in a full stop: write sentences.": all(s.endswith(".") for s in sentences),
        "It is not verified and no reading says so: name what was not compared with the source.": (
            definition.verified or definition.readings
        ),
    }
    return [fault for fault, fine in checks.items() if not fine]


@cache
def _places() -> dict[str, Path]:
    return {path.stem: path for path in ROOM.glob("*/*.py") if not path.stem.startswith("_")}


def _load(path: Path) -> Definition:
    if not path.is_file():
        raise SchemaError(f"There is no definition file at that path. Found nothing at '{path}'. Check the path.")
    spec = util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SchemaError(f"'{path}' cannot be read as Python. Give the path of a .py file.")
    module = util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # whatever a file of the user's own may raise
        raise SchemaError(why_not_run(path, error)) from error
    found = getattr(module, path.stem, None)
    if isinstance(found, Definition) and found.name != path.stem:
        raise SchemaError(
            f"A definition bears the name of its file. '{path}' holds one with name='{found.name}'. Write name='{path.stem}', or "
            "rename the file."
        )
    if not isinstance(found, Definition):
        raise SchemaError(
            f"A definition file holds one Definition of the file's own name. '{path}' has no Definition named "
            f"'{path.stem}'. Write `{path.stem} = Definition(name='{path.stem}', ...)`."
        )
    if lacking := faults(found):
        raise SchemaError(f"The definition in '{path}' is not complete. {' '.join(lacking)}")
    return found
