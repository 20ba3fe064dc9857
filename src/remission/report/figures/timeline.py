"""Draw what each patient was given of a drug, day by day, against the protocol, with the levels above."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from remission.protocols.judge import NOT_JUDGED
from remission.protocols.parts import EVERY_DAY, Course
from remission.report import style
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn, faces_for
from remission.report.review import DOSES, Review
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 8
"""So many patients are drawn; of more, those with most days done otherwise."""
OPEN = tuple(kind.name.lower() for kind in NOT_JUDGED)
PARDONED = ("tolerance", "return")
SLOT = 0.13
"""How wide a place for a dose without a day is, beside the days."""
HEADROOM = 1.3
TICKS = 7
DASHES = (0, (4, 2))
FEW = 3
"""So many levels carry their value each; of more, those that miss the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """Hold what the panels of one drug share."""

    review: Review
    course: Course
    end: int
    slots: int

    @property
    def level(self) -> str:
        """Name the level that the dose is to reach; "" for none."""
        return self.course.target.analyte.name if self.course.target else ""

    @property
    def slot(self) -> float:
        """Give the days that a place without a day takes."""
        return SLOT * max(self.end, 1)


def timeline(review: Review, drug: str, number: str) -> Figure:
    """Draw a drug: one panel a patient, and one of levels above it where the protocol has a target for them.

    Args:
        review: The audit.
        drug: The drug.
        number: "Figure 1".
    """
    course = next(c for c in review.protocol.in_use(review.protocol.courses) if c.drug == drug)
    people, left_out = _chosen(review, drug)
    end = int(review.spans.filter(pl.col("drug") == drug)["until"].max() or 0)  # type: ignore[call-overload]  # whole days
    d = _Drawn(review=review, course=course, end=end, slots=_slots(review, course))
    columns = 1 if len(people) == 1 else 2
    rows = -(-len(people) // columns)
    heights = [0.75, 1.0] * rows if d.level else [1.0] * rows
    height, faces = 0.8 + rows * (1.6 if d.level else 1.2), faces_for(people) or (style.FIGURE_SANS,)
    with canvas(7.2, height, len(heights), columns, faces=faces, heights=heights) as (figure, axes):
        for place, patient in enumerate(people):
            row, column = divmod(place, columns)
            at = (row * (2 if d.level else 1)) * columns + column
            last = place + columns >= len(people)
            if d.level:
                _levels(axes[at], d, patient)
                axes[at].set_title(f"Patient {patient}", parse_math=False)
                at += columns
            else:
                axes[at].set_title(f"Patient {patient}", parse_math=False)
            _doses(axes[at], d, patient, last=last)
        for empty in range(len(people), rows * columns):
            row, column = divmod(empty, columns)
            for extra in range(2 if d.level else 1):
                axes[(row * (2 if d.level else 1) + extra) * columns + column].set_axis_off()
        figure.legend(handles=_legend(d, people), loc="outside lower center", ncols=2, frameon=False, fontsize=7.5)
        svg, png = drawn(figure)
    label = DRUGS[drug].label
    return Figure(
        key=number.lower().replace(" ", "-"),
        number=number,
        title=f"{label}: doses given against doses per protocol",
        alt=_alt(review, drug, people),
        svg=svg,
        png=png,
        notes=tuple(_notes(d, left_out)),
    )


def _slots(review: Review, course: Course) -> int:
    """Count the places for what has no day: as many as the patient needs who has most."""
    level = course.target.analyte.name if course.target else ""
    doses = review.chart.given.filter(pl.col("drug") == course.drug, pl.col("day").is_null())
    levels = review.chart.measured.filter(pl.col("analyte") == level, pl.col("day").is_null())
    return max((len(part) for table in (doses, levels) for part in table.partition_by("patient")), default=0)


def _chosen(review: Review, drug: str) -> tuple[list[str], int]:
    """Choose whom to draw, in the order of the chart, and count the others."""
    days = pl.col("until") - pl.col("day") + 1
    mine = review.spans.filter(pl.col("drug") == drug).with_columns(pl.col("patient").cast(pl.String))
    otherwise = pl.when(pl.col("kind").is_in(DOSES)).then(days).otherwise(0).sum()
    moved = review.changes.filter(pl.col("drug") == drug).group_by("patient").len("moved")
    ranked = (
        mine.group_by("patient", maintain_order=True)
        .agg(otherwise.alias("otherwise"), pl.col("given").is_not_null().any().alias("any"))
        .join(moved, on="patient", how="left", maintain_order="left")
        .sort("otherwise", pl.col("moved").fill_null(0), "any", descending=True, maintain_order=True)
    )
    chosen = set(ranked["patient"].head(MOST))
    return [name for name in review.chart.patients if name in chosen], max(len(ranked) - MOST, 0)


def _doses(axes: Axes, d: _Drawn, patient: str, *, last: bool) -> None:
    """Draw the doses of one patient, and shade days done otherwise and days that could not be judged."""
    spans = d.review.spans.filter(pl.col("drug") == d.course.drug, pl.col("patient").cast(pl.String) == patient)
    top = max((value for name in ("expected", "given") for value in spans[name].drop_nulls()), default=1.0) or 1.0
    top = max(top, *(dose for _, dose in _in_order(d, patient) if dose is not None), 0.0)
    for row in spans.iter_rows(named=True):
        _shade(axes, row["kind"], row["day"], row["until"] + 1, top * HEADROOM)
    if d.course.every:
        _single(axes, spans)
    else:
        _steps(axes, spans)
    _without_days(axes, d, patient, top)
    axes.set_ylim(0, top * HEADROOM)
    axes.set_ylabel(
        "mg" if d.course.every else "mg/day" if d.course.days_per_week == EVERY_DAY else "mg/intake", fontsize=7.5
    )
    _days(axes, d, labelled=last)


def _steps(axes: Axes, spans: pl.DataFrame) -> None:
    """Draw doses as steps; what is kept within what a rule permits is as the protocol says."""
    due = pl.when(pl.col("kind") == "kept").then("given").when(pl.col("kind") != "nothing_due").then("expected")
    spans = spans.with_columns(due.alias("expected"))
    days = [*spans["day"], (spans["until"][-1] or 0) + 1] if len(spans) else []
    looks: dict[str, dict[str, Any]] = {
        "given": {"color": style.BLUE, "linewidth": 2.4, "solid_capstyle": "butt", "zorder": 3},
        "expected": {"color": style.INK, "linewidth": 1.0, "linestyle": DASHES, "zorder": 4},
    }
    for name, look in looks.items():
        values = spans[name].to_numpy()
        axes.step(days, [*values, *values[-1:]], where="post", **look)
    alone = pl.all_horizontal(pl.col("given").shift(by).is_null() for by in (-1, 1))
    only = spans.filter(pl.col("until") - pl.col("day") <= 1, pl.col("given").is_not_null(), alone)
    if len(only):  # a dose of a day or two would be too narrow to see
        axes.plot(only["day"] + 0.5, only["given"], color=style.BLUE, linestyle="", marker="s", markersize=4, zorder=3,
                  clip_on=False)  # fmt: skip


def _single(axes: Axes, spans: pl.DataFrame) -> None:
    """Draw doses that are not daily: one mark for each."""
    due = spans.filter(pl.col("expected") > 0)
    axes.plot(due["day"], due["expected"], color=style.INK, linestyle="", marker="_", markersize=11, zorder=4)
    given = spans.filter(pl.col("given") > 0)
    axes.vlines(given["day"], 0, given["given"], color=style.BLUE, linewidth=2.4, zorder=3)


def _shade(axes: Axes, kind: str, begin: float, end: float, top: float) -> None:
    if kind in DOSES:
        axes.fill_between([begin, end], 0, top, color=style.VERMILION, alpha=0.28, linewidth=0)
        axes.plot([(begin + end) / 2], [top * 0.93], marker="v", color=style.WARNING, markersize=6, zorder=5)
    elif kind in PARDONED:
        axes.plot(
            [(begin + end) / 2],
            [top * 0.93],
            marker="o",
            markerfacecolor="none",
            color=style.INK,
            markersize=4.5,
            zorder=5,
        )
    elif kind in OPEN:
        axes.fill_between(
            [begin, end], 0, top, facecolor="none", edgecolor=style.GREY, hatch="////", linewidth=0, alpha=0.45
        )


def _in_order(d: _Drawn, patient: str) -> list[tuple[int | None, float | None]]:
    """List the doses of a patient of whom some have no day, in printed order; nothing where all have one."""
    mine = d.review.chart.given.filter(pl.col("drug") == d.course.drug, pl.col("patient").cast(pl.String) == patient)
    return list(mine.select("day", "dose").iter_rows()) if mine["day"].null_count() else []


def _place(d: _Drawn, number: int) -> float:
    """Give the middle of a place for what has no day."""
    return (number - d.slots + 0.45) * d.slot


def _without_days(axes: Axes, d: _Drawn, patient: str, top: float) -> None:
    """Draw doses without a day in their order, left of day 0, and mark a change that no rule asks for."""
    listed = _in_order(d, patient)
    moved = d.review.changes.filter(pl.col("drug") == d.course.drug, pl.col("patient") == patient)
    for number, (day, dose) in enumerate(listed):
        if day is None and dose is not None:
            x = _place(d, number)
            axes.plot(
                [x - d.slot * 0.45, x + d.slot * 0.45],
                [dose, dose],
                color=style.BLUE,
                linewidth=2.4,
                solid_capstyle="butt",
            )
            axes.annotate(f"{dose:g}", (x, dose), xytext=(0, -8), textcoords="offset points", ha="center", fontsize=6.5,
                          color=style.MUTED)  # fmt: skip
    changed = [n for n, (one, other) in enumerate(pairwise(listed), 1) if one[1] != other[1]]
    for number, verdict in zip(changed, moved["verdict"], strict=False):
        if verdict == "no rule asks for it":
            day = listed[number][0]
            x = _place(d, number) - d.slot / 2 if day is None else day - 0.02 * d.end
            axes.plot([x], [top * HEADROOM * 0.93], marker="v", color=style.WARNING, markersize=6, zorder=5)


def _levels(axes: Axes, d: _Drawn, patient: str) -> None:
    """Draw the levels of one patient, those without a day in their order, and the target."""
    a = ANALYTES[d.level]
    mine = d.review.chart.measured.filter(pl.col("analyte") == d.level, pl.col("patient").cast(pl.String) == patient)
    dated = mine.filter(pl.col("day").is_not_null(), pl.col("day").is_between(0, d.end))
    undated = mine.filter(pl.col("day").is_null()) if d.slots else mine.clear()
    x = [*dated["day"], *(_place(d, number) for number in range(len(undated)))]
    y = [*dated["value"], *undated["value"]]
    every = d.review.chart.measured.filter(pl.col("analyte") == d.level)["value"].drop_nulls()
    ends = (
        [v for v in (d.course.target.below, d.course.target.at_least, d.course.target.at_most) if v]
        if d.course.target
        else []
    )
    top = max([*every.to_list(), *ends, 1.0]) * 1.25
    _target(axes, d, top)
    axes.plot(x, y, color=style.INK, linestyle="", marker="D", markersize=4, zorder=4)
    for at, value in zip(x, y, strict=True):
        if len(x) <= FEW or not _in_target(d, value):
            axes.annotate(f"{value:.{a.decimals}f}", (at, value), xytext=(5, 0), textcoords="offset points", va="center",
                          fontsize=6.5, color=style.INK)  # fmt: skip
    if not x:
        axes.annotate(
            "no level on record", (0.5, 0.5), xycoords="axes fraction", ha="center", color=style.MUTED, fontsize=7
        )
    axes.set_ylim(0, top)
    axes.set_ylabel(a.printed_unit, fontsize=7.5)
    _days(axes, d, labelled=False)


def _in_target(d: _Drawn, value: float) -> bool:
    target = d.course.target
    if target is None:
        return True
    high = target.below is None or value < target.below
    return high and (target.at_most is None or value <= target.at_most) and value >= (target.at_least or 0)


def _target(axes: Axes, d: _Drawn, top: float) -> None:
    target = d.course.target
    if target is None:
        return
    high = target.below if target.below is not None else target.at_most
    low = target.at_least if target.at_least is not None else 0.0
    left, right = -d.slots * d.slot, d.end + 1
    axes.fill_between([left, right], low, top if high is None else high, color=style.GREEN, alpha=0.13, linewidth=0)
    for edge in (low, high):
        if edge:
            axes.plot([left, right], [edge, edge], color=style.GREEN, linewidth=1)


def _days(axes: Axes, d: _Drawn, *, labelled: bool) -> None:
    """Set the axis of days, with places for what has no day to the left of day 0."""
    axes.set_xlim(-d.slots * d.slot - 0.01 * d.end, d.end + max(0.03 * d.end, 1))
    step = next((s for s in (1, 7, 14, 28, 56, 91, 182) if d.end / s <= TICKS), 364)
    days = list(np.arange(0, d.end + 1, step))
    axes.set_xticks(days, [str(day) for day in days] if labelled else [""] * len(days))
    axes.tick_params(labelsize=7)
    if d.slots:
        axes.axvline(0, color=style.MUTED, linewidth=0.8)
    if labelled:
        axes.set_xlabel(
            "Study day" + (";  left of the line: in printed order, day not known" if d.slots else ""), fontsize=7.5
        )


def _legend(d: _Drawn, people: list[str]) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    mine = d.review.spans.filter(pl.col("drug") == d.course.drug, pl.col("patient").cast(pl.String).is_in(people))
    there = set(mine["kind"])
    due: dict[str, Any] = {"linestyle": "", "marker": "_"} if d.course.every else {"linestyle": DASHES, "linewidth": 1}
    handles: list[Any] = [
        Line2D([], [], color=style.BLUE, linewidth=2.4, label="Dose given"),
        Line2D([], [], color=style.INK, label="Dose per protocol", **due),
        Line2D([], [], color=style.WARNING, marker="v", linestyle="", label="Done otherwise (shaded: for how long)"),
    ]
    if there & set(PARDONED):
        handles.append(
            Line2D(
                [],
                [],
                color=style.INK,
                marker="o",
                markerfacecolor="none",
                linestyle="",
                label="Within the days allowed, or a return",
            )
        )
    if there & set(OPEN):
        handles.append(
            Patch(
                facecolor="none",
                edgecolor=style.GREY,
                hatch="////",
                linewidth=0,
                label="Not judged: no dose on record, or to be asked",
            )
        )
    if d.level and d.course.target:
        a = ANALYTES[d.level]
        handles.append(
            Line2D(
                [], [], color=style.INK, marker="D", markersize=4, linestyle="", label=f"{a.label}, {a.printed_unit}"
            )
        )
        aim = d.course.target.words.removeprefix(d.course.target.analyte.words).strip()
        handles.append(Patch(color=style.GREEN, alpha=0.25, label=f"Target: {aim}"))
    return handles


def _notes(d: _Drawn, left_out: int) -> list[str]:
    notes = [f"Per protocol: {inside_a_sentence(d.course.words)}."]
    if d.course.days_per_week != EVERY_DAY:
        notes.append(f"Doses are mg on a day of intake; {d.course.days_per_week:g} days a week per protocol.")
    if d.slots:
        notes.append("Doses and levels that are on record without a day stand left of the line, in printed order.")
    if left_out:
        notes.append(f"{left_out} more patients are not drawn: those with most days done otherwise are.")
    return notes


def _alt(review: Review, drug: str, people: list[str]) -> str:
    mine = review.otherwise.filter(pl.col("about") == drug)
    told = [
        f"patient {patient}: {text}" for patient, text in mine.select(pl.col("patient").cast(pl.String), "says").iter_rows()
        if patient in people
    ][:MOST]  # fmt: skip
    return f"A panel for each of {len(people)} patients. " + (" ".join(told) or "Nothing was done otherwise.")
