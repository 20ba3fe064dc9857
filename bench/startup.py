"""How soon does the program answer? `remission --help` against `python -c pass`.

Both are whole processes of one interpreter in one environment, run in turn and byte-compiled by a run before the clock
starts. What is compared is the CPU time of the child processes, least over the repeats: the floor is what Python itself
costs, so the figure is the same on a slow and on a fast machine. The goal is at most five times that floor. The library
of commands alone would cost four: the first page of help is stored and needs none; the line of `remission show --help`
shows what every other page costs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from measure import conclude, spend

GOAL = 5.0
REPEATS = 40
FLOOR, LIBRARY, HELP, OTHER = "python -c pass", "python -c 'import click'", "remission --help", "remission show --help"


def main() -> None:
    """Run the processes in turn and compare the least of each."""
    program = str(Path(sys.executable).with_name("remission"))
    commands = {
        FLOOR: [sys.executable, "-c", "pass"],
        LIBRARY: [sys.executable, "-c", "import click"],
        HELP: [program, "--help"],
        OTHER: [program, "show", "--help"],
    }
    for command in commands.values():
        spend(command)
    least = dict.fromkeys(commands, float("inf"))
    for _ in range(REPEATS):
        least |= {name: min(least[name], spend(command)) for name, command in commands.items()}
    for name, seconds in least.items():
        print(f"{name:<26} {1000 * seconds:6.1f} ms CPU")
    ratio = least[HELP] / least[FLOOR]
    conclude(ratio, GOAL, "times the CPU of python -c pass", met=ratio <= GOAL)


if __name__ == "__main__":
    main()
