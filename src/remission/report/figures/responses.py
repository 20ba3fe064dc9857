"""What each definition says of each patient at each visit, or, in a crowd, how many respond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from remission.report import style
from remission.report.comparison import Comparison
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn, faces_for, fill
from remission.terms.rounding import MISSING, half_up
from remission.terms.windows import Visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DRAWN = 40
"""Up to so many patients each has a column; of more, the shares are drawn."""
COLUMNS = 64
"""More columns than this, and only the visit of the rates is drawn."""
LABELLED = 12
"""Up to so many patients each column carries its patient's number."""
SHORT = 4
"""Longer names of patients are replaced by numbers."""
ROW, EDGE, HIGHEST = 0.21, 1.15, 9.0
"""Inches that a definition takes, that titles and keys take, and that a page holds."""
ROOMY = 36
"""More definitions than this are printed smaller."""
STACKED = 24
"""Up to so many definitions a share and its count stand in two lines."""
DARK = 85
"""From this percentage on, a share is printed in white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Describe one answer: what the key calls it, and how its cells look."""

    words: str
    look: dict[str, Any]


KINDS = (
    Kind(words="Best level reached", look={"facecolor": style.BLUE, "edgecolor": style.PAPER}),
    Kind(words="A lesser level reached", look={"facecolor": style.SKY, "edgecolor": style.PAPER}),
    Kind(words="No response", look={"facecolor": style.PAPER, "edgecolor": style.GREY}),
    Kind(words="Best level not reached, lesser one unknown",
         look={"facecolor": style.PAPER, "edgecolor": style.GREY, "hatch": "\\\\\\\\"}),
    Kind(words="Unknown", look={"facecolor": style.HAIR, "edgecolor": style.GREY, "hatch": "//////"}),
)  # fmt: skip
BEST, LESSER, NONE, OPEN, UNKNOWN = range(len(KINDS))


def responses(c: Comparison, number: str) -> Figure:
    """Draw the answers as a grid of definitions and patients, or of definitions and visits where there are many."""
    crowd = len(c.chart.who) > DRAWN
    every = len(c.chart.who) * len(c.seen) <= COLUMNS
    visits = tuple(c.seen) if crowd or every else (c.endpoint,)
    svg, png = _shares(c, visits) if crowd else _patients(c, visits)
    title = "Responders under each definition" if crowd else "What each definition says of each patient"
    return Figure(
        key=number.lower().replace(" ", "-"),
        number=number,
        title=f"{title}{'' if crowd or every else f' at {c.endpoint.label.lower()}'}",
        alt=_alt(c, crowd=crowd),
        svg=svg,
        png=png,
        notes=tuple(_notes(c, crowd=crowd)),
    )


def _patients(c: Comparison, visits: tuple[Visit, ...]) -> tuple[str, bytes]:
    people, rows, gap = len(c.chart.who), len(c.definitions), max(1.0, len(c.chart.who) / 12)
    names = _names(c)
    with canvas(7.2, min(HIGHEST, EDGE + ROW * rows), faces=faces_for(names) or (style.FIGURE_SANS,)) as (
        figure,
        (axes,),
    ):
        starts = [block * (people + gap) for block in range(len(visits))]
        grid = np.concatenate([_kinds(c, visit) for visit in visits], axis=1)
        across = np.concatenate([start + np.arange(people) for start in starts])
        for kind, told in enumerate(KINDS):
            down, right = np.nonzero(grid == kind)
            fill(axes, zip(across[right], down.astype(float), strict=True), width=0.9, height=0.84,
                 linewidth=0.4, **told.look)  # fmt: skip
        for start, visit in zip(starts, visits, strict=True):
            axes.text(start + (people - 1) / 2, -0.9, visit.label, ha="center", va="bottom", fontsize=8.5)
        axes.set_xlim(-0.7, starts[-1] + people - 0.3)
        axes.set_xticks(across if people <= LABELLED else [], names * len(visits) if people <= LABELLED else [],
                        parse_math=False)  # fmt: skip
        axes.set_xlabel("Patient" if people <= LABELLED else f"{people} patients, in the order of the data")
        _rows(c, axes)
        _key(figure, sorted(set(grid.ravel().tolist())))
        return drawn(figure)


def _shares(c: Comparison, visits: tuple[Visit, ...]) -> tuple[str, bytes]:
    with canvas(7.2, min(HIGHEST, EDGE + 1.5 * ROW * len(c.definitions))) as (figure, (axes,)):
        for row, d in enumerate(c.definitions):
            for column, visit in enumerate(visits):
                _share(c, axes, d.name, visit, (float(column), float(row)))
        for column, visit in enumerate(visits):
            axes.text(column, -0.7, visit.label, ha="center", va="bottom", fontsize=8.5)
        axes.set_xlim(-0.55, len(visits) - 0.45)
        axes.set_xticks([])
        _rows(c, axes)
        return drawn(figure)


def _share(c: Comparison, axes: Axes, name: str, visit: Visit, place: tuple[float, float]) -> None:
    group = c.final(name)
    percent, count = (c.get(name, c.level(name), group, visit.name, s) for s in ("percent", "count"))
    value = percent.value if percent else None
    if percent is None or count is None or value is None:
        fill(axes, [place], width=0.94, height=0.86, linewidth=0.4, **KINDS[UNKNOWN].look)
        axes.text(*place, MISSING, ha="center", va="center", fontsize=8)
        return
    fill(axes, [place], width=0.94, height=0.86, facecolor=_tint(value), edgecolor=style.GREY, linewidth=0.4)
    unknown = count.missing / (count.n + count.missing)
    left = place[0] - (0.94 - 0.94 * unknown) / 2
    fill(axes, [(left, place[1] + 0.375)], width=0.94 * unknown, height=0.11, facecolor=style.GREY, linewidth=0)
    ink = style.PAPER if value >= DARK else style.INK
    told = f"{half_up(value, 0)} %"
    of = f"{half_up(count.value, 0)}/{count.n}"
    if len(c.definitions) > STACKED:  # room for one line; the strip tells of the others
        axes.text(place[0] - 0.19, place[1], told, ha="right", va="center", fontsize=7, color=ink)
        axes.text(place[0] - 0.15, place[1], of, ha="left", va="center", fontsize=6, color=ink)
        return
    of += f", {count.missing} unknown" if count.missing else ""
    axes.text(place[0], place[1] - 0.16, told, ha="center", va="center", fontsize=8.5, color=ink)
    axes.text(place[0], place[1] + 0.18, of, ha="center", va="center", fontsize=6, color=ink)


def _tint(percent: float) -> tuple[float, float, float]:
    """Mix white and blue: the darker, the more respond."""
    from matplotlib.colors import to_rgb

    blue = np.array(to_rgb(style.BLUE))
    red, green, rest = 1 - (1 - blue) * percent / 100
    return float(red), float(green), float(rest)


def _kinds(c: Comparison, visit: Visit) -> NDArray[np.int64]:
    """Sort the answers of every definition (rows) about every patient (columns) at one visit."""
    there = c.at([visit])
    grid = np.full((len(c.definitions), len(c.chart.who)), UNKNOWN)
    for row, d in enumerate(c.definitions):
        judgement = c.judged.judgements[d.name]
        best, any_ = (s.filter(there) for s in (judgement.reached, judgement.responded))
        denied = (~best).fill_null(value=False)
        grid[row, best.fill_null(value=False).to_numpy()] = BEST
        grid[row, (denied & any_).fill_null(value=False).to_numpy()] = LESSER
        grid[row, (denied & ~any_).fill_null(value=False).to_numpy()] = NONE
        grid[row, (denied & any_.is_null()).to_numpy()] = OPEN
    return grid


def _names(c: Comparison) -> list[str]:
    patients = list(c.chart.patients)
    if all(len(name) <= SHORT for name in patients) and faces_for(patients):
        return patients
    return [f"{at}." for at in range(1, len(patients) + 1)]


def _rows(c: Comparison, axes: Axes) -> None:
    labels = [f"{c.short(d.name)}{'' if d.verified else '†'}" for d in c.definitions]
    axes.set_yticks(range(len(labels)), labels, color=style.INK, fontsize=8.5 if len(labels) <= ROOMY else 7)
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_ylim(len(labels) - 0.45, -0.55)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _key(figure: Canvas, there: list[int]) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(label=KINDS[kind].words, linewidth=0.6, **_framed(KINDS[kind].look)) for kind in there]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=8)


def _framed(look: dict[str, Any]) -> dict[str, Any]:
    return look | {"edgecolor": style.GREY}


def _alt(c: Comparison, *, crowd: bool) -> str:
    del crowd
    told = []
    for d in c.definitions:
        count = c.get(d.name, c.level(d.name), c.final(d.name), c.endpoint.name, "count")
        if count:
            told.append(f"{c.short(d.name)} {half_up(count.value, 0)} of {count.n}, {count.missing} unknown")
    return f"A grid of definitions. Responders at {c.endpoint.label.lower()}: {'; '.join(told)}."


def _notes(c: Comparison, *, crowd: bool) -> list[str]:
    grid = "One column a patient"
    if crowd:
        grid = "Percentage of the patients who could be judged, and responders/judged; grey strip: share who could not"
    notes = [
        f"{grid}; definitions from the highest rate at {c.endpoint.label.lower()} to the lowest, below the reference."
    ]
    if not crowd and _names(c) != list(c.chart.patients):
        notes.append("Patients are numbered in the order of the data.")
    if any(not d.verified for d in c.definitions):
        notes.append("†Not verified: nobody has compared the definition with its source yet.")
    return notes
