"""Say what a protocol is: courses, samples, visits and rules, each with its source, and switches for what was left open.

A protocol holds everything that its source leaves to choose; `choose` gives a copy with other choices, and `in_use`
lists what the choices turn on. It is checked when it is made: a protocol that contradicts itself or cannot be followed is
an error that names the part, and the line of the file to mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from remission.errors import UnknownName
from remission.protocols.checks import check_parts
from remission.protocols.parts import (
    Ask,
    Course,
    Hold,
    Increase,
    Monitor,
    Part,
    Reduce,
    Restart,
    Rule,
    SetTo,
    StepDown,
    Stop,
    Switch,
    Target,
    choices_of,
)
from remission.protocols.schedule import Band, DoseTable, Down, PerKg, PerM2, Steps, Taper
from remission.terms.places import where_written
from remission.terms.sources import Source
from remission.terms.windows import LOOK_BACK, Visit

__all__ = [
    "Ask", "Band", "Course", "DoseTable", "Down", "Hold", "Increase", "Monitor", "PerKg", "PerM2", "Protocol", "Reduce",
    "Restart", "Rule", "SetTo", "StepDown", "Steps", "Stop", "Switch", "Taper", "Target",
]  # fmt: skip

_P = TypeVar("_P", Course, Monitor, Rule)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Protocol:
    """Hold one regimen, as its source prescribes it.

    Attributes:
        name: Key: the name of its file and of the object in it.
        label: What a reader sees.
        source: Where it was published.
        length: Study day of its last day, day 0 being its first.
        courses: The drugs, with every alternative that a switch may choose.
        monitors: The samples and assessments.
        visits: The visits at which response is judged; the first is baseline.
        rules: What changes a dose.
        response: Name of the definition by which response is judged; "" for none.
        switches: What the source leaves open.
        look_back: Days for which a result stands; an older one is unknown.
        late: Days within which a course that is late to begin still begins, and then counts from its first dose.
        beside_it: Drugs that may be given beside it without a question.
        readings: How open words of the source were understood.
        verified: Whether someone opened the source and compared.
        chosen: The choices taken, by switch; `choose` sets them.
        place: Filled in: file and line where it is written.
    """

    name: str
    label: str
    source: Source
    length: int
    courses: tuple[Course, ...]
    monitors: tuple[Monitor, ...] = ()
    visits: tuple[Visit, ...] = ()
    rules: tuple[Rule, ...] = ()
    response: str = ""
    switches: tuple[Switch, ...] = ()
    look_back: int = LOOK_BACK
    late: int = 7
    beside_it: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    verified: bool = True
    chosen: Mapping[str, str] = field(default_factory=dict[str, str])
    place: str = field(default_factory=where_written)

    def __post_init__(self) -> None:
        """Refuse a protocol that cannot be followed, whatever is chosen."""
        check_parts(self)

    def choose(self, **choices: str) -> Protocol:
        """Take other choices than the defaults; those taken before stay.

        Args:
            choices: The choice by the name of its switch.

        Raises:
            UnknownName: There is no such switch, or it has no such choice.
        """
        for name, choice in choices.items():
            switch = next((s for s in self.switches if s.name == name), None)
            if switch is None:
                raise UnknownName.among(f"switch of {self.name}", name, [s.name for s in self.switches])
            if choice not in switch.choices:
                raise UnknownName.among(f"choice of {name}", choice, switch.choices)
        return replace(self, chosen={**self.chosen, **choices})

    def choice(self, switch: str) -> str:
        """Tell what is chosen for a switch."""
        default = next(s.default for s in self.switches if s.name == switch)
        return self.chosen.get(switch, default)

    def in_use(self, parts: Iterable[_P]) -> tuple[_P, ...]:
        """List the parts that the choices turn on: `protocol.in_use(protocol.rules)`."""
        return tuple(part for part in parts if self._on(part.option))

    @property
    def parts(self) -> tuple[Part, ...]:
        """List every part that is in use, courses first."""
        return (*self.in_use(self.courses), *self.in_use(self.monitors), *self.in_use(self.rules))

    @property
    def drugs(self) -> tuple[str, ...]:
        """List the drugs that are given, in the order of the courses."""
        return tuple(dict.fromkeys(course.drug for course in self.in_use(self.courses)))

    def without(self, *drugs: str) -> Protocol:
        """Leave out drugs, with their samples and rules, to put another scheme in their place."""
        rest = tuple(part for part in self.switches if not self._only_for(part.name, drugs))
        return replace(
            self,
            courses=tuple(c for c in self.courses if c.drug not in drugs),
            monitors=tuple(m for m in self.monitors if m.drug not in drugs),
            rules=tuple(r for r in self.rules if r.drug not in drugs),
            switches=rest,
            chosen={name: choice for name, choice in self.chosen.items() if name in {s.name for s in rest}},
        )

    def beside(self, other: Protocol, *, name: str, label: str) -> Protocol:
        """Give two schemes together: a regimen of drugs and a scheme of glucocorticoids.

        Visits, response and length are this protocol's own; what the other begins after that length is left out.

        Args:
            other: The scheme to add.
            name: Key of the two together.
            label: What a reader sees.

        Raises:
            ProtocolError: Both give one drug on the same days.
        """
        return replace(
            self,
            name=name,
            label=label,
            courses=(*self.courses, *(course for course in other.courses if course.start <= self.length)),
            monitors=(*self.monitors, *other.monitors),
            rules=(*self.rules, *(rule for rule in other.rules if (rule.from_day or 0) <= self.length)),
            switches=(*self.switches, *other.switches),
            readings=(*self.readings, *other.readings),
            verified=self.verified and other.verified,
            chosen={**self.chosen, **other.chosen},
        )

    def _on(self, option: str) -> bool:
        return all(self.choice(switch) == choice for switch, choice in choices_of(option).items())

    def _only_for(self, switch: str, drugs: Iterable[str]) -> bool:
        turned = [p for p in (*self.courses, *self.monitors, *self.rules) if switch in choices_of(p.option)]
        return all(part.drug in drugs for part in turned)
