"""On a terminal of 80 letters no word is broken, and nothing is left out."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from remission.app import screen
from remission.app.cli import main

VERBS = {
    "plan": ("plan", "himeji-2012", "--weight", "54", "--start", "2026-01-05"),
    "plan of long names": ("plan", "alms-cyclophosphamide-2009", "--weight", "54", "--height", "160"),
    "decide": ("decide", "himeji-2012", "himeji", "--day", "61"),
    "audit": ("audit", "himeji-2012", "himeji"),
    "diff": ("diff", "himeji-2012", "mok-2016", "--weight", "54"),
    "check": ("check", "himeji"),
}
_WORD = re.compile(r"[^\W_][\w/.-]*\w")


def shown(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], width: int) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    return CliRunner().invoke(main, list(words)).output


@pytest.mark.parametrize("verb", VERBS)
def test_every_word_is_whole_on_80_letters(verb: str, monkeypatch: pytest.MonkeyPatch):
    wide, narrow = (shown(monkeypatch, VERBS[verb], width) for width in (1000, 80))
    table = [line for line in narrow.splitlines() if not line.startswith("  - ")]
    assert max(map(len, table)) <= 80
    whole = set(_WORD.findall(wide)) | set(_WORD.findall(wide.replace("_", " ")))
    whole |= {
        "dose",
        "by",
        "mouth",
        "into",
        "vein",
        "on",
        "in",
    }  # the words of a dose, which the wide table gives in columns
    broken = {word for word in _WORD.findall("\n".join(table)) if word not in whole}
    assert not broken


def test_names_of_drugs_are_whole(monkeypatch: pytest.MonkeyPatch):
    told = shown(monkeypatch, VERBS["plan"], 80)
    assert "methylprednisolone" in told
    assert re.search(r"prednisolone +60 mg a day by mouth: 12 × 5\s+mg", told)
    told = shown(monkeypatch, VERBS["audit"], 80)
    assert "change_without_a_rule" in told
    assert max(len(line.strip()) for line in told.splitlines() if line.startswith("      because:")) > 60


def test_a_line_of_a_list_goes_on_below_where_it_began(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    line = "  - " + "word " * 20
    screen.print_lines([line])
    assert capsys.readouterr().out == line + "\n", "what is piped keeps its lines"
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    screen.print_lines([line])
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert len(first) <= 50
    assert second.startswith("    word")


def test_large_numbers_are_printed_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    import polars as pl

    screen.print_table(pl.DataFrame({"mg": [4_500_000.0, 31.599999999999998, 0.00012]}), title="x")
    assert capsys.readouterr().out.split()[-3:] == ["4500000", "31.6", "0.00012"]
