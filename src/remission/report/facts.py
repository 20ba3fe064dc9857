"""Recompute every number that a paper printed, and say of each whether it agrees.

The printed numbers are data beside the cohort (`facts.csv`); what they are compared with are the result rows of an
ordinary evaluation, printed by the ordinary rounding.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.resources import files

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.errors import SchemaError
from remission.report.evaluation import NOT_DONE, Evaluation, evaluate
from remission.report.tables.cells import SHOWN_TESTS
from remission.report.tables.comparisons import SMALLEST
from remission.stats.kernels import WEAK, stars
from remission.stats.result import Result
from remission.stats.variable import variable
from remission.terms.analytes import ANALYTES
from remission.terms.rounding import half_up
from remission.terms.traits import TRAITS

AGREES, DISAGREES, UNKNOWN = "agree", "disagree", "cannot be checked"
_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_EVENTS = {"creatinine_increase": "Increase in serum creatinine"}
"""What the paper counts by its adverse-event records, because it prints no threshold for it."""
_LEVELS = {"himeji_2012": "complete"}
_OTHER_TEST = {"wilcoxon-signed-rank-test": "paired-t-test"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Hold one printed number and what became of it.

    Attributes:
        id: Key.
        place: Where the paper prints it.
        says: What it is.
        printed: As printed.
        recomputed: As this program prints it from the cohort; "" where it cannot.
        verdict: agree, disagree, or cannot be checked.
        reason: Why not, or what else is worth saying.
    """

    id: str
    place: str
    says: str
    printed: str
    recomputed: str
    verdict: str
    reason: str

    def row(self) -> dict[str, str]:
        """Give the fact as a row for JSON."""
        return asdict(self)


def facts(chart: Chart) -> tuple[Fact, ...]:
    """Recompute what was printed about a bundled cohort.

    Raises:
        SchemaError: The cohort has no list of printed numbers.
    """
    listed = files("remission.chart").joinpath("cohorts", chart.name, "facts.csv")
    if not listed.is_file():
        raise SchemaError(
            f"There is nothing printed to compare with. The cohort '{chart.name}' has no facts.csv. Use `himeji`."
        )
    e = evaluate(chart)
    lines = listed.read_text(encoding="utf-8").splitlines()
    return tuple(_fact(e, row) for row in csv.DictReader(lines))


def _fact(e: Evaluation, row: dict[str, str]) -> Fact:
    recompute = _RECOMPUTE.get(row["statistic"], _number)
    again, reason = (None, row["note"]) if row["note"] else recompute(e, row)
    verdict = UNKNOWN if again is None else AGREES if again == row["printed"] else DISAGREES
    reason = row["if_differs"] or reason if verdict == DISAGREES else reason
    shown = {name: row[name] for name in ("id", "place", "says", "printed")}
    return Fact(**shown, recomputed=again or "", verdict=verdict, reason=reason)


Answer = tuple[str | None, str]


def _number(e: Evaluation, row: dict[str, str]) -> Answer:
    result = _find(e, row)
    if result is None or result.value is None:
        return None, f"The cohort has no {row['statistic']} of {row['variable']} there."
    printed = row["printed"]
    if printed.lower() == "all":
        return (printed if result.value == result.n else f"{result.value:g} of {result.n}"), ""
    if printed.lower() in _NUMBER_WORDS:
        words = dict(enumerate(_NUMBER_WORDS))
        return words.get(int(result.value), f"{result.value:g}"), ""
    return half_up(result.value, len(printed.partition(".")[2])), ""


def _find(e: Evaluation, row: dict[str, str]) -> Result | None:
    name, statistic = row["variable"], row["statistic"]
    if name in _EVENTS:
        return e.get("adverse_events", _EVENTS[name], statistic)
    if name == "patients":
        patients = len(e.chart.who)
        return Result(variable=name, statistic="n", value=patients, n=patients)
    found = e.get(name, row["level"] or _LEVELS.get(name, ""), row["visit"], statistic)
    if found is None and row["level"] and (share := _sibling(e, row)):
        return Result(variable=name, statistic=statistic, value=0.0, n=share.n)
    return found


def _sibling(e: Evaluation, row: dict[str, str]) -> Result | None:
    """Find any category of the same variable: one that nobody has counts as zero patients."""
    same = e.results.filter((e.results["variable"] == row["variable"]) & (e.results["statistic"] == "count"))
    return e.get(*str(same["id"][0]).split(".")) if len(same) else None


def _stars(e: Evaluation, row: dict[str, str]) -> Answer:
    found = _tests(e, row)
    if not found:
        return None, "No comparison was made."
    marks = {r.test.split(",")[0]: stars(r.p if r.p is not None else float("nan")) for r in found}
    told = "; ".join(f"{test}: {mark or 'no star'}" for test, mark in marks.items())
    return next(iter(marks.values())), told


def _significant(e: Evaluation, row: dict[str, str]) -> Answer:
    found = _tests(e, row)
    if not found:
        return None, "No comparison was made."
    told = "; ".join(f"{r.test.split(',')[0]}: P {_exactly(r.p)}" for r in found)
    return ("significant" if found[0].p is not None and found[0].p < WEAK else "not significant"), told


def _exactly(p: float | None) -> str:
    return "< 0.0001" if p is not None and p < SMALLEST else f"= {half_up(p, 4)}"


def _tests(e: Evaluation, row: dict[str, str]) -> list[Result]:
    tests = [*SHOWN_TESTS, *_OTHER_TEST.values()]
    return [r for test in tests if (r := e.get(row["variable"], row["visit"], "change", test))]


def _text(e: Evaluation, row: dict[str, str]) -> Answer:
    result = e.get(row["variable"], row["level"], row["visit"], "text") or e.get(row["variable"], row["level"], "text")
    absent = "None" if row["variable"] == "adverse_events" else NOT_DONE
    return (result.text if result else absent), ""


def _unit(e: Evaluation, row: dict[str, str]) -> Answer:
    del e  # a unit is the term's, whatever the cohort
    name = row["variable"]
    known = name in ANALYTES or name in TRAITS or name in shelf.names()
    ours = variable(name).unit if known else "mg/day"
    same = _spelled(ours) == _spelled(row["printed"])
    return (row["printed"] if same else ours), ""


def _spelled(unit: str) -> str:
    plain = unit.lower().replace("²", "2").replace(" per ", "/").replace("μ", "µ").replace(" ", "")
    return plain.replace("µ", "u").replace("mg/day", "mg/d").replace("g/day", "g/d")


_RECOMPUTE: dict[str, Callable[[Evaluation, dict[str, str]], Answer]] = {
    "stars": _stars,
    "significant": _significant,
    "text": _text,
    "unit": _unit,
}
