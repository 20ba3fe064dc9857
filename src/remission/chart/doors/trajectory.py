"""Parse cells that hold a course of values: `3 → 2 → stopped`, `7.07>3.95`."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

TRAJECTORY = pl.Struct({"values": pl.List(pl.Float64), "problem": pl.String})
STOPPED = ("stopped", "stop", "discontinued", "off", "中止", "終了", "休薬")
_ARROW = re.compile(r"\s*(?:-+>|=+>|→|⇒|➔|➡|⟶|>)\s*")
_VALUE = re.compile(r"\d+(?:\.\d+)?|\.\d+")


def trajectory(cell: pl.Expr) -> pl.Expr:
    """Parse cells into lists of values, in the order in which they were in force.

    Args:
        cell: A text expression; an arrow of any kind, or `>`, stands between values.

    Returns:
        An expression of `TRAJECTORY` structs: `values`, in which a stop is 0, null where the cell is null or was not
        understood; and `problem`, in words that follow the quoted cell.

    Example:
        >>> cells = pl.DataFrame({"x": ["3 → 2 → stopped", "7.07>3.95", "about 3"]})
        >>> cells.select(trajectory(pl.col("x")).struct.field("values"))["values"].to_list()
        [[3.0, 2.0, 0.0], [7.07, 3.95], None]
    """
    return cell.map_batches(_trajectories, return_dtype=TRAJECTORY)


def read_trajectory(text: str) -> tuple[list[float] | None, str]:
    """Read one course of values.

    Returns:
        The values or None, and what is wrong in words that follow the quoted text; "" for nothing.

    Example:
        >>> read_trajectory("３→中止")
        ([3.0, 0.0], '')
    """
    steps = _ARROW.split(unicodedata.normalize("NFKC", text).strip().casefold())
    values = [0.0 if step in STOPPED else float(step) if _VALUE.fullmatch(step) else None for step in steps]
    wrong = [step for step, value in zip(steps, values, strict=True) if value is None]
    if wrong:
        return None, f"has a step {wrong[0]!r} that is neither a number nor a stop; write it as 3 → 2 → stopped"
    return [value for value in values if value is not None], ""


def _trajectories(cells: pl.Series) -> pl.Series:
    texts = cells.drop_nulls().unique().to_list()
    read = [read_trajectory(text) for text in texts]
    known = pl.DataFrame(
        {"cell": texts, "values": [values for values, _ in read], "problem": [says or None for _, says in read]},
        schema={"cell": pl.String, "values": pl.List(pl.Float64), "problem": pl.String},
    )
    both = pl.DataFrame({"cell": cells}).join(known, on="cell", how="left", maintain_order="left")
    return both.select(pl.struct("values", "problem").alias(cells.name))[cells.name]
