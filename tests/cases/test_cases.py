"""Run the cases: the YAML files beside this one, one a definition, that a clinician can read and write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from remission.chart.chart import Chart
from remission.definitions.derive import derive
from remission.terms.analytes import SLEDAI_ITEMS
from remission.terms.windows import HIMEJI_VISITS, Visit

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))
FIELDS = {"name", "given", "day", "expected", "tolerance", "from"}
GIVEN = {"who", "baseline", "earlier", "visit", "limits", "sledai", "doses", "events"}


def cases() -> Iterator[Any]:
    for file in FILES:
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
            yield pytest.param(file.stem, case, id=f"{file.stem}-{number}")


@pytest.mark.parametrize(("definition", "case"), list(cases()))
def test_the_definition_answers_as_its_case_expects(definition: str, case: dict[str, Any]) -> None:
    assert set(case) <= FIELDS, f"{case['name']}: unknown fields {set(case) - FIELDS}"
    assert set(case["given"]) <= GIVEN, f"{case['name']}: unknown things given {set(case['given']) - GIVEN}"
    answers = derive(chart_of(case), [definition], visits=visits_of(case))
    answer = answers.filter(pl.col("day") == asked(case))[definition].item()
    expected = None if case["expected"] == "unknown" else case["expected"]
    if isinstance(expected, float | int) and not isinstance(expected, bool):
        expected = pytest.approx(expected, abs=case["tolerance"], rel=0)
    assert answer == expected, case["name"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_is_a_sentence_of_its_own_and_says_where_its_answer_is_from(file: Path) -> None:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    names = [case["name"] for case in found]
    assert len(set(names)) == len(names)
    assert [name for name in names if " " not in name] == []
    assert [case["name"] for case in found if len(case.get("from", "")) < 8] == []
    assert len({str(case["expected"]) for case in found}) > 1, "cases that all expect one answer test nothing"


def asked(case: dict[str, Any]) -> int:
    return int(case.get("day", 183))


def earlier(case: dict[str, Any]) -> list[dict[str, Any]]:
    """List the visits between baseline and the one that is asked about; one alone needs no list."""
    found = case["given"].get("earlier", [])
    return found if isinstance(found, list) else [found]


def visits_of(case: dict[str, Any]) -> tuple[Visit, ...]:
    days = sorted(visit["day"] for visit in earlier(case))
    between = [Visit(name=f"day_{day}", label=f"Day {day}", target=day, low=day, high=day) for day in days]
    last = asked(case)
    asks = [Visit(name="asked", label="Asked", target=last, low=last, high=last)] if last else []
    assert all(0 < day < last for day in days), f"{case['name']}: an earlier visit lies between day 0 and day {last}"
    return (HIMEJI_VISITS[0], *between, *asks)


def chart_of(case: dict[str, Any]) -> Chart:
    given = case["given"]
    at = {"baseline": 0, "visit": asked(case)}
    results = [(at[when], analyte, text) for when in at for analyte, text in given.get(when, {}).items()]
    results += [(asked(case), item, present) for item, present in items(given.get("sledai"))]
    for visit in earlier(case):
        results += [(visit["day"], name, text) for name, text in visit.items() if name not in {"day", "sledai"}]
        results += [(visit["day"], item, present) for item, present in items(visit.get("sledai"))]
    measured = [
        {"patient": "1", "day": day, "analyte": analyte, "value": number(text), "censored": sign(text)}
        for day, analyte, text in results
    ]
    limits = [{"analyte": analyte, **ends} for analyte, ends in given.get("limits", {}).items()]
    return Chart.of(
        who=pl.DataFrame([{"patient": "1", **given.get("who", {})}]),
        measured=pl.DataFrame(measured, infer_schema_length=None),
        limits=pl.DataFrame(limits, infer_schema_length=None),
        given=pl.DataFrame([{"patient": "1", **course} for course in given.get("doses", [])], infer_schema_length=None),
        happened=pl.DataFrame(
            [{"patient": "1", **event} for event in given.get("events", [])], infer_schema_length=None
        ),
    )


def items(sledai: dict[str, list[str]] | None) -> list[tuple[str, int]]:
    if sledai is None:
        return []
    present = {f"sledai_{item}" for item in sledai.get("present", [])}
    unknown = {f"sledai_{item}" for item in sledai.get("unknown", [])}
    assert present | unknown <= set(SLEDAI_ITEMS)
    return [(item, int(item in present)) for item in SLEDAI_ITEMS if item not in unknown]


def sign(text: object) -> str | None:
    return text[0] if isinstance(text, str) else None


def number(text: object) -> float:
    return float(str(text).lstrip("<>"))
