"""Draw normalised prediction distribution errors: against the normal distribution, as a histogram, over time and prediction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from remission.report import style
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SDS = 1.96
REACH = 3.6
"""The axes reach at least so far, SDs."""


def prediction_errors(rows: pl.DataFrame, quantiles: np.ndarray, unit: str, title: str, notes: Sequence[str]) -> Figure:
    """Draw four panels.

    Args:
        rows: `npde`, `pred`, `since_dose` (h) and `hour` of each level that has one.
        quantiles: Those of the standard normal distribution for as many values, rising.
        unit: Unit of the prediction.
        title: The figure's title.
        notes: What the tests say.
    """
    errors = rows["npde"].to_numpy()
    by_dose = rows["since_dose"].n_unique() > 2  # noqa: PLR2004  # two times since the dose are no axis
    time = rows["since_dose"] if by_dose else rows["hour"] / 24
    with canvas(7.2, 5.8, rows=2, columns=2) as (figure, axes):
        figure.suptitle(title, x=0.01, ha="left", fontsize=9.5)
        _quantiles(axes[0], np.sort(errors), quantiles)
        _histogram(axes[1], errors)
        for axis, x, label in (
            (axes[2], time, "hours since the last dose" if by_dose else "study day"),
            (axes[3], rows["pred"], f"predicted for the typical patient ({unit})"),
        ):
            _over(axis, x.to_numpy(), errors)
            axis.set_xlabel(label)
        svg, png = drawn(figure)
    return Figure(
        key="prediction-errors", number="Figure", title=title, alt=f"{title}: {' '.join(notes)}", svg=svg, png=png,
        notes=tuple(notes),
    )  # fmt: skip


def _quantiles(axes: Axes, errors: np.ndarray, quantiles: np.ndarray) -> None:
    reach = max(REACH, float(np.abs(errors).max()) * 1.05)
    axes.plot([-reach, reach], [-reach, reach], color=style.MUTED, linewidth=0.9)
    axes.plot(quantiles, errors, "o", color=style.BLUE, markersize=3.2, alpha=0.6, markeredgewidth=0)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_xlabel("standard normal quantile (SD)")
    axes.set_ylabel("prediction error, npde (SD)")


def _histogram(axes: Axes, errors: np.ndarray) -> None:
    reach = max(REACH, float(np.abs(errors).max()) * 1.05)
    axes.hist(errors, bins=np.linspace(-reach, reach, 15).tolist(), density=True, color=style.SKY, alpha=0.6)
    x = np.linspace(-reach, reach, 121)
    axes.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color=style.INK, linewidth=1.2)
    axes.set_xlabel("prediction error, npde (SD)")
    axes.set_ylabel("density (1/SD)")


def _over(axes: Axes, x: np.ndarray, errors: np.ndarray) -> None:
    reach = max(REACH, float(np.abs(errors).max()) * 1.05)
    axes.axhline(0, color=style.MUTED, linewidth=0.9)
    for edge in (-SDS, SDS):
        axes.axhline(edge, color=style.MUTED, linewidth=0.8, linestyle=":")
    axes.plot(x, errors, "o", color=style.BLUE, markersize=3.2, alpha=0.55, markeredgewidth=0)
    axes.set_ylim(-reach, reach)
    axes.set_ylabel("prediction error, npde (SD)")
