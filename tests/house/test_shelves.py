"""Every file on a shelf is one citable thing, with its case, its source and the place in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.pk import find as models
from remission.protocols.find import find, names
from remission.protocols.protocol import Protocol
from remission.terms.sources import cite, known_keys

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "remission"
CASES = ROOT / "tests" / "cases"
SHELVED = [(name, key) for name, keys in shelf.shelves().items() for key in keys]
SHELF_FILES = sorted(path for path in (SOURCE / "definitions").glob("*/*.py") if path.name != "__init__.py")
REGIMENS = sorted(path for path in (SOURCE / "protocols" / "shelf").glob("*.py") if path.name != "__init__.py")
MOST_LINES, MOST_LINES_OF_A_REGIMEN = 60, 140
MOST_LINES_OF_A_MODEL = 80
MODEL_FILES = sorted(path for path in (SOURCE / "pk" / "models").glob("*.py") if path.name != "__init__.py")
WAITING = {"remission_himeji"}
"""Sources that the report is to cite; nothing else may wait here."""


@pytest.mark.parametrize(("name", "key"), SHELVED)
def test_a_shelf_file_has_its_case(name: str, key: str):
    file = CASES / name / f"{key}.yaml"
    assert file.is_file(), f"write {file.relative_to(ROOT)}: what a clinician would check by hand"
    assert len(yaml.safe_load(file.read_text(encoding="utf-8"))) >= 2


def test_no_case_is_left_of_a_file_that_is_no_more():
    there = {(path.parent.name, path.stem) for path in CASES.glob("*/*.yaml")}
    assert there <= {*SHELVED, *(("protocols", name) for name in names())}


@pytest.mark.parametrize("file", SHELF_FILES, ids=lambda file: file.stem)
def test_a_shelf_file_holds_one_definition_of_its_own_name(file: Path):
    found = shelf.find(file.stem)
    assert isinstance(found, Definition)
    assert found.name == file.stem


@pytest.mark.parametrize("file", SHELF_FILES, ids=lambda file: file.stem)
def test_a_shelf_file_is_short_and_holds_no_machinery(file: Path):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    tree = ast.parse(text)
    assert [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)] == []


@pytest.mark.parametrize("file", SHELF_FILES, ids=lambda file: file.stem)
def test_a_definition_lacks_nothing_that_a_reader_needs(file: Path):
    found = shelf.find(file.stem)
    assert shelf.faults(found) == []
    assert cite(found.source).endswith(f"({found.source.at})")


@pytest.mark.parametrize("file", MODEL_FILES, ids=lambda file: file.stem)
def test_a_model_file_is_short_holds_one_model_of_its_own_name_and_lacks_nothing(file: Path):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_MODEL
    found = models.find(file.stem)
    assert found.name == file.stem
    assert models.faults(found) == []
    assert cite(found.source).endswith(f"({found.source.at})")


def test_every_source_is_used():
    used = "\n".join(
        path.read_text(encoding="utf-8") for path in SOURCE.rglob("*") if path.suffix in {".py", ".toml", ".csv", ".j2"}
    )
    unused = [key for key in known_keys() if not re.search(rf"\b{re.escape(key)}\b", used)]
    assert set(unused) <= WAITING, "cite them where they are relied on, or take them out of sources.bib"


def test_every_source_that_the_code_names_is_in_the_bibliography():
    named = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Source" and node.args:
                first = node.args[0]
                named |= {first.value} if isinstance(first, ast.Constant) else set()
    assert named
    assert named <= set(known_keys())


@pytest.mark.parametrize("file", REGIMENS, ids=lambda file: file.stem)
def test_a_regimen_has_its_case_is_short_and_holds_no_machinery(file: Path):
    case = CASES / "protocols" / f"{file.stem}.yaml"
    assert case.is_file(), f"write {case.relative_to(ROOT)}: the days and doses of the paper's own schedule"
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_A_REGIMEN
    assert [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)] == []


@pytest.mark.parametrize("name", names())
def test_a_regimen_says_where_its_source_says_each_part(name: str):
    found = find(name)
    assert isinstance(found, Protocol)
    assert found.name == name
    assert found.label
    assert found.verified or found.readings
    for sentence in (*found.readings, *(s.reading for s in found.switches)):
        assert sentence.endswith("."), sentence
    for part in (found, *found.courses, *found.monitors, *found.rules):
        assert part.source.key in known_keys()
        assert part.source.at, part.name
        assert part.source.says, part.name
