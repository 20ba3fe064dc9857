"""Protocols and plans as HL7 FHIR R4 resources: plain dictionaries, ready for `json.dump`.

`protocol_bundle(protocol)` writes a `PlanDefinition` with its `ActivityDefinition`s; `care_plan(plan)` writes what a plan
orders for one patient.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remission.report.fhir.plan_definition import protocol_bundle
    from remission.report.fhir.proposal import care_plan

__all__ = ["care_plan", "protocol_bundle"]

_HOMES = {"care_plan": "proposal", "protocol_bundle": "plan_definition"}


def __getattr__(name: str) -> Any:
    """Import a verb when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'remission.report.fhir' has no attribute {name!r}")
    return getattr(import_module(f"remission.report.fhir.{_HOMES[name]}"), name)
