"""Simulate a study again and again: the same patients, doses and times, other people and other errors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from remission.pk.problem import Problem
from remission.pk.simulate import with_error

TOGETHER = 20
"""Studies that are simulated at a time."""


def replicates(at: Problem, count: int, *, seed: int, tell: Callable[[int], None] = lambda _: None) -> np.ndarray:
    """Simulate levels as a laboratory would report them.

    Args:
        at: The patients, with the model.
        count: How many studies.
        seed: Any whole number; the same number gives the same studies.
        tell: Told how many are done.

    Returns:
        (studies, levels, patients); nan where a patient has no such level.
    """
    found: list[np.ndarray] = []
    there = at.batch.there > 0
    for block, first in enumerate(range(0, count, TOGETHER)):
        rng = np.random.Generator(np.random.Philox(key=[seed % 2**64, block]))
        many = min(TOGETHER, count - first)
        z = rng.standard_normal((at.size, TOGETHER, at.patients))[:, :many].reshape(at.size, -1)
        noise = rng.standard_normal((len(there), TOGETHER, at.patients))[:, :many].reshape(len(there), -1)
        drawn = with_error(at.model, at.levels(z), noise).reshape(len(there), many, at.patients)
        found.append(np.where(there[:, None], drawn, np.nan).swapaxes(0, 1))
        tell(first + many)
    return np.concatenate(found)
