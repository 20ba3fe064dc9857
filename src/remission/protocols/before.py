"""List what is measured, and when: the samples of a protocol, and those that its questions before a first dose need."""

from __future__ import annotations

from functools import lru_cache

from remission.definitions import shelf
from remission.definitions.derive import needed
from remission.protocols.parts import Monitor, Rule
from remission.protocols.protocol import Protocol
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.windows import Visit
from remission.terms.words import Word

_KEPT = 64
"""How many protocols are remembered: every choice of switches is one."""
_BASELINE = "baseline("


@lru_cache(maxsize=_KEPT)
def sampled(protocol: Protocol) -> tuple[Monitor, ...]:
    """List the monitors in use, and one more for each analyte that must be known before a first dose and is not due by then.

    Returns:
        The same objects each time.

    Example:
        >>> from remission.protocols.find import find
        >>> [m.words for m in sampled(find("aurora_1_2021")) if m.windows[0][0] == 0 and m.analyte.name != "upcr"]
        ['systolic blood pressure on day 0', 'diastolic blood pressure on day 0', 'serum creatinine on day 0']
    """
    monitors = list(protocol.in_use(protocol.monitors))
    for rule in (rule for rule in protocol.in_use(protocol.rules) if rule.at_start):
        start = min(course.start for course in protocol.in_use(protocol.courses) if course.drug == rule.drug)
        for name, low in _asked_before(rule, protocol, start):
            windows = [(low, high) for m in monitors if m.analyte.name == name for _, low, high in m.windows]
            if not any(first <= start <= last for first, last in windows):
                first = max([low, *(last + 1 for _, last in windows if last < start)])
                monitors.append(_before(rule, name, start, first))
    return tuple(monitors)


def _before(rule: Rule, name: str, start: int, low: int) -> Monitor:
    """Make a sample that is due on the day of the first dose, and may be drawn before it."""
    first = Visit(name="first_dose", label="Before the first dose", target=start, low=low, high=start)
    word = Word.of(name, inside_a_sentence(ANALYTES[name].label))
    return Monitor(analyte=word, visits=(first,), source=rule.source, place=rule.place)


def _asked_before(rule: Rule, protocol: Protocol, start: int) -> list[tuple[str, int]]:
    """List the analytes that a rule reads, through definitions too, with the first day whose result still counts."""
    read = list(rule.when.expr.meta.root_names())
    named = [name for name in map(_bare, read) if name not in ANALYTES and name in shelf.names()]
    read += [name for definition in needed(map(shelf.find, named)) for name in definition.inputs]
    oldest = start - protocol.look_back
    at_baseline = {_bare(name) for name in read if name.startswith(_BASELINE)} and protocol.visits
    low = max(oldest, protocol.visits[0].low) if at_baseline and start == 0 else oldest
    return [
        (name, low) for name in dict.fromkeys(map(_bare, read)) if name in ANALYTES and ANALYTES[name].kind != "item"
    ]


def _bare(name: str) -> str:
    """Name the quantity that a column is made of."""
    return name.rpartition("(")[2].rstrip(")")
