"""Order the drugs of a plan: one `MedicationRequest` for each stretch of days on which a drug is given without a gap."""

from __future__ import annotations

from remission.protocols.parts import Course
from remission.protocols.plan import Plan
from remission.report.fhir.actions import after_start, kind_of
from remission.report.fhir.case import Case
from remission.report.fhir.codes import Json, drug
from remission.report.fhir.documentation import cited
from remission.report.fhir.dosage import Often, dosage
from remission.report.fhir.identity import as_id
from remission.report.fhir.keys import course_key
from remission.report.fhir.orders import Order, Row, orders
from remission.report.fhir.stretches import variants
from remission.terms.sources import Source

Made = tuple[Json, Json]
"""An action of the group, and the request that it places."""


def medicines(case: Case) -> list[Made]:
    """Order every drug of a plan."""
    return [_ordered(case, order) for order in orders(case.plan)]


def _ordered(case: Case, order: Order) -> Made:
    row = order.first
    key = f"{row['drug']}.{row['route']}.day-{row['day']}"
    return _action(case, order, key), _request(case, order, key)


def _request(case: Case, order: Order, key: str) -> Json:
    row, name = order.first, drug(order.first["drug"])
    course = _course_of(case.plan, row)
    doses = _doses(case, order, course)
    troubles = dict.fromkeys(one["says"] for one in order.rows if one["says"])
    return {
        **case.resource("MedicationRequest", key, name["text"], [dose["text"] for dose in doses]),
        **case.by_definition(_definition(course, row)),
        **case.standing(),
        "medicationCodeableConcept": name,
        "subject": case.patient(),
        "basedOn": [case.reference("CarePlan", "plan")],
        "groupIdentifier": case.identifier("RequestGroup", "group"),
        "note": [{"text": text} for text in [row["because"], *troubles]],
        "dosageInstruction": doses,
    }


def _action(case: Case, order: Order, key: str) -> Json:
    row, calendar = order.first, case.calendar
    return {
        "id": as_id(key),
        "title": drug(row["drug"])["text"],
        "description": row["because"],
        "documentation": [cited(Source(row["source"], at=row["at"]))],
        "relatedAction": [after_start(row["day"])],
        **({"timingPeriod": calendar.period(row["day"], order.last_day)} if calendar else {}),
        "type": kind_of("create"),
        "resource": case.reference("MedicationRequest", key),
    }


def _doses(case: Case, order: Order, course: Course | None) -> list[Json]:
    row = order.first
    often = Often(
        route=row["route"],
        intakes=row["intakes"],
        days_per_week=row["days_per_week"],
        weekdays=order.with_weekdays(case.weekdays),
        every=order.every,
    )
    return [
        dosage(
            one["dose"],
            often,
            sequence=number,
            bounds=case.calendar.bounds(one["day"], order.last_day if order.every else one["until"]),
            count=len(order.rows) if order.every else None,
            tablets=one["tablets"] or "",
            most=course.most if course else None,
        )
        for number, one in enumerate(order.rows[:1] if order.every else order.rows, start=1)
    ]


def _course_of(plan: Plan, row: Row) -> Course | None:
    """Find the course to which a dose belongs: the last of its drug and route that has begun."""
    begun = [
        course
        for course in plan.protocol.in_use(plan.protocol.courses)
        if (course.drug, course.route) == (row["drug"], row["route"]) and course.start <= row["day"]
    ]
    return max(begun, key=lambda course: course.start, default=None)


def _definition(course: Course | None, row: Row) -> str:
    """Name the definition of a course for the band to which the patient's dose belongs; "" where none can be told."""
    found = variants(course) if course else ()
    for number, variant in enumerate(found, start=1):
        here = (
            any((s.day, s.dose) == (row["day"] - course.start, row["dose"]) for s in variant.stretches)
            if course
            else False
        )
        if course and (here or len(found) == 1):
            return course_key(course, variant, number)
    return ""
