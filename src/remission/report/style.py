"""Hold the few colours and type faces that every rendering and every figure of a report share.

The hues are those of Okabe and Ito's set, which stay apart for readers with any form of colour blindness and in grey
print; text colours keep at least 7:1 contrast against the page.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#1b1f24"
"""Body text, table text, axis text."""

MUTED: Final = "#4d555f"
"""Notes, footers, axis ticks."""

RULE: Final = "#1b1f24"
"""The three rules of a table."""

HAIR: Final = "#d5d9de"
"""Grid lines and the fine lines between blocks."""

PAPER: Final = "#ffffff"
"""The page, and the ground of every figure, in light and in dark."""

ACCENT: Final = "#00558c"
"""Links and pressed numbers: Okabe and Ito's blue, darkened until it is legible as text."""

NOTICE_INK: Final = "#6b3400"
"""Text of the banner that says what the data are."""

NOTICE_PAPER: Final = "#fdf3e3"
"""Ground of that banner."""

WARNING: Final = "#a12f00"
"""The badge on a number that nobody has verified: Okabe and Ito's vermilion, darkened."""

BLUE: Final = "#0072b2"
ORANGE: Final = "#e69f00"
GREEN: Final = "#009e73"
VERMILION: Final = "#d55e00"
SKY: Final = "#56b4e9"
PURPLE: Final = "#cc79a7"
GREY: Final = "#8a929b"

SERIES: Final = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
"""The order in which series take their colours."""

SERIF: Final = (
    "Iowan Old Style",
    "Palatino Linotype",
    "Palatino",
    "Libertinus Serif",
    "Hiragino Mincho ProN",
    "Yu Mincho",
    "Noto Serif CJK JP",
    "serif",
)
"""Prose on a screen, best first; the Mincho faces stand in for Japanese."""

SANS: Final = (
    "system-ui",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
    "Hiragino Sans",
    "Yu Gothic",
    "Noto Sans CJK JP",
    "sans-serif",
)
"""Tables and controls on a screen, best first; the Gothic faces stand in for Japanese."""

PDF_SERIF: Final = "Libertinus Serif"
"""The face of the PDF, which the typesetter carries within itself."""

PDF_JAPANESE: Final = (
    "Noto Serif CJK JP",
    "Noto Serif JP",
    "Hiragino Mincho ProN",
    "Yu Mincho",
    "MS Mincho",
    "IPAexMincho",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "MS Gothic",
    "IPAexGothic",
)
"""Faces of the reader's machine that the PDF borrows, best first, when a text needs Japanese."""

WORD_SERIF: Final = "Times New Roman"
WORD_SANS: Final = "Arial"
WORD_JAPANESE: Final = "MS Mincho"
"""Faces named in the Word file; Word replaces any that its machine lacks."""

FIGURE_SANS: Final = "DejaVu Sans"
"""The face of the figures, which the plotting library carries within itself."""

CARD_JAPANESE: Final = "IPAexGothic"
"""The Japanese face of the dosing card, which the package matplotlib-fontja carries within itself."""
