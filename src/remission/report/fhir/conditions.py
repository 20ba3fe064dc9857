"""Say a rule's condition as FHIRPath, over resources that the action names as its inputs.

FHIRPath is three-valued as our rules are: what is not there makes an answer empty, and an empty answer applies no action.
`%name` is the resource that the `input` of that id asks for: the latest result of an analyte, the dose of a drug that is in
force, the patient's plan. A result in another unit than the one we ask for counts as not there. What a path cannot say, such as
a comparison with 0.8 times the value of day 0, is asked for as an observation of its own, whose code carries the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from remission.protocols.protocol import Protocol
from remission.report.fhir.codes import Json, coding, days, drug, measure, number, unit_of
from remission.report.fhir.identity import Identity
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS
from remission.terms.words import Condition, Word, on_this_dose

Limit = float | str | bool

PLAN = "plan"
"""The input that holds the patient's plan; its period begins on day 0."""
_SIGNS = {"<": "<", "≤": "<=", ">": ">", "≥": ">=", "=": "=", "≠": "!="}
_TURNED = {"<": ">", "≤": ">=", ">": "<", "≥": "<=", "=": "="}
"""Signs for days that are counted back from today."""
_CALL = re.compile(r"(?:(\w+)\()?(\w+)\)?")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a condition in FHIRPath.

    Attributes:
        path: The expression.
        inputs: The `DataRequirement` of every variable in it.
    """

    path: str
    inputs: tuple[Json, ...]


@dataclass(slots=True)
class _Speaker:
    """Say the conditions of one rule, and gather what they need."""

    protocol: Protocol
    identity: Identity
    key: str
    inputs: dict[str, Json] = field(default_factory=dict[str, Json])
    unsaid: int = 0

    def say(self, condition: Condition) -> str:
        """Say a condition, joint by joint."""
        parts = condition.parts
        if condition.joint in ("and", "or"):
            return f" {condition.joint} ".join(f"({self.say(part)})" for part in parts)
        if condition.joint == "not":
            return f"({self.say(parts[0])}).not()"
        if condition.joint == "or, where unknown,":
            first, second = map(self.say, parts)
            return f"iif(({first}).exists(), {first}, {second})"
        return (None if condition.joint else self._leaf(condition)) or self._as_observation(condition)

    def _leaf(self, leaf: Condition) -> str | None:
        """Say a plain comparison; None where a path cannot."""
        column, limit = _column(leaf.seen), _limit(leaf)
        if column is None or limit is None:
            return None
        sign = leaf.sign or "="
        if not column.drug:
            return self._compared(column, sign, limit, "")
        since = f".where(effective > %{self._drug(column.drug)}.effective.start)"
        if column.dated == column.of:
            return self._compared(column, sign, limit, since)
        told = self._compared(column, sign, limit, "")
        return told and f"iif(%{self._measured(column.dated)}{since}.exists(), {told}, {{}})"

    def _compared(self, column: _Column, sign: str, limit: Limit, since: str) -> str | None:
        call, of = column.call, column.of
        if call == "" and of != "day":
            return self._value(of, sign, limit, since)
        if isinstance(limit, str | bool):
            return None
        if call == "dose":
            return f"{self._dose(of)} {_SIGNS[sign]} {number(limit / self._intakes(of))}"
        return self._counted(column, sign, int(limit)) if float(limit).is_integer() else None

    def _counted(self, column: _Column, sign: str, count: int) -> str | None:
        """Say a comparison of days."""
        call, of = column.call, column.of
        if call == "" or (call == "day_of" and of in ANALYTES):
            held = "today()" if call == "" else f"%{self._measured(of)}.effective"
            self.inputs.setdefault(PLAN, {"id": PLAN, "type": "CarePlan", "limit": 1})
            return f"{held} {_SIGNS[sign]} %{PLAN}.period.start + {count} days"
        if call in ("days_since", "days_on") and sign in _TURNED:
            begun = f"{self._measured(of)}.effective" if call == "days_since" else f"{self._drug(of)}.effective.start"
            return f"%{begun} {_TURNED[sign]} today() - {count} days"
        return None

    def _value(self, name: str, sign: str, limit: Limit, since: str) -> str | None:
        held = f"%{self._measured(name)}{since}.value"
        if isinstance(limit, bool):
            return f"{held} {_SIGNS[sign]} {str(limit).lower()}"
        if isinstance(limit, str):
            return f"{held} {_SIGNS[sign]} '{limit}'"
        unit, _ = unit_of(name)
        return f"{held}.where(code = '{unit}').value {_SIGNS[sign]} {number(limit)}" if unit else None

    def _dose(self, name: str) -> str:
        return f"%{self._drug(name)}.dosage.doseAndRate.dose.where(code = 'mg').value"

    def _intakes(self, name: str) -> int:
        courses = self.protocol.in_use(self.protocol.courses)
        return next((course.times_a_day for course in courses if course.drug == name), 1)

    def _measured(self, name: str) -> str:
        """Ask for the latest result of a quantity."""
        self.inputs.setdefault(name, latest(name, self.protocol.look_back, self.identity.base))
        return name

    def _drug(self, name: str) -> str:
        """Ask for what is on record of a drug: the dose that is in force, and since when."""
        self.inputs.setdefault(name, dose_in_force(name))
        return name

    def _as_observation(self, condition: Condition) -> str:
        """Ask for an observation that says whether the condition holds, where a path cannot say it."""
        self.unsaid += 1
        name = re.sub(r"\W", "_", f"{self.key}_{self.unsaid}")
        code = coding(f"{self.identity.base}/CodeSystem/conditions", self.identity.id(self.key, self.unsaid))
        filters = [{"path": "code", "code": [code | {"display": condition.words}]}]
        self.inputs[name] = {"id": name, "type": "Observation", "codeFilter": filters, **_LAST}
        return f"%{name}.value = true"


_LAST: Mapping[str, Any] = {"limit": 1, "sort": [{"path": "effective", "direction": "descending"}]}


def say(condition: Condition, protocol: Protocol, identity: Identity, key: str) -> Said:
    """Say a condition in FHIRPath, with what it needs.

    Args:
        condition: The condition.
        protocol: Whose rule it is.
        identity: The protocol's names.
        key: Name of the rule, for what a path cannot say.
    """
    speaker = _Speaker(protocol, identity, key)
    path = speaker.say(condition)
    return Said(path, tuple(speaker.inputs.values()))


def latest(name: str, look_back: int, base: str) -> Json:
    """Ask for the latest result of a quantity, as long as it stands."""
    codes = measure(name, base, all_codes=True)["coding"]
    fresh = {} if name in TRAITS else {"dateFilter": [{"path": "effective", "valueDuration": days(look_back)}]}
    return {"id": name, "type": "Observation", "codeFilter": [{"path": "code", "code": codes}], **fresh, **_LAST}


def dose_in_force(name: str) -> Json:
    """Ask for the dose of a drug that is in force: the last thing on record of what the patient takes."""
    found = drug(name)
    codes = found.get("coding") or [{"display": found["text"]}]
    return {"id": name, "type": "MedicationStatement", "codeFilter": [{"path": "medication", "code": codes}], **_LAST}


@dataclass(frozen=True, slots=True)
class _Column:
    """Hold the column of a wide row that a word is: `day_of(proteinuria)` is a call of something.

    For a result that must follow the change of a dose, `drug` is that drug, and `dated` what tells the day of the result.
    """

    call: str
    of: str
    drug: str = ""
    dated: str = ""


def _column(word: Word | None) -> _Column | None:
    """Find the one column that a word is; None for a word that is computed."""
    if word is None:
        return None
    roots = list(dict.fromkeys(word.expr.meta.root_names()))
    if len(roots) == 1 and word.expr.meta.eq(pl.col(roots[0])):
        return _Column(*_taken_apart(roots[0]))
    parts = {_taken_apart(root)[0]: _taken_apart(root)[1] for root in roots}
    if len(parts) != len(roots) or parts.keys() != {"", "day_of", "changed"}:
        return None
    held, dated, drug_name = parts[""], parts["day_of"], parts["changed"]
    fresh = on_this_dose(Word.of(held, held), drug_name, by=Word.of(dated, dated))
    return _Column("", held, drug_name, dated) if word.expr.meta.eq(fresh.expr) else None


def _taken_apart(name: str) -> tuple[str, str]:
    """Take the name of a column apart.

    Example:
        >>> _taken_apart("day_of(proteinuria)"), _taken_apart("proteinuria"), _taken_apart("ratio_within(c3, 2)")
        (('day_of', 'proteinuria'), ('', 'proteinuria'), ('?', 'ratio_within(c3, 2)'))
    """
    found = _CALL.fullmatch(name)
    return (found[1] or "", found[2]) if found else ("?", name)


def _limit(leaf: Condition) -> Limit | None:
    """Give what a comparison holds against: a number or text; True for a yes; None for what is measured or computed."""
    if leaf.limit is None:
        return True if leaf.seen is not None and leaf.expr.meta.eq(leaf.seen.expr) else None
    if leaf.limit.expr.meta.root_names():
        return None
    value = pl.select(leaf.limit.expr).item()
    return value if isinstance(value, float | int | str) else None
