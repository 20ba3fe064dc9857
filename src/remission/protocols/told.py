"""Read the columns of an answered table as arrays, each once: a decision asks for the same few many times."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

Numbers = np.ndarray[tuple[int], np.dtype[Any]]


class Told:
    """Hold rows of patient and day that a protocol has answered.

    Attributes:
        frame: The rows, as `answered` gives them.
    """

    __slots__ = ("_lacking", "_numbers", "frame")

    def __init__(self, frame: pl.DataFrame) -> None:
        """Hold the rows; nothing is read yet."""
        self.frame = frame
        self._numbers: dict[str, Numbers] = {}
        self._lacking: dict[str, int] = {}

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.frame)

    @property
    def patients(self) -> pl.Series:
        """Give the patient of each row."""
        return self.frame["patient"]

    def numbers(self, name: str) -> Numbers:
        """Give a column of numbers, or of yes and no; not a number where it is unknown."""
        if name not in self._numbers:
            self._numbers[name] = self.frame[name].to_numpy()
        return self._numbers[name]

    def lacks(self, name: str) -> Numbers:
        """Tell for which rows a column is unknown."""
        if not self._lacking:
            self._lacking = dict(zip(self.frame.columns, self.frame.null_count().row(0), strict=True))
        missing = self._lacking[name]
        if missing in (0, len(self)):
            return np.full(len(self), fill_value=missing > 0)
        return self.frame[name].is_null().to_numpy()
