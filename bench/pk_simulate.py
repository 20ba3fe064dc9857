"""How fast is a simulated half year? Two compartments, oral with a lag, 182 daily doses, for up to a million patients.

Everything goes through `simulate`: patients are drawn from the model's own variability (Bergmann 2014, four deviations),
their levels come in blocks, and each block is looked at (its last trough is added up) and let go. Two sets of times: the
182 troughs, and every hour of 26 weeks, 4,368 points. Both engines run; a first block, which compiles, is outside the
clock. Each size runs in a fresh process, and its peak of resident memory has to stay where it was with fewer patients.

The peer is mrgsolve 2.0.1 with its closed form, the fastest of the tools that we could run: 7,299 patients per CPU second
with troughs and 352 with every hour, on a machine of the same kind as the goals were set on; it needs R and a compiler, so
it is not run here. What is run here is the floor: writing as many numbers into memory that is already there.

Goals: 2 million patients per CPU second with troughs, at most 4 ns for a point of an hour, memory within 1 GB at a million.
"""

from __future__ import annotations

import sys

import numpy as np

from measure import GIGABYTE, clock, conclude, hand_over, run
from remission.pk.find import find
from remission.pk.simulate import BLOCK, block, simulate
from remission.pk.timeline import Dose, timeline

MODEL = find("tacrolimus_bergmann_2014")
DAYS, SEED = 182, 2026
DAILY = timeline([Dose(start=0, amount=3, count=DAYS)])
TIMES = {"troughs": 24.0 * np.arange(1, DAYS + 1)[:, None], "hourly": np.arange(24.0 * DAYS)[:, None]}
SIZES = {"troughs": (1_000, 100_000, 1_000_000), "hourly": (1_000, 10_000, 100_000)}
REPEATS = {1_000: 30, 10_000: 5, 100_000: 3, 1_000_000: 2}
MRGSOLVE = {"troughs": 7_299, "hourly": 352}
GOAL, POINT, HOURLY_MILLION = 2e6, 4.0, 1_000_000


def main() -> None:
    """Run every size with each engine, and the floor."""
    speed: dict[str, float] = {}
    peak = 0.0
    for what, sizes in SIZES.items():
        for on in ("numpy", "jax"):
            for patients in sizes:
                side = run(__file__, what, on, str(patients))
                seconds, points = side.cpu["simulate"], len(TIMES[what])
                speed[f"{what} {on} {patients}"] = patients / seconds
                peak = max(peak, side.peak / GIGABYTE)
                print(
                    f"{what} {on:<5} {patients:>9,} patients: {patients / seconds:>11,.0f} per CPU s, "
                    f"{1e9 * seconds / patients / points:.2f} ns a point, {patients / seconds / MRGSOLVE[what]:.0f} times "
                    f"mrgsolve, peak {side.peak / GIGABYTE:.2f} GB, mean last level {side.answer:.6f}"
                )
    floor = run(__file__, "floor", "numpy", "0").cpu["fill"]
    best = {what: max(value for name, value in speed.items() if name.startswith(what)) for what in SIZES}
    point = 1e9 / best["hourly"] / len(TIMES["hourly"])
    print(f"writing a number: {floor:.2f} ns; a point of an hour: {point:.2f} ns, {point / floor:.1f} times that")
    met = best["troughs"] >= GOAL and point <= POINT and peak <= 1.0
    conclude(best["troughs"] / 1e6, GOAL / 1e6, "million patients of 182 troughs per CPU second", met=met)


def measure(what: str, on: str, patients: int) -> None:
    """Time one size; the least of some repeats."""
    times = TIMES[what]
    go(what, on, min(patients, block(len(times))))
    best, mean = min(clock(lambda: go(what, on, patients)) for _ in range(REPEATS[patients]))
    hand_over({"simulate": best}, mean)


def go(what: str, on: str, patients: int) -> float:
    """Simulate and look at every block: the mean of the last level."""
    blocks = simulate(MODEL, DAILY, TIMES[what], patients=patients, seed=SEED, on=on)
    return sum(float(some.levels[-1].sum()) for some in blocks) / patients


def fill() -> None:
    """Time the floor: a block's levels, written again and again into the same memory."""
    room = np.empty((len(TIMES["hourly"]), min(BLOCK, block(len(TIMES["hourly"])))))
    hand_over({"fill": 1e9 * min(clock(lambda: room.fill(1.0))[0] for _ in range(200)) / room.size}, None)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "floor":
        fill()
    else:
        measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))
