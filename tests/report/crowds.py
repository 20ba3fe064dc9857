"""Draw a crowd of patients for figures and tables: made up, the same every time, with gaps as hospitals have them."""

from __future__ import annotations

import numpy as np
import polars as pl

from remission.chart.chart import Chart

DAYS = (0, 61, 122, 183, 365)
GAPS = 0.08
"""The share of results that nobody has."""


def crowd(patients: int) -> Chart:
    """Make a chart of so many patients whose proteinuria falls, each at a pace of its own."""
    draw = np.random.default_rng(1)
    days = np.tile(DAYS, patients)
    who = np.repeat(np.arange(1, patients + 1), len(DAYS)).astype(str)
    first, pace, creatinine = (
        np.repeat(draw.lognormal(*of, patients), len(DAYS)) for of in ((1.2, 0.6), (-2.2, 0.8), (-0.2, 0.3))
    )
    protein = first * np.exp(-pace * days / 30) * draw.lognormal(0, 0.4, days.size) + 0.04
    values = {
        "proteinuria": protein,
        "upcr": protein * draw.lognormal(0, 0.2, days.size),
        "creatinine": creatinine * draw.lognormal(0, 0.1, days.size),
        "albumin": np.clip(2.4 + days / 120 + draw.normal(0, 0.3, days.size), 1.5, 4.6),
    }
    tables = [
        pl.DataFrame({"patient": who, "day": days, "analyte": [name] * days.size, "value": value.round(2)})
        for name, value in values.items()
    ]
    measured = pl.concat(tables)
    people = [str(at) for at in range(1, patients + 1)]
    return Chart.of(
        who=pl.DataFrame(
            {"patient": people, "female": [True] * patients, "age": draw.integers(18, 70, patients).astype(float)}
        ),
        measured=measured.filter(pl.Series(draw.random(len(measured)) > GAPS)),
        limits=pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]}),
        name=f"crowd of {patients}",
    )
