"""The house stays readable: short modules and functions, a sentence on each, no dates and no chance indoors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "remission"
MODULES = sorted(SOURCE.rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 600, 80
BANNED_INDOORS = {"datetime", "pandas", "random"}
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".csv",
    ".bib",
    ".j2",
    ".js",
    ".css",
    ".typ",
    ".txt",
    ".cff",
    ".R",
    ".json",
    ".mjs",
    "",
}
MADE = {".git", ".venv", "site", "out", "__pycache__", "build", "dist", "node_modules"}
"""Folders that are made by machines and are not kept."""
ELSEWHERE = (
    "/" + "work/",
    "/" + "root/",
    "/home" + "/",
    "pypi" + ".org",
    "python" + "hosted.org",
    "conda" + ".org",
    "npmjs" + ".",
)
"""In two pieces each, so that this file does not find itself."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def public(path: Path) -> Iterator[Function | ast.ClassDef]:
    """List the functions and classes of a module, and the methods of its public classes, that others may use."""
    for node in tree(path).body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (part for part in node.body if isinstance(part, Function) and not part.name.startswith("_"))


def words(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    yield from (part for part in ast.walk(node) if isinstance(part, ast.Import | ast.ImportFrom))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_opens_with_a_sentence_and_is_not_long(path: Path):
    opening = ast.get_docstring(tree(path))
    assert opening, "say in one sentence what the module is for"
    assert re.search(r"[.:]$", opening.split("\n\n")[0].strip()), opening
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_function_is_long(path: Path):
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(tree(path))
        if isinstance(node, Function) and node.end_lineno and node.end_lineno - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_what_others_may_use_says_what_it_does(path: Path):
    silent = [node.name for node in public(path) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("path", [p for p in MODULES if "doors" not in p.parts], ids=named)
def test_dates_and_chance_stay_at_the_doors(path: Path):
    imported = {
        name.split(".")[0]
        for node in words(tree(path))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert imported & BANNED_INDOORS == set()


def test_no_drawer_for_odds_and_ends():
    assert [named(p) for p in MODULES if p.stem in {"utils", "helpers", "common", "manager", "misc"}] == []


def test_nothing_that_is_kept_names_a_machine_or_a_registry():
    found = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        if (
            MADE & set(inside)
            or "reference" in inside
            or any(part.endswith(("_cache", ".egg-info")) for part in inside)
        ):
            continue
        if path.is_file() and path.suffix in TEXTS and not inside[0].startswith(".hyp"):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{named(path)}: {place}" for place in ELSEWHERE if place in text]
    assert found == []


def test_every_command_is_in_the_readme():
    from remission.app.cli import main

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    everyday = set(main.commands) - {"completion"}
    assert [name for name in sorted(everyday) if not re.search(rf"(remission |`){name}\b", readme)] == []
