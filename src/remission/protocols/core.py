"""Say what a protocol asks for on the morning of a day: the one core that care, audit and simulation share.

A protocol is compiled once into expressions over wide rows, one row a patient and day, and answers for all rows at once.
Nothing is remembered between days: the dose in force is read from the record of the day before.

For each drug and row the first of these that holds decides:

1. a rule that stops the drug; 2. a rule that withholds it; 3. a drug that is stopped stays stopped, unless a rule with
`Restart` holds; 4. the record of its doses cannot be read: ask; 5. a rule that lowers the dose; 6. a rule that asks, a rule
that cannot be judged although what it needs is overdue, or a drug level without its time since the dose: ask; 7. a rule
that raises the dose; 8. the schedule, or the dose in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache, reduce
from operator import or_

import polars as pl

from remission.chart.mornings import Record
from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.definitions.derive import needed
from remission.protocols.parts import (
    Ask,
    Course,
    Hold,
    Increase,
    Reduce,
    Restart,
    Rule,
    SetTo,
    StepDown,
    Stop,
)
from remission.protocols.protocol import Protocol
from remission.protocols.schedule import amount_of, dose_after, first_dose, settled_after
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.sources import Source
from remission.terms.words import SLIP

_KEPT = 32
"""How many compiled protocols are kept: every choice of switches is one."""
_DAY = pl.col("day")
_EARLY_PART = 4
"""A dose that is given every so many days may come a quarter of them early."""


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
            asked about: "unrecorded", "ended", "overlap", "undated", "unstated", "missing", "overdue", "untimed",
            "no room", "question", "bound".
        says: The reason as a sentence.
        source: Where it is published.
        rule: The rule that decided, or could not be judged.
        reads: The analytes that the rule reads, to print what it saw.
    """

    kind: str
    says: str
    source: Source
    rule: Rule | None = None
    reads: tuple[str, ...] = ()


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
    """

    protocol: Protocol
    seats: tuple[Seat, ...]
    definitions: list[Definition]
    steps: list[list[pl.Expr]] = field(default_factory=list[list[pl.Expr]])
    inputs: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    reasons: list[Reason] = field(default_factory=list[Reason])
    routes: dict[str, str] = field(default_factory=dict[str, str])

    def because(self, kind: str, says: str, source: Source, rule: Rule | None = None) -> int:
        """Note a reason, and give its number."""
        shown = tuple(n for n in self.reads(rule) if ANALYTES[n].kind != "item") if rule else ()
        self.reasons.append(Reason(kind, says, source, rule, shown))
        return len(self.reasons) - 1

    def waits(self, seat: Seat) -> set[int]:
        """List after how many days on a dose a rule of the drug may change its answer."""
        return {
            limit + more for rule in seat.rules for limit in thresholds(rule, f"days_on({seat.key})") for more in (0, 1)
        }

    def reads(self, rule: Rule) -> tuple[str, ...]:
        """List the analytes that a rule rests on, through definitions too."""
        read = dict.fromkeys(map(_of, self.closure(rule.when.expr.meta.root_names())))
        return tuple(name for name in read if name in ANALYTES)

    def closure(self, names: Iterable[str]) -> tuple[str, ...]:
        """List the columns of a chart that some columns rest on."""
        by_name = {d.name: d for d in self.definitions}
        found: dict[str, None] = {}

        def visit(name: str) -> None:
            if _of(name) in by_name:
                for inner in by_name[_of(name)].inputs:
                    visit(inner)
            found[name] = None

        for name in names:
            visit(name)
        return tuple(found)


def thresholds(rule: Rule, name: str) -> list[int]:
    """List the numbers with which a rule compares a count of days."""
    limits = [
        leaf.limit
        for leaf in rule.when.leaves()
        if leaf.seen is not None and leaf.seen.name == name and leaf.limit is not None
    ]
    return [int(pl.select(limit.expr).item()) for limit in limits if not limit.expr.meta.root_names()]


def _of(name: str) -> str:
    call, _, rest = name.rpartition("(")
    return rest.rstrip(")") if call else name


@lru_cache(maxsize=_KEPT)
def compiled(protocol: Protocol, *, titrated: bool = False, planned: bool = False) -> Compiled:
    """Turn a protocol, with what is chosen, into expressions over wide rows.

    Args:
        protocol: The protocol.
        titrated: Whether doses with a target come from elsewhere, in the columns `titrated <number of the drug>`.
        planned: Whether samples that are still to come count as unremarkable, so that none is asked about.
    """
    c = Compiled(protocol, _seated(protocol), _definitions(protocol))
    c.routes = {seat.first.drug: seat.first.route for seat in c.seats if seat.key == seat.first.drug}
    c.steps += _answers(c)
    c.steps.append(_fit_levels(c))
    c.steps.append(
        [expr for seat in c.seats for expr in (*_courses(seat, protocol), *_chosen(seat, titrated=titrated))]
    )
    c.steps.append([expr for seat in c.seats for expr in _schedules(seat)])
    c.steps.append([expr for seat in c.seats for expr in _rules(seat)])
    ladders = [_Ladder(seat, c, titrated=titrated, planned=planned) for seat in c.seats]
    c.steps.append([expr for ladder in ladders for expr in ladder.parts()])
    c.steps.append([expr for ladder in ladders for expr in ladder.rung()])
    c.steps.append([expr for ladder in ladders for expr in ladder.outcome()])
    made = {expr.meta.output_name() for step in c.steps for expr in step}
    masked = {expr.meta.output_name() for expr in _fit_levels(c)} & ANALYTES.keys()
    read = dict.fromkeys(name for step in c.steps for expr in step for name in expr.meta.root_names())
    more = [f"day_of({name})" for reason in c.reasons for name in reason.reads]
    more += [f"last({name})" for name in _assessed(c)]
    wanted = dict.fromkeys([*(n for n in read if n not in made or n in masked), *more])
    c.inputs = tuple(n for n in wanted if n != "day" and not n.startswith("titrated "))
    c.today = tuple(f"{n}({seat.key})" for seat in c.seats for n in ("given", "given_per_week", "given_record"))
    return c


def _assessed(c: Compiled) -> list[str]:
    """List the analytes that show that a visit was held or a sample drawn."""
    monitors = c.protocol.in_use(c.protocol.monitors)
    words = [name for m in monitors for name in (m.analyte.name, m.or_kind) if name]
    return [*words, *(n for n in c.closure([c.protocol.response] if c.protocol.response else []) if n in ANALYTES)]


def _seated(protocol: Protocol) -> tuple[Seat, ...]:
    courses = protocol.in_use(protocol.courses)
    rules = protocol.in_use(protocol.rules)
    pairs = list(dict.fromkeys((c.drug, c.route) for c in courses))
    seats: list[Seat] = []
    for number, (drug, route) in enumerate(pairs):
        alone = sum(other == drug for other, _ in pairs) == 1
        mine = sorted((c for c in courses if (c.drug, c.route) == (drug, route)), key=lambda c: c.start)
        its = tuple(r for r in rules if r.drug == drug and (alone or r.route in (None, route)))
        seats.append(Seat(drug if alone else f"{drug}, {route}", tuple(mine), its, number))
    return tuple(seats)


def _definitions(protocol: Protocol) -> list[Definition]:
    """Find the definitions that rules, amounts and the response rest on."""
    exprs = [rule.when.expr for rule in protocol.in_use(protocol.rules)]
    exprs += [amount_of(rule.then.dose) for rule in protocol.in_use(protocol.rules) if isinstance(rule.then, SetTo)]
    for course in protocol.in_use(protocol.courses):
        exprs += [amount_of(first_dose(course.dose)), dose_after(course.dose, _DAY, pl.lit(0.0))]
    named = dict.fromkeys(_of(name) for expr in exprs for name in expr.meta.root_names())
    names = set(shelf.names())
    asked = [name for name in named if name in names and name not in ANALYTES]
    asked += [protocol.response] if protocol.response else []
    return needed(shelf.find(name) for name in dict.fromkeys(asked))


def _answers(c: Compiled) -> list[list[pl.Expr]]:
    """Answer definitions, those that rest on others last; the baseline of an answer comes from the baseline visit."""
    depth: dict[str, int] = {}
    steps: list[list[pl.Expr]] = []
    for definition in c.definitions:
        at = 1 + max((depth[name] for name in definition.inputs if name in depth), default=-1)
        depth[definition.name] = at
        if at == len(steps):
            steps.append([])
        steps[at].append(definition.expr)
    return steps


def _fit_levels(c: Compiled) -> list[pl.Expr]:
    """Make a level unknown to rules where its time since the dose does not fit, and say so."""
    made: list[pl.Expr] = []
    for monitor in c.protocol.in_use(c.protocol.monitors):
        if monitor.hours is None:
            continue
        name, hour = monitor.analyte.name, pl.col(f"hour({monitor.analyte.name})")
        fits = ((hour - monitor.hours).abs() <= monitor.hours_off).fill_null(value=False)
        made += [
            pl.col(name).alias(f"seen {name}"),
            pl.when(fits).then(pl.col(name)).alias(name),
            (pl.col(name).is_not_null() & ~fits).alias(f"untimed {name}"),
        ]
    return [*made, *_late(c)]


def _late(c: Compiled) -> list[pl.Expr]:
    """Tell of each sample that has due days whether the last one that should have been drawn by now was not."""
    made: list[pl.Expr] = []
    for name, windows, words in samples(c.protocol):
        low, high = (pl.lit(None, dtype=pl.Float64) for _ in range(2))
        for first, end in windows:
            low = pl.when(end < _DAY).then(pl.lit(float(first))).otherwise(low)
            high = pl.when(end < _DAY).then(pl.lit(float(end))).otherwise(high)
        last = pl.max_horizontal(pl.col(f"last({word})") for word in words)
        made.append((low.is_not_null() & (last.is_null() | (last < low))).alias(f"overdue {name}"))
        made.append(high.alias(f"overdue since {name}"))
    return made


def samples(protocol: Protocol) -> list[tuple[str, list[tuple[int, int]], list[str]]]:
    """List each analyte that is due on days, its windows in order, and what counts as having measured it."""
    monitors = [m for m in protocol.in_use(protocol.monitors) if m.windows]
    return [
        (
            name,
            sorted((low, high) for m in monitors if m.analyte.name == name for _, low, high in m.windows),
            list(dict.fromkeys(n for m in monitors if m.analyte.name == name for n in (name, m.or_kind) if n)),
        )
        for name in dict.fromkeys(m.analyte.name for m in monitors)
    ]


def _courses(seat: Seat, protocol: Protocol) -> list[pl.Expr]:
    """Tell when each course of a drug begins for the patient, with which dose, and whether it has begun at all."""
    dose, last, record = seat.column("dose"), seat.column("last_given"), seat.column("record")
    start = seat.first.start
    taking = (dose > 0).fill_null(value=False)
    never = (~taking & (last.is_null() | (last < start))).alias(seat.made("never"))
    in_time = start + protocol.late >= _DAY
    begun = seat.column("begun")
    began = (
        pl.when(begun.is_between(start, start + protocol.late))
        .then(begun)
        .when(~taking & (last.is_null() | (last < start)) & in_time & (start <= _DAY))
        .then(_DAY.cast(pl.Float64))
        .otherwise(pl.lit(float(start)))
    )
    fresh = ((record == Record.NOTHING) | (record == Record.ENDED)) & in_time
    starting = ~taking & (last.is_null() | (last < start)) & (fresh | (dose == 0).fill_null(value=False))
    firsts = [amount_of(first_dose(c.dose)).cast(pl.Float64).alias(seat.made(f"first {n}")) for n, c in _numbered(seat)]
    return [
        *firsts,
        never,
        (starting & (start <= _DAY)).alias(seat.made("starting")),
        began.alias(seat.made("began 0")),
    ]


def _chosen(seat: Seat, *, titrated: bool) -> list[pl.Expr]:
    """Take a dose from elsewhere only where there is a level on this dose to choose it by."""
    target = seat.first.target
    if not titrated or target is None:
        return []
    level = target.analyte
    new = (pl.col(f"day_of({level.name})") > seat.column("changed")) & level.expr.is_not_null()
    return [pl.when(new).then(pl.col(seat.made("titrated"))).alias(seat.made("titrated"))]


def _numbered(seat: Seat) -> list[tuple[int, Course]]:
    return list(enumerate(seat.courses))


def _schedules(seat: Seat) -> list[pl.Expr]:
    """Give the dose of the schedule, whether it is fixed by it, and whether any course of the drug runs."""
    due: pl.Expr = pl.lit(None, dtype=pl.Float64)
    fixed: pl.Expr = pl.lit(value=False)
    runs: pl.Expr = pl.lit(value=False)
    ceiling: pl.Expr = pl.lit(None, dtype=pl.Float64)
    pulse: pl.Expr = pl.lit(value=False)
    for number, course in _numbered(seat):
        began = pl.col(seat.made("began 0")) if number == 0 else pl.lit(float(course.start))
        first = pl.col(seat.made(f"first {number}"))
        days = _DAY - began
        on = (days >= 0) & (course.start <= _DAY)
        if course.until is not None:
            on = on & (days <= course.until - course.start)
        scheduled, settled = dose_after(course.dose, days, first), settled_after(course.dose, first)
        open_ = (days > settled).fill_null(value=False) if course.titrated else pl.lit(value=False)
        end = dose_after(course.dose, settled, first) if not isinstance(course.dose, float | int) else None
        limits = [limit for limit in (course.most, end) if limit is not None]
        top = pl.min_horizontal(limits) if limits else pl.lit(None, dtype=pl.Float64)
        due = pl.when(on).then(scheduled.clip(None, course.most)).otherwise(due)
        fixed = pl.when(on).then(~open_).otherwise(fixed)
        ceiling = pl.when(on).then(top.cast(pl.Float64)).otherwise(ceiling)
        pulse = pl.when(on).then(_due_now(course, days, seat, began) if course.every else False).otherwise(pulse)
        runs = runs | on
    return [
        due.alias(seat.made("due")),
        fixed.alias(seat.made("fixed")),
        ceiling.alias(seat.made("ceiling")),
        pulse.alias(seat.made("pulse")),
        runs.alias(seat.made("runs")),
    ]


def _due_now(course: Course, days: pl.Expr, seat: Seat, began: pl.Expr) -> pl.Expr:
    """Tell whether a dose of a course that is not daily is due: from its day on, until it is given or the next one is due."""
    every = course.every or 1
    early = every // _EARLY_PART
    number = (days / every).floor()
    slot, last = began + number * every, seat.column("last_given")
    open_ = (last < slot - early) & (_DAY - last >= every - early)
    due = (last.is_null() | (last < course.start - early)) | open_
    return due if course.times is None else due & (number < course.times)


def _rules(seat: Seat) -> list[pl.Expr]:
    """Ask each rule: yes, no or unknown; no outside its days."""
    made: list[pl.Expr] = []
    for number, rule in enumerate(seat.rules):
        holds = rule.when.expr
        if isinstance(rule.then, StepDown):
            holds = holds & ~(pl.col(f"dose({rule.then.keep})") == 0).fill_null(value=False)
        if rule.from_day is not None:
            holds = holds & (rule.from_day <= _DAY)
        if rule.until_day is not None:
            holds = holds & (rule.until_day >= _DAY)
        made.append(holds.alias(seat.made(f"rule {number}")))
    return made


@dataclass(frozen=True, slots=True, eq=False)
class _Rung:
    """Hold one step of the ladder of questions about a drug.

    Attributes:
        when: The condition under which it decides.
        dose: Which dose it gives, by the name of its column; of an ask, what it would be. "" is 0.
        act: What to do.
        why: The reason, by its number.
    """

    when: pl.Expr
    dose: str
    act: Act
    why: int


class _Ladder:
    """Build the order in which the questions about one drug are asked."""

    def __init__(self, seat: Seat, c: Compiled, *, titrated: bool, planned: bool) -> None:
        self.seat, self.c, self.titrated, self.planned = seat, c, titrated, planned
        self.course = seat.first
        self.label = DRUGS[self.course.drug].label.lower()
        self.now, self.record = seat.column("dose"), seat.column("record")
        self.pulsed = any(course.every for course in seat.courses)
        self.taking, self.stopped, self.open, self.starting, self.runs, self.fixed = (
            self.made(name) for name in ("taking", "stopped", "open", "starting", "runs", "fixed")
        )
        self.rungs = (
            *self._outside(),
            *self._stops(),
            *self._stays_stopped(),
            *self._not_due(),
            *self._unreadable(),
            *self._changes(),
            *self._asks(),
            *self._raises(),
            *self._plain(),
        )

    def made(self, name: str) -> pl.Expr:
        """Give a column that is made about the drug."""
        return pl.col(self.seat.made(name))

    def parts(self) -> list[pl.Expr]:
        """Make the columns that the questions are asked of: whether the drug is taken, and each dose that may come out."""
        seat, due, ceiling = self.seat, self.made("due"), self.made("ceiling")
        taking = (self.now > 0).fill_null(value=False)
        chosen = [
            pl.min_horizontal(self.now, ceiling),
            pl.coalesce(pl.min_horizontal(seat.column("before"), ceiling), due),
        ]
        base = pl.when(self.starting | self.fixed).then(due).when(taking).then(chosen[0]).otherwise(chosen[1])
        made = {
            "taking": taking,
            "stopped": (self.now == 0).fill_null(value=False) & ~self.made("never"),
            "open": taking & ~self.fixed,
            "base": base,
        }
        made |= {f"new {n}": self._new(rule).cast(pl.Float64) for n, rule in enumerate(seat.rules) if self._sets(rule)}
        return [expr.alias(seat.made(name)) for name, expr in made.items()]

    def rung(self) -> list[pl.Expr]:
        """Find the first question whose answer is yes."""
        found = pl.lit(len(self.rungs), dtype=pl.UInt32)
        for number, rung in reversed(list(enumerate(self.rungs))):
            found = pl.when(rung.when).then(pl.lit(number, dtype=pl.UInt32)).otherwise(found)
        return [found.alias(self.seat.made("rung"))]

    def outcome(self) -> list[pl.Expr]:
        """Give the dose, what to do, the reason, and the least dose that is permitted."""
        rung = self.made("rung")
        dose: pl.Expr = pl.lit(0.0)
        for name in dict.fromkeys(r.dose for r in self.rungs if r.dose):
            of = [number for number, r in enumerate(self.rungs) if r.dose == name]
            here = reduce(
                or_, [(rung >= low) & (rung <= high) if low < high else rung == low for low, high in _runs(of)]
            )
            dose = pl.when(here).then(self.made(name)).otherwise(dose)
        acts = pl.Series([int(r.act) for r in self.rungs], dtype=pl.Int8)
        whys = pl.Series([r.why for r in self.rungs], dtype=pl.Int16)
        made = {
            "expected": dose,
            "act": pl.lit(acts).gather(rung),
            "why": pl.lit(whys).gather(rung),
            "at least": self._permitted(),
        }
        return [expr.alias(self.seat.made(name)) for name, expr in made.items()]

    def _permitted(self) -> pl.Expr:
        """Give the least dose that a rule which only permits leaves open; unknown where there is none."""
        least: pl.Expr = pl.lit(None, dtype=pl.Float64)
        for number, rule in enumerate(self.seat.rules):
            if rule.permitted and isinstance(rule.then, Reduce):
                allowed = self.runs & self.open & self.made(f"rule {number}").fill_null(value=True)
                least = pl.when(allowed).then(pl.lit(float(rule.then.to))).otherwise(least)
        return least

    def _outside(self) -> list[_Rung]:
        label, source = _capital(self.label), self.course.source
        says = f"{label} begins on day {self.course.start}, and a dose is on record before: is it to go on?"
        early = self.c.because("early", says, source)
        over = self.c.because("end", f"The course of {self.label} is over.", self.seat.courses[-1].source)
        before = self.course.start > _DAY
        return [
            _Rung(before & self.taking, "", Act.ASK, early),
            _Rung(before, "", Act.NONE, early),
            _Rung(~self.runs & self.taking, "", Act.STOP, over),
            _Rung(~self.runs, "", Act.NONE, over),
        ]

    def _stops(self) -> list[_Rung]:
        rungs: list[_Rung] = []
        for kinds, act in (((Stop, StepDown), Act.STOP), ((Hold,), Act.HOLD)):
            for number, rule in self._named(*kinds):
                when = self.made(f"rule {number}")
                when = when & ~self.stopped if act is Act.STOP else when
                when = when & self.made("pulse") if self.pulsed else when
                rungs.append(_Rung(when, "", act, self._by(rule)))
        return rungs

    def _stays_stopped(self) -> list[_Rung]:
        again = [
            _Rung(self.stopped & self.made(f"rule {n}"), f"new {n}", Act.START, self._by(rule))
            for n, rule in self._named(Restart)
        ]
        says = f"{_capital(self.label)} was stopped; no rule begins it again."
        return [*again, _Rung(self.stopped, "", Act.CONTINUE, self.c.because("stopped", says, self.course.source))]

    def _not_due(self) -> list[_Rung]:
        if not self.pulsed:
            return []
        why = self.c.because("schedule", f"No dose of {self.label} is due.", self.course.source)
        unknown = (self.record == Record.NOTHING) & ~self.starting
        return [_Rung(~unknown & ~self.made("pulse"), "", Act.NONE, why)]

    def _unreadable(self) -> list[_Rung]:
        """Ask where the record does not say which dose is in force."""
        label = _capital(self.label)
        since = f"{label} was to begin on day {self.course.start}, and no dose is on record: is it given?"
        told = {
            Record.OVERLAP: ("overlap", f"Two doses of {self.label} overlap on record: which one is given?"),
            Record.UNDATED: ("undated", f"Doses of {self.label} are on record without a day: which one is in force?"),
            Record.UNSTATED: (
                "unstated",
                f"A course of {self.label} is on record without its dose: how much is given?",
            ),
            Record.NOTHING: ("unrecorded", since),
            Record.ENDED: ("ended", f"The last course of {self.label} on record is over: is it still given?"),
        }
        rungs: list[_Rung] = []
        for record, (kind, says) in told.items():
            wrong = self.record == record
            if record in (Record.NOTHING, Record.ENDED):
                wrong = wrong & ~self.starting
            if record != Record.ENDED or not self.pulsed:
                rungs.append(_Rung(wrong, "base", Act.ASK, self.c.because(kind, says, self.course.source)))
        return rungs

    def _changes(self) -> list[_Rung]:
        rungs = [self._from_elsewhere(lower=True)] if self.titrated and self.course.target else []
        for number, rule in self._named(Reduce, SetTo):
            lower = _less(self.made(f"new {number}"), self.now)
            when = self.open & self.made(f"rule {number}") & lower
            rungs.append(_Rung(when, f"new {number}", Act.CHANGE, self._by(rule)))
        return rungs

    def _raises(self) -> list[_Rung]:
        rungs = [self._from_elsewhere(lower=False)] if self.titrated and self.course.target else []
        for number, rule in self._named(Increase, SetTo):
            higher = _less(self.now, self.made(f"new {number}"))
            when = self.open & self.made(f"rule {number}") & higher
            rungs.append(_Rung(when, f"new {number}", Act.CHANGE, self._by(rule)))
        return rungs

    def _from_elsewhere(self, *, lower: bool) -> _Rung:
        new = self.made("titrated")
        says = "The dose was chosen for the target: " + (self.course.target.words if self.course.target else "")
        why = self.c.because("titrated", says + ".", self.course.source)
        moved = _less(new, self.now) if lower else _less(self.now, new)
        return _Rung(self.open & moved, "titrated", Act.CHANGE, why)

    def _asks(self) -> list[_Rung]:
        rungs: list[_Rung] = []
        for number, rule in self._named(Ask, Reduce):
            holds = self.made(f"rule {number}")
            if isinstance(rule.then, Ask):
                why = self.c.because("question", f"{_capital(rule.then.question)}.", rule.source, rule)
                rungs.append(_Rung(self.taking & holds, "base", Act.ASK, why))
            elif not rule.permitted:
                says = f"{rule.words} The dose is at the least that the rule names."
                why = self.c.because("no room", says, rule.source, rule)
                rungs.append(_Rung(self.open & holds, "base", Act.ASK, why))
        for number, rule in enumerate(self.seat.rules):
            if not (rule.permitted or self.planned or isinstance(rule.then, Ask | Restart)):
                rungs += self._unknown(self.made(f"rule {number}"), rule)
        return rungs

    def _unknown(self, holds: pl.Expr, rule: Rule) -> list[_Rung]:
        """Ask where a rule cannot be judged and should have been: its sample is overdue, or has no time since the dose."""
        reads = self.c.reads(rule)
        applies = (self.taking if isinstance(rule.then, Stop | StepDown | Hold) else self.open) & holds.is_null()
        rungs: list[_Rung] = []
        for monitor in (m for m in self.c.protocol.in_use(self.c.protocol.monitors) if m.analyte.name in reads):
            name = monitor.analyte.name
            label = ANALYTES[name].label
            if monitor.hours is not None:
                on_it = pl.col(f"day_of({name})") > self.seat.column("changed")
                says = f"{label} has no time since the dose, or was not drawn {monitor.hours:g} hours after it: does it count?"
                why = self.c.because("untimed", says, monitor.source, rule)
                rungs.append(_Rung(applies & pl.col(f"untimed {name}") & on_it, "base", Act.ASK, why))
            if monitor.windows:
                says = f"{label} is overdue, so this cannot be judged: {rule.words}"
                why = self.c.because("overdue", says, monitor.source, rule)
                late = pl.col(f"overdue {name}")
                late = late & (self.seat.column("changed") <= pl.col(f"overdue since {name}")) if monitor.drug else late
                first = f"baseline({name})"
                if first in self.c.closure(rule.when.expr.meta.root_names()):
                    late = late | (pl.col(first).is_null() & (_DAY > 0))
                rungs.append(_Rung(applies & late, "base", Act.ASK, why))
        return rungs

    def _plain(self) -> list[_Rung]:
        base, weekly, source = self.made("base"), self.seat.column("per_week"), self.course.source
        often = (weekly == self.course.days_per_week).fill_null(value=True)
        begins = self.c.because("schedule", f"{_capital(self.label)} begins: {self.course.words}.", source)
        step = self.c.because("schedule", f"Schedule: {self.course.words}.", source)
        same = self.c.because("continue", f"No rule asks for another dose of {self.label}.", source)
        cap = self.c.because("cap", f"{_capital(self.course.words)}.", source)
        lacking = f"{self._lacking()} is not known, and the dose of {self.label} depends on it."
        return [
            _Rung(base.is_null(), "base", Act.ASK, self.c.because("missing", lacking, source)),
            _Rung(self.starting, "base", Act.START, begins),
            _Rung(self.taking & _equal(base, self.now) & often, "base", Act.CONTINUE, same),
            _Rung(self.open & _less(base, self.now), "base", Act.CHANGE, cap),
            _Rung(pl.lit(value=True), "base", Act.START if self.pulsed else Act.CHANGE, step),
        ]

    def _lacking(self) -> str:
        firsts = (amount_of(first_dose(course.dose)) for course in self.seat.courses)
        names = dict.fromkeys(name for first in firsts for name in self.c.closure(first.meta.root_names()))
        return " or ".join(name.replace("_", " ") for name in names).capitalize() or "The first dose"

    def _named(self, *kinds: type) -> list[tuple[int, Rule]]:
        return [
            (number, rule)
            for number, rule in enumerate(self.seat.rules)
            if isinstance(rule.then, kinds) and not (self.titrated and rule.titrates)
        ]

    def _by(self, rule: Rule) -> int:
        return self.c.because("rule", rule.words, rule.source, rule)

    @staticmethod
    def _sets(rule: Rule) -> bool:
        return isinstance(rule.then, Reduce | Increase | SetTo | Restart)

    def _new(self, rule: Rule) -> pl.Expr:
        """Give the dose that a rule leads to."""
        action, most = rule.then, self.course.most
        if isinstance(action, Reduce):
            new = self.now * (1 - (action.percent or 0) / 100) if action.by is None else self.now - action.by
            if action.to_nearest:
                new = (new / action.to_nearest + SLIP).floor() * action.to_nearest
            return pl.max_horizontal(new, pl.lit(float(action.to)))
        if isinstance(action, Increase):
            return pl.min_horizontal(self.now + action.by, pl.lit(float(action.to))).clip(None, most)
        if isinstance(action, SetTo):
            return amount_of(action.dose).clip(None, most)
        again = action.dose if isinstance(action, Restart) else None
        return (self.seat.column("before") if again is None else amount_of(again)).clip(None, most)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Join numbers that follow one another: 3, 4, 5, 9 are 3 to 5 and 9 to 9."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _less(low: pl.Expr, high: pl.Expr) -> pl.Expr:
    return low < high - SLIP * high.abs()


def _equal(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (one - other).abs() <= SLIP * other.abs()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def asked_for(c: Compiled, rows: pl.DataFrame) -> pl.DataFrame:
    """Add to wide rows what the protocol asks for.

    Args:
        c: The protocol as `compiled` gives it.
        rows: Rows of `mornings`, with the columns `c.inputs`.

    Returns:
        The rows with, for the drug of number n: `expected n` (mg on a day of intake; where a clinician is asked, what it
        would be), `act n`, `why n` (place in `c.reasons`), `at least n` (the least dose that is permitted).
    """
    lazy = rows.lazy()
    for step in c.steps:
        lazy = lazy.with_columns(step)
    return lazy.collect()
