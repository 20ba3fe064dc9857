"""Which definitions call the same patient-visits responders: an UpSet plot (Lex 2014), unknown kept apart from no."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from remission.report import style
from remission.report.comparison import Comparison
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MOST = 28
"""More sets than this are not drawn one by one; the rest are counted in a note."""
WIDTH, ROW, BARS = 7.2, 0.21, 1.7
"""Inches of the figure, of a definition, and of the bars above."""
ABREAST = 84
"""More digits than this above the bars, and they are turned on their side."""
NO, YES, OPEN = 0, 1, 2
Pattern = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sets:
    """Hold the sets, the most frequent first: what each definition says, and how many patient-visits are in it."""

    names: tuple[str, ...]
    patterns: tuple[tuple[Pattern, int], ...]
    rest: tuple[int, int]
    rows: int


def responder_sets(c: Comparison, number: str) -> Figure:
    """Draw the sets of patient-visits by what every definition says of them, over all visits after baseline."""
    sets = _sets(c)
    height = BARS + 0.35 + ROW * len(sets.names)
    with canvas(WIDTH, height) as (figure, (idle,)):
        idle.remove()
        _draw(c, figure, sets, ROW * len(sets.names) / BARS)
        svg, png = drawn(figure)
    return Figure(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="Which definitions call the same patient-visits responders",
        alt=_alt(c, sets),
        svg=svg,
        png=png,
        notes=tuple(_notes(c, sets)),
    )


def _sets(c: Comparison) -> _Sets:
    names, there = c.granting, c.at(c.seen)
    columns = [c.judged.judgements[name].reached.filter(there).cast(int).fill_null(OPEN) for name in names]
    counts = Counter[Pattern](zip(*(column.to_list() for column in columns), strict=True))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], tuple(-code for code in item[0])))
    left = ordered[MOST:]
    return _Sets(
        names=names, patterns=tuple(ordered[:MOST]), rest=(len(left), sum(n for _, n in left)), rows=int(there.sum())
    )


def _draw(c: Comparison, figure: Canvas, sets: _Sets, ratio: float) -> None:
    (_, bars), (totals, dots) = figure.subplots(
        2, 2, width_ratios=(1, 3.2), height_ratios=(1, max(ratio, 0.4)), squeeze=False
    )
    figure.axes[0].set_axis_off()
    _bars(bars, sets)
    _dots(c, dots, sets)
    _totals(totals, sets, c)
    _key(figure)


def _bars(axes: Axes, sets: _Sets) -> None:
    counts = [count for _, count in sets.patterns]
    axes.bar(range(len(counts)), counts, 0.62, color=style.INK)
    upright = len(counts) * len(str(max(counts, default=0))) <= ABREAST
    for at, count in enumerate(counts):
        axes.annotate(str(count), (at, count), xytext=(0, 1.5), textcoords="offset points", ha="center", va="bottom",
                      fontsize=7, rotation=0 if upright else 90)  # fmt: skip
    axes.set_xlim(-0.6, max(len(counts), 8) - 0.4)
    axes.set_ylim(0, max(counts, default=1) * (1.15 if upright else 1.3))
    axes.set_xticks([])
    axes.set_ylabel("Patient-visits")
    axes.locator_params(axis="y", integer=True)
    axes.spines["bottom"].set_visible(False)


def _dots(c: Comparison, axes: Axes, sets: _Sets) -> None:
    wide = max(len(sets.patterns), 8)
    for row in range(0, len(sets.names), 2):
        axes.axhspan(row - 0.5, row + 0.5, color=style.HAIR, alpha=0.35, linewidth=0)
    grid = np.array([pattern for pattern, _ in sets.patterns]).reshape(len(sets.patterns), len(sets.names))
    for column, pattern in enumerate(grid):
        members = np.flatnonzero(pattern == YES)
        if members.size > 1:
            axes.plot([column, column], [members[0], members[-1]], color=style.BLUE, linewidth=1.4, zorder=2)
    looks = (
        (NO, "o", 26, style.HAIR, style.HAIR),
        (YES, "o", 26, style.BLUE, style.BLUE),
        (OPEN, "o", 26, style.PAPER, style.GREY),
        (OPEN, "$?$", 10, style.INK, style.INK),
    )
    for code, marker, size, face, edge in looks:
        across, down = np.nonzero(grid == code)
        axes.scatter(across, down, s=size, marker=marker, color=face, edgecolor=edge, linewidth=0.5, zorder=3)
    axes.set_xlim(-0.6, wide - 0.4)
    axes.set_ylim(len(sets.names) - 0.5, -0.5)
    axes.set_xticks([])
    labels = [f"{c.short(name)}{'' if c.judged.judgements[name].definition.verified else '†'}" for name in sets.names]
    axes.set_yticks(range(len(labels)), labels, color=style.INK, fontsize=8)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _totals(axes: Axes, sets: _Sets, c: Comparison) -> None:
    there = c.at(c.seen)
    reached = [c.judged.judgements[name].reached.filter(there) for name in sets.names]
    yes = [int(column.sum() or 0) for column in reached]
    unknown = [column.null_count() for column in reached]
    rows = range(len(sets.names))
    axes.barh(rows, yes, 0.62, color=style.BLUE)
    axes.barh(rows, unknown, 0.62, left=yes, color=style.HAIR, edgecolor=style.GREY, hatch="//////", linewidth=0)
    axes.set_xlim(sets.rows, 0)
    axes.set_ylim(len(sets.names) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlabel(f"Responders, of {sets.rows}")
    axes.spines["left"].set_visible(False)


def _key(figure: Canvas) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def dot(label: str, face: str, edge: str) -> Line2D:
        return Line2D([], [], linestyle="", marker="o", color=face, markeredgecolor=edge, label=label, markersize=5)

    handles = [
        dot("Responder", style.BLUE, style.BLUE),
        dot("No responder", style.HAIR, style.HAIR),
        dot("Unknown (with a question mark)", style.PAPER, style.GREY),
        Patch(facecolor=style.HAIR, edgecolor=style.GREY, hatch="//////", linewidth=0, label="Unknown"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=4, frameon=False, fontsize=8)


def _said(c: Comparison, sets: _Sets, pattern: Pattern) -> str:
    """Say a set in words: who counts its members."""
    yes = [c.short(name) for name, code in zip(sets.names, pattern, strict=True) if code == YES]
    told = "every definition" if len(yes) == len(sets.names) else ", ".join(yes) or "no definition"
    unknown = pattern.count(OPEN)
    return f"{told} ({unknown} unknown)" if unknown else told


def _alt(c: Comparison, sets: _Sets) -> str:
    told = [f"{count} by {_said(c, sets, pattern)}" for pattern, count in sets.patterns[:5]]
    return f"Sets of the {sets.rows} patient-visits after baseline. Counted as responders: {'; '.join(told)}."


def _notes(c: Comparison, sets: _Sets) -> list[str]:
    notes = [
        f"Each column is a set of patient-visits of which the definitions say the same; its bar counts them (all visits after "
        f"baseline, {sets.rows} patient-visits). Bars on the left: responders under each definition, and hatched how many "
        "cannot be judged. A question mark is not a no.",
    ]
    if sets.rest[0]:
        notes.append(f"{sets.rest[0]} smaller sets with {sets.rest[1]} patient-visits are not drawn.")
    silent = [c.short(d.name) for d in c.definitions if d.name not in c.granting]
    if silent:
        notes.append(f"Left out, because nobody is known to respond by them: {', '.join(silent)}.")
    if any(not c.judged.judgements[name].definition.verified for name in sets.names):
        notes.append("†Not verified: nobody has compared the definition with its source yet.")
    return notes
