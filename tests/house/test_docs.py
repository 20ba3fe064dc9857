"""What the documentation shows is run, and what there is is documented."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib.util
import io
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from sybil import Document, Example, Region
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from remission.app.cli import main
from remission.chart.doors import mapping_file
from remission.definitions import shelf
from remission.definitions.cases import holds, read_cases
from remission.protocols import find as protocols
from remission.protocols.calendar import calendar
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.events import EVENTS
from remission.terms.sources import known_keys
from remission.terms.traits import TRAITS

ROOT = Path(__file__).parents[2]
WRITTEN = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(p for p in (ROOT / "docs").rglob("*.md") if "reference" not in p.parts),
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SOURCE = ROOT / "src" / "remission"
ONE_WORD_RULES = {"blank", "minor", "reading", "repeat"}
NO_RULES = {"day-first", "month-first", "excel-1900", "excel-1904", "utf-16", "utf-8-sig", "s-cre"}
"""Other texts in kebab case: styles of dates, encodings, a header word."""
FENCE = re.compile(r'(?P<language>\w+)(?: title="(?P<title>[^"]+)")?[ ]*$\n', re.MULTILINE)
COMMAND = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", re.MULTILINE)
FLEXIBLE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- every block is run ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_every_block_of_a_page_does_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    document = Document.parse(str(page), _blocks)
    for example in document.examples():
        example.evaluate()


def _blocks(document: Document) -> Iterator[Region]:
    """Find the fenced blocks: a title means a file, the rest is run according to its language."""
    for region in RawFencedCodeBlockLexer(FENCE)(document):
        region.evaluator = _keep if region.lexemes["title"] else _RUN[region.lexemes["language"]]
        region.parsed = region.lexemes["source"]
        yield region


def _keep(example: Example) -> None:
    path = Path(example.region.lexemes["title"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed, encoding="utf-8", newline="\n")
    if path.suffix == ".yaml":
        _answer_cases(path)


def _answer_cases(path: Path) -> None:
    """Ask the definition beside a file of cases for the answer of each."""
    found = shelf.find(str(path.with_suffix(".py")))
    cases = read_cases(path)
    assert cases
    assert [case.name for case in cases if not holds(case, found)] == []


def _python(example: Example) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        PythonEvaluator()(example)
    example.document.namespace["_told"] = told.getvalue()


def _output(example: Example) -> None:
    told = example.document.namespace.pop("_told", None)
    assert told is not None, "a block of text shows the output of the Python block before it"
    _same(str(example.parsed), told, "that Python")


def _console(example: Example) -> None:
    commands = COMMAND.findall(str(example.parsed))
    assert commands, "a console block begins its commands with `$ `"
    for command, expected in commands:
        if command.startswith("make "):
            assert f"\n{command.split()[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
            continue
        ran = _run(["bash", "-c", command])
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        if expected.strip():
            _same(expected, ran.stdout + ran.stderr, command)


def _toml(example: Example) -> None:
    assert tomllib.loads(str(example.parsed))


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    here = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    return subprocess.run(
        command, env=os.environ | here, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )


def _same(expected: str, told: str, of: str) -> None:
    if not doctest.OutputChecker().check_output(expected, told, FLEXIBLE):
        pytest.fail(f"{of} told\n{told}\nwhere the page shows\n{expected}")


_RUN = {"python": _python, "text": _output, "console": _console, "toml": _toml}


def test_every_fenced_block_is_a_file_or_is_run() -> None:
    odd = [
        (_name(page), opening)
        for page in WRITTEN
        for opening in re.findall(r"^```+(\S.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        if "title=" not in opening and opening.strip() not in _RUN
    ]
    assert not odd


@pytest.mark.slow
@pytest.mark.parametrize("program", sorted((ROOT / "examples").glob("*.py")), ids=_name)
def test_an_example_runs_as_it_stands(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = _run([sys.executable, "-W", "error", str(program)])
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


# --- everything is documented ------------------------------------------------------------------------------------


def test_every_command_is_shown_on_a_page_and_in_the_reference() -> None:
    shown = "\n".join(page.read_text(encoding="utf-8") for page in WRITTEN)
    listed = _generate().pages()["commands.md"]
    for command in main.commands:
        assert f"remission {command}" in shown, command
        assert f"\n## {command}\n" in listed


def test_the_reference_prints_every_definition_with_its_rule_source_and_readings() -> None:
    pages = _generate().pages()
    for name, definitions in shelf.shelves().items():
        page = pages[f"definitions/{name}.md"]
        for d in map(shelf.find, definitions):
            for said in (f"{{ #{d.name} }}", d.label, d.words, d.source.at, d.source.says, *d.readings):
                assert said in page, f"{d.name}: {said}"


def test_the_reference_prints_every_protocol_with_its_parts_sources_and_readings() -> None:
    page = _generate().pages()["protocols.md"]
    for p in map(protocols.find, protocols.names()):
        for said in (f"{{ #{p.name} }}", p.label, p.source.says, *p.readings, *(s.reading for s in p.switches)):
            assert said in page, f"{p.name}: {said}"
        for line in calendar(p):
            assert line.words.replace("|", "\\|") in page, f"{p.name}: {line.words}"
            assert line.source.says in page, f"{p.name}: {line.source.says}"


def test_every_reading_of_a_definition_stands_on_the_page_of_readings() -> None:
    page = _generate().pages()["readings.md"]
    readings = [r for name in shelf.names() for r in shelf.find(name).readings]
    readings += [r for name in protocols.names() for r in protocols.find(name).readings]
    missing = [r for r in readings if r not in page]
    assert not missing


def test_the_reference_lists_every_term_and_source() -> None:
    pages = _generate().pages()
    for page, names in (("analytes.md", ANALYTES), ("drugs.md", DRUGS), ("traits.md", TRAITS),
                        ("events.md", EVENTS), ("sources.md", known_keys())):  # fmt: skip
        assert [name for name in names if f"`{name}`" not in pages[page]] == []


def test_every_rule_that_makes_a_finding_is_explained() -> None:
    page = (ROOT / "docs/how-to/read-your-data.md").read_text(encoding="utf-8")
    listed = page.partition("## What becomes a finding")[2]
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", listed, re.MULTILINE))
    assert _rules() <= explained
    assert explained <= _rules(), "the page explains rules that are no more"


def test_every_key_of_a_mapping_file_is_explained() -> None:
    page = (ROOT / "docs/how-to/read-your-data.md").read_text(encoding="utf-8")
    lists = [getattr(mapping_file, f"_{name}") for name in ("TOP", "LIMIT", "SHEET", "TIME", "UNIT")]
    tables = [getattr(mapping_file, f"_{name}") for name in ("FIELDS", "ROLES")]
    keys = {key for keys in lists for key in keys} | {
        key for table in tables for more in table.values() for key in more
    }
    keys |= tables[1].keys()
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def test_every_dependency_has_its_paragraph() -> None:
    page = (ROOT / "docs/why.md").read_text(encoding="utf-8")
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    names = [re.split(r"[^A-Za-z0-9_-]", text)[0] for text in wanted]
    assert [name for name in names if f"**{name}**" not in page] == []


def _rules() -> set[str]:
    """Find the keys of all rules that can make a finding: the texts in kebab case where findings are made."""
    files = [*(SOURCE / "chart").rglob("*.py"), SOURCE / "definitions" / "check.py"]
    texts = {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    joined = {f"unknown-{kind}" for kind in ("analyte", "drug")}
    return (
        joined | ONE_WORD_RULES | {text for text in texts if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text)} - NO_RULES
    )


def _generate() -> ModuleType:
    return _load(ROOT / "docs" / "generate.py")


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the site, the citation, the changelog -----------------------------------------------------------------------


@pytest.mark.slow
def test_the_site_builds_strictly_and_asks_no_other_host_for_anything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    ran = _run([*command, "--config-file", str(ROOT / "mkdocs.yml")])
    assert ran.returncode == 0, ran.stderr
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > len(WRITTEN)
    asked = [(page.name, address) for page in pages for address in _loads(page.read_text(encoding="utf-8"))]
    assert [(page, address) for page, address in asked if "//" in address] == []


class _Loaded(HTMLParser):
    """Collect what a browser would fetch to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag in {"script", "img", "iframe", "source"}:
            self.addresses.append(held.get("src") or "")
        if tag == "link":
            self.addresses.append(held.get("href") or "")


def _loads(page: str) -> list[str]:
    parser = _Loaded()
    parser.feed(page)
    return parser.addresses


def test_the_citation_file_names_this_version_and_the_founding_paper() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= cff.keys()
    assert (cff["type"], cff["version"], cff["license"]) == ("software", PROJECT["version"], PROJECT["license"])
    (paper,) = cff["references"]
    bib = " ".join((ROOT / "src/remission/terms/sources.bib").read_text(encoding="utf-8").split())
    entry = bib[bib.index("@article{kagawa_2012") :].partition("}, }")[0]
    assert " ".join(paper["title"].split()) in entry
    assert f"{{{paper['start']}--{paper['end']}" in entry
    for author in paper["authors"]:
        assert f"{author['family-names']}, {author['given-names']}" in entry


def test_every_changelog_fragment_has_a_known_kind_and_says_something() -> None:
    fragments = [path for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert fragments
    for path in fragments:
        assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|clinical)\.md", path.name), path.name
        assert path.read_text(encoding="utf-8").strip(), path.name
