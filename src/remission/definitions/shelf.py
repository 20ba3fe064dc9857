"""Find definitions: every file on a shelf of this room is one, and so is a file of the user's own, by path."""

from __future__ import annotations

from functools import cache
from importlib import import_module, util
from pathlib import Path

from remission.definitions.definition import Definition
from remission.errors import SchemaError, UnknownName

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
    key = name.replace("-", "_").lower()
    places = _places()
    if key not in places:
        raise UnknownName.among("definition", name, places)
    module = import_module(f"remission.definitions.{places[key].parent.name}.{key}")
    return getattr(module, key)


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
    spec.loader.exec_module(module)
    found = getattr(module, path.stem, None)
    if not isinstance(found, Definition) or found.name != path.stem:
        raise SchemaError(
            f"A definition file holds one Definition of the file's own name. '{path}' has no Definition named "
            f"'{path.stem}'. Write `{path.stem} = Definition(name='{path.stem}', ...)`."
        )
    return found
