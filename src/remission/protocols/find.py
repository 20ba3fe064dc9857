"""Find protocols: every file on the shelf is one, and so is a file of the user's own, by path."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import import_module, util
from pathlib import Path

from remission.definitions.shelf import why_not_run
from remission.errors import ProtocolError, RemissionError, SchemaError, UnknownName
from remission.protocols.protocol import Protocol
from remission.terms.sources import known_keys

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


def taken(protocol: object) -> Protocol:
    """Take a protocol as it is, or find the one that is named.

    Raises:
        UnknownName: The shelf has none of that name.
        ProtocolError: It is neither a protocol nor a name.

    Example:
        >>> taken("himeji-2012") is find("himeji_2012")
        True
    """
    if isinstance(protocol, Protocol):
        return protocol
    if isinstance(protocol, str | Path):
        return find(str(protocol))
    raise ProtocolError(
        f"A protocol is a Protocol, a name of the shelf, or the path of a file. Found {type(protocol).__name__}. "
        "Give one of these: 'himeji-2012'."
    )


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
    except (Exception, SystemExit) as error:  # whatever a file of the user's own may raise
        raise SchemaError(why_not_run(path, error, kind="protocol", guide="use-protocols")) from error
    found = getattr(module, path.stem, None)
    if isinstance(found, Protocol) and found.name != path.stem:
        raise SchemaError(
            f"A protocol bears the name of its file. Found name='{found.name}' ({found.place}). Write name='{path.stem}', or "
            "rename the file."
        )
    if not isinstance(found, Protocol):
        raise SchemaError(
            f"A protocol file holds one Protocol of the file's own name. '{path}' has no Protocol named '{path.stem}'. "
            f"Write `{path.stem} = Protocol(name='{path.stem}', ...)`."
        )
    if lacking := faults(found):
        raise SchemaError(f"The protocol in '{path}' is not complete. {' '.join(lacking)}")
    return found


def faults(protocol: Protocol) -> list[str]:
    """List what a protocol lacks that every protocol on the shelf has, as sentences with a remedy and the line to mend."""
    parts = (protocol, *protocol.courses, *protocol.monitors, *protocol.rules)
    here = _at(protocol.place)
    sources = list(dict.fromkeys(part.source for part in parts))
    silent = [source for source in sources if not source.says]
    strange = [source for source in sources if not source.reference and source.key not in known_keys()]
    sentences = [(sentence, here) for sentence in protocol.readings]
    sentences += [(switch.reading, _at(switch.place)) for switch in protocol.switches]
    found = [] if protocol.label else [f"It has no label: say what a reader sees{here}."]
    found += [
        f"A source has no words ({source.at or source.key}): give `says`, the facts relied on{_at(source.place)}."
        for source in silent
    ]
    found += [
        f"Nothing is known of a source ({source.key}): use a key of sources.bib, or give `reference`{_at(source.place)}."
        f"{_near_key(source.key)}"
        for source in strange
    ]
    found += [
        f"A reading does not end in a full stop ({sentence}): write sentences{where}."
        for sentence, where in sentences
        if not sentence.endswith(".")
    ]
    if not protocol.verified and not protocol.readings:
        found.append(f"It is not verified and no reading says so: name what was not compared with the source{here}.")
    return found


def _at(place: str) -> str:
    return f" ({place})" if place else ""


def _near_key(key: str) -> str:
    near = get_close_matches(key, known_keys(), n=1)
    return f" The nearest key is {near[0]!r}." if near else ""
