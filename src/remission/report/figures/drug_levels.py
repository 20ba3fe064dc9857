"""Draw a drug's level over time: a band, the target as a zone, measured levels as points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from remission.pk.bands import Band
from remission.pk.records import Level
from remission.pk.timeline import DAY
from remission.report import style
from remission.report.document import Figure
from remission.report.figures.canvas import canvas, drawn
from remission.terms.rounding import three_digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS = ((style.BLUE, "-"), (style.VERMILION, "--"), (style.GREEN, "-."))
"""Colour and line of the bands, in their order."""
HEADROOM = 1.12
LONG = 4 * DAY
"""Hours; what is longer has days on its axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Name one band of the figure."""

    label: str
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Hold a range that levels should lie in, or a limit that they should not pass, and what it is called."""

    label: str
    low: float
    high: float


def drug_levels(
    title: str,
    what: str,
    unit: str,
    parts: Sequence[Part],
    *,
    levels: Sequence[Level] = (),
    zone: Zone | None = None,
    limit: float | None = None,
    notes: Sequence[str] = (),
) -> Figure:
    """Draw levels over time.

    Args:
        title: The figure's title.
        what: What the level is, for the axis: "Tacrolimus, whole blood".
        unit: Its unit.
        parts: The bands.
        levels: Measured levels; one below the limit of its assay is an open triangle at that limit.
        zone: The target.
        limit: Above it levels are toxic.
        notes: Sentences below the figure.
    """
    with canvas(7.2, 3.6) as (figure, (axes,)):
        days = max(float(part.band.hours[-1] - part.band.hours[0]) for part in parts) > LONG
        scale = DAY if days else 1.0
        if zone:
            axes.axhspan(zone.low, zone.high, color=style.GREEN, alpha=0.13, linewidth=0, label=zone.label)
        if limit is not None:
            axes.axhline(limit, color=style.WARNING, linewidth=1, linestyle=":", label=f"limit {limit:g} {unit}")
        for part, (colour, line) in zip(parts, LOOKS, strict=False):
            _band(axes, part, scale, colour, line)
        _points(axes, levels, scale)
        axes.set_ylim(0, HEADROOM * _top(parts, levels, zone))
        axes.set_xlim(*(edge / scale for edge in _ends(parts)))
        axes.set_xlabel("study day" if days else "hours since the dose")
        axes.set_ylabel(f"{what} ({unit})")
        axes.set_title(title)
        figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=7.5)
        svg, png = drawn(figure)
    return Figure(
        key="drug-levels", number="Figure", title=title, alt=_alt(what, unit, parts, levels, zone), svg=svg, png=png,
        notes=tuple(notes),
    )  # fmt: skip


def _band(axes: Axes, part: Part, scale: float, colour: str, line: str) -> None:
    band = part.band
    hours = band.hours / scale
    axes.fill_between(hours, band.low, band.high, color=colour, alpha=0.18, linewidth=0, label=f"{part.label}: 90 %")
    axes.plot(hours, band.middle, color=colour, linestyle=line, linewidth=1.3, label=f"{part.label}: median")


def _points(axes: Axes, levels: Sequence[Level], scale: float) -> None:
    for bounded, marker, face, label in (
        (False, "o", style.INK, "measured"),
        (True, "v", "none", "below its assay's limit"),
    ):
        some = [level for level in levels if bool(level.censored) is bounded]
        if some:
            axes.plot(
                [level.time / scale for level in some],
                [level.value for level in some],
                marker=marker, color=style.INK, markerfacecolor=face, markersize=5, linestyle="", label=label, zorder=5,
            )  # fmt: skip


def _top(parts: Sequence[Part], levels: Sequence[Level], zone: Zone | None) -> float:
    tops = [float(part.band.high.max()) for part in parts] + [level.value for level in levels]
    return max([*tops, zone.high if zone and zone.high < float("inf") else 0.0])


def _ends(parts: Sequence[Part]) -> tuple[float, float]:
    return min(float(part.band.hours[0]) for part in parts), max(float(part.band.hours[-1]) for part in parts)


def _alt(what: str, unit: str, parts: Sequence[Part], levels: Sequence[Level], zone: Zone | None) -> str:
    told = [
        f"{part.label}: the median lies between {three_digits(float(part.band.middle.min()))} and "
        f"{three_digits(float(part.band.middle.max()))} {unit}"
        for part in parts
    ]
    aim = f" The target is {zone.low:g} to {zone.high:g} {unit}." if zone else ""
    seen = f" {len(levels)} measured levels are drawn." if levels else ""
    return f"{what} over time. {'; '.join(told)}.{aim}{seen}"
