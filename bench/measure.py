"""Measure two sides of a comparison in the same run, each in processes of its own, and say how it went."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

GIGABYTE = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Hold what one process spent.

    Attributes:
        cpu: CPU seconds, all threads, of each piece of work by its name; imports and reading are not in it.
        peak: Greatest resident memory of the whole process in bytes, imports and reading included.
        answer: What the work found, to compare.
    """

    cpu: dict[str, float]
    peak: float
    answer: Any


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    """Do the work; give its CPU seconds, all threads, and its answer."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def spend(command: list[str]) -> float:
    """Run a process to its end and give the CPU seconds that it and its children spent."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def hand_over(cpu: dict[str, float], answer: Any) -> None:
    """Print, as the last line of a measured process, what `run` reads."""
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({"cpu": cpu, "peak": peak, "answer": answer}))


def run(script: str, *arguments: str) -> Run:
    """Run one side of a script in a fresh process."""
    done = subprocess.run([sys.executable, script, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def interleave(script: str, sides: dict[str, int], *arguments: str) -> dict[str, Run]:
    """Run the sides in turn, each as often as asked; keep the least CPU, the greatest memory and the last answer."""
    best: dict[str, Run] = {}
    for turn in range(max(sides.values())):
        for side in (side for side, times in sides.items() if turn < times):
            new = run(script, side, *arguments)
            old = best.get(side, new)
            cpu = {name: min(seconds, old.cpu[name]) for name, seconds in new.cpu.items()}
            best[side] = Run(cpu=cpu, peak=max(new.peak, old.peak), answer=new.answer)
    return best


def conclude(figure: float, goal: float, unit: str, *, met: bool) -> NoReturn:
    """Print the figure beside its goal as the last line; leave with 1 where the goal is missed."""
    print(f"figure={figure:.2f} goal={goal:g} unit={unit}")
    sys.exit(0 if met else 1)
