"""Find models: every file of `pk/models` is one, and so is a file of the user's own, by path."""

from __future__ import annotations

from functools import cache
from importlib import import_module, util
from pathlib import Path

from remission.definitions.shelf import line_of, why_not_run
from remission.errors import RemissionError, SchemaError, UnknownName
from remission.pk.model import Model
from remission.terms.sources import known_keys

SHELF = Path(__file__).parent / "models"


def names() -> tuple[str, ...]:
    """List the keys of every model, in alphabetical order, without importing them."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.py") if not path.stem.startswith("_")))


@cache
def find(name: str) -> Model:
    """Find a model by its key (`tacrolimus_woillard_2011`, with dashes too) or by the path of a file outside the package.

    Raises:
        UnknownName: There is none of that name.
        SchemaError: The file at the path holds no model of its own name, or one that lacks what every model here has.
        ModelError: The file at the path holds a model that cannot be used as it stands.
    """
    path = Path(name)
    if path.suffix == ".py":
        return _load(path)
    key = name.replace("-", "_").lower()
    if key not in names():
        raise UnknownName.among("model", name, names())
    return getattr(import_module(f"remission.pk.models.{key}"), key)


def faults(model: Model) -> list[str]:
    """List what a model lacks that every model here has, as sentences with a remedy."""
    source = model.source
    checks = {
        "Its source has no place: give `at`, the table, section or page.": source.at,
        "Its source has no words: give `says`, the facts relied on.": source.says,
        f"Nothing is known of its source {source.key!r}: use a key of sources.bib, or give `reference`.": (
            source.reference or source.key in known_keys()
        ),
        "It has no label: say what a reader sees.": model.label,
        "It has no population: say in whom it was estimated.": model.population,
        "A reading does not end in a full stop: write sentences.": all(text.endswith(".") for text in model.readings),
        "It is not verified and no reading says so: name what was not compared with the source.": (
            model.verified or model.readings
        ),
    }
    return [fault for fault, fine in checks.items() if not fine]


def _load(path: Path) -> Model:
    if not path.is_file():
        raise SchemaError(f"There is no model file at that path. Found nothing at '{path}'. Check the path.")
    spec = util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SchemaError(f"'{path}' cannot be read as Python. Give the path of a .py file.")
    module = util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except RemissionError as error:
        at = line_of(path, error)
        raise type(error)(f"{error} ('{path}'{f', line {at}' if at else ''})") from error
    except (Exception, SystemExit) as error:  # whatever a file of the user's own may raise
        raise SchemaError(why_not_run(path, error, kind="model", guide="write-a-model")) from error
    found = getattr(module, path.stem, None)
    if not isinstance(found, Model) or found.name != path.stem:
        raise SchemaError(
            f"A model file holds one Model of the file's own name. '{path}' has no Model named '{path.stem}'. Write "
            f"`{path.stem} = Model(name='{path.stem}', ...)`."
        )
    if lacking := faults(found):
        raise SchemaError(f"The model in '{path}' is not complete. {' '.join(lacking)}")
    return found
