"""List every change of a dose beside the level before it, and whether a rule of the protocol asks for it."""

from __future__ import annotations

from typing import Any

import polars as pl

from remission.chart.chart import Chart
from remission.protocols.core import compiled
from remission.protocols.judge import DEVIATIONS
from remission.protocols.protocol import Protocol
from remission.protocols.seats import Seat
from remission.protocols.sequences import undated_changes

CHANGES: dict[str, pl.DataType] = {
    "patient": pl.String(),
    "drug": pl.String(),
    "number": pl.Int64(),
    "day": pl.Int32(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "level": pl.Float64(),
    "level_day": pl.Int32(),
    "verdict": pl.String(),
}
BY_RULE, NO_RULE, OTHER, OPEN = "as the protocol says", "no rule asks for it", "otherwise", "not judged"


def changes(protocol: Protocol, chart: Chart, spans: pl.DataFrame, deviations: pl.DataFrame) -> pl.DataFrame:
    """List the changes of every drug.

    Args:
        protocol: The protocol, with what is chosen.
        chart: The chart.
        spans: Spans of days as `spans_of` gives them.
        deviations: What an audit lists.

    Returns:
        `patient, drug, number, day, before, after, level, level_day, verdict`: the how manieth change of the drug it is, its
        day (null where it is printed in order, without one), mg before and after, the last level on the dose before with its
        day, and "as the protocol says" (or within what it permits), "no rule asks for it", "otherwise" (the protocol asks for
        another dose) or "not judged".
    """
    rows: list[dict[str, Any]] = []
    for seat in compiled(protocol).seats:
        rows += _undated(chart, seat, deviations)
        rows += _dated(chart, seat, spans)
    made = pl.DataFrame(rows, schema=CHANGES)
    order = {name: place for place, name in enumerate(chart.patients)}
    return made.sort(
        pl.col("patient").replace_strict(order, return_dtype=pl.Int64), "drug", "number", maintain_order=True
    )


def _undated(chart: Chart, seat: Seat, deviations: pl.DataFrame) -> list[dict[str, Any]]:
    drug = seat.first.drug
    told = deviations.filter(pl.col("about") == drug, pl.col("kind") == "change_without_a_rule")
    found = {tuple(row) for row in told.select(pl.col("patient").cast(pl.String), "expected", "given").iter_rows()}
    rows: list[dict[str, Any]] = []
    for change in undated_changes(chart, seat):
        patient = chart.patients[change.patient]
        no_rule = (patient, change.before, change.after) in found
        number = 1 + sum(row["patient"] == patient for row in rows)
        rows.append(
            {"patient": patient, "drug": drug, "number": number, "day": change.day, "before": change.before,
             "after": change.after, "level": change.level, "level_day": None, "verdict": NO_RULE if no_rule else BY_RULE}
        )  # fmt: skip
    return rows


def _dated(chart: Chart, seat: Seat, spans: pl.DataFrame) -> list[dict[str, Any]]:
    """Read the changes of those whose doses all have a day out of the spans of the audit."""
    drug = seat.first.drug
    given = chart.given.filter(pl.col("drug") == drug)
    undated = given.filter(pl.col("day").is_null())["patient"].cast(pl.String).unique().implode()
    if seat.first.every:
        return []
    mine = spans.filter(pl.col("drug") == drug, pl.col("given").is_not_null()).with_columns(
        pl.col("patient").cast(pl.String)
    )
    before = pl.col("given").shift(1).over("patient")
    moved = mine.with_columns(before.alias("before")).filter(
        pl.col("before") != pl.col("given"), ~pl.col("patient").is_in(undated)
    )
    told = {kind.name.lower(): OTHER for kind in DEVIATIONS}
    told |= {"change_without_a_rule": NO_RULE, "asked": OPEN, "unrecorded": OPEN}
    joined = _with_level(chart, seat, moved)
    return [
        {"patient": row["patient"], "drug": drug, "number": row["number"], "day": row["day"], "before": row["before"],
         "after": row["given"], "level": row["level"], "level_day": row["level_day"],
         "verdict": told.get(row["kind"], BY_RULE)}
        for row in joined.iter_rows(named=True)
    ]  # fmt: skip


def _with_level(chart: Chart, seat: Seat, moved: pl.DataFrame) -> pl.DataFrame:
    """Put beside each change the last level since the change before, up to its own day."""
    name = seat.first.target.analyte.name if seat.first.target else ""
    levels = chart.measured.filter(pl.col("analyte") == name, pl.col("day").is_not_null()).select(
        pl.col("patient").cast(pl.String), "day", pl.col("value").alias("level"), pl.col("day").alias("level_day")
    )
    since = pl.col("day").shift(1).over("patient").fill_null(-1)
    numbered = moved.with_columns(since.alias("since"), pl.int_range(1, pl.len() + 1).over("patient").alias("number"))
    joined = numbered.sort("day").join_asof(
        levels.sort("day"), on="day", by="patient", strategy="backward", check_sortedness=False
    )
    fresh = pl.col("level_day") > pl.col("since")
    return joined.with_columns(
        pl.when(fresh).then("level").alias("level"), pl.when(fresh).then("level_day").alias("level_day")
    )
