"""Say a rule's condition as FHIRPath, over resources that the action names as its inputs.

FHIRPath is three-valued as our rules are: what is not there makes an answer empty, and an empty answer applies no action.
`%name` is the resource that the `input` of that id asks for: the latest result of an analyte, the dose of a drug that is in
force, the patient's plan. A result in another unit than the one we ask for counts as not there. What a path cannot say, such as
a fall that counts only from a floor upward, is asked for as an observation of its own, whose code carries the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl

from remission.protocols.parts import Ask, Restart, Rule
from remission.protocols.protocol import Protocol
from remission.report.fhir.codes import Json, drug, number, unit_of
from remission.report.fhir.identity import Identity
from remission.report.fhir.inputs import dose_in_force, history, latest, plan_of_patient, said_by_observation
from remission.terms.analytes import ANALYTES
from remission.terms.words import Condition, Word, on_this_dose

Limit = float | str | bool

PLAN = "plan"
"""The input that holds the patient's plan; its period begins on day 0."""
_COMPUTED = {"+": "+", "−": "-", "×": "*", "÷": "/"}
_SIGNS = {"<": "<", "≤": "<=", ">": ">", "≥": ">=", "=": "=", "≠": "!="}
_TURNED = {"<": ">", "≤": ">=", ">": "<", "≥": "<=", "=": "="}
"""Signs for days that are counted back from today."""
_CALL = re.compile(r"(?:(\w+)\()?(\w+)\)?")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a condition in FHIRPath.

    Attributes:
        words: The condition in words.
        path: The expression.
        inputs: The `DataRequirement` of every variable in it.
    """

    words: str
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
        if column is not None and limit is not None:
            told = self._days(column, leaf.sign, limit) or self._answer(column, leaf.sign, limit)
            if told is not None:
                return told
        if leaf.seen is None or leaf.limit is None or not leaf.sign:
            return None
        seen, held = self._amount(leaf.seen), self._amount(leaf.limit)
        return None if seen is None or held is None else f"{seen} {_SIGNS[leaf.sign]} {held}"

    def _days(self, column: _Column, sign: str, limit: Limit) -> str | None:
        """Say a comparison of days; None for any other."""
        call, of = column.call, column.of
        if isinstance(limit, str | bool) or not float(limit).is_integer():
            return None
        if (call == "" and of == "day") or (call == "day_of" and of in ANALYTES):
            held = "today()" if call == "" else f"%{self._measured(of)}.effective"
            return f"{held} {_SIGNS[sign]} {self._day(int(limit))}"
        if sign in _TURNED and (call == "days_on" or (call == "days_since" and of in ANALYTES)):
            begun = f"{self._measured(of)}.effective" if call == "days_since" else f"{self._drug(of)}.effective.start"
            return f"%{begun} {_TURNED[sign]} today() - {int(limit)} days"
        return None

    def _answer(self, column: _Column, sign: str, limit: Limit) -> str | None:
        """Say a comparison with a yes, a no or a word; None for any other."""
        if column.call or not isinstance(limit, str | bool):
            return None
        text = str(limit).lower() if isinstance(limit, bool) else f"'{limit}'"
        return self._on_this_dose(column, f"%{self._measured(column.of)}.value {_SIGNS[sign or '=']} {text}")

    def _amount(self, word: Word) -> str | None:
        """Say an amount: a number, a result in our unit, a dose, or what is computed of two of them."""
        if word.sides:
            sides = [self._amount(side) for side in word.sides]
            computed = word.expr.meta.root_names() and word.sign in _COMPUTED and None not in sides
            return f"({sides[0]} {_COMPUTED[word.sign]} {sides[1]})" if computed else None
        if not word.expr.meta.root_names():
            value = pl.select(word.expr).item()
            return str(number(value)) if isinstance(value, float | int) and not isinstance(value, bool) else None
        column = _column(word)
        if column is None:
            return None
        if column.call == "dose":
            return self._dose(column.of)
        unit, _ = unit_of(column.of)
        if not unit or column.call not in ("", "baseline"):
            return None
        held = f"%{self._measured(column.of)}" if column.call == "" else self._at_baseline(column.of)
        return held and self._on_this_dose(column, f"{held}.value.where(code = '{unit}').value")

    def _on_this_dose(self, column: _Column, path: str) -> str:
        """Let a result count only if it was drawn after the dose in force began."""
        if not column.drug:
            return path
        since = f".where(effective > %{self._drug(column.drug)}.effective.start)"
        if column.dated == column.of:
            return path.replace(".value", f"{since}.value", 1)
        return f"iif(%{self._measured(column.dated)}{since}.exists(), {path}, {{}})"

    def _dose(self, name: str) -> str:
        """Say the dose of a day: that of one intake, as often as it is taken."""
        one = f"%{self._drug(name)}.dosage.doseAndRate.dose.where(code = 'mg').value"
        courses = self.protocol.in_use(self.protocol.courses)
        intakes = next((course.times_a_day for course in courses if course.drug == name), 1)
        return one if intakes == 1 else f"({one} * {intakes})"

    def _day(self, day: int) -> str:
        """Say a study day as a date."""
        self.inputs.setdefault(PLAN, plan_of_patient(PLAN))
        return f"%{PLAN}.period.start" + (f" {'-' if day < 0 else '+'} {abs(day)} days" if day else "")

    def _at_baseline(self, name: str) -> str | None:
        """Say the last result of the baseline visit, out of all there are; None where its window goes on after its day."""
        if not self.protocol.visits or self.protocol.visits[0].high != self.protocol.visits[0].target:
            return None
        first = self.protocol.visits[0]
        every = f"{name}_history"
        self.inputs.setdefault(every, history(name, self.identity.base))
        since, until = self._day(first.low), self._day(first.high)
        return f"%{every}.where(effective >= {since} and effective <= {until}).last()"

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
        system, code = f"{self.identity.base}/CodeSystem/conditions", self.identity.id(self.key, self.unsaid)
        self.inputs[name] = said_by_observation(name, system, code, condition.words)
        return f"%{name}.value = true"


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
    read = set(re.findall(r"%(\w+)", path))
    return Said(condition.words, path, tuple(asked for name, asked in speaker.inputs.items() if name in read))


def taking(rule: Rule) -> Said:
    """Say whether a rule looks at a drug that is taken, that is stopped or withheld, or that has not begun."""
    name, asks = drug(rule.drug)["text"], isinstance(rule.then, Ask) and rule.then.while_stopped
    words, path = f"{name} is taken", "where(status = 'active').exists()"
    if rule.at_start:
        words, path = f"{name} has not begun", "exists().not()"
    elif asks or isinstance(rule.then, Restart):
        words, path = f"{name} is stopped or withheld", "where(status = 'stopped' or status = 'on-hold').exists()"
    return Said(words, f"%{rule.drug}.{path}", (dose_in_force(rule.drug),))


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
