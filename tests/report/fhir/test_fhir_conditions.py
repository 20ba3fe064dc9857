"""Conditions in FHIRPath mean what the rules mean, by an evaluator that is not ours, unknown answers included."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest
from fhirpathpy import compile as compile_path
from fhirpathpy.models import models
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_plans import SHELF

from remission.definitions import shelf
from remission.definitions.definition import derived
from remission.protocols.find import find
from remission.report.fhir.codes import unit_of
from remission.report.fhir.conditions import say
from remission.report.fhir.identity import identity_of
from remission.terms.analytes import ANALYTES, creatinine, proteinuria, tacrolimus_trough, wbc
from remission.terms.traits import TRAITS, female, weight
from remission.terms.words import (
    baseline,
    day_of,
    days_on,
    days_since,
    dose_of,
    either,
    first_known,
    near,
    on_this_dose,
    reduction,
    study_day,
    upper_normal,
)  # fmt: skip

HIMEJI = find("himeji_2012")
NAMES = identity_of(HIMEJI, "https://remission.example/fhir")
TODAY = 100
"""The study day on which conditions are asked."""
Row = dict[str, Any]


def said(condition):
    return say(condition, HIMEJI, NAMES, "rule-1")


@cache
def compiled(path: str):
    return compile_path(path, models["r4"])


def evaluated(path: str, row: Row) -> bool | None:
    """Evaluate a path over resources that hold what a wide row holds."""
    variables = {name: _resource(name, row) for name in re.findall(r"%(\w+)", path)}
    answer = compiled(path)({}, variables)
    assert answer in ([], [True], [False]), (path, answer)
    return answer[0] if answer else None


def _resource(name: str, row: Row) -> Any:
    if name.endswith("_history"):
        return _history(name.removesuffix("_history"), row)
    if name == "plan":
        return {"resourceType": "CarePlan", "status": "active", "intent": "plan", "period": {"start": _date(0)}}
    if f"dose({name})" in row or f"changed({name})" in row:
        return _statement(name, row)
    if row.get(name) is None:
        return []
    held = row[name]
    unit, _ = unit_of(name)
    value = {"valueBoolean": held} if isinstance(held, bool) else {"valueString": held} if isinstance(held, str) else {
        "valueQuantity": {"value": held, "system": "http://unitsofmeasure.org", "code": unit}
    }  # fmt: skip
    dated = {"effectiveDateTime": _date(row[f"day_of({name})"])} if f"day_of({name})" in row else {}
    return {"resourceType": "Observation", "status": "final", "code": {"text": name}, **dated, **value}


def _history(name: str, row: Row) -> Any:
    """Give what was known at baseline among results that do not count for it: too old, and later."""
    listed = [(-60, 77.0), (-9, row.get(f"baseline({name})")), (row.get(f"day_of({name})"), row.get(name))]
    return [_resource(name, {name: value, f"day_of({name})": day}) for day, value in listed if value is not None]


def _statement(name: str, row: Row) -> Any:
    if row.get(f"dose({name})") is None:
        return []
    mg = {"value": row[f"dose({name})"], "system": "http://unitsofmeasure.org", "code": "mg"}
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "effectivePeriod": {"start": _date(row[f"changed({name})"])},
        "dosage": [{"doseAndRate": [{"doseQuantity": mg}]}],
    }


def _date(day: int) -> str:
    return str(date.today() + timedelta(days=day - TODAY))  # noqa: DTZ011  # FHIRPath's own today() has no zone


def row_of(draw, roots) -> Row:
    """Draw what a row may hold: a result has a day whenever it has a value, a drug a dose whenever it has changed."""
    row: Row = {"day": TODAY}
    names = {re.sub(r"^\w+\(|\)$", "", root) for root in roots} - {"day"}
    for name in sorted(names):
        known = draw(st.booleans()) or draw(st.booleans())
        day = draw(st.integers(1, TODAY))
        if any(root in roots for root in (f"dose({name})", f"days_on({name})", f"changed({name})")):
            dose = draw(st.sampled_from([2.5, 5.0, 5.5, 20.0, 300.0])) if known else None
            row |= {f"dose({name})": dose, f"changed({name})": day if known else None}
            row |= {f"days_on({name})": TODAY - day if known else None}
        else:
            row |= {name: _value(draw, name) if known else None, f"day_of({name})": day if known else None}
            row |= {f"days_since({name})": TODAY - day if known else None}
            row |= {f"baseline({name})": _value(draw, name) if draw(st.booleans()) else None}
    return row


def _value(draw, name: str) -> Any:
    kind = _kind(name)
    if kind == pl.Boolean:
        return draw(st.booleans())
    if kind == pl.String:
        return draw(st.sampled_from([*shelf.find(name).conditions, "none"]))
    numbers = [50.0, 60.0, 60.1] if name == "weight" else [0.1, 0.2, 0.5, 1.0, 1.1, 3.0, 10.0, 12.5, 48.0, 60.0, 75.0]
    return draw(st.sampled_from(numbers))


def _kind(name: str) -> Any:
    """Tell what a column holds."""
    if name in shelf.names():
        return {"condition": pl.Boolean, "levels": pl.String}.get(shelf.find(name).kind, pl.Float64)
    return pl.Boolean if name in TRAITS and TRAITS[name].kind == "yes/no" else pl.Float64


def asked(condition, row: Row) -> bool | None:
    types = {name: pl.Boolean if isinstance(value, bool) else None for name, value in row.items()}
    frame = pl.DataFrame({name: pl.Series([value], dtype=types[name]) for name, value in row.items()})
    needed = dict.fromkeys(condition.expr.meta.root_names())
    empty = [pl.col(name).cast(_kind(name)) for name in needed if frame[name].dtype == pl.Null]
    return frame.with_columns(empty).select(answer=condition.expr)["answer"].item()


SAYABLE = {
    "a plain limit": tacrolimus_trough < 10,
    "a limit of weight": weight > 60,
    "equal and unequal": (creatinine == 1.0) | (wbc != 3.0),
    "not": ~(proteinuria >= 0.5),
    "a yes": female.holds(),
    "a level of response": derived("himeji_2012", "renal response") == "complete",
    "no level of response": ~(derived("himeji_2012", "renal response") == "complete"),
    "one or the other": (proteinuria < 0.5) | (creatinine > 1.0),
    "all": (proteinuria < 0.5) & (creatinine > 1.0) & (wbc >= 3.0),
    "one, or where it is unknown another": first_known(proteinuria < 0.5, creatinine <= 1.0),
    "a fresh result": (proteinuria < 0.5) & (days_since(proteinuria) <= 14),
    "the day of a result": day_of(proteinuria) >= 61,
    "the day itself": study_day >= 100,
    "another day": study_day < 100,
    "a dose": dose_of("prednisolone") > 5,
    "a dose for some days": (dose_of("prednisolone") > 5) & (days_on("prednisolone") >= 14),
    "a result on this dose": on_this_dose(tacrolimus_trough, "tacrolimus") >= 10,
    "a value of day 0": baseline(creatinine) > 1.0,
    "a share of the value of day 0": creatinine > 1.1 * baseline(creatinine),
    "a rise above the value of day 0": proteinuria - baseline(proteinuria) >= 0.1,
    "a ratio on this dose": on_this_dose(proteinuria, "tacrolimus") < 0.5 * baseline(proteinuria),
    "a dose by weight": dose_of("prednisolone") > 0.1 * weight,
    "an answer on this dose": on_this_dose(
        derived("creatinine_increase", "creatinine up by 30 %"), "tacrolimus", by=creatinine
    ).holds(),
}


@pytest.mark.parametrize("condition", SAYABLE.values(), ids=SAYABLE)
@settings(max_examples=25)
@given(data=st.data())
def test_a_condition_says_in_fhirpath_what_it_says_in_polars(condition, data):
    path = said(condition).path
    assert "rule_1" not in path
    row = row_of(data.draw, condition.expr.meta.root_names())
    assert evaluated(path, row) is asked(condition, row), path


RULES = [(name, number) for name in SHELF for number in range(len(find(name).rules))]


@pytest.mark.parametrize(("name", "number"), RULES)
@settings(max_examples=12)
@given(data=st.data())
def test_every_rule_of_the_shelf_means_in_fhirpath_what_it_means_in_polars(name, number, data):
    protocol = find(name)
    condition = protocol.rules[number].when
    found = say(condition, protocol, NAMES, "rule-1")
    if "rule_1" in found.path:
        assert name != "himeji_2012", "nothing of it is left to words"
        return
    row = row_of(data.draw, condition.expr.meta.root_names())
    assert evaluated(found.path, row) is asked(condition, row), found.path


@pytest.mark.parametrize(
    "condition",
    [
        reduction(proteinuria, floor=0.5) >= 0.5,
        upper_normal(creatinine) >= 1,
        near(proteinuria, day_of(creatinine), days=10) < 0.5,
        either(proteinuria, creatinine) < 1,
        proteinuria.is_known(),
        (proteinuria < 0.5).as_one("one statement") & ~(proteinuria < 2),
    ],
    ids=lambda condition: condition.words,
)
def test_what_a_path_cannot_say_is_asked_for_in_words_and_never_dropped(condition):
    found = said(condition)
    observations = [one for one in found.inputs if one["id"].startswith("rule_1")]
    assert observations
    for one in observations:
        (code,) = one["codeFilter"][0]["code"]
        assert code["display"] in condition.words
        assert f"%{one['id']}.value = true" in found.path


def test_a_result_in_another_unit_counts_as_not_there():
    path = said(tacrolimus_trough >= 10).path
    observation = _resource("tacrolimus_trough", {"tacrolimus_trough": 12.0})
    assert compiled(path)({}, {"tacrolimus_trough": observation}) == [True]
    observation["valueQuantity"]["code"] = "ug/mL"
    assert compiled(path)({}, {"tacrolimus_trough": observation}) == []


def test_a_filter_asks_for_every_code_that_means_the_analyte():
    (request,) = (one for one in said(proteinuria < 1).inputs)
    assert [code["code"] for code in request["codeFilter"][0]["code"]] == list(ANALYTES["proteinuria"].loinc)
    assert request["dateFilter"][0]["valueDuration"]["value"] == HIMEJI.look_back


@pytest.mark.parametrize("name", SHELF)
def test_every_condition_of_the_shelf_is_fhirpath(name):
    protocol = find(name)
    for number, rule in enumerate(protocol.rules):
        path = say(rule.when, protocol, NAMES, f"rule-{number}").path
        assert callable(compiled(path))
