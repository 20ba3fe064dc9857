"""Hold a model against measured levels: each foretold without any level of the patient, and from those before it.

A model that fits a centre foretells without bias, its 90 % intervals hold nine levels in ten, and earlier levels make its
forecasts better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from remission.pk.forecast import forecast
from remission.pk.model import Model
from remission.pk.plausible import EDGES, chance_below
from remission.pk.posterior import Posterior, posteriors
from remission.pk.records import Level, Record

LEVELS: dict[str, pl.DataType] = {
    "patient": pl.String(),
    "row": pl.Int64(),
    "day": pl.Int64(),
    "hour": pl.Float64(),
    "measured": pl.Float64(),
    "foretold": pl.String(),
    "levels_before": pl.Int64(),
    "low": pl.Float64(),
    "median": pl.Float64(),
    "high": pl.Float64(),
    "percentile": pl.Float64(),
}
WAYS = ("population", "patient")
HALVINGS = 40


def check(model: Model, records: Sequence[Record]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Foretell every level twice.

    Args:
        model: The model.
        records: The patients; a level that is only a bound is not foretold.

    Returns:
        One row a level and way (`foretold`: "population" without any level, "patient" from those before it; the first level of
        a patient has the first alone): `patient, row, day, hour, measured, foretold, levels_before, low, median, high,
        percentile`. `low` and `high` hold 90 % of the levels that a laboratory would report, `percentile` is the part of them,
        from 0 to 1, below the measured one. And sentences about who could not be foretold, and
        about levels that were set aside.
    """
    asked: list[tuple[Record, Level, int]] = []
    for record in records:
        for at, level in enumerate(record.levels):
            if not level.censored:
                asked += [
                    (replace(record, levels=record.levels[:many]), level, many) for many in dict.fromkeys((0, at))
                ]
    rows: list[dict[str, Any]] = []
    says = [f"Patient {record.patient}: {text}" for record in records for text in record.aside]
    for (_, level, many), found in zip(asked, posteriors(model, [record for record, *_ in asked]), strict=True):
        if found.done:
            rows.append(_row(found, level, many))
        else:
            says.append(f"Patient {found.patient}: {found.says[-1]}")
    return pl.DataFrame(rows, schema=LEVELS), tuple(dict.fromkeys(says))


def summary(rows: pl.DataFrame) -> pl.DataFrame:
    """Sum up how well levels were foretold.

    Args:
        rows: As `check` gives them.

    Returns:
        One row a way: `foretold, levels, patients, bias, rmse, within_20, within_90`: mean and root mean square of the error of
        the median, as a part of the measured level, %; and the part of the levels whose median lies within 20 % of them, and
        that lie in their 90 % interval, %.
    """
    error = (pl.col("median") - pl.col("measured")) / pl.col("measured")
    inside = (pl.col("measured") >= pl.col("low")) & (pl.col("measured") <= pl.col("high"))
    return (
        rows.filter(pl.col("measured") > 0)
        .group_by("foretold", maintain_order=True)
        .agg(
            pl.len().alias("levels"),
            pl.col("patient").n_unique().alias("patients"),
            (100 * error.mean()).alias("bias"),
            (100 * (error**2).mean().sqrt()).alias("rmse"),
            (100 * (error.abs() <= 0.2).mean()).alias("within_20"),  # noqa: PLR2004  # the usual fifth
            (100 * inside.mean()).alias("within_90"),
        )
    )


def _row(found: Posterior, level: Level, many: int) -> dict[str, Any]:
    predicted = forecast(found, np.array([level.time]))[0]
    low, middle, high = _quantiles(found, predicted)
    return {
        "patient": found.patient,
        "row": level.row,
        "day": level.day,
        "hour": level.time,
        "measured": level.value,
        "foretold": WAYS[many > 0],
        "levels_before": many,
        "low": low,
        "median": middle,
        "high": high,
        "percentile": float(chance_below(found.model, level.value, predicted) @ found.weights),
    }


def _quantiles(found: Posterior, predicted: np.ndarray) -> Iterator[float]:
    """Find what parts of the levels that a laboratory would report lie below."""
    for edge in EDGES:
        low, high = 0.0, 3 * float(predicted.max()) + 3 * float(np.max(found.model.residual.sd(np, predicted))) + 1e-9
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = float(chance_below(found.model, middle, predicted) @ found.weights)
            low, high = (middle, high) if below < edge else (low, middle)
        yield (low + high) / 2
