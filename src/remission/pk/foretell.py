"""Try a model on people it has not seen: foretell each level from what came before it, and say how far off that was.

Nothing peeks: a level is foretold from the doses and covariates up to its time and from earlier levels alone. Without any
earlier level the forecast is the one for a typical patient with these covariates (a priori).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from remission.errors import SchemaError
from remission.pk.estimate import climb
from remission.pk.fit import usable
from remission.pk.model import Model
from remission.pk.problem import problem
from remission.pk.records import Record
from remission.terms.sources import Source

SOURCE = Source(
    "zhao_2016",
    at="Methods, prediction-based diagnostics and Bayesian forecasting",
    says="prediction error in per cent of the level; the part of levels within 20 and 30 %; forecasts from earlier levels",
)
STAGES = (0, 1, 2, 3)
"""Earlier levels: none, one, two, three and more."""
NEAR, FAIR = 20.0, 30.0
"""Per cent of a level within which a forecast counts."""
PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Hold how far off forecasts were, in per cent of the level.

    Attributes:
        earlier: Earlier levels of the patient that were used; the last of `STAGES` means so many or more; None for what is
            foretold a priori of every level.
        levels: How many levels were foretold.
        bias: Mean error (rBias): above 0 where the model says too much.
        rmse: Root of the mean squared error (rRMSE).
        median: Median error.
        absolute: Mean of errors without their sign (MAPE).
        near: Part of levels foretold within 20 %, %.
        fair: Part within 30 %, %.
        lost: Forecasts that failed, for want of a mode; they are not counted.
    """

    earlier: int | None
    levels: int
    bias: float
    rmse: float
    median: float
    absolute: float
    near: float
    fair: float
    lost: int


def foretell(model: Model, records: Sequence[Record]) -> pl.DataFrame:
    """Foretell every level of some patients from what came before it.

    Args:
        model: The model.
        records: The patients.

    Returns:
        One row a level that is more than a bound: `patient`, `hour`, `earlier` (how many levels came before), `level`,
        `typical` (the forecast without levels), `forecast` (from the levels before; null where there is no mode).

    Raises:
        SchemaError: There is no level to foretell.
    """
    kept, aside = usable(model, records)
    asked = [(record, at) for record in kept for at, level in enumerate(record.levels) if not level.censored]
    if not asked:
        raise SchemaError(
            f"There is nothing to foretell. Found no level that {model.name} could be held against. Add levels with their "
            f"doses.{' ' + aside[0] if aside else ''}"
        )
    most = max(at for _, at in asked)
    parts = [
        _foretold(model, [record for record, at in asked if at == earlier], earlier) for earlier in range(most + 1)
    ]
    order = {record.patient: number for number, record in enumerate(kept)}
    rows = pl.concat([part for part in parts if part is not None])
    return rows.sort(pl.col("patient").replace_strict(order), "earlier")


def _foretold(model: Model, records: Sequence[Record], earlier: int) -> pl.DataFrame | None:
    """Foretell one level of each of some patients, from so many before it."""
    if not records:
        return None
    laid = problem(model, [replace(record, levels=record.levels[: earlier + 1]) for record in records])
    typical = said = laid.levels(np.zeros((laid.size, laid.patients)))[earlier]
    if earlier:
        known = laid.batch.there.copy()
        known[earlier] = 0.0
        peak = climb(replace(laid, batch=replace(laid.batch, there=known)))
        said = np.where(peak.done, laid.levels(peak.z)[earlier], np.nan)
    return pl.DataFrame(
        {
            "patient": [record.patient for record in records],
            "hour": [record.levels[earlier].time for record in records],
            "earlier": [earlier] * len(records),
            "level": [record.levels[earlier].value for record in records],
            "typical": typical,
            "forecast": said,
        }
    ).with_columns(pl.col("forecast").fill_nan(None))


def accuracy(rows: pl.DataFrame) -> tuple[Accuracy, ...]:
    """Say how far off forecasts were: of all levels a priori, then by how many levels came before.

    Args:
        rows: As `foretell` gives them.
    """
    most = STAGES[-1]
    stage = pl.col("earlier").clip(upper_bound=most)
    parts = [(None, rows, "typical")]
    parts += [(earlier, rows.filter(stage == earlier), "forecast") for earlier in STAGES]
    return tuple(_accuracy(earlier, part, name) for earlier, part, name in parts if len(part))


def _accuracy(earlier: int | None, rows: pl.DataFrame, name: str) -> Accuracy:
    fine = rows.drop_nulls(name)
    level = fine["level"].to_numpy()
    error = PERCENT * (fine[name].to_numpy() - level) / level
    if not len(error):
        error = np.array([np.nan])
    return Accuracy(
        earlier=earlier,
        levels=len(fine),
        bias=float(error.mean()),
        rmse=float(np.sqrt(np.mean(error**2))),
        median=float(np.median(error)),
        absolute=float(np.abs(error).mean()),
        near=PERCENT * float(np.mean(np.abs(error) <= NEAR)),
        fair=PERCENT * float(np.mean(np.abs(error) <= FAIR)),
        lost=len(rows) - len(fine),
    )
