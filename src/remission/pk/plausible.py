"""Hold each measured level against what the other levels of the patient, the doses and the model let one expect.

A level far outside is more often a slip of the record than a change of the patient: drawn after the dose in place of before
it, a dose not taken, another day, another unit. Which of these would explain it is looked for, and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from remission.pk.averaging import Averaged, averaged
from remission.pk.forecast import drawn_at, forecast, given_before
from remission.pk.model import Model
from remission.pk.posterior import Posterior, posteriors
from remission.pk.records import Level
from remission.pk.timeline import Dose

RARE = 0.005
"""A level with less than this probability to lie so low, or so high, is not plausible."""
FEW = 100.0
"""With fewer effective points than these the other levels are looked at anew."""
EARLIER = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0, 48.0)
"""Hours after the last dose at which a level may have been drawn in truth."""
MISSED = (1, 2, 3)
"""Doses before a level that may not have been taken."""
WITHIN = 0.9
"""A slip of the record explains a level that then lies in so much of what was to be expected."""
HALVINGS = 50
EDGES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Hold one measured level beside what was to be expected.

    Attributes:
        level: What was measured.
        expected: What 5 %, 50 % and 95 % of the levels that a laboratory would have reported lie below.
        percentile: Which part of them lies below the level, from 0 to 1.
        plausible: Whether it lies among them.
        says: Why it is not plausible, and what would explain it; "" where it is.
    """

    level: Level
    expected: tuple[float, float, float]
    percentile: float
    plausible: bool
    says: str = ""


def seen(learned: Averaged) -> tuple[Seen, ...]:
    """Hold each level of a patient against all that is known without it.

    Args:
        learned: What is possible of the patient, by one model or several.

    Returns:
        One entry a level, in the order of their times.
    """
    if not learned.parts:
        return ()
    record = learned.parts[0].record
    found = [_seen(learned, at) for at in range(len(record.levels))]
    worst = implausible(found)
    if worst is None or len(found) == 1:
        return tuple(found)
    # One wrong level makes right ones look wrong: what is left is looked at again without the worst.
    kept = replace(record, levels=tuple(level for level in record.levels if level is not worst.level))
    rest = seen(averaged([part.model for part in learned.parts], kept))
    return tuple(sorted((worst, *rest), key=lambda one: one.level.time))


def implausible(levels: Sequence[Seen]) -> Seen | None:
    """Find the level that is hardest to believe; None where all are plausible."""
    odd = [one for one in levels if not one.plausible]
    return min(odd, key=lambda one: min(one.percentile, 1 - one.percentile), default=None)


def chance_below(model: Model, value: float, predicted: np.ndarray) -> np.ndarray:
    """Find the probability that a laboratory reports less than a value.

    Args:
        model: The model, for its residual error.
        value: In the model's unit.
        predicted: Levels without error.
    """
    from scipy.special import ndtr

    f = np.maximum(predicted, 1e-12)
    sd = model.residual.sd(np, f)
    away = np.log(max(value, 1e-12)) - np.log(f) if model.residual.log else value - f
    return ndtr(away / sd)


def _seen(learned: Averaged, at: int) -> Seen:
    level = learned.parts[0].record.levels[at]
    without = [_without(part, at) for part in learned.parts]
    chances = [_chance(part, level.value, [drawn_at(part, level)]) for part in without]
    percentile = float(np.dot(learned.shares, chances)) if not level.censored else _of_bound(learned, chances, level)
    expected = tuple(_quantile(without, learned.shares, level, edge) for edge in EDGES)
    low, middle, high = expected
    plausible = min(percentile, 1 - percentile) > RARE
    says = "" if plausible else _why(without, learned, level, percentile)
    return Seen(level=level, expected=(low, middle, high), percentile=percentile, plausible=plausible, says=says)


def _of_bound(learned: Averaged, chances: Sequence[float], level: Level) -> float:
    """Give the middle of where a level lies that is only known to be below, or above, a bound."""
    below = float(np.dot(learned.shares, chances))
    return below / 2 if level.censored == "<" else (1 + below) / 2


def _without(part: Posterior, at: int) -> Posterior:
    """Take one level out: by its weight where enough points remain, else by looking anew."""
    level = part.record.levels[at]
    if not level.censored:
        predicted = forecast(part, np.array([drawn_at(part, level)]))[0]
        f = np.maximum(predicted, 1e-12)
        sd = part.model.residual.sd(np, f)
        away = (np.log(max(level.value, 1e-12)) - np.log(f) if part.model.residual.log else level.value - f) / sd
        logs = 0.5 * away**2 + np.log(sd) + (np.log(part.weights) if part.weights.all() else _log(part.weights))
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        if 1 / np.sum(weights**2) >= FEW and weights.max() < 0.05:  # noqa: PLR2004  # no point alone decides
            return replace(part, weights=weights)
    kept = tuple(other for number, other in enumerate(part.record.levels) if number != at)
    again = next(posteriors(part.model, [replace(part.record, levels=kept)]))
    return again if again.done else part


def _log(weights: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(weights, 1e-300))


def _chance(part: Posterior, value: float, hours: Sequence[float], doses: Sequence[Dose] | None = None) -> float:
    predicted = forecast(part, np.array(hours), doses=doses)[0]
    return float(chance_below(part.model, value, predicted) @ part.weights)


def _quantile(parts: Sequence[Posterior], shares: Sequence[float], level: Level, edge: float) -> float:
    found = [forecast(part, np.array([drawn_at(part, level)]))[0] for part in parts]
    low, high = 0.0, 3 * max(float(values.max()) for values in found) + 1e-9
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = sum(
            share * float(chance_below(part.model, middle, values) @ part.weights)
            for part, share, values in zip(parts, shares, found, strict=True)
        )
        low, high = (middle, high) if below < edge else (low, middle)
    return (low + high) / 2


def _why(parts: Sequence[Posterior], learned: Averaged, level: Level, percentile: float) -> str:
    unit = parts[0].model.unit
    where = "" if level.row is None else f" (row {level.row})"
    day = f"day {level.day}" if level.day is not None else f"{level.time:g} h"
    part = 100 * (percentile if percentile > 0.5 else 1 - percentile)  # noqa: PLR2004  # a half
    side = "below" if percentile > 0.5 else "above"  # noqa: PLR2004  the middle
    found = max(_explanations(parts, learned, level), default=(0.0, ""))
    remedy = found[1] if found[0] > 0 else "Check the day, the unit and the doses before it."
    return (
        f"The level of {level.value:g} {unit} on {day}{where} is not plausible with the recorded dose time: {part:.1f} % of what "
        f"was to be expected lies {side} it. {remedy}"
    )


def _explanations(parts: Sequence[Posterior], learned: Averaged, level: Level) -> Iterator[tuple[float, str]]:
    """Look for slips of the record that would put the level where it was to be expected."""
    doses = parts[0].record.doses
    before = _last_dose(doses, level.time)
    if before is None:
        return
    for hours in EARLIER:
        if abs(before + hours - level.time) > 1:
            yield (
                _fit(parts, learned, level, before + hours, None),
                (f"It would fit a sample {hours:g} h after the dose: when was it drawn, and when was the dose taken?"),
            )
    for missed in MISSED:
        kept = _skipped(doses, level.time, missed)
        yield (
            _fit(parts, learned, level, level.time, kept),
            (
                f"It would fit if the last {'dose' if missed == 1 else f'{missed} doses'} before it had not been taken: ask."
            ),
        )


def _fit(
    parts: Sequence[Posterior], learned: Averaged, level: Level, hour: float, doses: Sequence[Dose] | None
) -> float:
    chance = sum(
        share * _chance(part, level.value, [hour], doses) for part, share in zip(parts, learned.shares, strict=True)
    )
    return WITHIN / 2 - abs(chance - 0.5)


def _last_dose(doses: Sequence[Dose], time: float) -> float | None:
    past = [
        d.start + d.every * (min(d.count, np.ceil((time - d.start) / d.every)) - 1) for d in doses if d.start < time
    ]
    return float(max(past)) if past else None


def _skipped(doses: Sequence[Dose], time: float, missed: int) -> tuple[Dose, ...]:
    """Leave out the last doses before a time."""
    kept = given_before(doses, time)
    for _ in range(missed):
        last = _last_dose(kept, time)
        kept = kept if last is None else given_before(kept, last)
    return kept
