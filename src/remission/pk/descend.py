"""Go down the surface of a population to its lowest place, and say honestly whether that was reached.

The method is quasi-Newton with exact slopes. The first curvature is what the patients' own slopes say about it (Berndt, Hall,
Hall and Hausman); each step makes it better (Broyden, Fletcher, Goldfarb and Shanno). At the end the true curvature is taken, a
Newton step or two are tried with it, and what the surface could still fall by is the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from remission.pk.free import Unknown
from remission.pk.problem import Problem
from remission.pk.surface import Place, curvature, possible, slopes, visit

ROUNDS = 200
SETTLED = 1e-4
"""What the surface may still fall by when the quasi-Newton steps end."""
REACHED = 1e-3
"""What minus twice the log likelihood may still fall by where it counts as lowest: a thousandth of what makes a difference."""
LONGEST = 1.0
"""Greatest change of a logarithm in one step."""
SHORTEST = 1e-6
POLISH = 3
FAR = 0.01
"""What the surface must fall by in Newton's steps for its curvature to be taken anew."""
STIFF = 1e-6
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowest:
    """Hold where the descent ended.

    Attributes:
        place: The place.
        slopes: Each patient's derivative by each number there: (numbers, patients).
        curve: The observed curvature of the surface there: (numbers, numbers).
        bound: Which numbers lie at an end of what they may be: (numbers,).
        rounds: Steps taken.
        left: What the surface could still fall by, were it a bowl of that curvature; nan where it is none.
    """

    place: Place
    slopes: np.ndarray
    curve: np.ndarray
    bound: np.ndarray
    rounds: int
    left: float

    @property
    def bowl(self) -> bool:
        """Tell whether the surface curves upwards in every direction that is open."""
        open_ = ~self.bound
        held = self.curve[np.ix_(open_, open_)]
        return bool(not len(held) or np.linalg.eigvalsh(held)[0] > 0)

    @property
    def done(self) -> bool:
        """Tell whether the lowest place was reached, with a mode for every patient."""
        return bool(self.bowl and abs(self.left) <= REACHED and np.all(self.place.peak.done))


def descend(problem: Problem, chosen: Sequence[Unknown], *, tell: Tell = lambda _: None) -> Lowest:
    """Find the lowest place of the surface.

    Args:
        problem: The patients.
        chosen: What is estimated.
        tell: Told a sentence after each step.

    Raises:
        ModelError: The model itself cannot be.
    """
    low, high = np.array([u.low for u in chosen]), np.array([u.high for u in chosen])
    here = visit(problem, chosen, np.clip([u.seek(u.start) for u in chosen], low, high))
    each = slopes(here, chosen)
    curve = each @ each.T / 2
    curve += STIFF * np.eye(len(low)) * (1 + np.trace(curve))
    rounds, fresh = 0, True
    for rounds in range(1, ROUNDS + 1):
        tell(f"Step {rounds}: objective {here.value:.3f}")
        slope = each.sum(axis=1)
        bound = _bound(here.sought, slope, low, high)
        way = _way(curve, slope, bound)
        if abs(slope @ way) / 2 <= SETTLED:
            break
        then = _step(here, chosen, way, slope, (low, high))
        if then is None:
            if fresh:
                break
            curve, fresh = each @ each.T / 2 + STIFF * np.eye(len(low)), True
            continue
        new = slopes(then, chosen)
        curve = _learn(curve, then.sought - here.sought, new.sum(axis=1) - slope)
        here, each, fresh = then, new, False
    return _polished(here, each, chosen, (low, high), rounds, tell)


def _bound(x: np.ndarray, slope: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Tell which numbers lie at an end and would go on beyond it."""
    return ((x <= low) & (slope > 0)) | ((x >= high) & (slope < 0))


def _way(curve: np.ndarray, slope: np.ndarray, bound: np.ndarray) -> np.ndarray:
    """Give Newton's step in the numbers that are open."""
    way = np.zeros(len(slope))
    open_ = np.flatnonzero(~bound)
    if len(open_):
        way[open_] = -np.linalg.lstsq(curve[np.ix_(open_, open_)], slope[open_], rcond=None)[0]
    return way


def _step(
    here: Place, chosen: Sequence[Unknown], way: np.ndarray, slope: np.ndarray, ends: tuple[np.ndarray, np.ndarray]
) -> Place | None:
    """Go along a way as far as it leads downwards; None where it does not."""
    part = min(1.0, LONGEST / max(float(np.max(np.abs(way), initial=0.0)), LONGEST))
    while part > SHORTEST:
        sought = np.clip(here.sought + part * way, *ends)
        then = possible(here.problem, chosen, sought, here.peak.z)
        if then is not None and then.value <= here.value + 1e-4 * min(float(slope @ (sought - here.sought)), 0.0):
            return then
        part /= 3
    return None


def _learn(curve: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Make a curvature agree with how the slope changed, damped so that it stays positive (Powell)."""
    bent = curve @ step
    held, seen = float(step @ bent), float(step @ change)
    if held <= 0:
        return curve
    if seen < 0.2 * held:  # Powell's own fifth
        part = 0.8 * held / (held - seen)
        change = part * change + (1 - part) * bent
        seen = float(step @ change)
    return curve - np.outer(bent, bent) / held + np.outer(change, change) / seen


def _polished(
    here: Place,
    each: np.ndarray,
    chosen: Sequence[Unknown],
    ends: tuple[np.ndarray, np.ndarray],
    rounds: int,
    tell: Tell,
) -> Lowest:
    """Take the true curvature, go on with it while it leads downwards, and take it anew where that went far."""
    for turn in range(POLISH):
        curve = curvature(here, chosen, tell=tell)
        began = here
        found = _verdict(here, each, curve, ends, rounds)
        while found.bowl and found.left > REACHED / 100 and rounds < ROUNDS:
            slope = each.sum(axis=1)
            then = _step(here, chosen, _way(curve, slope, found.bound), slope, ends)
            if then is None:
                break
            here, each, rounds = then, slopes(then, chosen), rounds + 1
            found = _verdict(here, each, curve, ends, rounds)
        if turn == POLISH - 1 or began.value - here.value <= FAR:
            return found
    raise AssertionError  # the last turn returns


def _verdict(
    here: Place, each: np.ndarray, curve: np.ndarray, ends: tuple[np.ndarray, np.ndarray], rounds: int
) -> Lowest:
    slope = each.sum(axis=1)
    bound = _bound(here.sought, slope, *ends)
    left = float(-slope @ _way(curve, slope, bound)) / 2
    return Lowest(place=here, slopes=each, curve=curve, bound=bound, rounds=rounds, left=left)
