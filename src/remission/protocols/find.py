"""Find protocols: every file on the shelf is one, and so is a file of the user's own, by path."""

from __future__ import annotations

from functools import cache
from importlib import import_module, util
from pathlib import Path

from remission.definitions.shelf import why_not_run
from remission.errors import RemissionError, SchemaError, UnknownName
from remission.protocols.protocol import Protocol

SHELF = Path(__file__).parent / "shelf"


def names() -> tuple[str, ...]:
    """List the keys of every protocol on the shelf, in alphabetical order, without importing them."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.py") if not path.stem.startswith("_")))


@cache
def find(name: str) -> Protocol:
    """Find a protocol by its key (`himeji_2012`, `himeji-2012`) or by the path of a file outside the package.

    Raises:
        UnknownName: The shelf has none of that name.
        SchemaError: The file at the path holds no protocol of its own name.
        ProtocolError: The file at the path holds one that cannot be followed.
    """
    path = Path(name)
    if path.suffix == ".py":
        return _load(path)
    key = name.replace("-", "_").lower()
    if key not in names():
        raise UnknownName.among("protocol", name, names())
    return getattr(import_module(f"remission.protocols.shelf.{key}"), key)


def _load(path: Path) -> Protocol:
    if not path.is_file():
        raise SchemaError(f"There is no protocol file at that path. Found nothing at '{path}'. Check the path.")
    spec = util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SchemaError(f"'{path}' cannot be read as Python. Give the path of a .py file.")
    module = util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except RemissionError:
        raise  # it names the part and the line itself
    except Exception as error:  # whatever a file of the user's own may raise
        raise SchemaError(why_not_run(path, error, kind="protocol", guide="use-protocols")) from error
    found = getattr(module, path.stem, None)
    if not isinstance(found, Protocol) or found.name != path.stem:
        raise SchemaError(
            f"A protocol file holds one Protocol of the file's own name. '{path}' has no Protocol named '{path.stem}'. "
            f"Write `{path.stem} = Protocol(name='{path.stem}', ...)`."
        )
    return found
