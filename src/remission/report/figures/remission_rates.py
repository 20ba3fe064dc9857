"""Figure 1: how many patients were in remission at each visit, with exact intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remission.definitions import shelf
from remission.report import style
from remission.report.document import Figure
from remission.report.evaluation import Evaluation
from remission.report.figures.canvas import canvas, drawn
from remission.report.prose import join, say, traced
from remission.terms.rounding import half_up
from remission.terms.windows import Visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SERIES = (
    ("himeji_2012", "complete", "Complete remission", style.BLUE, ""),
    ("sledai_remission", "", "SLEDAI remission", style.ORANGE, "////"),
)
_WIDTH = 0.36
ROOM = 7
"""How many digits fit under a bar in full size."""


def remission_rates(e: Evaluation) -> Figure:
    """Draw bars of the share in remission at each follow-up visit, with 95 % Clopper–Pearson intervals and counts."""
    visits = [visit for visit in e.visits if visit.name != "baseline"]
    from matplotlib.patches import Patch

    handles: list[Patch] = []
    with canvas(6.6, 3.9) as (figure, (axes,)):
        for at, (name, level, label, colour, hatch) in enumerate(SERIES):
            bar: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": style.PAPER, "linewidth": 0}
            _bars(e, axes, visits, name, level, bar, shift=(at - 0.5) * _WIDTH)
            handles.append(Patch(label=label, **bar))
        axes.set_xlim(-0.6, len(visits) - 0.4)
        axes.set_ylim(0, 100)
        axes.set_yticks(range(0, 101, 20))
        axes.set_ylabel("Patients in remission, %")
        axes.set_xticks(range(len(visits)), [visit.label for visit in visits])
        axes.tick_params(axis="x", length=0, pad=20)
        axes.grid(axis="y", color=style.HAIR, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=2, frameon=False)
        svg, png = drawn(figure)
    return Figure(
        key="figure-1",
        number="Figure 1",
        title="Remission rates after the start of treatment",
        alt=_alt(e, visits),
        svg=svg,
        png=png,
        notes=(
            "Bars: share of the patients who could be judged; lines: exact 95 % intervals (Clopper–Pearson); below the bars: "
            "patients in remission/patients judged.",
            shelf.find("himeji_2012").words,
            shelf.find("sledai_remission").words,
            *_counts(e, visits),
            *_unseen(e, visits),
        ),
    )


def _bars(
    e: Evaluation, axes: Axes, visits: list[Visit], name: str, level: str, bar: dict[str, Any], *, shift: float
) -> None:
    for at, visit in enumerate(visits):
        percent, low, high = (e.get(name, level, visit.name, s) for s in ("percent", "percent_low", "percent_high"))
        where = at + shift
        if percent is None or low is None or high is None or percent.value is None:
            axes.annotate("no data", (where, 0), xytext=(0, -9), textcoords="offset points", ha="center", va="center",
                          fontsize=7, color=style.MUTED)  # fmt: skip
            continue
        axes.bar(where, percent.value, _WIDTH * 0.92, **bar)
        spread = [[percent.value - (low.value or 0)], [(high.value or 0) - percent.value]]
        axes.errorbar(where, percent.value, yerr=spread, color=style.INK, linewidth=1, capsize=3)
        count = e.get(name, level, visit.name, "count")
        told = f"{half_up(count.value, 0)}/{count.n}" if count else ""
        size = 8 if len(told) <= ROOM else 8 * ROOM / len(told)
        axes.annotate(
            told, (where, 0), xytext=(0, -9), textcoords="offset points", ha="center", va="center", fontsize=size
        )


def _alt(e: Evaluation, visits: list[Visit]) -> str:
    told = []
    for name, level, label, *_ in SERIES:
        rates = [(v, e.get(name, level, v.name, "percent")) for v in visits]
        told.append(
            f"{label}: " + ", ".join(f"{v.label.lower()} {half_up(r.value, 1)} %" for v, r in rates if r and r.n) + "."
        )
    return "Bars of remission rates at each visit with exact 95 % intervals. " + " ".join(told)


def _counts(e: Evaluation, visits: list[Visit]) -> list[str]:
    """Repeat in words the counts that are drawn, so that each leads to its source."""
    told: list[str] = []
    for name, level, label, *_ in SERIES:
        counts = [(v, e.get(name, level, v.name, "count")) for v in visits]
        said = [
            say("{} at {}", traced(f"{half_up(r.value, 0)}/{r.n}", r), v.label.lower()) for v, r in counts if r and r.n
        ]
        told += [say("{}: {}.", label, join(", ", said))] if said else []
    return [join(" ", told)] if told else []


def _unseen(e: Evaluation, visits: list[Visit]) -> list[str]:
    seen = {visit.name for visit in e.seen}
    absent = [visit.label.lower() for visit in visits if visit.name not in seen]
    return [f"No patient has data at {', '.join(absent)}."] if absent else []
