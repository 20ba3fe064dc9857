"""Solve linear models exactly: for each epoch, each run of doses is one geometric sum, whatever the number of its doses.

Nothing is stepped through and nothing is sorted, so patients with different doses, lags and sample times stand side by
side in one array, and a derivative passes through all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from remission.pk import linear
from remission.pk.engine import Array, real
from remission.pk.linear import Modes, State
from remission.pk.parts import PERIPHERALS, Linear
from remission.pk.some import Some, few, together
from remission.pk.timeline import Runs, Timeline

Fraction = Callable[[Any, Mapping[str, Array], Array], Array]
SLIP = 1e-9
"""Part of an interval by which a sample may be late and still come before a dose at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Hold what a patient's drug does over time, at the times asked for.

    Attributes:
        concentration: Central concentration, mg/L: (times, patients).
        area: Area under it since the beginning, mg·h/L: (times, patients); 0 where it was not asked for.
    """

    concentration: Array
    area: Array


def modes_of(xp: Any, structure: Linear, parameters: Mapping[str, Array]) -> Modes:
    """Decouple a structure for some parameters, each an array over patients."""
    outer = PERIPHERALS[structure.compartments - 1]
    peripherals = tuple((parameters[outer[at]], parameters[outer[at + 1]]) for at in range(0, len(outer), 2))
    stage = parameters["ka" if structure.absorption == "first_order" else "ktr"] if structure.chain else 0.0
    return linear.modes(
        xp, cl=parameters["cl"], v=parameters["v"], peripherals=peripherals, stage=stage, stages=structure.chain
    )


def course(
    xp: Any,
    structure: Linear,
    parameters: Mapping[str, Array],
    line: Timeline,
    times: Array,
    *,
    fraction: Fraction | None = None,
    with_area: bool = True,
) -> Course:
    """Find concentration and area at some times.

    Args:
        xp: Array namespace.
        structure: The compartments.
        parameters: What `individual` gave, by name: each (epochs, patients), or broadcasting to it.
        line: Doses and epochs.
        times: Hours: (times, patients) or (times, 1).
        fraction: `fraction(xp, parameters, mg)`, where the part absorbed depends on the dose.
        with_area: Whether the area is asked for.
    """
    epochs = [epoch_of(parameters, number) for number in range(line.epochs)]
    given = [_given(xp, structure, p, line, number, fraction) for number, p in enumerate(epochs)]
    late = structure.lag or structure.zero_order or line.infusions
    seen: list[tuple[Some, Array, Array]] = []
    area: Array = 0.0
    old: tuple[Modes, State] | None = None
    for number, p in enumerate(epochs):
        m = modes_of(xp, structure, p)
        begin = line.begin[number]
        end = line.begin[number + 1] if number + 1 < line.epochs else None
        here = real(xp, times) >= begin
        here = here if end is None else here & (real(xp, times) < end)
        some = few(xp, here)
        at = some.of(times) if end is None else _with(xp, some.of(times), end)
        at = xp.where(real(xp, at) >= begin, at, begin)
        now, entered = _runs(xp, m, given[number], begin, at, with_area=with_area)
        if old is not None:
            left = 1.0 - line.washed[number]
            if late:
                later, more = _runs(xp, m, given[number - 1], begin, at, with_area=with_area)
                now, entered = now + later * left, entered + more * left
            carried = linear.carry(old[0], m, old[1]) * left
            now = now + linear.advance(xp, m, carried, at - begin)
            entered = entered + linear.to_come(m, carried) * m.clearance if with_area else entered
        held = area + entered / m.clearance - linear.to_come(m, now) if with_area else now.concentration * 0.0
        if end is not None:
            old = m, State(chain=tuple(a[-1] for a in now.chain), modes=tuple(z[-1] for z in now.modes))
            area = held[-1]
        seen.append((some, now.concentration[: some.count], held[: some.count]))
    return Course(
        concentration=together(xp, [(some, level) for some, level, _ in seen]),
        area=together(xp, [(some, total) for some, _, total in seen]),
    )


def epoch_of(values: Mapping[str, Array], number: int) -> dict[str, Array]:
    """Take the values of one epoch, each over patients."""
    found: dict[str, Array] = {}
    for name, value in values.items():
        deep = getattr(value, "ndim", 0) > 1
        found[name] = value[min(number, len(value) - 1)] if deep else value
    return found


def _with(xp: Any, times: Array, end: Array) -> Array:
    patients = max(times.shape[-1], end.shape[-1])
    return xp.concatenate([xp.broadcast_to(times, (len(times), patients)), xp.broadcast_to(end, (1, patients))])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """Hold the doses that are given in one epoch; each array is (runs, 1, patients).

    Attributes:
        begin: When the first dose of each run arrives, h.
        every: Hours between two.
        first: Number of the first that is given in the epoch.
        last: Number after the last.
        absorbed: mg of each that will reach the blood from the first stage.
        injected: mg of each into the central compartment.
        duration: Hours over which each runs in; None where all enter at once.
        since: Hours from the arrival of the last of endless earlier doses to the start of the run; None where there is no
            such run.
        steady: 1 where a run has such earlier doses and begins in the epoch.
        start: When the run starts, h.
    """

    begin: Array
    every: Array
    first: Array
    last: Array
    absorbed: Array
    injected: Array
    duration: Array | None
    since: Array | None
    steady: Array
    start: Array


def _given(
    xp: Any, structure: Linear, p: Mapping[str, Array], line: Timeline, number: int, fraction: Fraction | None
) -> _Given:
    runs = Runs(**{part.name: getattr(line.runs, part.name)[:, None, :] for part in fields(Runs)})
    by_mouth = 1.0 - runs.central
    lag = p["tlag"] * by_mouth if structure.lag else 0.0
    part = p.get("f", 1.0)
    if fraction is not None:
        part = part * fraction(xp, p, runs.amount)
    begin = line.begin[number]
    first = xp.clip(_before(xp, runs, runs.start, begin), 0, runs.count) if number else runs.count * 0.0
    starts_here = runs.start >= begin
    last = runs.count
    if number + 1 < line.epochs:
        end = line.begin[number + 1]
        last = xp.clip(_before(xp, runs, runs.start, end), 0, runs.count)
        starts_here = starts_here & (runs.start < end)
    duration = runs.duration if line.infusions else None
    if structure.zero_order:
        own = p["duration"] * by_mouth
        duration = own if duration is None else xp.where(duration > 0, duration, own)
    found = _Given(
        begin=runs.start + lag,
        every=runs.every,
        first=first,
        last=last,
        absorbed=runs.amount * by_mouth * part,
        injected=runs.amount * runs.central,
        duration=duration,
        since=runs.every - lag if line.steadies else None,
        steady=xp.where(starts_here, runs.steady, 0.0),
        start=runs.start,
    )
    return _here(xp, found) if line.epochs > 1 else found


def _here(xp: Any, g: _Given) -> _Given:
    """Leave out the runs that give nothing in an epoch, where that saves something."""
    some = few(xp, (g.last > g.first) | (g.steady > 0))
    held = {part.name: getattr(g, part.name) for part in fields(g)}
    return _Given(**{name: value if value is None else some.of(value) for name, value in held.items()})


def _before(xp: Any, runs: Runs | _Given, begin: Array, time: Array) -> Array:
    """Count the doses of endless runs, the first at `begin`, that come before a time."""
    return xp.ceil(real(xp, time - begin) / runs.every - SLIP)


def _runs(xp: Any, m: Modes, g: _Given, begin: Array, at: Array, *, with_area: bool) -> tuple[State, Array]:
    """Add up what the doses given in one epoch have brought, from the begin of this epoch on: the state, and the mg."""
    low = xp.clip(_before(xp, g, g.begin, begin), g.first, g.last)
    high = xp.clip(_before(xp, g, g.begin, at), low, g.last)
    whole = _entry(xp, m, g, g.duration)
    settled = linear.settle(xp, m, whole, g.every)
    mg = g.absorbed + g.injected
    count = high - low
    since = xp.where(count > 0, at - g.begin - (high - 1.0) * g.every, 0.0)
    if g.duration is None:
        state = _sum(xp, m, settled, since, count * g.every)
        entered = count * mg
    else:
        running = (count > 0) & (real(xp, since) < real(xp, g.duration))
        done = xp.where(running, count - 1.0, count)
        over = xp.where(done > 0, since - g.duration + xp.where(running, g.every, 0.0), 0.0)
        now = xp.where(running, since, 0.0)
        state = _sum(xp, m, settled, over, done * g.every) + _entry(xp, m, g, now)
        entered = done * mg + mg * _part(xp, now, g.duration)
        ends = g.begin + (low - 1.0) * g.every + g.duration
        still = (low > g.first) & (real(xp, ends) > begin)
        ran = xp.where(still, xp.where(real(xp, at) < real(xp, ends), at, ends) - begin, 0.0)
        gone = xp.where(still & (real(xp, at) > real(xp, ends)), at - ends, 0.0)
        state = state + linear.advance(xp, m, _entry(xp, m, g, ran), gone)
        entered = entered + mg * _part(xp, ran, g.duration)
    if g.since is not None:
        there = xp.where(real(xp, at) >= g.start, g.steady, 0.0)
        past = _past(xp, m, g, settled)
        state = state + linear.advance(xp, m, past, xp.where(there > 0, at - g.start, 0.0)) * there
        entered = entered + linear.to_come(m, past) * m.clearance * there if with_area else entered
    return _over_runs(state), xp.sum(entered, axis=0) if with_area else 0.0


def _sum(xp: Any, m: Modes, settled: State, since: Array, span: Array) -> State:
    """Add up equal doses: endless ones, less those before the first."""
    return linear.advance(xp, m, settled, since) - linear.advance(xp, m, settled, since + span)


def _past(xp: Any, m: Modes, g: _Given, settled: State) -> State:
    """Find the state at the start of a run that has been at steady state."""
    if g.duration is None:
        return linear.advance(xp, m, settled, g.since)
    running = real(xp, g.since) < real(xp, g.duration)
    over = g.since - g.duration + xp.where(running, g.every, 0.0)
    return linear.advance(xp, m, settled, over) + _entry(xp, m, g, xp.where(running, g.since, 0.0))


def _entry(xp: Any, m: Modes, g: _Given, ran: Array | None) -> State:
    """Find the state of a dose that has run in for a time; of one that enters at once where there is no such time."""
    at_once = linear.absorbed(m, g.absorbed) + linear.injected(m, g.injected)
    if ran is None or g.duration is None:
        return at_once
    lasting = g.duration > 0
    rate = xp.where(lasting, 1.0 / xp.where(lasting, g.duration, 1.0), 0.0)
    run = linear.infused(xp, m, ran, central=False) * (g.absorbed * rate)
    run = run + linear.infused(xp, m, ran, central=True) * (g.injected * rate)
    return run + at_once * xp.where(lasting, 0.0, 1.0) if ran is g.duration else run


def _part(xp: Any, ran: Array, duration: Array) -> Array:
    return ran / xp.where(duration > 0, duration, 1.0)


def _over_runs(state: State) -> State:
    return State(chain=tuple(a.sum(axis=0) for a in state.chain), modes=tuple(z.sum(axis=0) for z in state.modes))
