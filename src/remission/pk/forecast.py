"""Predict a patient's own levels at any hour, past and to come, for each point of a posterior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from remission.pk.bands import EDGES, Band
from remission.pk.likelihood import deviations
from remission.pk.occasions import occasions, spread
from remission.pk.posterior import Posterior
from remission.pk.records import Level, Record, complete
from remission.pk.solve import levels
from remission.pk.timeline import Dose, timeline

ALMOST = 1e-6
"""Hours after the last level at which an occasion to come begins where no dose is to come."""


def forecast(posterior: Posterior, hours: np.ndarray, *, doses: Sequence[Dose] | None = None) -> np.ndarray:
    """Predict levels.

    Up to the next dose after the last level a patient is as on the occasions of the levels; with it an occasion begins about
    which the model knows only how occasions vary.

    Args:
        posterior: What is possible.
        hours: When: (times,).
        doses: Past and future ones; None for those of the record.

    Returns:
        In the model's unit, without residual error: (times, points).
    """
    model, record = posterior.model, posterior.record
    record = record if doses is None else replace(record, doses=tuple(doses))
    cut, numbers = occasions(record) if model.iov.names else (record, (0,) * len(record.begin))
    if model.iov.names and record.levels:
        cut, numbers = _ahead(cut, numbers, _next_dose(record), posterior.occasions)
    elif model.iov.names:
        numbers = (posterior.occasions,) * len(numbers)
    known, _ = complete(model, cut)
    stated = {name: values[:, None] for name, values in known.items()} | dict(posterior.mixed)
    line = timeline(cut.doses, begin=cut.begin, washed=cut.washed, covariates=stated)
    count = posterior.occasions + 1 if model.iov.names else 0
    eta = deviations(np, model, posterior.z, np.array(numbers)[:, None], count)
    return levels(model, line, np.asarray(hours, dtype=float)[:, None], eta=eta)


def drawn_at(posterior: Posterior, level: Level) -> float:
    """Give the hour at which a level is foretold: its own; a moment before, where it ends an occasion of the record."""
    record = posterior.record
    if not posterior.model.iov.names or level not in record.levels:
        return level.time
    return occasions(record)[0].levels[record.levels.index(level)].time


def band(posterior: Posterior, hours: np.ndarray, *, doses: Sequence[Dose] | None = None) -> Band:
    """Say where a patient's own levels lie; arguments as those of `forecast`."""
    found = forecast(posterior, hours, doses=doses)
    low, middle, high = (
        np.array([posterior.of(values).quantile(part) if values.any() else 0.0 for values in found]) for part in EDGES
    )
    return Band(hours=np.asarray(hours, dtype=float), low=low, middle=middle, high=high)


def given_before(doses: Sequence[Dose], hour: float) -> tuple[Dose, ...]:
    """Keep the doses that are given before an hour."""
    kept = [
        replace(dose, count=min(dose.count, max(0, int(np.ceil((hour - dose.start) / dose.every - 1e-9)))))
        for dose in doses
    ]
    return tuple(dose for dose in kept if dose.count)


def _next_dose(record: Record) -> float:
    """Find the first dose after the last level; just after that level where none is to come."""
    last = max(level.time for level in record.levels)
    numbers = [(d, max(0.0, np.ceil((last - d.start) / d.every))) for d in record.doses]
    times = [d.start + number * d.every for d, number in numbers if number < d.count]
    return float(min((time for time in times if time > last), default=last + ALMOST))


def _ahead(record: Record, numbers: tuple[int, ...], hour: float, occasion: int) -> tuple[Record, tuple[int, ...]]:
    """Begin an occasion to come at an hour."""
    begin = tuple(sorted({*record.begin, hour}))
    of = [max(at for at, old in enumerate(record.begin) if old <= max(time, record.begin[0])) for time in begin]
    held = replace(
        record,
        begin=begin,
        washed=tuple(record.washed[at] and record.begin[at] == time for at, time in zip(of, begin, strict=True)),
        covariates={name: spread(values, of, len(record.begin)) for name, values in record.covariates.items()},
    )
    return held, tuple(occasion if time >= hour else numbers[at] for at, time in zip(of, begin, strict=True))
