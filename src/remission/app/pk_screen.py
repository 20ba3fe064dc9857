"""Print and draw drug levels: as tables, as JSON, as CSV files, as figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import polars as pl

from remission.app.screen import print_json, print_table, write_table
from remission.errors import SchemaError
from remission.pk.bands import PARTS, Band
from remission.pk.model import Model
from remission.pk.plausible import RARE
from remission.pk.timeline import DAY
from remission.terms.drugs import DRUGS

DRAWINGS = (".svg", ".png")


def print_course(band: Band, model: Model, what: str, *, every: float, known: str) -> None:
    """Print the last interval of a course, hour by hour."""
    begin = band.hours[-1] - every
    rows = _rows(band).with_columns(((pl.col("hour") - begin).round(2)).alias("hours since the dose"))
    rows = rows.filter(pl.col("hours since the dose") >= 0)
    rows = rows.gather_every((len(rows) - 1) // PARTS).select("hours since the dose", *_columns(model))
    print_table(
        rows, title=f"{model.label}: {what}; the last interval", note="\n".join(notes(model, [known, *band.says]))
    )


def tell_course_as_json(band: Band, model: Model) -> None:
    """Print a course for programs."""
    told = {"model": model.name, "verified": model.verified, "unit": model.unit, "says": list(band.says)}
    print_json(told | {"course": _rows(band).to_dicts()})


def write_course(band: Band, out: Path) -> None:
    """Write a course as a CSV file, and say where it is."""
    write_table(_rows(band), out)


def draw_course(band: Band, model: Model, what: str, out: Path) -> None:
    """Draw a course, and say where it is."""
    from remission.report.figures.drug_levels import Part, drug_levels

    figure = drug_levels(model.label, axis_of(model), model.unit, [Part(label=what, band=band)])
    save(figure.svg, figure.png, out)


def print_check(rows: pl.DataFrame, says: Sequence[str], model: Model) -> None:
    """Print how well levels were foretold, then the levels that were not foretold at all well."""
    from remission.pk.check import summary

    told = summary(rows).rename({
        "bias": "bias %", "rmse": "RMSE %", "within_20": "within 20 %, %", "within_90": "in the 90 % interval, %",
    })  # fmt: skip
    print_table(told.with_columns(pl.col(pl.Float64).round(1)), title=f"{model.label}: levels foretold")
    odd = rows.filter(pl.min_horizontal("percentile", 1 - pl.col("percentile")) < RARE).with_columns(
        pl.col("low", "median", "high").round_sig_figs(3), (100 * pl.col("percentile")).round(1)
    )
    if len(odd):
        print_table(odd, title=f"Levels that were hardly to be expected ({model.unit})")
    click.echo("\n".join(f"- {text}" for text in notes(model, says)))


def tell_check_as_json(rows: pl.DataFrame, says: Sequence[str], model: Model) -> None:
    """Print every level and the summary for programs."""
    from remission.pk.check import summary

    print_json({"model": model.name, "unit": model.unit, "summary": summary(rows).to_dicts(), "levels": rows.to_dicts(),
                "says": list(says)})  # fmt: skip


def save(svg: str, png: bytes, out: Path) -> None:
    """Write a drawing in the form that the file's name ends with, and say where it is.

    Raises:
        SchemaError: It ends otherwise.
    """
    if out.suffix not in DRAWINGS:
        raise SchemaError(f"A figure is a .svg or a .png. Found '{out.name}'. Give a name with one of these endings.")
    if out.suffix == ".png":
        out.write_bytes(png)
    else:
        out.write_text(svg, encoding="utf-8", newline="\n")
    click.echo(str(out))


def axis_of(model: Model) -> str:
    """Name what a model predicts, for an axis."""
    drug = "mycophenolic acid" if model.drug.startswith("mycophenol") else DRUGS[model.drug].label
    return f"{drug[0].upper()}{drug[1:]}, {model.matrix}"


def notes(model: Model, says: Sequence[str] = ()) -> list[str]:
    """Say below a table what was assumed, and what nobody verified."""
    unverified = (
        [] if model.verified else [f"{model.name} is not verified: nobody has compared it with its source yet."]
    )
    return [*says, *unverified]


def _rows(band: Band) -> pl.DataFrame:
    # A level just before a dose is told at the hour of the dose.
    hours = np.round(band.hours, 6)
    return pl.DataFrame({"hour": hours, "day": hours / DAY, "p5": band.low, "median": band.middle, "p95": band.high})


def _columns(model: Model) -> list[pl.Expr]:
    return [pl.col(name).round_sig_figs(3).alias(f"{name} ({model.unit})") for name in ("p5", "median", "p95")]
