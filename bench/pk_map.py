"""How fast are the most probable parameters of many patients? Four levels, three deviations, 20,000 patients.

Two compartments, oral with a lag (Bergmann 2014 with a combined error), clearance, volume and absorption unknown; 28 daily
doses; the levels are three troughs at 12 h and one near the peak, drawn with residual error. Ours: `climb` on JAX, in blocks,
patients and levels laid out beforehand; and the same on NumPy. The peers: `scipy.optimize.minimize`, BFGS and L-BFGS-B, on
the same objective (`Problem.look`), patient by patient, with the exact gradient and with scipy's own differences; and, as
the strongest form of it, on objective and gradient compiled by JAX. They run on the first patients only. Compiling is
outside the clock everywhere; all sides run in this process, in turn.

The truth is a tight optimum: 3 more rounds with the true curvature from where ours ended. Goals: 80,000 patients per CPU
second, at least 400 times scipy on the objective as the library gives it (on one that JAX compiled the ratio is printed, and
is no goal), everyone done by the gradient's size, and no parameter off the tight optimum by 1e-4.
For comparison, on a machine of the kind on which the goals were set: Tucuxi 18 and mapbayr 9 patients per CPU second.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from measure import clock, conclude
from remission.pk.engine import engine
from remission.pk.estimate import FLAT, Peak, climb, estimates
from remission.pk.find import find
from remission.pk.likelihood import Measured, deviations, losses
from remission.pk.model import Residual, Spread
from remission.pk.problem import Problem, problem
from remission.pk.scoring import Place, gone_on
from remission.pk.solve import levels

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "pk"))
from patients import drawn

PATIENTS, SOME, ON_NUMPY, REPEATS, SEED = 20_000, 60, 2_000, 5, 2026
GOAL, TIMES, OFF = 80_000, 400, 1e-4
BERGMANN = find("tacrolimus_bergmann_2014")
MODEL = replace(
    BERGMANN,
    iiv=Spread(of={"cl": 0.35, "v": 0.35, "ka": 0.5}),
    residual=Residual(proportional=0.1, additive=0.5),
    individual=lambda xp, theta, eta, known: BERGMANN.individual(xp, theta, {"v2": 0.0, **eta}, known),
)


def main() -> None:
    """Run all sides and compare."""
    records = drawn(MODEL, PATIENTS, seed=SEED)
    p = problem(MODEL, records)
    few = p.of(range(ON_NUMPY))
    climb(p.of(range(4)), on="jax")  # compiles
    seconds, found = min((clock(lambda: climb(p, on="jax")) for _ in range(REPEATS)), key=lambda one: one[0])
    speed = PATIENTS / seconds
    by_numpy, other = min((clock(lambda: climb(few)) for _ in range(2)), key=lambda one: one[0])
    print(f"jax   {speed:>9,.0f} patients per CPU s; rounds: {dict(enumerate(np.bincount(found.rounds).tolist()))}")
    print(f"numpy {ON_NUMPY / by_numpy:>9,.0f} patients per CPU s; the two differ by {far(found, other.z):.1e} at most")
    whole, told = clock(lambda: estimates(MODEL, records[:ON_NUMPY]))
    print(f"`estimates` on NumPy, from records to intervals: {len(told) / whole:,.0f} patients per CPU s")
    off = far(found, tight(p, found).z)
    print(
        f"all done: {found.done.all()}; greatest gradient {found.gradient.max():.1e}; off the tight optimum by {off:.1e}"
    )
    ratios = {name: speed / rate for name, rate in peers(p, found).items()}
    plain = min(ratio for name, ratio in ratios.items() if "compiled" not in name)
    for name, ratio in ratios.items():
        print(f"scipy {name}: {speed / ratio:,.0f} patients per CPU s, ours is {ratio:,.0f} times faster")
    met = speed >= GOAL and plain >= TIMES and bool(found.done.all()) and off <= OFF
    conclude(speed / 1000, GOAL / 1000, "thousand patients per CPU second", met=met)


def far(found: Peak, z: np.ndarray) -> float:
    """Give the greatest difference of the first patients."""
    return float(np.max(np.abs(found.z[:, : z.shape[1]] - z)))


def tight(p: Problem, found: Peak) -> Place:
    """Go on with the true curvature until nothing moves any more."""
    b, none = found.bowl, np.zeros(p.patients)
    place = Place(found.z, b.depth, b.slope, b.curve, b.curve * 0.0, none, none.astype(int))
    for _ in range(3):
        place = gone_on(np, p.look, place, 1e-12, p.curvature(place.z))
    return place


def peers(p: Problem, found: Peak) -> dict[str, float]:
    """Time scipy on the first patients: patients per CPU second, by name."""
    rates: dict[str, float] = {}
    own = [p.of([at]) for at in range(SOME)]
    compiled = objective(p)
    sides: dict[str, Callable[[Problem], tuple[Callable[..., object], bool]]] = {
        "with its own differences": lambda one: (lambda z: float(one.depth(z[:, None])[0]), False),
        "with the exact gradient": lambda one: (lambda z: at(one, z), True),
        "on a compiled objective and gradient": lambda one: (lambda z: compiled(z, one), True),
    }
    for name, make in sides.items():
        for method in ("BFGS", "L-BFGS-B"):
            tasks = [make(one) for one in own]
            compiled(np.zeros(p.size), own[0])
            seconds, ends = clock(lambda tasks=tasks, method=method: [go(*task, method, p.size) for task in tasks])
            rates[f"{method} {name}"] = SOME / seconds
            print(f"{method} {name} is off ours by {np.max(np.abs(np.stack(ends, axis=1) - found.z[:, :SOME])):.1e}")
    return rates


def go(function: Callable[..., object], gradient: bool, method: str, size: int) -> np.ndarray:
    """Minimise one patient's objective from the typical patient."""
    return minimize(function, np.zeros(size), jac=gradient or None, method=method, options={"gtol": FLAT}).x


def at(p: Problem, z: np.ndarray) -> tuple[float, np.ndarray]:
    """Give one patient's objective and its gradient."""
    bowl = p.look(z[:, None])
    return float(bowl.depth[0]), bowl.slope[:, 0]


def objective(p: Problem) -> Callable[[np.ndarray, Problem], tuple[float, np.ndarray]]:
    """Compile objective and gradient of one patient, whose doses are everybody's."""
    import jax

    jax_engine = engine("jax")
    line, xp = p.of([0]).batch.line, jax_engine.xp

    def depth(z: np.ndarray, times: np.ndarray, values: np.ndarray) -> np.ndarray:
        eta = deviations(xp, MODEL, z[:, None], np.zeros((1, 1)), 0)
        seen = levels(MODEL, line, times, eta=eta, xp=xp)
        measured = Measured(values=values, there=values * 0 + 1, bound=values * 0, bounded=False)
        return 0.5 * xp.sum(z * z) + xp.sum(losses(xp, MODEL.residual, seen, measured)[0])

    both = jax.jit(jax.value_and_grad(depth))

    def told(z: np.ndarray, one: Problem) -> tuple[float, np.ndarray]:
        value, slope = both(z, one.batch.times, one.batch.values)
        return float(value), np.asarray(slope)

    return told


if __name__ == "__main__":
    main()
