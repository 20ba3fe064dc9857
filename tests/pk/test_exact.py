"""The exact solver against matrix exponentials taken event by event, and against the laws that any linear system keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.linalg import expm

from remission.pk.exact import course
from remission.pk.parts import Linear
from remission.pk.timeline import Dose, timeline

PERIPHERALS = (("q", "v2"), ("q3", "v3"))


@dataclass(frozen=True)
class Arrival:
    at: float
    mg: float
    hours: float
    into: int
    epoch: int


def matrix(structure: Linear, p: dict[str, float]) -> np.ndarray:
    """Write the compartments out: stages, central, peripherals, and the area under the concentration."""
    stages, outer = structure.chain, structure.compartments - 1
    size = stages + 1 + outer + 1
    rates = np.zeros((size, size))
    rate = p["ka"] if structure.absorption == "first_order" else p["ktr"]
    for stage in range(stages):
        rates[stage, stage] -= rate
        rates[stage + 1, stage] += rate
    rates[stages, stages] -= p["cl"] / p["v"]
    for number, (q, v) in enumerate(PERIPHERALS[:outer]):
        there = stages + 1 + number
        for source, target, speed in ((stages, there, p[q] / p["v"]), (there, stages, p[q] / p[v])):
            rates[source, source] -= speed
            rates[target, source] += speed
    rates[-1, stages] = 1 / p["v"]
    return rates


def event_by_event(structure, epochs, begins, washed, doses, times):
    """Give concentrations and areas with one dense matrix exponential from each event to the next."""

    def epoch_at(time):
        return max(number for number, begin in enumerate(begins) if time >= begin)

    arrivals = []
    for dose in doses:
        for number in range(dose.count):
            told = dose.start + number * dose.every
            p = epochs[epoch_at(told)]
            by_mouth = not dose.central
            lag = p["tlag"] if structure.lag and by_mouth else 0.0
            hours = dose.duration or (p["duration"] if structure.zero_order and by_mouth else 0.0)
            mg = dose.amount * (p["f"] if by_mouth else 1.0)
            arrivals.append(Arrival(told + lag, mg, hours, 0 if by_mouth else structure.chain, epoch_at(told)))
    marks = {*begins, *times, *(a.at for a in arrivals), *(a.at + a.hours for a in arrivals)}
    marks = sorted(mark for mark in marks if mark <= max(times))
    size = len(matrix(structure, epochs[0]))
    state, seen = np.zeros(size), {}
    for place, mark in enumerate(marks):
        seen[mark] = state.copy()
        number = epoch_at(mark)
        if washed[number] and mark == begins[number]:
            state[:-1] = 0
            arrivals = [a for a in arrivals if a.epoch >= number]
        for a in arrivals:
            state[a.into] += a.mg if a.at == mark and not a.hours else 0.0
        if place + 1 == len(marks):
            break
        full = np.zeros((size + 1, size + 1))
        full[:-1, :-1] = matrix(structure, epochs[number])
        for a in arrivals:
            if a.hours and a.at <= mark < a.at + a.hours - 1e-12:
                full[a.into, -1] += a.mg / a.hours
        state = (expm(full * (marks[place + 1] - mark)) @ np.append(state, 1.0))[:-1]
    central = structure.chain
    levels = [seen[time][central] / epochs[epoch_at(time)]["v"] for time in times]
    return np.array(levels), np.array([seen[time][-1] for time in times])


LEAST = {
    "cl": 5,
    "v": 50,
    "q": 5,
    "v2": 100,
    "q3": 1,
    "v3": 100,
    "ka": 0.1,
    "ktr": 0.3,
    "tlag": 0.1,
    "duration": 0.2,
    "f": 0.3,
}
MOST = {
    "cl": 30,
    "v": 200,
    "q": 80,
    "v2": 900,
    "q3": 10,
    "v3": 3000,
    "ka": 3,
    "ktr": 4,
    "tlag": 9,
    "duration": 5,
    "f": 1,
}
TIMES = [3.0, 24.0, 37.0, 39.9, 40.001, 41.3, 44.0, 50.0, 99.0, 101.0, 110.0, 130.0, 168.0, 200.0]


@pytest.mark.parametrize("seed", range(80))
def test_any_history_agrees_with_matrix_exponentials_taken_event_by_event(seed: int):
    rng = np.random.default_rng(seed)
    absorption = ("none", "first_order", "erlang")[rng.integers(3)]
    structure = Linear(
        compartments=int(rng.integers(1, 4)),
        absorption=absorption,
        stages=3 if absorption == "erlang" else 0,
        zero_order=bool(rng.integers(2)),
        lag=bool(rng.integers(2)) and absorption != "none",
    )
    count = int(rng.integers(1, 4))
    begins, washed = [0.0, 40.0, 100.0][:count], [False, bool(rng.integers(2)), False][:count]
    epochs = [{name: rng.uniform(LEAST[name], MOST[name]) for name in LEAST} for _ in begins]
    doses = [
        Dose(start=0, amount=3, count=7),
        Dose(start=5, amount=2, every=12, count=3, duration=3.5 * rng.integers(2)),
        Dose(start=38, amount=9, duration=6.0 * rng.integers(2), central=True),
        Dose(start=100, amount=5),
    ]
    expected, area = event_by_event(structure, epochs, begins, washed, doses, TIMES)
    given = {name: np.array([[p[name]] for p in epochs]) for name in LEAST}
    found = course(np, structure, given, timeline(doses, begin=begins, washed=washed), np.array(TIMES)[:, None])
    np.testing.assert_allclose(found.concentration[:, 0], expected, rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(found.area[:, 0], area, rtol=1e-9, atol=1e-12)
