"""Lay a protocol out as a calendar: what is given, measured and changed, each line beside the place it rests on.

A calendar is of the protocol, not of a patient: doses by weight stay doses by weight. `plan` makes one of a patient.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from remission.protocols.parts import Course, Monitor, Part, Rule
from remission.protocols.protocol import Protocol
from remission.protocols.schedule import Steps
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.sources import Source

FEW = 8
"""As many doses that are not daily are listed by their days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one line of a calendar.

    Attributes:
        kind: Whether it is a dose, a sample or a rule.
        about: The drug, or the analyte of a sample.
        when: The days on which it holds.
        words: What is done.
        source: Where it is published.
        option: The choice that turns it on; "" for always.
        readings: How open words of its source were understood.
    """

    kind: Literal["dose", "sample", "rule"]
    about: str
    when: str
    words: str
    source: Source
    option: str
    readings: tuple[str, ...]


def calendar(protocol: Protocol, *, every_choice: bool = False) -> tuple[Line, ...]:
    """List the lines of a protocol: doses by their first day, then samples, then rules.

    Args:
        protocol: The protocol, with what is chosen.
        every_choice: Whether the parts that other choices would turn on are listed too.

    Example:
        >>> from remission.protocols.find import find
        >>> first, *_ = calendar(find("tacrolimus_label_japan_2007"))
        >>> first.when, first.words
        ('from day 0 on', 'tacrolimus 3 mg a day by mouth')
    """
    parts: tuple[Part, ...] = protocol.parts
    if every_choice:
        parts = (*protocol.courses, *protocol.monitors, *protocol.rules)
    courses = sorted((part for part in parts if isinstance(part, Course)), key=lambda course: course.start)
    rest = (part for part in parts if not isinstance(part, Course))
    return (*(line for course in courses for line in _of_course(course)), *(_of_rest(part) for part in rest))


def _of_course(course: Course) -> tuple[Line, ...]:
    """Give the line of a course, or one a step where its doses stand in a table of days."""
    steps = dict(course.dose.doses) if isinstance(course.dose, Steps) else {0: course.dose}
    ends = [*(course.start + day - 1 for day in list(steps)[1:]), course.until]
    return tuple(
        _line("dose", _days_of(course, course.start + day, end), replace(course, dose=dose).words, course)
        for (day, dose), end in zip(steps.items(), ends, strict=True)
    )


def _of_rest(part: Monitor | Rule) -> Line:
    if isinstance(part, Rule):
        return _line("rule", _of_rule(part), part.words, part)
    days = [day for day, _, _ in part.windows]
    when = f"day{'s' * (len(days) > 1)} {', '.join(map(str, days))}" if days else "when needed"
    hours = f", {part.hours:g} hours after the dose" if part.hours is not None else ""
    return _line("sample", when, f"{inside_a_sentence(ANALYTES[part.analyte.name].label)}{hours}", part)


def _line(kind: Literal["dose", "sample", "rule"], when: str, words: str, part: Part) -> Line:
    about = part.analyte.name if isinstance(part, Monitor) else part.drug
    return Line(
        kind=kind, about=about, when=when, words=words, source=part.source, option=part.option, readings=part.readings
    )


def _days_of(course: Course, start: int, end: int | None) -> str:
    times = course.times or ((end - start) // course.every + 1 if course.every and end is not None else None)
    if course.every and times and times <= FEW:
        return f"day{'s' * (times > 1)} {', '.join(str(start + number * course.every) for number in range(times))}"
    if course.every:
        return f"from day {start} on" + (f", {times} times" if times else "")
    if end is None:
        return f"from day {start} on"
    return f"day {start}" if end == start else f"days {start} to {end}"


def _of_rule(rule: Rule) -> str:
    if rule.at_start:
        return "before the first dose"
    if rule.from_day is None and rule.until_day is None:
        return "always"
    if rule.until_day is None:
        return f"from day {rule.from_day} on"
    return f"days {rule.from_day or 0} to {rule.until_day}"
