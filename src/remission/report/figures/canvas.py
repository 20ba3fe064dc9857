"""Draw on a canvas that comes out the same every time, as vectors and as points."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from remission.report import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS_PER_INCH = 200


@contextmanager
def canvas(width: float, height: float, rows: int = 1, columns: int = 1) -> Generator[tuple[Figure, list[Axes]]]:
    """Open a figure of so many inches with our lettering and without idle frames.

    Yields:
        The figure and its panels, row by row.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings: dict[Any, Any] = {
        "font.family": style.FIGURE_SANS,
        "font.size": 8.5,
        "text.color": style.INK,
        "axes.labelcolor": style.INK,
        "axes.edgecolor": style.MUTED,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 9,
        "axes.titlelocation": "left",
        "xtick.color": style.MUTED,
        "ytick.color": style.MUTED,
        "svg.fonttype": "none",  # letters stay letters: they can be searched, read aloud and copied
        "svg.hashsalt": "remission",
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def drawn(figure: Figure) -> tuple[str, bytes]:
    """Give a figure as SVG text and as PNG bytes, without dates, so that equal data make equal files."""
    vectors, points = BytesIO(), BytesIO()
    figure.savefig(vectors, format="svg", metadata={"Date": None, "Creator": None})
    figure.set_layout_engine("none")  # the points take the layout of the vectors; working it out again costs as much
    figure.savefig(points, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return vectors.getvalue().decode(), points.getvalue()
