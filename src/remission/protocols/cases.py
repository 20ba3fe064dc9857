"""Read and run the cases of a protocol: days and doses that a clinician worked out by hand, one file beside each protocol.

The cases of the shelf are in `tests/cases/protocols`, and travel with the package; those of a file of the user's own stand
beside that file, with the ending `.yaml`. `tests/cases/protocols/README.md` describes the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from math import isclose
from pathlib import Path
from typing import Any

import polars as pl

from remission.chart.chart import Chart
from remission.definitions.cases import listed_in
from remission.errors import SchemaError
from remission.protocols.decide import decide
from remission.protocols.find import SHELF
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol
from remission.protocols.shapes import misfit

_FIELDS = {"name", "given", "choose", "day", "plan", "total", "asks", "decide", "from"}
_GIVEN = {"who", "results", "doses", "events", "limits"}
_NEAR = 1e-9
Answers = dict[str, dict[str, Any]]
"""What is told by drug, under `plan`, `total`, `asks` and `decide`: those that a case names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold what one patient has and what a protocol must give.

    Attributes:
        name: A sentence that says what is true.
        given: What is known: `who`, `results`, `doses`, `events`, `limits`.
        choose: The choices taken, by switch.
        day: The study day that is decided on.
        plan: By drug, the dose from each day on; 0 where it ends.
        total: By drug, the mg that are planned in its first so many days.
        asks: Of a plan, the first day on which something must be asked, by drug; none where nothing is said.
        decide: Of a day, by drug: what to do, the dose, or both; "nothing" where the protocol has no word on the drug.
        source: Where the doses are from; never from this program.
    """

    name: str
    given: dict[str, Any]
    choose: dict[str, str]
    day: int | None
    plan: dict[str, dict[int, float]]
    total: dict[str, dict[int, float]]
    asks: dict[str, int]
    decide: dict[str, Any]
    source: str

    @property
    def expected(self) -> Answers:
        """Give what the case expects, as `answers_of` gives what is told."""
        parts = {"plan": self.plan, "total": self.total, "decide": self.decide}
        named = {name: part for name, part in parts.items() if part}
        return named | ({"asks": self.asks} if self.plan else {})


def cases_of(name: str) -> tuple[Case, ...]:
    """Read the cases of a protocol.

    Args:
        name: Its key, or the path of a file of the user's own.

    Returns:
        The cases in the order of the file; none where there is no file.

    Raises:
        SchemaError: A case has a field that cases do not have, or lacks one.
    """
    file = _file_of(name)
    return read_cases(file) if file.is_file() else ()


def read_cases(file: Path) -> tuple[Case, ...]:
    """Read a file of cases.

    Raises:
        SchemaError: The file is no list of cases, or a case has a field that cases do not have, or lacks one.
    """
    return tuple(_case(content, file) for content in listed_in(file))


def answers_of(case: Case, protocol: Protocol) -> Answers:
    """Ask a protocol about the patient of a case: what the case names, and nothing else."""
    chosen = protocol.choose(**case.choose)
    chart = _chart(case)
    told: Answers = {}
    if case.plan or case.total:
        made = plan(chosen, chart)
        by_drug = {drug: made.doses.filter(pl.col("drug") == drug) for drug in (*case.plan, *case.total)}
        asks = dict(made.asks.group_by("about").agg(pl.col("day").min()).iter_rows())
        told["plan"] = {drug: _over_time(by_drug[drug], chosen, drug, asks.get(drug)) for drug in case.plan}
        told["total"] = {drug: _totals(by_drug[drug], days) for drug, days in case.total.items()}
        told["asks"] = {drug: asks[drug] for drug in case.plan if drug in asks}
    if case.decide and case.day is not None:
        doses = decide(chosen, chart, case.day).doses
        found = {drug: (act, dose) for drug, act, dose in doses.select("drug", "act", "dose").iter_rows()}
        told["decide"] = {drug: _on_the_day(found.get(drug), expected) for drug, expected in case.decide.items()}
    return {name: told[name] for name in case.expected}


def holds(case: Case, protocol: Protocol) -> bool:
    """Tell whether a protocol gives, and asks, what its case expects."""
    return same(answers_of(case, protocol), case.expected)


def same(got: Any, expected: Any) -> bool:
    """Tell whether what a protocol tells is what a case expects."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return got.keys() == expected.keys() and all(same(got[key], expected[key]) for key in expected)
    if isinstance(expected, list) and isinstance(got, list):
        return len(got) == len(expected) and all(map(same, got, expected))
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return isclose(got, expected, rel_tol=_NEAR)
    return got == expected


def _on_the_day(found: tuple[str, float | None] | None, expected: Any) -> Any:
    """Give what is told of a drug in the form that a case expects: what to do, the dose, or both."""
    act, dose = found or ("nothing", None)
    if isinstance(expected, list):
        return [act] if dose is None else [act, dose]
    return act if isinstance(expected, str) or dose is None else dose


def _over_time(rows: pl.DataFrame, protocol: Protocol, drug: str, asked: int | None) -> dict[int, float]:
    """Give the dose from each day on; a daily course that ends before the protocol does is 0 from the next day on.

    Where a question ends it, nothing is known from then on, and nothing is told.
    """
    single = any(course.every for course in protocol.in_use(protocol.courses) if course.drug == drug)
    found: dict[int, float] = {}
    for day, until, dose in rows.select("day", "until", "dose").iter_rows():
        found[day] = dose
        if not single and until < protocol.length and until + 1 != asked:
            found[until + 1] = 0.0
    return found


def _totals(rows: pl.DataFrame, wanted: dict[int, float]) -> dict[int, float]:
    """Add up what is planned in the first so many days of a drug."""
    first: int = rows["day"].min()  # type: ignore[assignment]  # a day
    found: dict[int, float] = {}
    for days in wanted:
        within = pl.min_horizontal("until", pl.lit(first + days - 1)) - pl.col("day") + 1
        taken = within.clip(lower_bound=0) * pl.col("dose") * pl.col("days_per_week") / 7
        found[days] = rows.select(taken.sum()).item()
    return found


def _chart(case: Case) -> Chart:
    given = case.given
    measured = [
        {"day": day, "analyte": analyte} | (result if isinstance(result, dict) else {"value": result})
        for day, results in given.get("results", {}).items() for analyte, result in results.items()
    ]  # fmt: skip
    return Chart.of(
        who=pl.DataFrame([{"patient": "1", **given.get("who", {})}]),
        measured=_rows([{"patient": "1", **row, "value": float(row["value"])} for row in measured]),
        limits=_rows([{"analyte": analyte, **ends} for analyte, ends in given.get("limits", {}).items()]),
        given=_rows([{"patient": "1", **dose} for dose in given.get("doses", [])]),
        happened=_rows([{"patient": "1", **event} for event in given.get("events", [])]),
    )


def _rows(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def _file_of(name: str) -> Path:
    path = Path(name)
    if path.suffix == ".py":
        return path.with_suffix(".yaml")
    shipped = Path(str(files("remission"))) / "cases" / "protocols" / f"{name}.yaml"
    return shipped if shipped.is_file() else SHELF.parents[3] / "tests" / "cases" / "protocols" / f"{name}.yaml"


def _case(content: dict[str, Any], file: Path) -> Case:
    given = content.get("given", {})
    wrong = sorted((set(content) - _FIELDS) | (set(given) - _GIVEN))
    absent = sorted({"name", "given", "from"} - set(content))
    absent += [] if {"plan", "total", "decide"} & set(content) else ["plan, total or decide"]
    absent += ["day"] if "decide" in content and "day" not in content else []
    if wrong or absent:
        found = f"unknown fields {', '.join(wrong)}" if wrong else f"no {', '.join(absent)}"
        raise SchemaError(
            f"A case cannot be read. Found {found} in {content.get('name', 'a case')!r} of {file.name}. "
            f"Use {', '.join(sorted(_FIELDS))}; under `given`: {', '.join(sorted(_GIVEN))}."
        )
    made = Case(
        name=content["name"],
        given=given,
        choose=content.get("choose", {}),
        day=content.get("day"),
        plan=content.get("plan", {}),
        total=content.get("total", {}),
        asks=content.get("asks", {}),
        decide=content.get("decide", {}),
        source=content["from"],
    )
    if found := misfit(made) or _odd(given):
        raise SchemaError(
            f"A case cannot be read. Found {found[0]} in {content['name']!r} of {file.name}. Write {found[1]}."
        )
    return made


def _odd(given: dict[str, Any]) -> tuple[str, str] | None:
    """Find what is given in another form than cases give it, and say which is meant."""
    for name in ("who", "results", "limits"):
        if not isinstance(given.get(name, {}), dict):
            return f"given.{name}={given[name]!r}", "a dictionary: {...: ...}"
    for name in ("doses", "events"):
        if not isinstance(given.get(name, []), list):
            return f"given.{name}={given[name]!r}", "a list: [{day: 0, ...}]"
    for day, results in given.get("results", {}).items():
        if not isinstance(results, dict):
            return f"given.results[{day!r}]={results!r}", "the results of the day: {creatinine: 0.7}"
        for analyte, result in results.items():
            value = result.get("value") if isinstance(result, dict) else result
            if not isinstance(value, int | float):
                return f"given.results[{day!r}].{analyte}={value!r}", "a number, in the unit of the analyte"
    return None
