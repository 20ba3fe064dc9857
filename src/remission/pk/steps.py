"""Solve what is not linear, or follows the clock of meals, step by step with an adaptive method (Dormand-Prince, order 8).

From one event to the next, on NumPy; patients to whom the same happens at the same times (copies of one, with other
parameters) take their steps together. A sample at the time of a dose comes before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from remission.errors import ConvergenceError, ModelError
from remission.pk.engine import Array
from remission.pk.exact import epoch_of
from remission.pk.model import Model
from remission.pk.parts import Nonlinear
from remission.pk.timeline import Runs, Timeline

RELATIVE, ABSOLUTE = 1e-10, 1e-13
"""Tolerances of the steps; amounts are in mg."""
SETTLED = 1e-9
"""Relative change of a state over one interval at which it is steady."""
ROUNDS = 20
EDGE = 1e-9
"""Part of a piece that is kept clear of its ends, where a derivative may jump."""
CLEAR = 8
"""So many steps of floating point are kept clear too, or a time within a piece may round to its end."""
ABREAST = 32
"""Patients who take a step together: more of them make it shorter, and few save little."""
Parameters = Mapping[str, Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dose:
    """Hold one dose: when it is given, h, and for each patient when it arrives (h) and what of it will be absorbed (mg)."""

    given: float
    arrives: np.ndarray
    mg: np.ndarray


def concentrations(model: Model, line: Timeline, given: Mapping[str, Array], times: Array) -> np.ndarray:
    """Find the concentration at some times.

    Args:
        model: A model whose structure is `Nonlinear`.
        line: Doses and epochs.
        given: Parameters, as `solve.parameters` gives them.
        times: Hours: (times, patients) or (times, 1).

    Returns:
        mg/L: (times, patients).

    Raises:
        ModelError: A dose goes into a vein or runs in over a time.
        ConvergenceError: A patient cannot be solved.
    """
    if line.infusions or line.veins:
        raise ModelError(
            f"{model.name} takes doses by mouth only. Found a dose into a vein, or one that runs in over a time. Leave it out."
        )
    arrays = [*(getattr(line.runs, part.name) for part in fields(Runs)), line.begin, line.washed, times]
    count = max(np.shape(value)[-1] for value in (*given.values(), *arrays))
    found = np.empty((len(times), count))
    for places in _alike(arrays, count):
        found[:, places] = _abreast(model, line, given, times, places)
    return found


def _alike(arrays: list[Array], count: int) -> Iterator[np.ndarray]:
    """Find patients to whom the same happens at the same times: copies of one, or people in a trial."""
    columns = np.concatenate([np.broadcast_to(array, (len(array), count)) for array in arrays])
    kinds = np.unique(columns, axis=1, return_inverse=True)[1].ravel()
    for kind in range(kinds.max() + 1):
        places = np.flatnonzero(kinds == kind)
        yield from (places[first : first + ABREAST] for first in range(0, len(places), ABREAST))


def _own(values: Mapping[str, Array], places: np.ndarray) -> dict[str, np.ndarray]:
    """Take some patients' parameters, one number each."""
    return {
        name: np.broadcast_to(np.asarray(value)[..., places if np.shape(value)[-1] > 1 else [0]], (len(places),))
        for name, value in values.items()
    }


def _abreast(model: Model, line: Timeline, given: Mapping[str, Array], times: Array, places: np.ndarray) -> np.ndarray:
    structure = model.structure
    assert isinstance(structure, Nonlinear)  # noqa: S101  # for the type checker: the caller asked
    own = line.of([places[0]])
    some = times[:, min(places[0], times.shape[-1] - 1)].tolist()
    epochs = [_own(epoch_of(given, e), places) for e in range(line.epochs)]
    begins, washed = own.begin[:, 0], own.washed[:, 0]
    doses = sorted(_doses(model, own, epochs, max(some)), key=lambda dose: dose.given)
    state = np.zeros((len(structure.amounts), len(places)))
    steady = {
        float(start): (float(amount), float(every))
        for start, amount, every, flag in zip(
            own.runs.start[:, 0], own.runs.amount[:, 0], own.runs.every[:, 0], own.runs.steady[:, 0], strict=True
        )
        if flag
    }
    marks = _marks(structure, doses, [*begins.tolist(), *steady], some)
    found: dict[float, np.ndarray] = {}
    wanted = set(some)
    since = -np.inf
    for mark, end in zip(marks, [*marks[1:], None], strict=True):
        epoch = max(int(np.sum(begins <= mark)) - 1, 0)
        if mark in begins[1:] and washed[epoch]:
            state = state * 0.0
            doses = [dose for dose in doses if dose.given >= mark]
        if mark in steady:
            amount, every = steady[mark]
            state = state + _steady(model, structure, epochs[epoch], amount, every)
            since = max(since, mark - every)
        if mark in wanted:
            found[mark] = structure.concentration(np, epochs[epoch], tuple(state)) + np.zeros(len(places))
        state[0] += sum(np.where(dose.arrives == mark, dose.mg, 0.0) for dose in doses)
        since = max([since, *(dose.given for dose in doses if dose.given == mark)])
        doses = [dose for dose in doses if np.any(dose.arrives > mark) or dose.given > mark]
        if end is not None:
            state = _run(structure, epochs[epoch], state, mark, end, since)
    return np.array([found[time] for time in some])


def _doses(model: Model, line: Timeline, epochs: list[dict[str, np.ndarray]], last: float) -> Iterator[_Dose]:
    runs = line.runs
    for at in range(len(runs.start)):
        start, every, mg = (float(array[at, 0]) for array in (runs.start, runs.every, runs.amount))
        for number in range(int(runs.count[at, 0])):
            given = start + number * every
            if given >= last:
                break
            p = epochs[max(int(np.sum(line.begin[:, 0] <= given)) - 1, 0)]
            yield _dose(model, p, mg, given)


def _dose(model: Model, p: Parameters, mg: float, given: float) -> _Dose:
    part = p.get("f", 1.0) * (model.fraction(np, p, np.float64(mg)) if model.fraction else 1.0)
    none = np.zeros(len(p["tlag"] if "tlag" in p else next(iter(p.values()))))
    return _Dose(given=given, arrives=given + p.get("tlag", 0.0) + none, mg=mg * part + none)


def _marks(structure: Nonlinear, doses: list[_Dose], others: list[float], times: list[float]) -> list[float]:
    """List every time at which something starts, stops or is asked for."""
    marks = {*times, *others, *(dose.given for dose in doses), *(at for dose in doses for at in dose.arrives.tolist())}
    marks |= {dose.given + after for dose in doses for after in structure.breaks}
    return sorted(mark for mark in marks if mark <= max(times))


def _run(structure: Nonlinear, p: Parameters, state: np.ndarray, begin: float, end: float, since: float) -> np.ndarray:
    from scipy.integrate import solve_ivp

    width, least = end - begin, CLEAR * float(np.spacing(abs(end) + abs(since if np.isfinite(since) else 0.0)))
    if width <= 2 * least:  # times asked for that differ by rounding: nothing happens between them
        return state
    edge = max(EDGE * width, least)
    alone = state.shape[1] == 1
    q = {name: float(value[0]) for name, value in p.items()} if alone else p  # plain numbers are ten times faster

    def rate(time: float, amounts: np.ndarray) -> np.ndarray:
        after = min(max(time, begin + edge), end - edge) - since
        held: tuple[Array, ...] = tuple(amounts.tolist() if alone else amounts.reshape(state.shape))
        slopes = structure.derivatives(np, q, held, after)
        return (
            np.array(slopes) if alone else np.concatenate([np.broadcast_to(slope, state.shape[1:]) for slope in slopes])
        )

    done = solve_ivp(rate, (begin, end), state.ravel(), method="DOP853", rtol=RELATIVE, atol=ABSOLUTE)
    if not done.success:
        raise ConvergenceError(
            f"The equations could not be solved from {begin:g} to {end:g} h. The solver said: {done.message} Look for an "
            "impossible parameter of the patient."
        )
    return done.y[:, -1].reshape(state.shape)


def _steady(model: Model, structure: Nonlinear, p: Parameters, amount: float, every: float) -> np.ndarray:
    """Find the state, just before a dose, of people who have taken equal doses for ever: (amounts, patients)."""
    count = len(next(iter(p.values())))
    return np.stack(
        [_settled(model, structure, _own(p, np.array([at])), amount, every) for at in range(count)], axis=-1
    )


def _settled(model: Model, structure: Nonlinear, p: Parameters, amount: float, every: float) -> np.ndarray:
    """Find the state, just before a dose, of one who has taken equal doses for ever.

    An interval answers a state with another one; Newton's method finds the state that it answers with itself. Linear
    equations are there after one round.
    """
    dose = _dose(model, p, amount, 0.0)
    arrives, mg = float(dose.arrives[0]) % every, float(dose.mg[0])
    cuts = sorted({0.0, every, arrives, *(after for after in structure.breaks if after < every)})

    def interval(state: np.ndarray) -> np.ndarray:
        for begin, end in pairwise(cuts):
            entering = np.zeros_like(state)
            entering[0] = mg if begin == arrives else 0.0
            state = _run(structure, p, (state + entering)[:, None], begin, end, 0.0)[:, 0]
        return state

    state = np.zeros(len(structure.amounts))
    for _ in range(ROUNDS):
        answer = interval(state)
        if np.max(np.abs(answer - state)) <= SETTLED * np.max(np.abs(answer)):
            return answer
        moved = np.stack([interval(state + mg * unit) for unit in np.eye(len(state))], axis=-1)
        slope = (moved - answer[:, None]) / mg
        state = state + np.linalg.solve(np.eye(len(state)) - slope, answer - state)
    raise ConvergenceError(
        f"{model.name} reaches no steady state on {amount:g} mg every {every:g} h. Found none after {ROUNDS} rounds. Give the "
        "doses one by one."
    )
