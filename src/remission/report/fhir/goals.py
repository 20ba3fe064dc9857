"""Say what a protocol aims at: the levels of its drugs, and the response by which it is judged."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from remission.definitions import shelf
from remission.protocols.parts import Course, Target
from remission.protocols.protocol import Protocol
from remission.report.fhir.codes import Json, concept, days, measure, quantity, unit_of
from remission.report.fhir.documentation import cited, reading
from remission.terms.words import Condition

RESPONSE = "response"
_COMPARATORS = {"<": "<", "≤": "<=", ">": ">", "≥": ">="}


def goals(protocol: Protocol, base: str) -> list[Json]:
    """List the goals of a protocol, with their targets."""
    found = {aim_of(c): _level(c, c.target, base) for c in protocol.in_use(protocol.courses) if c.target}
    return [*found.values(), *([_response(protocol, base)] if protocol.response else [])]


def aim_of(course: Course) -> str:
    """Name the goal at which a course aims."""
    return f"level-{course.drug.replace('_', '-')}"


def _level(course: Course, target: Target, base: str) -> Json:
    unit, printed = unit_of(target.analyte.name)
    low, high = target.at_least, target.at_most
    if low is not None and high is not None:
        ends: list[Json] = [
            {
                "detailRange": {
                    "low": quantity(low, unit, printed=printed),
                    "high": quantity(high, unit, printed=printed),
                }
            }
        ]
    else:
        limits = ((">=", low), ("<", target.below), ("<=", high))
        ends = [
            {"detailQuantity": {"comparator": sign, **quantity(limit, unit, printed=printed)}}
            for sign, limit in limits
            if limit is not None
        ]
    return {
        "id": aim_of(course),
        "description": concept(target.words),
        "documentation": [cited(course.source)],
        "target": [{"measure": measure(target.analyte.name, base), **end} for end in ends],
    }


def _response(protocol: Protocol, base: str) -> Json:
    """Aim at the best level of response at each visit, and at each of its conditions that is a plain limit."""
    found = shelf.find(protocol.response)
    level, condition = next(iter(found.conditions.items()))
    due = [visit.target for visit in protocol.visits if 0 < visit.target <= protocol.length]
    judged = {"measure": measure(found.name, base), "detailCodeableConcept": concept(level)}
    last = {"due": days(due[-1])} if due else {}
    return {
        "id": RESPONSE,
        "description": concept(f"{found.label}: {level}. {found.words}"),
        "documentation": [cited(found.source), *map(reading, found.readings)],
        "target": [*(judged | {"due": days(day)} for day in due), *(end | last for end in _limits(condition, base))],
    }


def _limits(condition: Condition, base: str) -> Iterator[Json]:
    """Give the conditions that must hold whatever else does, and that hold one measured value against a number."""
    for leaf in condition.parts if condition.joint == "and" else (condition,):
        plain = not leaf.parts and leaf.seen is not None and leaf.limit is not None and leaf.sign in _COMPARATORS
        if not plain or leaf.seen is None or leaf.limit is None or leaf.limit.expr.meta.root_names():
            continue
        name, limit = leaf.seen.name, pl.select(leaf.limit.expr).item()
        unit, printed = unit_of(name) if leaf.seen.expr.meta.eq(pl.col(name)) else ("", "")
        if unit and isinstance(limit, float | int):
            amount = {"comparator": _COMPARATORS[leaf.sign], **quantity(limit, unit, printed=printed)}
            yield {"measure": measure(name, base), "detailQuantity": amount}
