"""Write a plan for one patient as a FHIR R4 `CarePlan`, with an order for each drug, sample and visit.

The care plan points at one `RequestGroup`, whose actions place each order so many days after day 0, and at the goals of the
protocol. Without a date everything is relative: an order's doses follow one another, each so many days long. With the date of
day 0 the orders carry dates too. Everything is a proposal: it is for a clinician to read, change and sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from remission.errors import SchemaError, UnknownName
from remission.protocols.plan import Plan
from remission.report.fhir.actions import DAY_0, STARTS, group
from remission.report.fhir.calendar import Calendar
from remission.report.fhir.case import Case, Intent, Weekdays
from remission.report.fhir.codes import BASE, Json, without_empty
from remission.report.fhir.goals import goals
from remission.report.fhir.medicines import medicines
from remission.report.fhir.plan_definition import protocol_identity, usage
from remission.report.fhir.services import samples, visits
from remission.report.patient import checked_reference

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def care_plan(
    plan: Plan,
    *,
    start: str | None = None,
    subject: str = "",
    intent: Intent = "proposal",
    weekdays: Mapping[str, Sequence[str]] | None = None,
    base: str = BASE,
) -> Json:
    """Write a plan as a bundle of a care plan and what it orders.

    Args:
        plan: The plan of one patient.
        start: The date of day 0 ("2026-01-05"), which only the outside knows; None for a plan without dates.
        subject: The patient, as a reference of the server that is to hold it ("Patient/123"); else the key in the chart.
        intent: "proposal" until a clinician has taken it over; "plan" afterwards.
        weekdays: On which days a drug that is not taken daily is taken, by drug; else only how many days a week is said.
        base: Where canonical addresses begin, as for `protocol_bundle`.

    Returns:
        A `Bundle` of type collection: the `CarePlan`, its `RequestGroup`, and the `MedicationRequest`s, `ServiceRequest`s and
        `Goal`s that they point at. The same plan gives the same bundle.

    Raises:
        SchemaError: The start is no date, the subject no reference, or the weekdays are not as many as the drug is taken on.
        UnknownName: There is no such day of the week.

    Example:
        >>> from remission.protocols.find import find
        >>> from remission.protocols.plan import plan
        >>> bundle = care_plan(plan(find("himeji_2012"), weight=54), start="2026-01-05")
        >>> requests = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationRequest"]
        >>> requests[1]["dosageInstruction"][1]["text"]
        '50 mg once a day by mouth (10 × 5 mg)'
        >>> requests[1]["dosageInstruction"][1]["timing"]["repeat"]["boundsPeriod"]
        {'start': '2026-01-15', 'end': '2026-01-21'}
    """
    case = Case.of(
        plan,
        protocol_identity(plan.protocol, base),
        Calendar.of(start),
        subject=checked_reference(subject),
        intent=intent,
        weekdays=checked_weekdays(weekdays or {}, plan),
    )
    return {"resourceType": "Bundle", "type": "collection", "entry": [_entry(one) for one in _resources(case)]}


def _entry(resource: Json) -> Json:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _resources(case: Case) -> list[Json]:
    """List all resources, the care plan first."""
    made = {"drugs": medicines(case), "samples": samples(case), "visits": visits(case)}
    groups = [group(name, name.capitalize(), [action for action, _ in two]) for name, two in made.items() if two]
    requests = [request for two in made.values() for _, request in two]
    aims = goals(case.plan.protocol, case.names.base)
    return without_empty(
        [_care_plan(case, aims), _request_group(case, groups), *requests, *(_goal(case, aim) for aim in aims)]
    )


def _care_plan(case: Case, aims: Iterable[Json]) -> Json:
    p = case.plan.protocol
    asks = [f"Day {row['day']}: {row['says']}" for row in case.plan.asks.iter_rows(named=True)]
    notes = [usage(p), *asks]
    return {
        **case.resource("CarePlan", "plan", p.label, notes),
        **case.by_protocol(),
        **case.standing(),
        "title": p.label,
        "description": STARTS,
        "subject": case.patient(),
        **({"period": case.calendar.period(0, p.length)} if case.calendar else {}),
        "goal": [case.reference("Goal", aim["id"]) for aim in aims],
        "activity": [{"reference": case.reference("RequestGroup", "group")}],
        "note": [{"text": note} for note in notes],
    }


def _request_group(case: Case, groups: list[Json]) -> Json:
    label = case.plan.protocol.label
    return {
        **case.resource("RequestGroup", "group", label, [STARTS]),
        **case.by_protocol(),
        "basedOn": [case.reference("CarePlan", "plan")],
        **case.standing(),
        "subject": case.patient(),
        "action": [group(DAY_0, label, groups) | {"description": STARTS}] if groups else [],
    }


def _goal(case: Case, aim: Json) -> Json:
    return {
        **case.resource("Goal", aim["id"], aim["description"]["text"]),
        "lifecycleStatus": "proposed",
        "description": aim["description"],
        "subject": case.patient(),
        **({"startDate": case.calendar.date(0)} if case.calendar else {}),
        "target": [_target(case, target) for target in aim["target"]],
    }


def _target(case: Case, target: Json) -> Json:
    rest = {name: value for name, value in target.items() if name != "due"}
    if "due" not in target:
        return rest
    day = target["due"]
    return rest | ({"dueDate": case.calendar.date(day["value"])} if case.calendar else {"dueDuration": day})


def checked_weekdays(weekdays: Weekdays, plan: Plan) -> Weekdays:
    """Refuse days of the week that do not exist, or that are not as many as the plan says.

    Raises:
        SchemaError: They are not as many as the drug is taken on.
        UnknownName: There is no such day of the week, or the protocol does not give the drug.
    """
    for name, days in weekdays.items():
        unknown = [day for day in days if day not in WEEKDAYS]
        if unknown:
            raise UnknownName.among("day of the week", unknown[0], WEEKDAYS)
        if name not in plan.protocol.drugs:
            raise UnknownName.among(f"drug of {plan.protocol.name}", name, plan.protocol.drugs)
        found = {row["days_per_week"] for row in plan.doses.iter_rows(named=True) if row["drug"] == name}
        wrong = sorted(often for often in found if often != len(set(days)))
        if wrong:
            raise SchemaError(
                f"The weekdays of a drug are as many as the days on which it is taken. Found {', '.join(days)} for {name}, "
                f"which is taken on {wrong[0]:g} days a week. Name {wrong[0]:g} different days."
            )
    return weekdays
