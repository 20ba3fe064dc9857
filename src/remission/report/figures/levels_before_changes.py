"""Draw the level before each change of a dose, so that a reader sees whether the target explains the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from remission.protocols.changes import BY_RULE, NO_RULE, OPEN, OTHER
from remission.protocols.parts import Target
from remission.report import style
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn, faces_for
from remission.report.prose import say, traced
from remission.report.review import Review
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 30
"""So many changes are drawn, those that no rule asks for first."""
VERDICTS = {
    NO_RULE: (style.WARNING, style.WARNING, "full"),
    OTHER: (style.WARNING, style.WARNING, "left"),
    BY_RULE: ("none", style.BLUE, "full"),
    OPEN: ("none", style.GREY, "full"),
}
"""The filling and the edge of the mark of each verdict, and how much of it is filled."""
WORDS = {
    NO_RULE: "No rule asks for it (filled)",
    OTHER: "The protocol asks for another dose (half filled)",
    BY_RULE: "As the protocol says (open)",
    OPEN: "Cannot be judged (open, grey)",
}


def levels_before_changes(review: Review, drug: str, number: str) -> Figure | None:
    """Draw a line for each change of a dose: its level before, the target, and mg before and after.

    Args:
        review: The audit.
        drug: A drug with a target.
        number: "Figure 2".

    Returns:
        None where no change has a level before it.
    """
    target = next(
        (c.target for c in review.protocol.in_use(review.protocol.courses) if c.drug == drug and c.target), None
    )
    moved = review.changes.filter(pl.col("drug") == drug, pl.col("level").is_not_null())
    if target is None or moved.is_empty():
        return None
    order = pl.col("verdict").replace_strict({name: at for at, name in enumerate(VERDICTS)}, return_dtype=pl.Int8)
    shown = moved.sort(order, maintain_order=True).head(MOST)
    a = ANALYTES[target.analyte.name]
    faces = faces_for(shown["patient"]) or (style.FIGURE_SANS,)
    with canvas(6.4, 1.5 + 0.3 * len(shown), faces=faces) as (figure, (axes,)):
        _lines(axes, shown, target, a.decimals)
        axes.set_xlabel(f"{a.label} before the change, {a.printed_unit}")
        figure.legend(handles=_legend(shown, target), loc="outside lower center", ncols=2, frameon=False, fontsize=7.5)
        svg, png = drawn(figure)
    label = DRUGS[drug].label
    return Figure(
        key=number.lower().replace(" ", "-"),
        number=number,
        title=f"{label}: the level before each change of dose",
        alt=_alt(moved, label),
        svg=svg,
        png=png,
        notes=tuple(_notes(review, moved, drug, target)),
    )


def _lines(axes: Axes, shown: pl.DataFrame, target: Target, decimals: int) -> None:
    ends = [edge for edge in (target.below, target.at_most, target.at_least) if edge is not None]
    top = 1.15 * max([*shown["level"], *ends])
    high = target.below if target.below is not None else target.at_most
    axes.axvspan(target.at_least or 0, top if high is None else high, color=style.GREEN, alpha=0.13, linewidth=0)
    for edge in ends:
        axes.axvline(edge, color=style.GREEN, linewidth=1.2)
    names: list[str] = []
    for place, row in enumerate(shown.iter_rows(named=True)):
        marker = "v" if row["after"] < row["before"] else "^"
        axes.plot([row["level"]], [place], marker=marker, **_look(row["verdict"], 8))
        after = f"{row['after']:g} mg" if row["after"] else "stopped"
        text = f"{row['level']:.{decimals}f}:  {row['before']:g} → {after}"
        axes.annotate(text, (row["level"], place), xytext=(8, 0), textcoords="offset points", va="center", fontsize=7.5)
        when = f"day {row['day']}" if row["day"] is not None else "day not known"
        names.append(f"Patient {row['patient']}, {when}")
    axes.set_yticks(range(len(names)), names, parse_math=False)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, top)


def _look(verdict: str, size: float) -> dict[str, Any]:
    fill, edge, filled = VERDICTS[verdict]
    return {"markerfacecolor": fill, "markeredgecolor": edge, "fillstyle": filled, "markersize": size, "linestyle": "",
            "markerfacecoloralt": "none"}  # fmt: skip


def _legend(shown: pl.DataFrame, target: Target) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    there = set(shown["verdict"])
    handles: list[Any] = [
        Line2D([], [], marker="v", label=WORDS[verdict], **_look(verdict, 7))
        for verdict in VERDICTS
        if verdict in there
    ]
    aim = target.words.removeprefix(target.analyte.words).strip()
    return [*handles, Patch(color=style.GREEN, alpha=0.25, label=f"Target: {aim}")]


def _notes(review: Review, moved: pl.DataFrame, drug: str, target: Target) -> list[str]:
    notes = ["▼ the dose was lowered, ▲ it was raised."] if (moved["after"] > moved["before"]).any() else []
    odd = moved.filter(pl.col("verdict") == NO_RULE, pl.col("after") < pl.col("before"))
    if len(odd):
        a = ANALYTES[target.analyte.name]
        low, high = (f"{end:.{a.decimals}f}" for end in (odd["level"].min(), odd["level"].max()))
        count = review.get(drug, "change_without_a_rule", "times")
        notes.append(
            say("Lowered without a rule that asks for it: {}, at levels of {} to {} {}; the target is {}.",
                traced(str(len(odd)), count), low, high, a.printed_unit, inside_a_sentence(target.words))
        )  # fmt: skip
    if len(moved) > MOST:
        notes.append(f"{len(moved) - MOST} more changes are in `changes.csv`.")
    return notes


def _alt(moved: pl.DataFrame, label: str) -> str:
    told = [
        f"patient {row['patient']} {row['before']:g} to {row['after']:g} mg at {row['level']:g}, {row['verdict']}"
        for row in moved.head(MOST).iter_rows(named=True)
    ]
    return f"{label}, a line for each change of dose: " + "; ".join(told) + "."
