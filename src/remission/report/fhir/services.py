"""Order the samples and visits of a plan: a `ServiceRequest` each, with the days between which it counts."""

from __future__ import annotations

from remission.report.fhir.actions import due, kind_of
from remission.report.fhir.activities import VISIT_CODE, monitor_words
from remission.report.fhir.case import Case
from remission.report.fhir.codes import Json, label, measure
from remission.report.fhir.documentation import cited
from remission.report.fhir.identity import as_id
from remission.report.fhir.keys import VISIT, monitors
from remission.report.fhir.medicines import Made
from remission.report.fhir.orders import Row
from remission.terms.sources import Source


def samples(case: Case) -> list[Made]:
    """Order every sample and assessment of a plan."""
    return [_sample(case, row) for row in case.plan.samples.iter_rows(named=True)]


def visits(case: Case) -> list[Made]:
    """Order every visit of a plan."""
    return [_visit(case, row) for row in case.plan.visits.iter_rows(named=True)]


def _sample(case: Case, row: Row) -> Made:
    slot = (row["due"], row["low"], row["high"])
    known = monitors(case.plan.protocol).items()
    found = [(key, m) for key, m in known if m.analyte.name == row["analyte"] and slot in m.windows]
    definition, words = (found[0][0], monitor_words(found[0][1])) if found else ("", label(row["analyte"]))
    code = measure(row["analyte"], case.names.base)
    source = Source(row["source"], at=row["at"])
    return _ordered(case, row, definition, definition or row["analyte"], words, code, source)


def _visit(case: Case, row: Row) -> Made:
    protocol = case.plan.protocol
    words = next((visit.label for visit in protocol.visits if visit.name == row["visit"]), row["visit"])
    return _ordered(case, row, VISIT, VISIT, words, VISIT_CODE, protocol.source)


def _ordered(case: Case, row: Row, definition: str, name: str, words: str, code: Json, source: Source) -> Made:
    """Order something: the window stands on the request, the day on which it is due on its action."""
    calendar, key = case.calendar, f"{name}.day-{row['due']}"
    title = f"{words.rstrip('.')}, day {row['due']}"
    request = {
        **case.resource("ServiceRequest", key, title, [f"It counts from day {row['low']} to day {row['high']}."]),
        **case.by_definition(definition),
        "basedOn": [case.reference("CarePlan", "plan")],
        "requisition": case.identifier("RequestGroup", "group"),
        **case.standing(),
        "code": code,
        "subject": case.patient(),
        **({"occurrencePeriod": calendar.period(row["low"], row["high"])} if calendar else {}),
        "patientInstruction": title,
    }
    action = {
        "id": as_id(key),
        "title": title,
        "documentation": [cited(source)],
        "relatedAction": due(row["due"], row["low"], row["high"]),
        **({"timingDateTime": calendar.date(row["due"])} if calendar else {}),
        "type": kind_of("create"),
        "resource": case.reference("ServiceRequest", key),
    }
    return action, request
