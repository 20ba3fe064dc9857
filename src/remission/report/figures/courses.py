"""Figure 2: one line per patient, for what the founding paper followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from remission.report import style
from remission.report.document import Figure
from remission.report.evaluation import Evaluation
from remission.report.figures.canvas import canvas, drawn, faces_for
from remission.terms.rounding import three_digits
from remission.terms.windows import DAYS_PER_MONTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELLED = 12
"""Up to so many patients each line carries its patient's number."""

DRAWN = 150
"""Beyond so many patients lines are a solid band that says nothing: the medians and quartiles of each response stand for
them."""

HEADROOM = 1.06
"""How far the axis reaches beyond the greatest value."""

FAINTEST = 0.25
"""How opaque a line still is in a crowd."""


_NUMBERED = (
    "The numbers count the patients in the order of Table 3, because no typeface on the machine that drew this has the "
    "letters of their names."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Describe one panel: what it follows, its threshold, and which limit of normal to draw."""

    name: str
    heads: str
    unit: str
    threshold: float | None = None
    limit: Literal["low", "high", ""] = ""


PANELS = (
    Panel(name="proteinuria", heads="a  Proteinuria", unit="g/day", threshold=0.2),
    Panel(name="creatinine", heads="b  Serum creatinine", unit="mg/dL", limit="high"),
    Panel(name="c3", heads="c  Serum C3", unit="mg/dL", limit="low"),
    Panel(name="ds_dna", heads="d  Anti-dsDNA antibody", unit="IU/mL", limit="high"),
    Panel(name="sledai_total", heads="e  SLEDAI", unit="points", threshold=0.0),
)
KINDS: dict[str | None, tuple[str, str, Any, str]] = {
    "complete": ("Complete remission at {}", style.BLUE, "-", "o"),
    "none": ("No complete remission at {}", style.VERMILION, "--", "s"),
    None: ("Response at {} unknown", style.GREY, ":", "^"),
}


def courses(e: Evaluation) -> Figure:
    """Draw a panel for each quantity of `PANELS`: patients as lines, coloured by their response at the endpoint."""
    end = e.endpoint
    responses = dict(
        e.rows.filter(pl.col("visit").cast(pl.String) == end.name).select("patient", "himeji_2012").iter_rows()
    )
    names = {patient: patient for patient in e.chart.patients}
    faces = faces_for(names) if len(names) <= LABELLED else (style.FIGURE_SANS,)
    if not faces:
        faces, names = (style.FIGURE_SANS,), {patient: f"{at}." for at, patient in enumerate(names, start=1)}
    with canvas(7.2, 6.9, rows=3, columns=2, faces=faces) as (figure, axes):
        for panel, at in zip(PANELS, axes, strict=False):
            _panel(e, at, panel, responses, names)
        _legend(axes[-1], e, responses)
        svg, png = drawn(figure)
    crowd = len(e.chart.who) > DRAWN
    lines = "Lines are medians, bands reach from the first to the third quartile" if crowd else "Each line is a patient"
    return Figure(
        key="figure-2",
        number="Figure 2",
        title="Changes in biochemical parameters after treatment",
        alt=_alt(e),
        svg=svg,
        png=png,
        notes=(
            f"{lines}. Shaded: within the limit of normal of the laboratory (upper for creatinine and "
            "anti-dsDNA, lower for C3), for both sexes where they differ. Dotted: the threshold of the response definition "
            "(proteinuria below 0.2 g/day; SLEDAI 0).",
            *_without_limits(e),
            *([] if names == {n: n for n in names} else [_NUMBERED]),
        ),
    )


def _panel(e: Evaluation, axes: Axes, panel: Panel, responses: dict[str, str | None], names: dict[str, str]) -> None:
    seen = {visit.name: visit.target / DAYS_PER_MONTH for visit in e.seen}
    rows = e.rows.filter(pl.col("visit").cast(pl.String).is_in(list(seen)), pl.col(panel.name).is_not_null())
    if len(e.chart.who) > DRAWN:
        _middles(axes, rows, panel, seen, responses)
    else:
        _lines(axes, rows, panel, seen, responses)
    axes.set_title(f"{panel.heads}, {panel.unit}")
    axes.set_xlabel("Months after start of treatment")
    axes.set_xticks([round(month) for month in seen.values()])
    if rows.is_empty():
        axes.annotate("no data", (0.5, 0.5), xycoords="axes fraction", ha="center", color=style.MUTED)
        axes.set_yticks([])
        return
    axes.set_ylim(0, (axes.dataLim.y1 or 1) * HEADROOM)
    _range(e, axes, panel)
    if len(e.chart.who) <= LABELLED:
        _labels(axes, rows, panel, seen, names)


def _lines(
    axes: Axes, rows: pl.DataFrame, panel: Panel, seen: dict[str, float], responses: dict[str, str | None]
) -> None:
    """Draw one line a patient."""
    crowd = len(responses) > LABELLED
    alpha = min(0.9, max(FAINTEST, LABELLED / len(responses)))
    for (patient,), part in rows.partition_by("patient", as_dict=True, maintain_order=True).items():
        _, colour, line, marker = KINDS[responses.get(patient)]
        months = [seen[visit] for visit in part["visit"].cast(pl.String)]
        axes.plot(months, part[panel.name], color=colour, linestyle=line, marker="" if crowd else marker,
                  markersize=3.2, linewidth=0.8 if crowd else 1.1, alpha=alpha)  # fmt: skip


def _middles(
    axes: Axes, rows: pl.DataFrame, panel: Panel, seen: dict[str, float], responses: dict[str, str | None]
) -> None:
    """Draw the median of each response, with a band from the first to the third quartile."""
    of = pl.col("patient").cast(pl.String).replace_strict(responses, return_dtype=pl.String)
    for (response,), part in rows.with_columns(response=of).partition_by("response", as_dict=True).items():
        _, colour, line, marker = KINDS[response]
        found = part.group_by("visit").agg(
            pl.col(panel.name).quantile(q, "linear").alias(str(q)) for q in (0.25, 0.5, 0.75)
        )
        found = found.with_columns(month=pl.col("visit").cast(pl.String).replace_strict(seen)).sort("month")
        axes.fill_between(found["month"], found["0.25"], found["0.75"], color=colour, alpha=0.18, linewidth=0)
        axes.plot(
            found["month"], found["0.5"], color=colour, linestyle=line, marker=marker, markersize=4, linewidth=1.6
        )


def _range(e: Evaluation, axes: Axes, panel: Panel) -> None:
    if panel.threshold is not None:
        axes.axhline(panel.threshold, color=style.INK, linestyle=":", linewidth=1)
    bounds = _limits(e, panel)
    if not bounds:
        return
    low, high = axes.get_ylim()
    # With one limit for each sex, the shade covers what is normal for everyone.
    edge = min(bounds) if panel.limit == "high" else max(bounds)
    axes.axhspan(low if panel.limit == "high" else edge, edge if panel.limit == "high" else high,
                 color=style.GREEN, alpha=0.12, linewidth=0)  # fmt: skip
    axes.set_ylim(low, high)


def _labels(axes: Axes, rows: pl.DataFrame, panel: Panel, seen: dict[str, float], names: dict[str, str]) -> None:
    """Write each patient's name behind the end of the line, with a hair to it where lines end together."""
    last = rows.group_by("patient", maintain_order=True).agg(pl.col("visit").last(), pl.col(panel.name).last())
    low, high = axes.get_ylim()
    gap, beside = (high - low) / 17, max(*seen.values(), 1) * 1.07
    ends = sorted(last.iter_rows(), key=lambda row: row[2])
    places = _apart([float(value) for _, _, value in ends], gap, low + gap / 2)
    for (patient, visit, value), place in zip(ends, places, strict=True):
        # From the number's left edge: cutting the hair at the letters' box instead takes half a second a report.
        hair = {"arrowstyle": "-", "color": style.GREY, "linewidth": 0.4, "relpos": (0, 0.5), "patchA": None,
                "shrinkA": 0, "shrinkB": 2}  # fmt: skip
        axes.annotate(names[str(patient)], (seen[str(visit)], value), xytext=(beside, place), arrowprops=hair,
                      fontsize=6.5, va="center", color=style.MUTED, annotation_clip=False,
                      parse_math=False)  # fmt: skip
    axes.set_xlim(right=beside * 1.03)


def _apart(values: list[float], gap: float, low: float) -> list[float]:
    """Space rising values at least a gap apart, each cluster centred on the values that it stands for."""
    clusters: list[list[float]] = []
    for value in values:
        clusters.append([value])
        while len(clusters) > 1 and _bottom(clusters[-1], gap, low) < _top(clusters[-2], gap, low) + gap:
            clusters[-2:] = [clusters[-2] + clusters[-1]]
    return [_bottom(cluster, gap, low) + gap * at for cluster in clusters for at in range(len(cluster))]


def _bottom(cluster: list[float], gap: float, low: float) -> float:
    return max(low, sum(cluster) / len(cluster) - gap * (len(cluster) - 1) / 2)


def _top(cluster: list[float], gap: float, low: float) -> float:
    return _bottom(cluster, gap, low) + gap * (len(cluster) - 1)


def _legend(axes: Axes, e: Evaluation, responses: dict[str, str | None]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    there = set(responses.values())
    lines = [
        Line2D(
            [],
            [],
            color=colour,
            linestyle=line,
            marker=marker,
            markersize=4,
            label=words.format(e.endpoint.label.lower()),
        )
        for kind, (words, colour, line, marker) in KINDS.items()
        if kind in there
    ]
    normal = Patch(color=style.GREEN, alpha=0.12, label="Within the limit of normal")
    threshold = Line2D([], [], color=style.INK, linestyle=":", label="Threshold of the definition")
    shaded = [normal] * any(_limits(e, panel) for panel in PANELS)
    axes.set_axis_off()
    axes.legend(handles=[*lines, *shaded, threshold], loc="center", frameon=False, fontsize=9)


def _limits(e: Evaluation, panel: Panel) -> list[float]:
    """List the limits of normal that a panel draws: one, or one for each sex, or none where nobody stated any."""
    if not panel.limit:
        return []
    return e.chart.limits.filter(pl.col("analyte").cast(pl.String) == panel.name)[panel.limit].drop_nulls().to_list()


def _without_limits(e: Evaluation) -> list[str]:
    absent = [
        panel.heads[3:] for panel in PANELS if panel.limit and not _limits(e, panel) and e.rows[panel.name].count()
    ]
    return [f"No limit of normal is stated, and none is shaded, for: {', '.join(absent)}."] if absent else []


def _alt(e: Evaluation) -> str:
    told = []
    for panel in PANELS:
        ends = [e.get(panel.name, visit.name, "mean") for visit in (e.seen[0], e.seen[-1])]
        if all(ends):
            first, last = (three_digits(r.value) for r in ends if r)
            told.append(f"{panel.heads[3:]} mean {first} at baseline and {last} at {e.seen[-1].label.lower()}.")
    lines = "the medians of each response" if len(e.chart.who) > DRAWN else "one line per patient"
    return f"Five panels with {lines} over the visits. " + " ".join(told)
