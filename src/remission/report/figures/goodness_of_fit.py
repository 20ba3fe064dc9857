"""Draw levels against what a model says of them, and what is left against prediction and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from remission.report import style
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn
from remission.terms.rounding import three_digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SDS = 1.96
"""Standard normal residuals lie between these in 95 of 100 cases."""
LEAST_LINE = 3.5
"""The residual axes reach at least so far."""
GROUPS, OF = 6, 6
"""Points of the line of medians at most, and levels behind each at least."""
DIFFERENT = 12
"""Different values on the axis below which there is no such line."""


def goodness_of_fit(rows: pl.DataFrame, what: str, unit: str, title: str) -> Figure:
    """Draw four panels.

    Args:
        rows: As `pk.goodness.goodness` gives them; bounds are left out.
        what: What the level is, for the axes: "Tacrolimus, whole blood".
        unit: Its unit.
        title: The figure's title.
    """
    known = rows.filter(pl.col("censored") == "")
    by_dose = known["since_dose"].n_unique() > 2  # noqa: PLR2004  # two times since the dose are no axis
    time = known["since_dose"] if by_dose else known["hour"] / 24
    since = "hours since the last dose" if by_dose else "study day"
    with canvas(7.2, 6.2, rows=2, columns=2) as (figure, axes):
        figure.suptitle(title, x=0.01, ha="left", fontsize=9.5)
        names = (("pred", "predicted for the typical patient"), ("ipred", "predicted for this patient"))
        for axis, (name, label) in zip(axes[:2], names, strict=True):
            _level(axis, known[name].to_numpy(), known["level"].to_numpy())
            axis.set_xlabel(f"{label} ({unit})")
            axis.set_ylabel(f"measured ({unit})")
        _left(axes[2], known["pred"].to_numpy(), known["cwres"].to_numpy())
        axes[2].set_xlabel(f"predicted for the typical patient ({unit})")
        _left(axes[3], time.to_numpy(), known["cwres"].to_numpy())
        axes[3].set_xlabel(since)
        for axis in axes[2:]:
            axis.set_ylabel("conditional weighted residual (SD)")
        svg, png = drawn(figure)
    return Figure(
        key="goodness-of-fit",
        number="Figure",
        title=title,
        alt=_alt(known, what),
        svg=svg,
        png=png,
        notes=(
            "Each point is a measured level. Above: on the line, prediction and level agree. Below: 95 of 100 residuals lie "
            "between the dotted lines where the model is right, without a trend; the orange line joins medians.",
        ),
    )


def _level(axes: Axes, said: np.ndarray, seen: np.ndarray) -> None:
    top = 1.05 * float(max(said.max(), seen.max()))
    axes.plot([0, top], [0, top], color=style.MUTED, linewidth=0.9)
    axes.plot(said, seen, "o", color=style.BLUE, markersize=3.2, alpha=0.55, markeredgewidth=0)
    _medians(axes, said, seen)
    axes.set_xlim(0, top)
    axes.set_ylim(0, top)
    axes.set_aspect("equal")


def _left(axes: Axes, x: np.ndarray, residuals: np.ndarray) -> None:
    reach = max(LEAST_LINE, 1.08 * float(np.abs(residuals).max()))
    axes.axhline(0, color=style.MUTED, linewidth=0.9)
    for edge in (-SDS, SDS):
        axes.axhline(edge, color=style.MUTED, linewidth=0.8, linestyle=":")
    axes.plot(x, residuals, "o", color=style.BLUE, markersize=3.2, alpha=0.55, markeredgewidth=0)
    _medians(axes, x, residuals)
    axes.set_ylim(-reach, reach)


def _medians(axes: Axes, x: np.ndarray, y: np.ndarray) -> None:
    """Join the medians of groups of about equal size; where few values are all there is, the points say it alone."""
    count = min(GROUPS, len(x) // OF)
    if count <= 1 or len(np.unique(x.round(4))) < DIFFERENT:
        return
    edges = np.unique(np.quantile(x, np.linspace(0, 1, count + 1)))
    group = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, max(len(edges) - 2, 0))
    middles = [(float(np.median(x[group == g])), float(np.median(y[group == g]))) for g in np.unique(group)]
    if len(middles) > 1:
        axes.plot(*zip(*middles, strict=True), color=style.ORANGE, linewidth=1.6)


def _alt(rows: pl.DataFrame, what: str) -> str:
    inside = int((rows["cwres"].abs() <= SDS).sum())
    mean = three_digits(float(rows["cwres"].to_numpy().mean()))
    return (
        f"{what}: four panels of {len(rows)} levels against predictions and of weighted residuals. {inside} of {len(rows)} "
        f"residuals lie within 1.96 SD; their mean is {mean}."
    )
