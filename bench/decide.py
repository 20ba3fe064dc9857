"""How long does a clinician wait for a decision? One patient, one morning, one protocol, warm.

One patient of the bundled cohort under the founding regimen, in one process that has decided before, as a web server has: from
the chart to doses with their reasons, samples and visits due, the response, what is unknown and what to ask. Then the same
morning under every protocol of the shelf, and a plan of each from day 0 to its end. The least of many runs, in wall
milliseconds, because somebody waits. There is no peer: nobody else answers these; the goal is 10 ms.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from measure import conclude
from remission import decide, find_protocol, plan, read
from remission.protocols.find import names

GOAL, REPEATS, DAY = 10.0, 120, 61
WHO = {"weight": 60.0, "height": 160.0, "age": 30.0, "female": True}


def main() -> None:
    """Decide, plan, and print how long each took."""
    patient = read("himeji").only(["3"])
    protocols = {name: find_protocol(name) for name in names()}
    decided = {name: wait(lambda p=p: decide(p, patient, DAY), REPEATS // 4) for name, p in protocols.items()}
    planned = {name: wait(lambda p=p: plan(p, **WHO), 1) for name, p in protocols.items()}
    for what, spent in (("decide", decided), ("plan", planned)):
        worst = max(spent, key=lambda name: spent[name])
        print(
            f"{what}: {len(spent)} protocols, {sum(spent.values()) / len(spent):.1f} ms each; {worst} {spent[worst]:.1f} ms"
        )
    founding = wait(lambda: decide(protocols["himeji_2012"], patient, DAY), REPEATS)
    conclude(founding, GOAL, "ms wall, decide himeji_2012 for one patient, warm", met=founding <= GOAL)


def wait(work: Callable[[], object], repeats: int) -> float:
    """Give the least wall milliseconds of the work, once it is warm."""
    spent: list[float] = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        work()
        spent.append(1e3 * (time.perf_counter() - start))
    return min(spent[1:])


if __name__ == "__main__":
    main()
