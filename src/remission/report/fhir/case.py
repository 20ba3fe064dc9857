"""Hold what every resource of one patient's plan has in common: its names, its standing, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

import polars as pl

from remission.protocols.plan import Plan
from remission.report.fhir.calendar import Calendar
from remission.report.fhir.codes import Json
from remission.report.fhir.identity import Identity
from remission.report.fhir.narrative import narrative

Intent = Literal["proposal", "plan"]
Weekdays = Mapping[str, Sequence[str]]
_URI = "urn:ietf:rfc:3986"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold a plan and how it is to be written.

    Attributes:
        plan: The plan.
        names: The names of its protocol.
        calendar: The dates, where there are any.
        subject: The patient, as a reference; "" for the key in the chart.
        intent: Whether it is a proposal or a plan.
        weekdays: On which days of the week a drug is taken, by drug.
        seed: From what the names of the resources are made: everything that is said, so that another plan has other names.
    """

    plan: Plan
    names: Identity
    calendar: Calendar
    subject: str
    intent: Intent
    weekdays: Weekdays
    seed: UUID

    @classmethod
    def of(
        cls, plan: Plan, names: Identity, calendar: Calendar, *, subject: str, intent: Intent, weekdays: Weekdays
    ) -> Case:
        """Take a plan in hand."""
        tables = [table.write_csv() for table in _tables(plan)]
        days = [f"{drug}: {', '.join(named)}" for drug, named in sorted(weekdays.items())]
        protocol = names.canonical("PlanDefinition", names.root)
        seed = uuid5(NAMESPACE_URL, "\n".join([protocol, subject, calendar.date(0), intent, *days, *tables]))
        return cls(
            plan=plan, names=names, calendar=calendar, subject=subject, intent=intent, weekdays=weekdays, seed=seed
        )

    def resource(self, kind: str, key: str, title: str, lines: Iterable[str] = ()) -> Json:
        """Begin a resource."""
        about = {"resourceType": kind, "id": self._uuid(kind, key), "text": narrative(title, lines)}
        return about | {"identifier": [self.identifier(kind, key)]}

    def identifier(self, kind: str, key: str) -> Json:
        """Give the identifier of a resource, which it keeps on whatever server."""
        return {"system": _URI, "value": f"urn:uuid:{self._uuid(kind, key)}"}

    def reference(self, kind: str, key: str) -> Json:
        """Point at a resource of the same bundle."""
        return {"reference": f"urn:uuid:{self._uuid(kind, key)}", "type": kind}

    def patient(self) -> Json:
        """Point at the patient."""
        if self.subject:
            return {"reference": self.subject}
        return {"type": "Patient", "identifier": {"system": f"{self.names.base}/patients", "value": self._key()}}

    def standing(self) -> Json:
        """Say that nothing is ordered yet."""
        return {"status": "draft", "intent": self.intent}

    def by_protocol(self) -> Json:
        """Point at the protocol."""
        return {"instantiatesCanonical": [self.names.canonical("PlanDefinition", self.names.root)]}

    def by_definition(self, key: str) -> Json:
        """Point at a definition of the protocol; nothing where none fits."""
        if not key:
            return {}
        return {"instantiatesCanonical": [self.names.canonical("ActivityDefinition", self.names.id(key))]}

    def _uuid(self, kind: str, key: str) -> str:
        return str(uuid5(self.seed, f"{kind} {key}"))

    def _key(self) -> str:
        return next((str(table["patient"][0]) for table in _tables(self.plan) if len(table)), "1")


def _tables(plan: Plan) -> tuple[pl.DataFrame, ...]:
    return (plan.visits, plan.doses, plan.samples, plan.asks)
