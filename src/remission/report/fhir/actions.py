"""Build the tree of actions of a plan: groups, and days that count from the start of the outermost one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from remission.report.fhir.codes import Json, coding, concept, days

DAY_0 = "regimen"
"""Id of the outermost action: it starts on day 0."""
STARTS = "Starts on day 0, the day of the first dose of the regimen; all days count from it."
_TYPES = "http://terminology.hl7.org/CodeSystem/action-type"


def group(name: str, title: str, actions: Iterable[Json]) -> Json:
    """Group actions of which all are done."""
    told: dict[str, Any] = {"id": name, **({"title": title} if title else {})}
    return told | {"groupingBehavior": "logical-group", "selectionBehavior": "all", "action": list(actions)}


def after_start(day: int) -> Json:
    """Place an action so many days after day 0."""
    return {"actionId": DAY_0, "relationship": "after-start", "offsetDuration": days(day)}


def window(low: int, high: int) -> Json:
    """Say between which days an action counts."""
    return {"actionId": DAY_0, "relationship": "after-start", "offsetRange": {"low": days(low), "high": days(high)}}


def due(day: int, low: int, high: int) -> list[Json]:
    """Place an action on a day, and say between which days it still counts."""
    return [after_start(day), window(low, high)]


def kind_of(code: str) -> Json:
    """Say what an action does to what is ordered: create, update, remove, or fire-event."""
    return concept(code.replace("-", " ").capitalize(), coding(_TYPES, code))
