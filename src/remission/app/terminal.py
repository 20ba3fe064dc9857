"""Ask how wide the terminal is, without the library that would bring every archive format with it."""

from __future__ import annotations

import os


def columns(*, otherwise: int = 80) -> int:
    """Tell how many letters fit on a line; `otherwise` where there is no terminal."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) or otherwise
    except (ValueError, OSError):
        return otherwise
