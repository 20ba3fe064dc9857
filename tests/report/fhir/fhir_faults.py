"""Faults that a checker may overlook: each is made in a resource that was valid before."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

PATIENT: Json = {"resourceType": "Patient", "gender": "female", "birthDate": "1990-02-28"}
OBSERVATION: Json = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"text": "Tacrolimus trough concentration"},
    "effectiveDateTime": "2026-01-12",
    "valueQuantity": {"value": 8.1, "unit": "ng/mL", "system": "http://unitsofmeasure.org", "code": "ng/mL"},
}


def _without(name: str) -> Callable[[Json], Any]:
    return lambda one: one.pop(name)


def _with(**values: Any) -> Callable[[Json], Any]:
    return lambda one: one.update(values)


EIGHT: dict[str, tuple[str, Callable[[Json], Any]]] = {
    "no status": ("Observation", _without("status")),
    "a status that does not exist": ("Observation", _with(status="bogus")),
    "text where a number belongs": ("Observation", lambda one: one["valueQuantity"].update(value="eight")),
    "an element that does not exist": ("Observation", _with(colour="red")),
    "month 13": ("Observation", _with(effectiveDateTime="2026-13-01")),
    "two values": ("Observation", _with(valueString="8.1")),
    "30 February": ("Observation", _with(effectiveDateTime="2026-02-30")),
    "a gender that does not exist": ("Patient", _with(gender="F")),
}
"""The eight that checkers are known to differ on."""


def made(fault: str) -> Json:
    """Make one of the eight faults."""
    kind, make = EIGHT[fault]
    return broken({"Patient": PATIENT, "Observation": OBSERVATION}[kind], make)


def broken(resource: Json, make: Callable[[Json], Any]) -> Json:
    """Make a fault in a copy of a resource."""
    one = copy.deepcopy(resource)
    make(one)
    return one


IN_EXPORTS: dict[str, tuple[str, Callable[[Json], Any]]] = {
    "a protocol without a status": ("PlanDefinition", _without("status")),
    "a behaviour that does not exist": ("PlanDefinition", lambda one: one["action"][0].update(requiredBehavior="should")),
    "a relation that does not exist": ("PlanDefinition", lambda one: _first_course(one).update(
        relatedAction=[{"actionId": "regimen", "relationship": "afterwards"}])),
    "two offsets": ("PlanDefinition", lambda one: _first_course(one)["relatedAction"][0].update(offsetRange={})),
    "a kind of request that does not exist": ("ActivityDefinition", _with(kind="Prescription")),
    "an intent that does not exist": ("MedicationRequest", _with(intent="wish")),
    "no drug": ("MedicationRequest", _without("medicationCodeableConcept")),
    "two drugs": ("MedicationRequest", _with(medicationReference={"reference": "Medication/1"})),
    "a dose in words": ("MedicationRequest", lambda one: _dose(one)["doseQuantity"].update(value="three")),
    "doseAndRate spelt otherwise": ("MedicationRequest", lambda one: one["dosageInstruction"][0].update(dose={"value": 3})),
    "a unit of time that does not exist": ("MedicationRequest", lambda one: _repeat(one).update(periodUnit="day")),
    "an eighth day of the week": ("MedicationRequest", lambda one: _repeat(one).update(dayOfWeek=["someday"])),
    "an end on 31 June": ("CarePlan", _with(period={"start": "2026-01-05", "end": "2026-06-31"})),
    "no patient": ("CarePlan", _without("subject")),
    "a status of another resource": ("ServiceRequest", _with(status="stopped")),
    "a route that does not exist": ("MedicationRequest", lambda one: one["dosageInstruction"][0]["route"]["coding"][0].update(
        code="MOUTH")),
    "a duration of no time": ("MedicationRequest", lambda one: _repeat(one)["boundsDuration"].pop("value")),
    "a code of no system": ("MedicationRequest", lambda one: _dose(one)["doseQuantity"].pop("system")),
    "a window that ends before it begins": ("RequestGroup", lambda one: one["action"][0]["action"][1]["action"][0][
        "relatedAction"][1]["offsetRange"]["low"].update(value=400)),
    "a condition of no words": ("PlanDefinition", lambda one: _conditional(one)["condition"][0]["expression"].pop("expression")),
}  # fmt: skip
"""Faults in what we export, each of which a checker in Python must find."""

INVARIANTS: dict[str, tuple[str, str, Callable[[Json], Any]]] = {
    "a value and a reason for none": ("obs-6", "Observation", _with(dataAbsentReason={"text": "lost"})),
    "an action with nothing to do": ("rqg-1", "RequestGroup", lambda one: one["action"][0].pop("action")),
    "an activity told twice": ("cpl-3", "CarePlan", lambda one: one["activity"][0].update(detail={"status": "scheduled"})),
    "a period without a unit": ("tim-2", "MedicationRequest", lambda one: _repeat(one).pop("periodUnit")),
    "a goal of nothing": ("gol-1", "Goal", lambda one: one["target"][0].pop("measure")),
    "an entry of a transaction without a request": ("bdl-3", "Bundle", lambda one: one["entry"][0].pop("request")),
}  # fmt: skip
"""Faults that only a validator of invariants finds, with the invariant."""


def _first_course(plan: Json) -> Json:
    return plan["action"][0]["action"][0]["action"][0]


def _conditional(plan: Json) -> Json:
    found = [
        action for group in plan["action"][0]["action"] for action in group.get("action", []) if "condition" in action
    ]
    return found[0]


def _dose(request: Json) -> Json:
    return request["dosageInstruction"][0]["doseAndRate"][0]


def _repeat(request: Json) -> Json:
    return request["dosageInstruction"][0]["timing"]["repeat"]
