"""Predict levels: at times, as areas, as peaks and troughs, for one patient or for all of them at once.

`levels` is the function that everything rests on: it takes arrays and gives an array, so an engine may compile it and take
its derivatives. The patients are on the last axis everywhere.

Example:
    >>> from remission.pk.find import find
    >>> from remission.pk.timeline import Dose, timeline
    >>> model = find("tacrolimus_woillard_2011")
    >>> three_mg = timeline([Dose(start=19, amount=3, count=14)], covariates=model.reference)
    >>> levels(model, three_mg, np.array([[19 + 13 * 24 + 12.0], [19 + 14 * 24.0]])).round(2).tolist()
    [[5.1], [2.94]]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from remission.errors import ModelError
from remission.pk.engine import Array, real
from remission.pk.exact import Course, course, epoch_of
from remission.pk.model import Model, Values
from remission.pk.parts import Linear
from remission.pk.timeline import Timeline

NODES = 12
"""Points of each panel where an area is summed up, and of each search for a peak."""
GRADES = (0.0, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
"""Panels between two doses: narrow after a dose, where levels change fast."""
CLOSER, ROUNDS = 24, 6
"""Points of a closer look at a peak, and how often one looks closer: the time is then known to about 1e-6 h."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Hold what an interval brings; each array is over patients.

    Attributes:
        area: Area under the level, its unit times h.
        peak: Highest level.
        peak_time: When, h.
        trough: Level at the end of the interval, just before the next dose.
    """

    area: Array
    peak: Array
    peak_time: Array
    trough: Array


def parameters(
    model: Model, line: Timeline, *, eta: Values | None = None, theta: Values | None = None, xp: Any = np
) -> dict[str, Array]:
    """Find each patient's parameters in each epoch.

    Args:
        model: The model.
        line: Covariates of each epoch.
        eta: Deviations by name, each over patients, or (epochs, patients) where occasions differ; those left out are 0.
        theta: Typical values by name, where they are not those of the model.
        xp: Array namespace.

    Returns:
        By name: each over patients, or (epochs, patients).
    """
    deviations = dict.fromkeys(model.etas, 0.0) | dict(eta or {})
    found = model.individual(xp, model.theta | dict(theta or {}), deviations, model.reference | dict(line.covariates))
    return {name: xp.atleast_1d(xp.asarray(value)) for name, value in found.items()}


def levels(
    model: Model,
    line: Timeline,
    times: Array,
    *,
    eta: Values | None = None,
    theta: Values | None = None,
    xp: Any = np,
) -> Array:
    """Predict the level that a laboratory would report, without error.

    Args:
        model: The model.
        line: Doses and covariates. A covariate that it lacks is at the model's reference.
        times: Hours: (times, patients), or (times, 1) where patients share them.
        eta: Deviations, as in `parameters`.
        theta: Typical values, as in `parameters`.
        xp: Array namespace.

    Returns:
        In the unit of the model: (times, patients).
    """
    return _reported(model, line, parameters(model, line, eta=eta, theta=theta, xp=xp), times, xp)


def areas(
    model: Model,
    line: Timeline,
    begin: Array,
    end: Array,
    *,
    eta: Values | None = None,
    theta: Values | None = None,
    xp: Any = np,
) -> Array:
    """Find the area under the level between two times.

    It is exact for linear models; where the reported level bends the concentration (binding to red cells), it is summed up
    between the doses by Gauss's rule.

    Args:
        model: The model.
        line: Doses and covariates.
        begin: Hours: (times, patients) or (times, 1).
        end: Hours, likewise.
        eta: Deviations, as in `parameters`.
        theta: Typical values, as in `parameters`.
        xp: Array namespace.

    Returns:
        In the unit of the model times h: (times, patients).
    """
    given = parameters(model, line, eta=eta, theta=theta, xp=xp)
    if isinstance(model.structure, Linear) and model.observe is None:
        edges = xp.concatenate(xp.broadcast_arrays(begin, end))
        held = _course(model, line, given, edges, xp).area * model.scale
        return held[len(begin) :] - held[: len(begin)]
    found = [_summed(model, line, given, begin[at], end[at], xp) for at in range(len(begin))]
    return xp.stack(found)


def exposure(
    model: Model,
    line: Timeline,
    begin: float,
    end: float,
    *,
    eta: Values | None = None,
    theta: Values | None = None,
    xp: Any = np,
) -> Exposure:
    """Find area, peak, its time and trough between two times, such as two doses.

    Args:
        model: The model.
        line: Doses and covariates.
        begin: Hours.
        end: Hours.
        eta: Deviations, as in `parameters`.
        theta: Typical values, as in `parameters`.
        xp: Array namespace.
    """
    given = parameters(model, line, eta=eta, theta=theta, xp=xp)
    first, last = np.array([float(begin)]), np.array([float(end)])
    area = areas(model, line, first[:, None], last[:, None], eta=eta, theta=theta, xp=xp)[0]
    peak, when = _peak(model, line, given, first, last, xp)
    trough = _reported(model, line, given, last[:, None], xp)[0]
    return Exposure(area=area, peak=peak, peak_time=when, trough=trough)


def _course(
    model: Model, line: Timeline, given: Mapping[str, Array], times: Array, xp: Any, *, with_area: bool = True
) -> Course:
    assert isinstance(model.structure, Linear)  # noqa: S101  # for the type checker: its callers asked
    return course(xp, model.structure, given, line, times, fraction=model.fraction, with_area=with_area)


def _reported(model: Model, line: Timeline, given: Mapping[str, Array], times: Array, xp: Any) -> Array:
    if isinstance(model.structure, Linear):
        found = _course(model, line, given, times, xp, with_area=False).concentration
    else:
        found = _stepped(model, line, given, times, xp)
    if model.observe is None:
        return found * model.scale
    known = model.reference | dict(line.covariates)
    seen = model.level(xp, epoch_of(given, 0), found, epoch_of(known, 0))
    for number in range(1, line.epochs):
        later = model.level(xp, epoch_of(given, number), found, epoch_of(known, number))
        seen = xp.where(times >= line.begin[number], later, seen)
    return seen


def _stepped(model: Model, line: Timeline, given: Mapping[str, Array], times: Array, xp: Any) -> Array:
    if xp is not np:
        raise ModelError(f"{model.name} is solved step by step. Found the engine {xp.__name__}. Use NumPy.")
    from remission.pk.steps import concentrations

    return concentrations(model, line, given, times)


def _edges(model: Model, line: Timeline, given: Mapping[str, Array], begin: Array, end: Array, xp: Any) -> Array:
    """Cut an interval where doses arrive and epochs begin: (edges, patients), rising."""
    runs = line.runs
    lag = epoch_of(given, 0)["tlag"] if model.structure.lag else 0.0
    low, high = float(np.min(begin)), float(np.max(end))
    cuts = [begin, end, *line.begin[1:]]
    for at in range(len(runs.start)):
        most = int(np.max(np.ceil((high - runs.start[at]) / runs.every[at])))
        least = int(np.min(np.floor((low - runs.start[at]) / runs.every[at]))) - 1
        for number in range(max(0, least), min(most, int(np.max(runs.count[at])) - 1) + 1):
            arrives = runs.start[at] + number * runs.every[at] + lag * (1.0 - runs.central[at])
            cuts.append(arrives)
            if "duration" in given or line.infusions:
                cuts.append(arrives + xp.maximum(runs.duration[at], given.get("duration", 0.0)))
    width = max(np.shape(cut)[-1] for cut in cuts)
    every = xp.stack([xp.broadcast_to(real(xp, cut), (width,)) for cut in cuts])
    return xp.sort(xp.clip(every, begin, end), axis=0)


def _summed(model: Model, line: Timeline, given: Mapping[str, Array], begin: Array, end: Array, xp: Any) -> Array:
    edges = _edges(model, line, given, begin, end, xp)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    where, weight = _graded((nodes + 1) / 2, weights / 2)
    width = edges[1:] - edges[:-1]
    times = edges[:-1, None, :] + width[:, None, :] * where[:, None]
    seen = _reported(model, line, given, times.reshape(-1, times.shape[-1]), xp)
    seen = seen.reshape(*times.shape[:2], seen.shape[-1])
    return xp.sum(seen * weight[:, None] * width[:, None, :], axis=(0, 1))


def _graded(nodes: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, width = np.array(GRADES[:-1]), np.diff(GRADES)
    return (low[:, None] + width[:, None] * nodes).ravel(), (width[:, None] * weights).ravel()


def _peak(
    model: Model, line: Timeline, given: Mapping[str, Array], begin: Array, end: Array, xp: Any
) -> tuple[Array, Array]:
    """Find the highest level on a grid between doses, then close in on it."""
    edges = _edges(model, line, given, begin, end, xp)
    where = _graded(np.linspace(0, 1, NODES, endpoint=False), np.ones(NODES))[0]
    times = (edges[:-1, None, :] + (edges[1:] - edges[:-1])[:, None, :] * where[:, None]).reshape(-1, edges.shape[-1])
    times = xp.concatenate([times, edges[-1:]])
    seen = _reported(model, line, given, times, xp)
    times = xp.broadcast_to(times, seen.shape)
    best = xp.argmax(seen, axis=0)

    def at(place: Array) -> Array:
        return xp.take_along_axis(times, xp.clip(place, 0, len(times) - 1)[None], axis=0)[0]

    low, high, when = at(best - 1), at(best + 1), at(best)
    part = xp.linspace(0.0, 1.0, CLOSER)[:, None]
    for _ in range(ROUNDS):
        finer = xp.concatenate([low + (high - low) * part, when[None]])
        seen = _reported(model, line, given, finer, xp)
        chosen = xp.argmax(seen, axis=0)[None]
        when = xp.take_along_axis(finer, chosen, axis=0)[0]
        width = (high - low) / (CLOSER - 1)
        low, high = xp.maximum(when - width, low), xp.minimum(when + width, high)
    return _reported(model, line, given, when[None], xp)[0], when
