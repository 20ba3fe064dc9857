"""What a fresh interpreter imports: help and completion must come at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from remission.app import cli, start

HEAVY = {
    "docx", "icalendar", "jinja2", "matplotlib", "numpy", "openpyxl", "pint", "polars", "rich", "scipy", "typst",
    "ucumvert", "xlsxwriter",
}  # fmt: skip
HELP = Path(start.__file__).with_name("help.txt")
RENEW = """renew the page with
COLUMNS=80 python -c 'from remission.app.cli import main; main(prog_name="remission")' --help > src/remission/app/help.txt
"""
PACKAGE_BUDGET = 40
"""Modules that `import remission` may add; Python's own typing brings most of them."""


def imported_by(statement: str) -> set[str]:
    """List the modules that a statement adds to those of an idle interpreter."""
    code = f"import sys; idle = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - idle))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["remission", "remission.app.cli"])
def test_nothing_heavy_is_imported_before_a_command_runs(module):
    roots = {name.partition(".")[0] for name in imported_by(f"import {module}")}
    assert not roots & HEAVY


def test_the_command_line_imports_no_room_but_its_own():
    ours = {name for name in imported_by("import remission.app.cli") if name.startswith("remission")}
    commands = {
        f"remission.app.{name}" for name in ("cli", "options", "pk_fit_verbs", "pk_verbs", "protocol_verbs", "terminal")
    }
    assert ours == {"remission", "remission.app", *commands}


def test_the_package_itself_stays_within_its_import_budget():
    assert len(imported_by("import remission")) <= PACKAGE_BUDGET


def test_the_first_page_of_help_needs_no_library():
    """The library alone costs four times what Python itself costs."""
    asked = "sys.argv[1:] = ['--help']; from remission.app.start import main; main()"
    code = f"import contextlib, io, sys\nwith contextlib.redirect_stdout(io.StringIO()): {asked}"
    added = {name.partition(".")[0] for name in imported_by(f"exec({code!r})")}
    assert "remission" in added
    assert not added & {"click", "inspect", "pathlib", "shutil"}


def test_the_first_page_of_help_is_the_one_that_click_prints():
    printed = CliRunner().invoke(cli.main, ["--help"], prog_name="remission", env={"COLUMNS": "80"}).output
    assert printed == HELP.read_text(encoding="utf-8"), f"a command was added or changed: {RENEW}"


def test_a_narrow_terminal_gets_a_page_of_its_own(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "argv", ["remission", "--help"])
    with pytest.raises(SystemExit):
        start.main()
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_other_help_needs_neither_pathlib_nor_shutil():
    """They are a tenth of what it costs: `FilePath` and `columns` keep them out."""
    help_ = "import remission.app.cli as cli; cli.main(['--help'], standalone_mode=False)"
    code = f"import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()): {help_}"
    added = imported_by(f"exec({code!r})") - imported_by("import click")
    assert "textwrap" in added  # help was printed
    assert not added & {"pathlib", "shutil"}


def test_every_public_name_is_found_when_it_is_asked_for():
    code = "import remission; [getattr(remission, name) for name in remission.__all__]"
    assert "polars" in {name.partition(".")[0] for name in imported_by(code)}
