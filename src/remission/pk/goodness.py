"""Hold every level against what a model says of it: for the typical patient, for this patient, and weighed.

CWRES are what is left of a level beside the first-order conditional prediction, in its own SDs and without correlation: where
the model is right they are standard normal whatever the number of levels a patient has. NPDE say the same by simulation.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from remission.pk.likelihood import TINY
from remission.pk.problem import Problem
from remission.pk.timeline import Timeline
from remission.terms.sources import Source

SOURCE = Source(
    "hooker_2007",
    at="Methods",
    says="conditional weighted residuals: mean and covariance of the levels from the model linearised around the mode",
)
SIGNS = {-1.0: "<", 1.0: ">", 0.0: ""}
NEVER = 1e9
"""Hours: longer ago than any dose."""


def goodness(at: Problem, z: np.ndarray) -> pl.DataFrame:
    """Hold every level against its predictions.

    Args:
        at: The patients, with the model.
        z: Their modes: (unknowns, patients).

    Returns:
        One row a level, patient after patient: `patient`, `hour` since the first record, `since_dose` (h), `level`,
        `censored` ("<", ">" or ""), `pred` (typical patient), `ipred` (this patient), `iwres` and `cwres` (SDs; null for a
        level that is only a bound).
    """
    b = at.batch
    typical = at.levels(np.zeros_like(z))
    own, slope = at.slopes(z)
    since = since_dose(b.line, b.times)
    rows: list[pl.DataFrame] = []
    for number, patient in enumerate(b.patients):
        some = b.there[:, number] > 0
        known = some & (b.bound[:, number] == 0)
        iwres, cwres = np.full(len(some), np.nan), np.full(len(some), np.nan)
        iwres[known], cwres[known] = _weighed(
            at, b.values[known, number], own[known, number], slope[:, known, number], z[:, number]
        )
        table = {
            "patient": [patient] * len(some),
            "hour": b.times[:, number],
            "since_dose": since[:, number],
            "level": b.values[:, number],
            "censored": [SIGNS[sign] for sign in b.bound[:, number].tolist()],
            "pred": typical[:, number],
            "ipred": own[:, number],
            "iwres": iwres,
            "cwres": cwres,
        }
        rows.append(pl.DataFrame(table).filter(pl.Series(some)))
    return pl.concat(rows).with_columns(pl.col("iwres", "cwres").fill_nan(None))


def _weighed(
    at: Problem, seen: np.ndarray, own: np.ndarray, slope: np.ndarray, z: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Weigh what is left of one patient's levels: by the residual error alone, and by all that varies."""
    residual = at.model.residual
    own = np.maximum(own, TINY)
    sd = np.asarray(residual.sd(np, own))
    if residual.log:
        seen, own, slope = np.log(np.maximum(seen, TINY)), np.log(own), slope / own
    mean = own - z @ slope
    covariance = slope.T @ slope + np.diag(sd**2)
    return (seen - own) / sd, np.linalg.solve(np.linalg.cholesky(covariance), seen - mean)


def since_dose(line: Timeline, times: np.ndarray) -> np.ndarray:
    """Find the hours from the last dose before each time: (times, patients); nan where there was none.

    A dose at the very time of a level comes after it, unless it is one of endless doses at steady state, of which the one
    before counts.
    """
    runs = line.runs
    passed = np.ceil((times[None] - runs.start[:, None]) / runs.every[:, None] - 1e-9)
    number = np.minimum(passed, runs.count[:, None]) - 1
    before = (number >= 0) | ((runs.steady[:, None] > 0) & (times[None] >= runs.start[:, None]))
    number = np.where(number < 0, -1, number)
    after = times[None] - runs.start[:, None] - number * runs.every[:, None]
    least = np.min(np.where(before & (runs.count[:, None] > 0), after, NEVER), axis=0, initial=NEVER)
    return np.where(least < NEVER, least, np.nan)
