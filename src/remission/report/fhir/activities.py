"""Say what a protocol orders as `ActivityDefinition`s: a drug, a sample, a visit, a change of dose, a question."""

from __future__ import annotations

from remission.protocols.parts import Ask, Course, Hold, Monitor, Restart, Rule, SetTo, StepDown, Stop
from remission.protocols.protocol import Protocol
from remission.report.fhir.codes import LOINC_NOTICE, Json, concept, drug, label, loinc, measure, quantity, route
from remission.report.fhir.documentation import behind, cited
from remission.report.fhir.dosage import Often, dosage, lasting
from remission.report.fhir.identity import Identity, computable
from remission.report.fhir.keys import VISIT
from remission.report.fhir.narrative import narrative
from remission.report.fhir.stretches import Variant

VISIT_CODE = concept("Visit at which response is judged")
EXPERIMENTAL = True
"""Everything we export is for research and reviewable decision support."""


def about_treatment(protocol: Protocol) -> Json:
    """Give what every definition of a protocol says of itself.

    A protocol that nobody compared with its source is a draft.
    """
    treatment = {"system": "http://terminology.hl7.org/CodeSystem/definition-topic", "code": "treatment"}
    return {
        "status": "active" if protocol.verified else "draft",
        "experimental": EXPERIMENTAL,
        "topic": [concept("Treatment", treatment)],
        "author": [{"name": "Remission"}],
    }


def course_activity(course: Course, variant: Variant, protocol: Protocol, names: Identity, key: str) -> Json:
    """Order a drug, for one band of patients."""
    title = label_of(course) + (f" ({variant.who.words})" if variant.who is not None else "")
    told = {
        "kind": "MedicationRequest",
        "intent": "proposal",
        "productCodeableConcept": drug(course.drug),
        "dosage": _dosages(course, variant),
    }
    return _definition(names, key, title, course.words, behind(course, protocol), protocol) | told


def monitor_activity(monitor: Monitor, protocol: Protocol, names: Identity, key: str) -> Json:
    """Order a sample or an assessment."""
    told = {"kind": "ServiceRequest", "code": measure(monitor.analyte.name, names.base), "intent": "proposal"}
    notice = {"copyright": LOINC_NOTICE} if loinc(monitor.analyte.name) else {}
    title = label(monitor.analyte.name)
    return _definition(names, key, title, monitor_words(monitor), behind(monitor, protocol), protocol) | notice | told


def visit_activity(protocol: Protocol, names: Identity) -> Json:
    """Order a visit."""
    told = {"kind": "ServiceRequest", "code": VISIT_CODE, "intent": "proposal"}
    words = f"Response is judged by {label(protocol.response)}." if protocol.response else "The patient is seen."
    return _definition(names, VISIT, "Visit", words, [cited(protocol.source)], protocol) | told


def rule_activity(rule: Rule, protocol: Protocol, names: Identity, key: str) -> Json:
    """Propose what a rule says: another dose, none, or a question to a clinician."""
    about = _definition(names, key, rule_title(rule), rule.words, behind(rule, protocol), protocol)
    if isinstance(rule.then, Ask):
        return about | {"kind": "Task", "code": concept("Ask a clinician"), "intent": "proposal"}
    amount = rule.then.dose if isinstance(rule.then, SetTo | Restart) else None
    exact = {"doseAndRate": [{"doseQuantity": quantity(amount, "mg")}]} if isinstance(amount, float | int) else {}
    none = isinstance(rule.then, Stop | Hold | StepDown)
    order = {} if none else {"dosage": [{"text": rule.then.words, **exact}]}
    return (
        about
        | {"kind": "MedicationRequest", "intent": "proposal", **({"doNotPerform": True} if none else {})}
        | {"productCodeableConcept": drug(rule.drug), **order}
    )


def often_of(course: Course) -> Often:
    """Tell how often a course is given."""
    return Often(route=course.route, intakes=course.times_a_day, days_per_week=course.days_per_week, every=course.every)


def label_of(part: Course | Rule) -> str:
    """Name the drug of a part."""
    return str(drug(part.drug)["text"])


def rule_title(rule: Rule) -> str:
    """Name a rule by what it does."""
    words = "ask a clinician" if isinstance(rule.then, Ask) else rule.then.words
    return f"{label_of(rule)}: {words}"


def monitor_words(monitor: Monitor) -> str:
    """Say what is measured, and, for a drug level, when after the dose."""
    said_hours = ""
    if monitor.hours is not None:
        said_hours = f", drawn {monitor.hours:g} hours after the dose (within {monitor.hours_off:g})"
    others = f", or its {monitor.or_kind}s" if monitor.or_kind else ""
    when = "" if monitor.windows else ", when needed"
    return f"{label(monitor.analyte.name)}{said_hours}{others}{when}."


def _definition(names: Identity, key: str, title: str, words: str, artifacts: list[Json], protocol: Protocol) -> Json:
    name = names.id(key)
    return {
        "resourceType": "ActivityDefinition",
        "id": name,
        "text": narrative(title, [words]),
        "url": names.url("ActivityDefinition", name),
        "version": names.version,
        "name": computable(name),
        "title": title,
        "subtitle": protocol.label,
        **about_treatment(protocol),
        "description": words,
        "relatedArtifact": artifacts,
    }


def _dosages(course: Course, variant: Variant) -> list[Json]:
    written = [
        dosage(
            stretch.dose,
            often_of(course),
            sequence=number,
            bounds=None if stretch.lasts is None else lasting(stretch.lasts),
            count=course.times if len(variant.stretches) == 1 else None,
            most=course.most,
        )
        for number, stretch in enumerate(variant.stretches, start=1)
    ]
    if variant.falling:
        limit = {"additionalInstruction": [concept("Not more than the dose before")]}
        written = [written[0], *(later | limit for later in written[1:])]
    rest = {"sequence": len(written) + 1, "text": f"then {variant.then}", "route": route(course.route)}
    return [*written, rest] if variant.then else written
