"""Name the line of a file in which something is written, for messages that say which line to mend."""

from __future__ import annotations

import inspect
from pathlib import Path


def where_written() -> str:
    """Name the file and line in which a part, or a source, is written; "" where it is in no file.

    It is the default of a field: the call that fills the fields of a dataclass stands in no file, and is passed over.
    """
    frame = inspect.currentframe()
    while frame and (frame.f_globals.get("__name__") == __name__ or not frame.f_code.co_filename.endswith(".py")):
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}, line {frame.f_lineno}" if frame else ""
