"""Draw on a canvas that comes out the same every time, as vectors and as points."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from remission.report import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS_PER_INCH = 200
_PLAIN = 0x250
"""Below it stand the Latin letters, all of which our own face has."""
_ROUND = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
"""The way around a cell."""


@contextmanager
def canvas(
    width: float,
    height: float,
    rows: int = 1,
    columns: int = 1,
    *,
    faces: Sequence[str] = (style.FIGURE_SANS,),
    heights: Sequence[float] = (),
) -> Generator[tuple[Figure, list[Axes]]]:
    """Open a figure of so many inches with our lettering and without idle frames.

    Args:
        width: Inches from left to right.
        height: Inches from top to bottom.
        rows: Rows of panels.
        columns: Columns of panels.
        faces: Typefaces, the first that has a letter draws it.
        heights: How high each row of panels is beside the others; all alike where nothing is said.

    Yields:
        The figure and its panels, row by row.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings: dict[Any, Any] = {
        "font.family": list(faces),
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
        yield figure, list(figure.subplots(rows, columns, squeeze=False, height_ratios=heights or None).flat)


def drawn(figure: Figure) -> tuple[str, bytes]:
    """Give a figure as SVG text and as PNG bytes, without dates, so that equal data make equal files."""
    vectors, points = BytesIO(), BytesIO()
    figure.savefig(vectors, format="svg", metadata={"Date": None, "Creator": None})
    figure.set_layout_engine("none")  # the points take the layout of the vectors; working it out again costs as much
    figure.savefig(points, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return vectors.getvalue().decode(), points.getvalue()


def faces_for(texts: Iterable[str]) -> tuple[str, ...]:
    """Find typefaces that together have every letter of some texts.

    Returns:
        Our own face, with one of this machine behind it where ours lacks letters; empty where none has them all.

    Example:
        >>> faces_for(["1", "A-2", "Müller"])
        ('DejaVu Sans',)
    """
    letters = {ord(letter) for text in texts for letter in text}
    if max(letters, default=0) < _PLAIN:
        return (style.FIGURE_SANS,)
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    def lacks(face: str) -> set[int]:
        return letters - set(FT2Font(font_manager.findfont(face)).get_charmap())

    if not (missing := lacks(style.FIGURE_SANS)):
        return (style.FIGURE_SANS,)
    here = set(font_manager.get_font_names())
    found = [face for face in style.PDF_JAPANESE if face in here and not missing & lacks(face)]
    return (style.FIGURE_SANS, found[0]) if found else ()


def fill(
    axes: Axes, places: Iterable[tuple[float, float]], *, width: float = 1.0, height: float = 1.0, **look: Any
) -> None:
    """Fill cells around some places as one shape, which stays small however many cells there are.

    Args:
        axes: The panel.
        places: The middle of each cell.
        width: How wide a cell is.
        height: How high it is.
        look: Colours, hatching and the like, as a patch of the plotting library takes them.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners = [(x + dx * width / 2, y + dy * height / 2) for x, y in places for dx, dy in _ROUND]
    if corners:
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(corners) // len(_ROUND))
        axes.add_patch(PathPatch(Path(corners, codes), **look))
