"""Keep the few rows of an array that matter to each patient, and put what comes of them back in their places.

A table of many patients is as long as the longest of them needs. Of all samples and all runs of doses only a few fall into
one epoch, and which ones differs between patients; to work on those alone is many times faster for real records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from remission.pk.engine import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Hold which rows matter.

    Attributes:
        here: Which rows do: (rows, ..., patients).
        places: The numbers of the rows that are kept, those that matter first: (kept, ..., patients); None where all are.
    """

    here: Array
    places: Array | None

    @property
    def count(self) -> int:
        """Count the rows that are kept."""
        return len(self.here if self.places is None else self.places)

    def of(self, table: Array) -> Array:
        """Take the kept rows of a table; one that is the same for all patients stays so where it can."""
        if self.places is None:
            return table
        wide = np.broadcast_shapes(np.shape(table), np.shape(self.here))
        places = np.broadcast_to(self.places, (len(self.places), *wide[1:]))
        return np.take_along_axis(np.broadcast_to(table, wide), places, axis=0)


def few(xp: Any, here: Array) -> Some:
    """Choose the rows to keep: those that matter to anybody, as many as the patient with most of them has.

    An engine that compiles does not look at values, so there all rows are kept.

    Args:
        xp: Array namespace.
        here: Which rows matter: (rows, ..., patients).

    Example:
        >>> chosen = few(np, np.array([[True, False], [False, False], [False, True]]))
        >>> chosen.count, chosen.of(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])).tolist()
        (1, [[1.0, 6.0]])
    """
    if xp is not np:
        return Some(here=here, places=None)
    most = int(np.max(np.sum(here, axis=0), initial=0))
    if most == len(here):
        return Some(here=here, places=None)
    return Some(here=here, places=np.argsort(~here, axis=0, kind="stable")[:most])


def together(xp: Any, parts: Sequence[tuple[Some, Array]]) -> Array:
    """Put the rows of parts, of which every row matters to one at most, back into one table: (rows, patients)."""
    if all(some.places is None for some, _ in parts):
        return sum(xp.where(some.here, values, 0.0) for some, values in parts)
    shape = np.broadcast_shapes(*(np.shape(some.here)[1:] for some, _ in parts), *(v.shape[1:] for _, v in parts))
    table = np.zeros((len(parts[0][0].here), *shape), dtype=np.result_type(*(values for _, values in parts)))
    for some, values in parts:
        own = np.broadcast_to(some.here, table.shape)
        if some.places is None:
            table = np.where(own, values, table)
            continue
        places = np.broadcast_to(some.places, (len(some.places), *shape))
        kept = np.where(np.take_along_axis(own, places, axis=0), values, np.take_along_axis(table, places, axis=0))
        np.put_along_axis(table, places, kept, axis=0)
    return table
