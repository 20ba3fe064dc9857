"""Name the parts of a protocol by what they are and by their place among all, so that no choice renames another part."""

from __future__ import annotations

from collections.abc import Mapping

from remission.protocols.parts import Course, Monitor, Rule
from remission.protocols.protocol import Protocol
from remission.report.fhir.stretches import Variant

VISIT = "visit"


def course_key(course: Course, variant: Variant | None = None, number: int = 0) -> str:
    """Name a course, or what it is for one band of patients."""
    name = f"{course.drug}.{course.route}.day-{course.start}"
    if variant is None or variant.who is None:
        return name
    dose = variant.stretches[0].dose
    return f"{name}.{dose:g}-mg" if isinstance(dose, float | int) else f"{name}.band-{number}"


def monitors(protocol: Protocol) -> Mapping[str, Monitor]:
    """Name the monitors that are in use."""
    keys = {id(m): f"{m.analyte.name}.monitor-{number}" for number, m in enumerate(protocol.monitors, start=1)}
    return {keys[id(monitor)]: monitor for monitor in protocol.in_use(protocol.monitors)}


def rules(protocol: Protocol) -> Mapping[str, Rule]:
    """Name the rules that are in use."""
    keys = {id(rule): f"{rule.drug}.rule-{number}" for number, rule in enumerate(protocol.rules, start=1)}
    return {keys[id(rule)]: rule for rule in protocol.in_use(protocol.rules)}
