"""Hold a protocol in the shape in which it is asked: its drugs one by one, with the reasons that a dose can have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

import polars as pl

from remission.definitions.definition import Definition
from remission.protocols.before import sampled
from remission.protocols.parts import Course, Rule
from remission.protocols.protocol import Protocol
from remission.terms.analytes import ANALYTES
from remission.terms.sources import Source


class Act(IntEnum):
    """Say what is to be done about a drug on a day."""

    NONE = 0
    START = 1
    CONTINUE = 2
    CHANGE = 3
    HOLD = 4
    STOP = 5
    ASK = 6


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """Say why a dose is what it is.

    Attributes:
        kind: What decided: "schedule", "continue", "cap", "end", "early", "stopped", "rule", "titrated"; or what has to be
            asked about: "unrecorded", "ended", "overlap", "undated", "unstated", "off", "missing", "no baseline", "overdue",
            "untimed", "unknown", "no room", "question", "lifted", "over".
        says: The reason as a sentence.
        source: Where it is published.
        rule: The rule that decided, or could not be judged.
        reads: The analytes that the rule reads, to print what it saw.
        compares: The columns of the dose that the protocol has come to and of the one on record, to print both.
    """

    kind: str
    says: str
    source: Source
    rule: Rule | None = None
    reads: tuple[str, ...] = ()
    compares: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """Hold what a protocol says about one drug by one route.

    Attributes:
        key: How the columns of the drug are named: the drug, or "drug, route" where the protocol gives it by two.
        courses: Its courses, the earliest first.
        rules: Its rules, in their order.
        number: Its place among the drugs of the protocol.
    """

    key: str
    courses: tuple[Course, ...]
    rules: tuple[Rule, ...]
    number: int

    @property
    def first(self) -> Course:
        """Give its first course."""
        return self.courses[0]

    def column(self, name: str) -> pl.Expr:
        """Give a column that the chart tells about the drug."""
        return pl.col(f"{name}({self.key})")

    def made(self, name: str) -> str:
        """Name a column that is made about the drug."""
        return f"{name} {self.number}"


@dataclass(frozen=True, slots=True)
class Need:
    """Say what a rule, or the response, needs to know.

    Attributes:
        words: What needs it.
        column: The column of its answer.
        taking: The column that tells whether the drug of a rule is taken; "" for the response.
        inputs: What the chart should tell, but for what is measured only when needed.
    """

    words: str
    column: str
    taking: str
    inputs: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Compiled:
    """Hold a protocol as expressions, with what they read.

    Attributes:
        protocol: The protocol.
        seats: Its drugs.
        definitions: The definitions that it rests on, in an order in which each finds what it needs.
        steps: Expressions to be added to wide rows, step after step.
        inputs: The columns that the chart must give.
        today: The columns that tell what was given on the day itself, to be judged.
        reasons: Every reason that a dose can have; rows point to them by number.
        routes: The route that is meant where a drug is named without one.
        needs: What the response, which comes first, and each rule need to know.
        response: The definition of the response, where it is answered; "" where the expressions are of one drug only.
    """

    protocol: Protocol
    seats: tuple[Seat, ...]
    definitions: list[Definition]
    steps: list[list[pl.Expr]] = field(default_factory=list[list[pl.Expr]])
    inputs: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    reasons: list[Reason] = field(default_factory=list[Reason])
    routes: dict[str, str] = field(default_factory=dict[str, str])
    needs: list[Need] = field(default_factory=list[Need])
    response: str = ""

    def because(
        self, kind: str, says: str, source: Source, rule: Rule | None = None, *, compares: tuple[str, str] | None = None
    ) -> int:
        """Note a reason, and give its number."""
        shown = tuple(n for n in self.reads(rule) if ANALYTES[n].kind != "item") if rule else ()
        self.reasons.append(Reason(kind, says, source, rule, shown, compares))
        return len(self.reasons) - 1

    def waits(self, drug: str) -> set[int]:
        """List after how many days on a dose of a drug a rule may change its answer."""
        rules = [rule for seat in self.seats for rule in seat.rules]
        return {limit + more for rule in rules for limit in thresholds(rule, f"days_on({drug})") for more in (0, 1)}

    def watched(self) -> set[str]:
        """List the samples of which it matters that they are overdue."""
        made = {expr.meta.output_name() for step in self.steps for expr in step}
        return {name.partition(" ")[2] for name in made if name.startswith("overdue ")}

    def reads(self, rule: Rule) -> tuple[str, ...]:
        """List the analytes that a rule rests on, through definitions too."""
        read = dict.fromkeys(map(of_what, self.closure(rule.when.expr.meta.root_names())))
        return tuple(name for name in read if name in ANALYTES)

    def closure(self, names: Iterable[str]) -> tuple[str, ...]:
        """List the columns of a chart that some columns rest on."""
        by_name = {d.name: d for d in self.definitions}
        found: dict[str, None] = {}

        def visit(name: str) -> None:
            if of_what(name) in by_name:
                for inner in by_name[of_what(name)].inputs:
                    visit(inner)
            found[name] = None

        for name in names:
            visit(name)
        return tuple(found)


@lru_cache(maxsize=1024)
def thresholds(rule: Rule, name: str) -> tuple[int, ...]:
    """List the numbers with which a rule compares a count of days."""
    limits = [
        leaf.limit
        for leaf in rule.when.leaves()
        if leaf.seen is not None and leaf.seen.name == name and leaf.limit is not None
    ]
    return tuple(int(pl.select(limit.expr).item()) for limit in limits if not limit.expr.meta.root_names())


def of_what(name: str) -> str:
    """Name the quantity that a column is made of: `baseline(creatinine)` is made of creatinine."""
    call, _, rest = name.rpartition("(")
    return rest.rstrip(")") if call else name


def spelt_out(name: str) -> list[str]:
    """List the analytes that a name stands for: itself, or all of a kind.

    Example:
        >>> spelt_out("creatinine"), len(spelt_out("item"))
        (['creatinine'], 24)
    """
    return [name] if name in ANALYTES else [n for n, a in ANALYTES.items() if a.kind == name]


def samples(protocol: Protocol) -> list[tuple[str, list[tuple[int, int]], list[str]]]:
    """List each analyte that is due on days, its windows in order, and what counts as having measured it."""
    monitors = [m for m in sampled(protocol) if m.windows]
    return [
        (
            name,
            sorted((low, high) for m in monitors if m.analyte.name == name for _, low, high in m.windows),
            list(dict.fromkeys(n for m in monitors if m.analyte.name == name for n in (name, m.or_kind) if n)),
        )
        for name in dict.fromkeys(m.analyte.name for m in monitors)
    ]
