"""How long does a reader wait for the demo's report? `remission report himeji`, cold, the whole process.

Wall seconds of the console script from start to exit, with HTML, PDF, Word, results and figures written to an empty
folder; the median of three runs, after one that is not counted and fills the disk cache, as an installation does.
Nothing of ours is kept between runs. There is no peer: the goal, at most five seconds on an idle machine, is what
somebody waits for without leaving. A last run inside one process shows where the time goes: it imports the heavy
libraries one by one, which a real run does where it first needs them, and then listens to the report's own steps.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from measure import conclude, spend

COHORT, GOAL, REPEATS = "himeji", 5.0, 3
LIBRARIES = {
    "polars": ("polars",),
    "NumPy and SciPy": ("numpy", "scipy.special"),
    "matplotlib": ("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"),
    "document libraries": ("jinja2", "docx", "typst"),
    "rich and click": ("rich.progress", "click"),
}


def main() -> None:
    """Time the program three times, then look inside."""
    runs = [wait() for _ in range(REPEATS + 1)][1:]
    print("where it goes (one process):")
    for step, seconds in instrumented().items():
        print(f"  {step:<34} {seconds:5.2f} s")
    print("runs: " + ", ".join(f"{wall:.2f} s wall ({cpu:.2f} s CPU)" for wall, cpu in runs))
    waited = median(wall for wall, _ in runs)
    conclude(waited, GOAL, "s wall, remission report himeji, cold", met=waited <= GOAL)


def wait() -> tuple[float, float]:
    """Run the console script in an empty folder; give the wall and the CPU seconds until it has left.

    Much more wall than CPU says that the machine was not idle.
    """
    program = str(Path(sys.executable).with_name("remission"))
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        cpu = spend([program, "report", COHORT, "--out", folder])
        return time.perf_counter() - start, cpu


def instrumented() -> dict[str, float]:
    """Make the report in this process and give the wall seconds of each step, in order."""
    marks: list[tuple[str, float]] = []

    def tell(step: str) -> None:
        marks.append((step, time.perf_counter()))

    for name, modules in LIBRARIES.items():
        tell(f"import {name}")
        for module in modules:
            import_module(module)
    tell("import remission")
    from remission.chart.doors.read import read
    from remission.report.write import report

    tell("read the cohort")
    chart = read(COHORT)
    with TemporaryDirectory() as folder:
        report(chart, Path(folder), tell=tell)
    tell("end")
    return {step: later - start for (step, start), (_, later) in pairwise(marks)}


if __name__ == "__main__":
    main()
