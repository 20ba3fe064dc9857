"""Tell whether a rule can be reached: whether any believable value meets it, and whether another rule always decides first."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import polars as pl

from remission.protocols.parts import Ask, Hold, Increase, Reduce, Restart, Rule, StepDown, Stop
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS
from remission.terms.words import Condition


@dataclass(frozen=True, slots=True)
class Span:
    """Hold the values that some comparisons leave; an open end does not belong to it.

    Attributes:
        low: The least.
        high: The greatest.
        open_low: Whether the least does not belong to it.
        open_high: Whether the greatest does not.
    """

    low: float = -inf
    high: float = inf
    open_low: bool = False
    open_high: bool = False

    def __and__(self, other: Span) -> Span:
        """Give the values in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Span(
            low,
            high,
            any(span.open_low for span in (self, other) if span.low == low),
            any(span.open_high for span in (self, other) if span.high == high),
        )

    @property
    def empty(self) -> bool:
        """Tell whether no value is left."""
        return self.low > self.high or (self.low == self.high and (self.open_low or self.open_high))


def unmeetable(when: Condition) -> bool:
    """Tell whether no believable value can meet a condition.

    Conditions joined by `or` are met by either; what is not compared with a number may always be met.

    Example:
        >>> from remission.terms.analytes import creatinine
        >>> unmeetable((creatinine > 1.5) & (creatinine < 1)), unmeetable(creatinine > 1.5)
        (True, False)
    """
    if when.joint == "or":
        return all(map(unmeetable, when.parts))
    parts = when.parts if when.joint == "and" else (when,)
    if when.joint == "and" and any(part.parts and unmeetable(part) for part in parts):
        return True
    left: dict[str, Span] = {}
    for leaf in parts:
        found, column = _span(leaf), _column(leaf)
        if found and column:
            left[column] = left.get(column, _believable(column)) & found
    return any(span.empty for span in left.values())


def covers(first: Rule, second: Rule, *, later: bool) -> bool:
    """Tell whether a rule decides whenever another one holds, so that the other is never reached.

    Args:
        first: The rule that may decide first.
        second: The other.
        later: Whether `first` stands after `second` in the protocol.
    """
    same = (
        first.drug == second.drug
        and first.route in (None, second.route)
        and first.at_start == second.at_start
        and first.permitted == second.permitted
        and (second.titrates or not first.titrates)
        and set(second.recorded_as) <= set(first.recorded_as)
        and set(first.option.split(", ")) - {""} <= set(second.option.split(", "))
    )
    from_, until = first.from_day or 0, inf if first.until_day is None else first.until_day
    days = from_ <= (second.from_day or 0) and (inf if second.until_day is None else second.until_day) <= until
    return same and days and _decides(first, second, later=later) and implies(second.when, first.when)


def _decides(first: Rule, second: Rule, *, later: bool) -> bool:
    """Tell whether a rule has the word before another where both hold; see `remission.protocols.ladder`."""
    one, other = first.then, second.then
    asks_later = isinstance(other, Restart) or (isinstance(other, Ask) and other.while_stopped)
    if isinstance(one, Stop):
        return not asks_later and not (later and isinstance(other, Stop | StepDown))
    if isinstance(one, Hold):
        return not isinstance(other, Stop | StepDown) and not (later and isinstance(other, Hold))
    lowers = isinstance(one, Reduce) and isinstance(other, Reduce) and one.to <= other.to
    raises = isinstance(one, Increase) and isinstance(other, Increase) and one.to >= other.to
    asks = isinstance(one, Ask) and isinstance(other, Ask) and one.while_stopped == other.while_stopped
    again = isinstance(one, Restart) and isinstance(other, Restart)
    return not later and (lowers or raises or asks or again)


def implies(narrow: Condition, wide: Condition) -> bool:
    """Tell whether a condition holds wherever another one does; no where that cannot be told from their words.

    Example:
        >>> from remission.terms.analytes import creatinine
        >>> implies(creatinine >= 2, creatinine > 1), implies(creatinine > 1, creatinine >= 2)
        (True, False)
    """
    parts = narrow.parts if narrow.joint == "and" else (narrow,)
    if wide.words in {narrow.words, *(part.words for part in parts)}:
        return True
    if narrow.joint == "or":
        return all(implies(part, wide) for part in narrow.parts)
    if wide.joint == "and":
        return all(implies(narrow, part) for part in wide.parts)
    if wide.joint == "or":
        return any(implies(narrow, part) for part in wide.parts)
    limit, quantity = _span(wide), _quantity(wide)
    if limit is None:
        return False
    held = Span()
    for part in parts:
        found = _span(part)
        held = held & found if found and _quantity(part) == quantity else held
    return (held & limit) == held and held != Span()


def _span(leaf: Condition) -> Span | None:
    """Give the values that meet a comparison with a number; None for anything else."""
    if leaf.parts or leaf.seen is None or leaf.limit is None or leaf.limit.expr.meta.root_names():
        return None
    limit = pl.select(leaf.limit.expr).item()
    if not isinstance(limit, float | int):
        return None
    spans = {
        "<": Span(high=limit, open_high=True),
        "≤": Span(high=limit),
        ">": Span(low=limit, open_low=True),
        "≥": Span(low=limit),
        "=": Span(limit, limit),
    }
    return spans.get(leaf.sign)


def _quantity(leaf: Condition) -> str:
    """Name what is compared, so that two of one name are the same."""
    return str(leaf.seen.expr) if leaf.seen else ""


def _column(leaf: Condition) -> str:
    """Name the column whose values are compared, where a believable range is known; "" elsewhere."""
    name = (leaf.seen.name or leaf.seen.some_of) if leaf.seen else ""
    known = name in ANALYTES or (name in TRAITS and TRAITS[name].kind == "number")
    return name if known else ""


def _believable(column: str) -> Span:
    term = ANALYTES.get(column) or TRAITS[column]
    return Span(*term.plausible)
