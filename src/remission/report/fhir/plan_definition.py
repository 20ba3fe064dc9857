"""Write a protocol as one FHIR R4 bundle: a `PlanDefinition`, and an `ActivityDefinition` for everything it orders.

The plan has one group of actions for each drug, with its courses and the rules that change it, one for each thing that is
measured, and one for the visits. Days count from the start of the outermost action, which is day 0 of the regimen. What the
source leaves to choose is chosen before the export; each choice is told beside the parts that it turns on.
"""

from __future__ import annotations

from dataclasses import dataclass

from remission.protocols.parts import Action, Ask, Course, Hold, Monitor, Restart, Rule, StepDown, Stop
from remission.protocols.protocol import Protocol
from remission.report.fhir.actions import DAY_0, STARTS, after_start, due, group, kind_of, window
from remission.report.fhir.activities import (
    about_treatment,
    course_activity,
    label_of,
    monitor_activity,
    monitor_words,
    rule_activity,
    rule_title,
    visit_activity,
)
from remission.report.fhir.codes import BASE, LOINC_NOTICE, Json, coding, concept, drug, label, without_empty
from remission.report.fhir.conditions import say, taking
from remission.report.fhir.documentation import behind, behind_all, cited
from remission.report.fhir.goals import RESPONSE, aim_of, goals
from remission.report.fhir.identity import Identity, as_id, computable, identity_of
from remission.report.fhir.inputs import dose_in_force
from remission.report.fhir.keys import VISIT, course_key, monitors, rules
from remission.report.fhir.narrative import narrative
from remission.report.fhir.stretches import Variant, variants
from remission.terms.words import Condition

_TYPES: dict[type[Action], str] = {
    Stop: "remove",
    Hold: "remove",
    StepDown: "remove",
    Restart: "create",
    Ask: "fire-event",
}


def protocol_bundle(protocol: Protocol, *, base: str = BASE) -> Json:
    """Write a protocol as a bundle that a FHIR R4 server takes as one transaction.

    Args:
        protocol: The protocol, with what is chosen.
        base: Where canonical addresses begin: an address of the site that publishes it.

    Returns:
        A `Bundle` of type transaction: the `PlanDefinition` first, then its `ActivityDefinition`s. The same protocol gives the
        same bundle; where anything in it changes, its version changes.

    Example:
        >>> from remission.protocols.find import find
        >>> bundle = protocol_bundle(find("himeji_2012"))
        >>> [entry["resource"]["id"] for entry in bundle["entry"]][:2]
        ['himeji-2012', 'himeji-2012.methylprednisolone.iv.day-0']
    """
    names = protocol_identity(protocol, base)
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [_entry(resource, names) for resource in _Export(protocol, names).resources()],
    }


def protocol_identity(protocol: Protocol, base: str = BASE) -> Identity:
    """Name the resources of a protocol; the version rests on everything that they say."""
    unnumbered = identity_of(protocol, base)
    return identity_of(protocol, base, told=_Export(protocol, unnumbered).resources())


def _entry(resource: Json, names: Identity) -> Json:
    kind, name = resource["resourceType"], resource["id"]
    return {
        "fullUrl": names.url(kind, name),
        "resource": resource,
        "request": {"method": "PUT", "url": f"{kind}/{name}"},
    }


@dataclass(frozen=True, slots=True)
class _Export:
    """Say one protocol under its names."""

    protocol: Protocol
    names: Identity

    def resources(self) -> list[Json]:
        """List all resources, the plan first."""
        p, names = self.protocol, self.names
        courses = [
            course_activity(course, variant, p, names, course_key(course, variant, number))
            for course in p.in_use(p.courses)
            for number, variant in enumerate(variants(course), start=1)
        ]
        measured = [monitor_activity(monitor, p, names, key) for key, monitor in monitors(p).items()]
        changed = [rule_activity(rule, p, names, key) for key, rule in rules(p).items()]
        visits = [visit_activity(p, names)] if p.visits else []
        return without_empty([self.plan(), *courses, *measured, *visits, *changed])

    def plan(self) -> Json:
        """Give the plan itself."""
        p, names = self.protocol, self.names
        kind = coding("http://terminology.hl7.org/CodeSystem/plan-definition-type", "clinical-protocol")
        return {
            "resourceType": "PlanDefinition",
            "id": names.root,
            "text": narrative(p.label, [part.words for part in p.parts]),
            "url": names.url("PlanDefinition", names.root),
            "version": names.version,
            "name": computable(names.root),
            "title": p.label,
            "type": concept("Clinical protocol", kind),
            **about_treatment(p),
            "subjectCodeableConcept": concept("Patient", coding("http://hl7.org/fhir/resource-types", "Patient")),
            "description": f"{p.label}. Source: {cited(p.source)['citation']}",
            "useContext": [_focus()],
            "usage": usage(p),
            "copyright": LOINC_NOTICE,
            "relatedArtifact": behind_all(p),
            "goal": goals(p, names.base),
            "action": [self._actions()],
        }

    def _actions(self) -> Json:
        p = self.protocol
        groups = [self._of_drug(name) for name in p.drugs]
        groups += [self._of_monitor(key, monitor) for key, monitor in monitors(p).items()]
        groups += [self._visits()] if p.visits else []
        return group(DAY_0, p.label, groups) | {"description": STARTS, "requiredBehavior": "must"}

    def _of_drug(self, name: str) -> Json:
        p = self.protocol
        given = [self._course(course) for course in p.in_use(p.courses) if course.drug == name]
        changed = [self._rule(key, rule) for key, rule in rules(p).items() if rule.drug == name]
        return group(as_id(name), drug(name)["text"], [*given, *changed])

    def _course(self, course: Course) -> Json:
        found = variants(course)
        about = {
            "title": label_of(course),
            "description": course.words,
            "documentation": behind(course, self.protocol),
            **({"goalId": [aim_of(course)]} if course.target else {}),
            "relatedAction": [after_start(course.start)],
            "type": kind_of("create"),
            "requiredBehavior": "must",
        }
        if len(found) == 1:
            return {"id": as_id(course_key(course)), **about, **self._defined(course_key(course))}
        banded = [self._band(course, variant, number) for number, variant in enumerate(found, start=1)]
        return group(as_id(course_key(course)), "", banded) | about | {"selectionBehavior": "exactly-one"}

    def _band(self, course: Course, variant: Variant, number: int) -> Json:
        key = course_key(course, variant, number)
        told = {"id": as_id(key), "title": label_of(course), **self._defined(key)}
        if variant.who is None:
            return told
        return told | {"title": f"{label_of(course)}, {variant.who.words}", **self._band_condition(variant.who, key)}

    def _rule(self, key: str, rule: Rule) -> Json:
        said = say(rule.when, self.protocol, self.names, key)
        standing = taking(rule)
        inputs = {one["id"]: one for one in (*said.inputs, dose_in_force(rule.drug))}
        return {
            "id": as_id(key),
            "title": rule_title(rule),
            "description": rule.words,
            "documentation": behind(rule, self.protocol),
            "condition": [_applies(standing.words, standing.path), _applies(rule.when.words, said.path)],
            "input": list(inputs.values()),
            "relatedAction": self._days_of(rule),
            "type": kind_of(_TYPES.get(type(rule.then), "update")),
            "requiredBehavior": "could" if rule.permitted else "must",
            "cardinalityBehavior": "multiple",
            **self._defined(key),
        }

    def _days_of(self, rule: Rule) -> list[Json]:
        """Say when a rule applies: between two days, or before the first dose of its drug."""
        if rule.at_start:
            courses = self.protocol.in_use(self.protocol.courses)
            first = next(c for c in courses if c.drug == rule.drug and rule.route in (None, c.route))
            return [{"actionId": as_id(course_key(first)), "relationship": "before-start"}]
        if rule.from_day is None and rule.until_day is None:
            return []
        return [window(rule.from_day or 0, self.protocol.length if rule.until_day is None else rule.until_day)]

    def _band_condition(self, condition: Condition, key: str) -> Json:
        said = say(condition, self.protocol, self.names, key)
        return {"condition": [_applies(condition.words, said.path)], "input": list(said.inputs)}

    def _of_monitor(self, key: str, monitor: Monitor) -> Json:
        about = {
            "title": label(monitor.analyte.name),
            "description": monitor_words(monitor),
            "documentation": behind(monitor, self.protocol),
            **(_while_given(monitor.drug) if monitor.drug else {}),
            "requiredBehavior": "must" if monitor.windows else "could",
        }
        if not monitor.windows:
            return {"id": as_id(key), **about, **self._defined(key)}
        slots = [
            {"id": as_id(f"{key}.day-{day}"), "title": f"{about['title']}, day {day}"}
            | {"relatedAction": due(day, low, high), **self._defined(key)}
            for day, low, high in monitor.windows
        ]
        return group(as_id(key), "", slots) | about

    def _visits(self) -> Json:
        visits = [
            {"id": as_id(f"visit.{visit.name}"), "title": visit.label}
            | {"relatedAction": due(visit.target, visit.low, visit.high), **self._defined(VISIT)}
            for visit in self.protocol.visits
        ]
        goal = {"goalId": [RESPONSE]} if self.protocol.response else {}
        return group("visits", "Visits", visits) | goal

    def _defined(self, key: str) -> Json:
        return {"definitionCanonical": self.names.canonical("ActivityDefinition", self.names.id(key))}


def _applies(words: str, path: str, kind: str = "applicability") -> Json:
    return {"kind": kind, "expression": {"description": words, "language": "text/fhirpath", "expression": path}}


def _while_given(name: str) -> Json:
    """End an order when its drug is no longer given."""
    ends = _applies(f"{drug(name)['text']} is stopped", f"%{name}.where(status = 'stopped').exists()", "stop")
    return {"condition": [ends], "input": [dose_in_force(name)]}


def _focus() -> Json:
    """Say for whom a protocol is: patients with lupus nephritis."""
    icd = "http://hl7.org/fhir/sid/icd-10"
    return {
        "code": coding("http://terminology.hl7.org/CodeSystem/usage-context-type", "focus"),
        "valueCodeableConcept": concept("Lupus nephritis", coding(icd, "M32.1"), coding(icd, "N08.5")),
    }


def usage(protocol: Protocol) -> str:
    """Say how to read it, and what was chosen."""
    chosen = ", ".join(f"{s.name}={protocol.choice(s.name)}" for s in protocol.switches)
    told = "For research and reviewable decision support; a clinician decides. Days count from day 0, the first dose."
    told += f" What the source leaves open is chosen: {chosen}." if chosen else ""
    return told + ("" if protocol.verified else " Not verified: nobody has compared it with its source yet.")
