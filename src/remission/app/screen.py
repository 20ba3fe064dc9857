"""Print to the terminal: tables, findings, JSON, and the progress of long work."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from remission.app.terminal import columns
from remission.chart.chart import Chart
from remission.definitions.definition import Definition
from remission.terms.stand_ins import find_stand_in

if TYPE_CHECKING:
    from rich.console import Console

    from remission.app.narrow import Column
    from remission.report.comparison import Comparison

MOST = 200
"""Beyond so many rows a printed table stops and says so; --json and --out give all."""
_SENTENCES = 8
"""Beyond so many definitions a comparison is told by its table alone."""
_PIPED = 160
"""Letters on a line where nothing is printed to a terminal."""
_LEAST = 40
_WHOLE = 1000
"""From here on a number is printed whole."""
_NAMED = 4
"""How many missing inputs a footnote names, the most frequent first."""


def _print_wide(rows: pl.DataFrame, console: Console, title: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    for column in _columns(rows):
        table.add_column(column.name, justify="right" if column.right else "left", overflow="fold")
    for row in rows.head(MOST).iter_rows():
        table.add_row(*(Text(_shown(value)) for value in row))
    console.print(table, markup=False)


def _columns(rows: pl.DataFrame) -> list[Column]:
    from remission.app.narrow import Column

    shown = rows.head(MOST)
    return [
        Column(name, tuple(_shown(value) for value in shown[name].to_list()), dtype.is_numeric())
        for name, dtype in shown.schema.items()
    ]


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; on a terminal they are broken between words, and go on below where they began.

    What is piped into a file or another program keeps its lines whole.
    """
    for line in lines:
        sys.stdout.write((_broken(line) if sys.stdout.isatty() else line) + "\n")


def _broken(line: str) -> str:
    indent = len(line) - len(line.lstrip()) + 2
    wrapped = textwrap.wrap(line, max(columns(), _LEAST), subsequent_indent=" " * indent, break_long_words=False,
                            break_on_hyphens=False)  # fmt: skip
    return "\n".join(wrapped)


def _console() -> Console:
    """Give the terminal; what is piped is as wide as COLUMNS says, else wide."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=columns(otherwise=_PIPED))


@contextmanager
def progress(steps: Sequence[str]) -> Generator[Callable[[str], None]]:
    """Show a bar on standard error, where that is a terminal, which moves as each of `steps` is told."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<28}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(steps[0], total=len(steps))
        yield lambda step: bar.update(task, description=step, completed=steps.index(step))


def print_json(answer: object) -> None:
    """Print JSON that other programs read: UTF-8, no not-a-number."""
    text = json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    sys.stdout.write(text + "\n")


def print_table(rows: pl.DataFrame, *, title: str, note: str = "", narrow: pl.DataFrame | None = None) -> None:
    """Print rows as a table; unknown values as a dash.

    Args:
        rows: The rows.
        title: What stands above them.
        note: What stands below.
        narrow: The same in fewer columns, for a terminal that is too narrow. Long texts then stand below their row.
    """
    from remission.app.narrow import fits, print_narrow

    console = _console()
    if fits(_columns(rows), console.width) or not print_narrow(
        _columns(rows if narrow is None else narrow), console, title
    ):
        _print_wide(rows, console, title)
    if note:
        console.print(note, markup=False, highlight=False)
    if len(rows) > MOST:
        console.print(f"The first {MOST} of {len(rows)} rows; --json prints all.", markup=False)


def footnotes(
    definitions: Iterable[Definition], allowed: Iterable[str], unknown: pl.DataFrame | None = None, *, of: int = 0
) -> list[str]:
    """Say below a table what stood in for what, what nobody verified, and what is missing where answers are unknown.

    Args:
        definitions: What was asked.
        allowed: The stand-ins that the caller allowed.
        unknown: Unknown answers, as `why_unknown` gives them.
        of: How many answers there are of each definition.
    """
    notes = [find_stand_in(name).words for name in allowed]
    notes += [
        f"{d.name} is not verified: nobody has compared it with its source yet." for d in definitions if not d.verified
    ]
    if unknown is None:
        return notes
    for d in definitions:
        rows = unknown.filter(definition=d.name)
        missing = rows["missing"].str.split(", ").explode().value_counts(sort=True).head(_NAMED)
        named = ", ".join(f"{what} ({n})" for what, n in missing.iter_rows())
        notes += [f"{d.name} is unknown in {len(rows)} of {of} rows, for want of: {named}."] if len(rows) else []
    return notes


def print_comparison(c: Comparison) -> None:
    """Print the rates of each definition, then a sentence for each, then what has to be known about them."""
    from remission.report.in_words import footnotes, headline, lines, sentences

    title = f"{c.chart.name}: responders at {c.endpoint.label.lower()}; kappa with {c.short(c.reference)}, all visits"
    if c.seen:
        print_table(pl.DataFrame(lines(c)), title=title, note=c.chart.about)
    console = _console()
    told = [f"- {sentence}" for sentence in sentences(c)]
    if len(told) > _SENTENCES:
        told = ["What decides: name a few definitions with -d for a sentence on each; --out DIR writes all."]
    for text in (headline(c), *told, *footnotes(c)):
        console.print(text, markup=False, highlight=False)


def write_table(rows: pl.DataFrame, out: Path) -> None:
    """Write a table as a CSV file that no spreadsheet runs as formulas, and say where it is."""
    from remission.report.write import safe

    safe(rows).write_csv(out)
    sys.stdout.write(f"{out}\n")


def print_findings(chart: Chart) -> None:
    """Print the findings about a chart, or that there are none."""
    if chart.findings.is_empty():
        sys.stdout.write(f"{chart.name}: no findings in {len(chart.measured)} results of {len(chart.who)} patients.\n")
        return
    columns = ["severity", "rule", "patient", "file", "row", "says"]
    print_table(chart.findings.sort("severity").select(columns), title=f"{chart.name}: findings", note=chart.about)


def told(chart: Chart) -> list[dict[str, Any]]:
    """List the findings for JSON."""
    return chart.findings.to_dicts()


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= _WHOLE else f"{value:.4g}"
    return str(value)
