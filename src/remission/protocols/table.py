"""Build long tables out of many small parts: each holds for some patients, and says the same of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

FEW = 64
"""Below so many rows, a list is quicker than an expression."""
Places = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """Hold rows of a table.

    Attributes:
        at: For which rows of another table it holds, by their places.
        row: What it says: one value for all, or an array or series with one for each.
    """

    at: Places
    row: Mapping[str, Any]


def stacked(
    patients: pl.Series, parts: Sequence[Part], schema: Mapping[str, pl.DataType], *, order: str = ""
) -> pl.DataFrame:
    """Put parts under one another, those of one patient together.

    Args:
        patients: The patient of each place.
        parts: The parts.
        schema: The columns and their types.
        order: A column of whole numbers by which the rows of a patient are put in order; "" keeps the order of parts.

    Returns:
        `patient` and the columns of `schema`; a column that a part does not have is null.
    """
    held = [part for part in parts if len(part.at)]
    at = np.concatenate([part.at for part in held]) if held else np.zeros(0, dtype=np.int64)
    by = np.concatenate([np.broadcast_to(part.row[order], len(part.at)) for part in held]) if order and held else at
    turn = np.lexsort((by, at))
    places = np.repeat(np.arange(len(held)), [len(part.at) for part in held])[turn]
    columns = {name: _column(name, dtype, held, places, turn) for name, dtype in schema.items()}
    return pl.DataFrame({"patient": patients.gather(at[turn]), **columns})


def _column(name: str, dtype: pl.DataType, parts: Sequence[Part], places: Places, turn: Places) -> pl.Series:
    values = [part.row.get(name) for part in parts]
    if not any(isinstance(value, np.ndarray | pl.Series) for value in values):
        if len(places) < FEW:
            return pl.Series(name, [values[place] for place in places], dtype=dtype, strict=False)
        return pl.Series(name, values, dtype=dtype, strict=False).gather(places)
    whole = [_whole(value, len(part.at), dtype) for value, part in zip(values, parts, strict=True)]
    return pl.concat(whole).gather(turn).alias(name)


def _whole(value: Any, size: int, dtype: pl.DataType) -> pl.Series:
    if isinstance(value, np.ndarray | pl.Series):
        return pl.Series(value, nan_to_null=True).cast(dtype, strict=False)
    return pl.Series([value] * size, dtype=dtype) if size < FEW else pl.repeat(value, size, dtype=dtype, eager=True)
