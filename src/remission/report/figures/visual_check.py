"""Draw a visual predictive check: percentiles of measured levels over those of simulated studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from remission.report import style
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS = {5: (style.SKY, "--"), 50: (style.ORANGE, "-"), 95: (style.SKY, "--")}
AXES = {"since_dose": "hours since the last dose", "day": "study day"}


def visual_check(
    rows: pl.DataFrame, points: pl.DataFrame, what: str, unit: str, title: str, *, corrected: bool
) -> Figure:
    """Draw bands of simulated percentiles, and the measured ones as lines.

    Args:
        rows: As `pk.visual_check.visual_check` gives them.
        points: The levels: `x` on the same axis and `level`, corrected where the rows are.
        what: What the level is, for the axis: "Tacrolimus, whole blood".
        unit: Its unit.
        title: The figure's title.
        corrected: Whether levels are corrected for their predictions.
    """
    with canvas(7.2, 4.2) as (figure, (axes,)):
        axes.plot(points["x"], points["level"], "o", color=style.MUTED, markersize=2.6, alpha=0.35, markeredgewidth=0)
        for percentile, (colour, line) in LOOKS.items():
            _percentile(axes, rows.filter(percentile=percentile), colour, line, percentile)
        axes.set_xlabel(AXES[str(rows["against"][0])])
        axes.set_ylabel(f"{what} ({unit}{', prediction-corrected' if corrected else ''})")
        axes.set_ylim(0)
        axes.set_title(title)
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=7.5)
        svg, png = drawn(figure)
    return Figure(
        key="visual-check",
        number="Figure",
        title=title,
        alt=_alt(rows, what),
        svg=svg,
        png=png,
        notes=(
            "Lines: percentiles of the measured levels. Bands: where 95 of 100 simulated studies have theirs. Where the model "
            "is right, lines stay within their bands.",
        ),
    )


def _percentile(axes: Axes, rows: pl.DataFrame, colour: str, line: str, percentile: int) -> None:
    """Draw one percentile: the band as steps over each bin, the measured one as a line through the middles."""
    edges = _edges(rows)
    low, high = (np.append(rows[name].to_numpy(), rows[name][-1]) for name in ("from", "to"))
    label = {50: "simulated medians, 95 %", 5: "simulated 5th and 95th percentiles, 95 %"}.get(percentile)
    axes.fill_between(edges, low, high, step="post", color=colour, alpha=0.3, linewidth=0, label=label)
    seen = {50: "measured median", 5: "measured 5th and 95th percentiles"}.get(percentile)
    axes.plot(
        rows["middle"], rows["observed"], color=style.INK, linestyle=line, linewidth=1.4, marker="o", markersize=3.5,
        label=seen,
    )  # fmt: skip


def _edges(rows: pl.DataFrame) -> np.ndarray:
    """Put the border of two bins half-way between them; the outer ones reach a little beyond."""
    low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
    between = (high[:-1] + low[1:]) / 2
    wide = 0.03 * max(float(high[-1] - low[0]), 1.0)
    return np.concatenate([[low[0] - wide], between, [high[-1] + wide]])


def _alt(rows: pl.DataFrame, what: str) -> str:
    inside = int(((rows["observed"] >= rows["from"]) & (rows["observed"] <= rows["to"])).sum())
    return (
        f"{what}: measured 5th, 50th and 95th percentiles over bands of simulated ones in {len(rows) // 3} bins. {inside} of "
        f"{len(rows)} measured percentiles lie within their bands."
    )
