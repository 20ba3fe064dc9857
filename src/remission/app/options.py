"""Share what several commands take: a chart, its mapping file, JSON, and how a command reads and leaves.

This imports click and nothing else, so that help and completion come at once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from remission.chart.chart import Chart


class FilePath(click.Path):
    """Give a `pathlib.Path`, importing pathlib for the first one only: help has none, and comes sooner."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Check the path as click does."""
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, param, ctx)))


JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
MAPPING = click.option(
    "--mapping",
    type=FilePath(exists=True, dir_okay=False),
    help="Mapping file, where it is elsewhere.",
)
CHART = click.argument("chart", metavar="CHART")
ALLOW = click.option(
    "--allow",
    "allowed",
    multiple=True,
    metavar="STAND-IN",
    help="Let one measure stand in for another: upcr-for-proteinuria or proteinuria-for-upcr; the footnote says so.",
)


def chart_of(chart: str, mapping: Path | None) -> Chart:
    """Read the chart that a command names."""
    from remission.chart.doors.read import read

    return read(chart, mapping=mapping)


def leave(chart: Chart) -> None:
    """Leave with 1 where the data have errors; what was asked for is written all the same."""
    errors = int((chart.findings["severity"] == "error").sum())
    if errors:
        click.echo(f"{errors} finding(s) of severity error: see `remission check`.", err=True)
        click.get_current_context().exit(1)


def pairs(given: tuple[str, ...], option: str, example: str) -> dict[str, str]:
    """Take apart what an option gave as NAME=VALUE.

    Raises:
        click.UsageError: It is no such pair.
    """
    found: dict[str, str] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise click.UsageError(f"{option} takes NAME=VALUE. Found {one!r}. Write it like {option} {example}.")
        found[name.strip().replace("-", "_")] = value.strip()
    return found


def number(text: str, option: str) -> float:
    """Read a number that an option gave.

    Raises:
        click.UsageError: It is none.
    """
    try:
        return float(text)
    except ValueError:
        raise click.UsageError(f"{option} takes a number. Found {text!r}. Write digits, with a point.") from None


def numbers(text: str | None, option: str) -> tuple[float, ...]:
    """Read numbers with commas between them; none where nothing was given."""
    return tuple(number(part, option) for part in text.split(",")) if text else ()
