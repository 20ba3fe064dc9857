"""How far every two definitions agree on who responds: beyond chance below the diagonal, raw above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from remission.report import style
from remission.report.comparison import Comparison
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn, fill
from remission.report.prose import say, traced
from remission.stats.contrasts import EVERY_VISIT, TOGETHER
from remission.stats.result import Result
from remission.terms.rounding import MISSING, half_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 30
"""More definitions than this are not drawn: their figures could not be read."""
COUNTED = 14
"""Up to so many definitions each cell says how many patient-visits it rests on."""
WIDTH, NAMES, SIDE = 7.2, 1.6, 0.5
"""Inches of the figure, of the names, and at most of a cell."""
DARK = 0.9
"""From this kappa on it is printed in white."""
BELOW, ABOVE = style.BLUE, style.GREEN


def agreement_matrix(c: Comparison, number: str) -> Figure:
    """Draw the matrix of the definitions that can judge anybody: kappa below the diagonal, raw agreement above."""
    names = c.granting[:MOST]
    side = min(SIDE, (WIDTH - NAMES) / max(1, len(names)))
    columns, size = (WIDTH - NAMES) / side, min(8.5, 26 * side)
    with canvas(WIDTH, NAMES - 0.3 + side * len(names)) as (figure, (axes,)):
        for row, second in enumerate(names):
            for column, first in enumerate(names):
                if row != column:
                    _cell(c, axes, (first, second), (column, row), size=size, counted=len(names) <= COUNTED)
        axes.set_xlim(-0.5, columns - 0.5)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_aspect("equal", anchor="W")
        labels = [f"{c.short(name)}{'' if c.judged.judgements[name].definition.verified else '†'}" for name in names]
        axes.set_yticks(range(len(names)), labels, color=style.INK)
        axes.set_xticks(range(len(names)), labels, color=style.INK, rotation=45, ha="left", rotation_mode="anchor")
        axes.tick_params(
            length=0, labelsize=min(8.5, 40 * side), top=True, labeltop=True, bottom=False, labelbottom=False
        )
        if names:
            axes.get_yticklabels()[0].set_fontweight("bold")
        for spine in axes.spines.values():
            spine.set_visible(False)
        svg, png = drawn(figure)
    return Figure(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="Agreement of every two definitions on who responds",
        alt=_alt(c, names),
        svg=svg,
        png=png,
        notes=tuple(_notes(c)),
    )


def _cell(
    c: Comparison, axes: Axes, pair: tuple[str, str], place: tuple[int, int], *, size: float, counted: bool
) -> None:
    column, row = place
    below = row > column
    found = _of(c, pair, "kappa" if below else "agreement")
    value = found.value if found else None
    if value is None:
        fill(axes, [place], width=0.94, height=0.94, facecolor=style.HAIR, edgecolor=style.GREY, hatch="//////",
             linewidth=0)  # fmt: skip
        axes.text(column, row, MISSING, ha="center", va="center", fontsize=size)
        return
    share = max(0.0, value if below else value / 100)
    fill(axes, [place], width=0.94, height=0.94, facecolor=_tint(share, BELOW if below else ABOVE),
         edgecolor=style.GREY, linewidth=0.4)  # fmt: skip
    ink = style.PAPER if below and share >= DARK else style.INK
    shift = 0.12 if counted else 0.0
    told = half_up(value, 2) if below else half_up(value, 0)
    told = told if counted or not below else told.replace("0.", ".", 1)  # no room for the nought
    axes.text(column, row - shift, told, ha="center", va="center", fontsize=size, color=ink)
    if counted and found:
        axes.text(column, row + 0.26, str(found.n), ha="center", va="center", fontsize=0.62 * size, color=ink)


def _of(c: Comparison, pair: tuple[str, str], statistic: str) -> Result | None:
    first, second = pair
    return c.get(second, first, c.group, EVERY_VISIT, statistic) or c.get(
        first, second, c.group, EVERY_VISIT, statistic
    )


def _tint(share: float, hue: str) -> tuple[float, float, float]:
    """Mix white and a hue: the darker, the more they agree; no better than chance is white."""
    from matplotlib.colors import to_rgb

    red, green, blue = 1 - (1 - np.array(to_rgb(hue))) * share
    return float(red), float(green), float(blue)


def _alt(c: Comparison, names: tuple[str, ...]) -> str:
    pairs = [(first, second) for at, first in enumerate(names) for second in names[at + 1 :]]
    known = [(pair, found) for pair in pairs if (found := _of(c, pair, "kappa")) and found.value is not None]
    if not known:
        return "A matrix of agreement in which no kappa can be computed."
    ordered = sorted(known, key=lambda item: item[1].value or 0.0)
    (least, low), (most, high) = ordered[0], ordered[-1]
    return (
        f"A matrix of {len(names)} definitions. The least kappa is {half_up(low.value, 2)}, between {c.short(least[0])} and "
        f"{c.short(least[1])}; the greatest {half_up(high.value, 2)}, between {c.short(most[0])} and {c.short(most[1])}."
    )


def _notes(c: Comparison) -> list[str]:
    notes = [
        "Below the diagonal (blue): Cohen's kappa. Above it (green): percentage of patient-visits with the same answer. Both "
        "over all visits after baseline, on the patient-visits that both definitions judge (complete pairs; their number in "
        "small print, where there is room). The intervals stand in results.csv. Hatched: kappa cannot be computed, because "
        "one of the two gives only one answer where both judge.",
    ]
    found = [c.get(TOGETHER, c.group, EVERY_VISIT, f"fleiss_kappa{end}") for end in ("", "_low", "_high")]
    kappa, low, high = found
    if kappa and low and high and kappa.value is not None:
        between = traced(f"{half_up(low.value, 2)}–{half_up(high.value, 2)}", low, high)
        notes.append(
            say(
                "All together: Fleiss' kappa {}{}, on {} patient-visits that at least two definitions judge ({} left out).",
                traced(half_up(kappa.value, 2), kappa),
                say(", 95 % interval {}", between) if low.value is not None else "",
                traced(str(kappa.n), kappa),
                traced(str(kappa.missing), kappa),
            )
        )
    silent = [c.short(d.name) for d in c.definitions if d.name not in c.granting]
    if silent:
        notes.append(f"Left out, because nobody is known to respond by them: {', '.join(silent)}.")
    if any(not c.judged.judgements[name].definition.verified for name in c.granting):
        notes.append("†Not verified: nobody has compared the definition with its source yet.")
    return notes
