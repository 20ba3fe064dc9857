"""Hold the spread of measured levels against that of simulated studies: the numbers of a visual predictive check.

Where doses and covariates differ, levels of one bin differ for reasons that the model knows. Prediction correction takes these
out: each level, measured or simulated, is multiplied by the bin's median prediction over its own.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from remission.errors import SchemaError
from remission.pk.goodness import since_dose
from remission.pk.likelihood import TINY
from remission.pk.problem import Problem
from remission.pk.timeline import DAY
from remission.terms.sources import Source

SOURCE = Source(
    "bergstrand_2011",
    at="Equation 1",
    says="prediction correction: an observation times the median prediction of its bin over its own prediction",
)
PERCENTILES = (5, 50, 95)
BAND = (2.5, 50.0, 97.5)
"""Percentiles of the simulated percentiles."""
MOST, LEAST = 8, 8
"""Bins at most, and levels of a bin at least."""
APART = 3
"""Different times since the dose from which these, rather than days, are what levels are set against."""


def visual_check(at: Problem, studies: np.ndarray, *, corrected: bool = True) -> pl.DataFrame:
    """Find percentiles of measured and of simulated levels.

    Args:
        at: The patients, with the model.
        studies: Simulations of them, as `replicates` gives them: (studies, levels, patients).
        corrected: Whether levels are corrected for their predictions.

    Returns:
        One row a bin and percentile: `against` ("since_dose" in hours, or "day"), `low`, `middle` and `high` of the bin,
        `levels` in it, `percentile`, `observed`, and the band of the simulations: `from`, `median`, `to`.

    Raises:
        SchemaError: There is no level that is more than a bound.
    """
    some = _known(at)
    against, x, factor = _laid_out(at, corrected=corrected)
    seen, drawn = at.batch.values[some] * factor, studies[:, some] * factor
    rows: list[dict[str, object]] = []
    for part in bins(x):
        ours, theirs = seen[part], drawn[:, part]
        for percentile in PERCENTILES:
            band = np.percentile(np.percentile(theirs, percentile, axis=1), BAND)
            rows.append(
                {
                    "against": against,
                    "low": float(x[part].min()),
                    "middle": float(np.median(x[part])),
                    "high": float(x[part].max()),
                    "levels": int(part.sum()),
                    "percentile": percentile,
                    "observed": float(np.percentile(ours, percentile)),
                    **dict(zip(("from", "median", "to"), band.tolist(), strict=True)),
                }
            )
    return pl.DataFrame(rows)


def points(at: Problem, *, corrected: bool = True) -> pl.DataFrame:
    """List the levels as a check sets them out: `x` on its axis, and `level`, corrected where that is wanted."""
    _, x, factor = _laid_out(at, corrected=corrected)
    return pl.DataFrame({"x": x, "level": at.batch.values[_known(at)] * factor})


def _known(at: Problem) -> np.ndarray:
    some = (at.batch.there > 0) & (at.batch.bound == 0)
    if not some.any():
        raise SchemaError("There is nothing to check. Found no level that is more than a bound. Add levels.")
    return some


def _laid_out(at: Problem, *, corrected: bool) -> tuple[str, np.ndarray, np.ndarray]:
    """Find what levels are set against, where each lies there, and the factor that corrects it."""
    some = _known(at)
    since = since_dose(at.batch.line, at.batch.times)[some].round(2)
    against, x = ("since_dose", since) if _spread(since) else ("day", at.batch.times[some] / DAY)
    factor = np.ones(len(x))
    if corrected:
        predicted = np.maximum(at.levels(np.zeros((at.size, at.patients)))[some], TINY)
        for part in bins(x):
            factor[part] = np.median(predicted[part]) / predicted[part]
    return against, x, factor


def _spread(x: np.ndarray) -> bool:
    """Tell whether times since the dose differ enough to be an axis."""
    _, counts = np.unique(x, return_counts=True)
    return bool(len(counts) >= APART and counts.max() < len(x) * 0.9)


def bins(x: np.ndarray) -> list[np.ndarray]:
    """Cut values into bins of about equal size that never part equal values; each as the places that belong to it.

    Example:
        >>> [int(part.sum()) for part in bins(np.repeat([1.0, 2.0, 12.0], [10, 12, 40]))]
        [10, 12, 40]
    """
    values, counts = np.unique(x, return_counts=True)
    heavy = counts >= max(LEAST, len(x) / MOST)  # a bin each; the others share the rest
    wanted = max(LEAST, -(-int(counts[~heavy].sum()) // max(MOST - int(heavy.sum()), 1)))
    groups: list[list[float]] = [[]]
    held = 0
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        if 0 < held < LEAST and count >= wanted and len(groups) > 1:  # what is left goes back, not into a heavy value
            groups[-2:] = [groups[-2] + groups[-1]]
            held = LEAST
        if held >= wanted or (held >= LEAST and count >= wanted):
            groups.append([])
            held = 0
        groups[-1].append(value)
        held += count
    if held < LEAST and len(groups) > 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return [np.isin(x, group) for group in groups]
