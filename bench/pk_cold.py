"""How soon does `remission dose` answer, as a cold process on a chart of one patient with two levels?

The whole process counts, from the interpreter's start to the printed answer: posterior, thirty regimens, the plausibility of
each level, settling. What is taken is the least wall time over the repeats, after a run that byte-compiles. Two models stand
for the shelf: one without and one with variability between occasions, which has twice as many unknowns. The figure is the
slower one's. The goal is 1.5 s on an idle machine; the line of `python -c 'import polars'` says how idle it is.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import conclude, spend

GOAL = 1.5
REPEATS = 7
MODELS = ("tacrolimus_han_2013", "tacrolimus_woillard_2011")
EVENTS = """\
ID,TIME,AMT,EVID,II,ADDL,DV,hematocrit,weight,cyp3a5_expresser
7,19,3,1,24,40,.,33,50,0
7,343,.,0,.,.,3.1,33,50,0
7,679,.,0,.,.,4.0,33,50,0
"""


def wall(command: list[str]) -> float:
    """Run a process to its end and give its wall seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Run the command with each model in turn."""
    program = str(Path(sys.executable).with_name("remission"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        file.write_text(EVENTS, encoding="utf-8")
        commands = {"python -c 'import polars'": [sys.executable, "-c", "import polars"]}
        commands |= {
            name: [program, "dose", name, str(file), "--events", "--target", "trough:5-10@12", "--toxic", "20"]
            for name in MODELS
        }
        for command in commands.values():
            wall(command)
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(REPEATS):
            least |= {name: min(least[name], wall(command)) for name, command in commands.items()}
        for name, seconds in least.items():
            print(f"{name:<28} {seconds:5.2f} s wall, {spend(commands[name]):5.2f} s CPU")
    slowest = max(least[name] for name in MODELS)
    conclude(slowest, GOAL, "s, remission dose as a cold process", met=slowest <= GOAL)


if __name__ == "__main__":
    main()
