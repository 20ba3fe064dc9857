"""Ask for what a condition reads: each is a `DataRequirement`, whose id is the name of a variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from remission.report.fhir.codes import Json, coding, days, drug, measure
from remission.terms.traits import TRAITS

_LAST: Mapping[str, Any] = {"limit": 1, "sort": [{"path": "effective", "direction": "descending"}]}


def latest(name: str, look_back: int, base: str) -> Json:
    """Ask for the latest result of a quantity, as long as it stands."""
    codes = measure(name, base, all_codes=True)["coding"]
    fresh = {} if name in TRAITS else {"dateFilter": [{"path": "effective", "valueDuration": days(look_back)}]}
    return {"id": name, "type": "Observation", "codeFilter": [{"path": "code", "code": codes}], **fresh, **_LAST}


def history(name: str, base: str) -> Json:
    """Ask for every result of a quantity, the oldest first."""
    codes = measure(name, base, all_codes=True)["coding"]
    sort = [{"path": "effective", "direction": "ascending"}]
    return {
        "id": f"{name}_history",
        "type": "Observation",
        "codeFilter": [{"path": "code", "code": codes}],
        "sort": sort,
    }


def dose_in_force(name: str) -> Json:
    """Ask for the dose of a drug that is in force: the last thing on record of what the patient takes."""
    found = drug(name)
    codes = found.get("coding") or [{"display": found["text"]}]
    return {"id": name, "type": "MedicationStatement", "codeFilter": [{"path": "medication", "code": codes}], **_LAST}


def plan_of_patient(name: str) -> Json:
    """Ask for the patient's plan, whose period begins on day 0."""
    return {"id": name, "type": "CarePlan", "limit": 1}


def said_by_observation(name: str, system: str, code: str, words: str) -> Json:
    """Ask for an observation that says whether something holds, in words."""
    filters = [{"path": "code", "code": [coding(system, code, words)]}]
    return {"id": name, "type": "Observation", "codeFilter": filters, **_LAST}
