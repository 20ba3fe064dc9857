"""Run the cases of protocols: days and doses, in YAML that a clinician can read and write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from remission.chart.chart import Chart
from remission.protocols.decide import decide
from remission.protocols.find import find
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol

FILES = sorted((Path(__file__).parent / "protocols").glob("*.yaml"))
FIELDS = {"name", "given", "choose", "day", "plan", "total", "decide", "from"}
GIVEN = {"who", "results", "doses", "events", "limits"}


def cases() -> Iterator[Any]:
    for file in FILES:
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
            yield pytest.param(file.stem, case, id=f"{file.stem}-{number}")


@pytest.mark.parametrize(("protocol", "case"), list(cases()))
def test_the_protocol_says_what_its_case_expects(protocol: str, case: dict[str, Any]) -> None:
    assert set(case) <= FIELDS, f"{case['name']}: unknown fields {set(case) - FIELDS}"
    assert set(case["given"]) <= GIVEN, f"{case['name']}: unknown things given {set(case['given']) - GIVEN}"
    chosen = find(protocol).choose(**case.get("choose", {}))
    asked = [name for name in ("plan", "total", "decide") if name in case]
    assert asked, f"{case['name']}: give plan, total or decide"
    if "decide" in case:
        check_decision(chosen, case)
    if "plan" in case:
        check_plan(chosen, case)
    if "total" in case:
        check_total(chosen, case)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_of_a_protocol_is_a_sentence_of_its_own_and_says_where_its_answer_is_from(file: Path) -> None:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    names = [case["name"] for case in found]
    assert len(set(names)) == len(names)
    assert [name for name in names if " " not in name] == []
    assert [case["name"] for case in found if len(case.get("from", "")) < 8] == []
    assert any("plan" in case for case in found), "give the days and doses of the paper's own schedule"


def check_decision(protocol: Protocol, case: dict[str, Any]) -> None:
    doses = decide(protocol, chart_of(case), case["day"]).doses
    told = {drug: (act, dose) for drug, act, dose in doses.select("drug", "act", "dose").iter_rows()}
    for drug, (act, *dose) in case["decide"].items():
        assert told[drug] == (act, pytest.approx(dose[0]) if dose else None), f"{case['name']}: {drug}"


def check_plan(protocol: Protocol, case: dict[str, Any]) -> None:
    planned = plan(protocol, chart_of(case)).doses
    for drug, expected in case["plan"].items():
        rows = planned.filter(pl.col("drug") == drug).select("day", "until", "dose")
        told = dict(rows.select("day", "dose").iter_rows())
        last = rows["until"].max()
        ended = {last + 1: 0.0} if 0 in expected.values() else {}
        assert told | ended == pytest.approx(expected), f"{case['name']}: {drug}"


def check_total(protocol: Protocol, case: dict[str, Any]) -> None:
    """Add up what is planned in the first so many days of a drug."""
    planned = plan(protocol, chart_of(case)).doses
    for drug, expected in case["total"].items():
        rows = list(planned.filter(pl.col("drug") == drug).select("day", "until", "dose", "days_per_week").iter_rows())
        first = min(day for day, *_ in rows)
        for days, mg in expected.items():
            last = first + days - 1
            total = sum(
                (min(until, last) - day + 1) * dose * weekly / 7 for day, until, dose, weekly in rows if day <= last
            )
            assert total == pytest.approx(mg), f"{case['name']}: {drug} by day {days}"


def chart_of(case: dict[str, Any]) -> Chart:
    given = case["given"]
    measured = [
        {"patient": "1", "day": day, "analyte": analyte} | (value if isinstance(value, dict) else {"value": value})
        for day, results in given.get("results", {}).items()
        for analyte, value in results.items()
    ]
    limits = [{"analyte": analyte, **ends} for analyte, ends in given.get("limits", {}).items()]
    tables = {
        "measured": [row | {"value": float(row["value"])} for row in measured],
        "limits": limits,
        "given": [{"patient": "1", **course} for course in given.get("doses", [])],
        "happened": [{"patient": "1", **event} for event in given.get("events", [])],
    }
    return Chart.of(
        who=pl.DataFrame([{"patient": "1", **given.get("who", {})}]),
        **{name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()},
    )
