"""Read and run the cases of a definition: YAML that a clinician can write, one file beside each definition.

The cases of the shelves are in `tests/cases`, and travel with the package; those of a file of the user's own stand beside
that file, with the ending `.yaml`. `tests/cases/README.md` describes the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from math import isclose
from pathlib import Path
from typing import Any

import polars as pl

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.definitions.derive import derive
from remission.errors import SchemaError
from remission.terms.analytes import SLEDAI_ITEMS
from remission.terms.criteria import FACTS
from remission.terms.windows import HIMEJI_VISITS, Visit

END = 183
"""The day that a case asks about where it names none: month 6."""
UNKNOWN = "unknown"
_SHOWN = 40
_FIELDS = {"name", "given", "day", "expected", "tolerance", "from"}
_GIVEN = {"who", "criteria", "baseline", "earlier", "visit", "limits", "sledai", "doses", "events"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold what one patient has and what a definition must answer.

    Attributes:
        name: A sentence that says what is true.
        given: What is known, by the fields of `tests/cases/README.md`.
        day: The study day that is asked about.
        expected: A level, a class, a number, yes, no, or None for unknown.
        tolerance: How far a number may lie off.
        source: Where the expected answer is from; never from this program.
    """

    name: str
    given: dict[str, Any]
    day: int
    expected: Any
    tolerance: float
    source: str

    @property
    def shown(self) -> str:
        """Print the expected answer for a reader."""
        words = {None: UNKNOWN, True: "yes", False: "no"}
        is_word = self.expected is None or isinstance(self.expected, bool)
        return words[self.expected] if is_word else str(self.expected)


def cases_of(name: str) -> tuple[Case, ...]:
    """Read the cases of a definition.

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


def listed_in(file: Path) -> list[dict[str, Any]]:
    """Read the list of cases that a file holds, as it is written.

    Raises:
        SchemaError: It is no YAML, or no list of cases.
    """
    import yaml

    try:
        listed = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file.name}, line {mark.line + 1}" if mark else file.name
        found = getattr(error, "problem", None) or " ".join(str(error).split())
        raise SchemaError(
            f"A file of cases cannot be read. Found {found} ({where}). Write YAML in UTF-8: two spaces a level, no tabs, "
            "brackets and quotes closed."
        ) from error
    wrong: list[Any] = [one for one in listed if not isinstance(one, dict)] if isinstance(listed, list) else [listed]
    if wrong:
        raise SchemaError(
            f"A file of cases is a list. Found {type(wrong[0]).__name__} {str(wrong[0])[:_SHOWN]!r} in {file.name}. Begin each "
            "case with `- name:`."
        )
    return listed


def answer_of(case: Case, definition: Definition) -> Any:
    """Ask a definition about the patient of a case; None is unknown."""
    answers = derive(_chart(case), [definition], visits=_visits(case))
    return answers.filter(pl.col("day") == case.day)[definition.name].item()


def holds(case: Case, definition: Definition) -> bool:
    """Tell whether a definition answers as its case expects, numbers within the tolerance."""
    answer = answer_of(case, definition)
    if isinstance(case.expected, float | int) and not isinstance(case.expected, bool):
        return answer is not None and isclose(answer, case.expected, abs_tol=case.tolerance, rel_tol=0)
    return answer == case.expected


def _file_of(name: str) -> Path:
    path = Path(name)
    if path.suffix == ".py":
        return path.with_suffix(".yaml")
    where = f"{shelf.shelf_of(name)}/{name}.yaml"
    shipped = Path(str(files("remission"))) / "cases" / where
    return shipped if shipped.is_file() else shelf.ROOM.parents[2] / "tests" / "cases" / where


def _case(content: dict[str, Any], file: Path) -> Case:
    given = content.get("given", {})
    wrong = sorted((set(content) - _FIELDS) | (set(given) - _GIVEN))
    absent = sorted({"name", "given", "expected", "from"} - set(content))
    if wrong or absent:
        found = f"unknown fields {', '.join(wrong)}" if wrong else f"no {', '.join(absent)}"
        raise SchemaError(
            f"A case cannot be read. Found {found} in {content.get('name', 'a case')!r} of {file.name}. "
            f"Use {', '.join(sorted(_FIELDS))}; under `given`: {', '.join(sorted(_GIVEN))}."
        )
    expected = content["expected"]
    return Case(
        name=content["name"],
        given=given,
        day=int(content.get("day", END)),
        expected=None if expected == UNKNOWN else expected,
        tolerance=float(content.get("tolerance", 0)),
        source=content["from"],
    )


def _earlier(case: Case) -> list[dict[str, Any]]:
    """List the visits between baseline and the one that is asked about; one alone needs no list."""
    found = case.given.get("earlier", [])
    return found if isinstance(found, list) else [found]


def _visits(case: Case) -> tuple[Visit, ...]:
    days = sorted(visit["day"] for visit in _earlier(case))
    if not all(0 < day < case.day for day in days):
        raise SchemaError(
            f"A case cannot be run. Found an earlier visit on day {days} in {case.name!r}. Use days between 0 and {case.day}."
        )
    between = [Visit(name=f"day_{day}", label=f"Day {day}", target=day, low=day, high=day) for day in days]
    asked = [Visit(name="asked", label="Asked", target=case.day, low=case.day, high=case.day)] if case.day else []
    return (HIMEJI_VISITS[0], *between, *asked)


def _chart(case: Case) -> Chart:
    given = case.given
    visits = [{"day": 0} | given.get("baseline", {}), *_earlier(case), {"day": case.day} | given.get("visit", {})]
    results = [(visit["day"], *result) for visit in visits for result in _results(visit)]
    if "sledai" in given:
        results += [(case.day, *item) for item in _items(given["sledai"])]
    measured = [
        {"day": day, "analyte": analyte, "value": float(str(text).lstrip("<>")),
         "censored": text[0] if isinstance(text, str) else None}
        for day, analyte, text in results
    ]  # fmt: skip
    return Chart.of(
        who=pl.DataFrame([{"patient": "1", **_ever(given.get("criteria")), **given.get("who", {})}]),
        measured=_rows(measured),
        limits=pl.DataFrame(
            [{"analyte": analyte, **ends} for analyte, ends in given.get("limits", {}).items()],
            infer_schema_length=None,
        ),
        given=_rows(given.get("doses", [])),
        happened=_rows(given.get("events", [])),
    )


def _rows(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{"patient": "1", **row} for row in rows], infer_schema_length=None)


def _results(visit: dict[str, Any]) -> list[tuple[str, Any]]:
    """List what was measured at a visit; `sledai` is a recorded total, or names the items."""
    items = visit.get("sledai")
    plain = [(name, text) for name, text in visit.items() if name not in {"day", "sledai"}]
    return plain + (_items(items) if isinstance(items, dict) else [("sledai", items)] if items is not None else [])


def _items(sledai: dict[str, list[str]]) -> list[tuple[str, int]]:
    """Read SLEDAI items as a case names them: all that are not named are known to be absent."""
    return [
        (item, int(there)) for item, there in _named(sledai, SLEDAI_ITEMS, "SLEDAI item", "24 of the index").items()
    ]


def _ever(criteria: dict[str, list[str]] | None) -> dict[str, bool]:
    """Read what was ever seen as a case names it: all that is not named is known never to have been seen."""
    return {} if criteria is None else _named(criteria, FACTS, "criterion", "traits that begin with ever_")


def _named(said: dict[str, list[str]], known: tuple[str, ...], kind: str, those: str) -> dict[str, bool]:
    prefix = known[0].partition("_")[0]
    present, unknown = ({f"{prefix}_{word}" for word in said.get(list_, [])} for list_ in ("present", "unknown"))
    wrong = sorted((present | unknown) - set(known))
    if wrong:
        raise SchemaError(f"A case cannot be run. Found no {kind} called {', '.join(wrong)}. Use the {those}.")
    return {name: name in present for name in known if name not in unknown}
