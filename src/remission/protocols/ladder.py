"""Put the questions about one drug in order: the first whose answer is yes decides what to do, the dose, and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from remission.chart.mornings import Record
from remission.protocols.before import sampled
from remission.protocols.parts import Ask, Hold, Increase, Reduce, Restart, Rule, SetTo, StepDown, Stop
from remission.protocols.schedule import alike, amount_of, first_dose
from remission.protocols.seats import Act, Compiled, Seat
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.words import SLIP

_DAY = pl.col("day")
DECIMALS = 6
"""Of a dose in mg: what is left over when 47.4 is lowered by 15.8 is no dose."""


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


class Ladder:
    """Build the order in which the questions about one drug are asked."""

    def __init__(self, seat: Seat, c: Compiled, *, titrated: bool, planned: bool) -> None:
        """Put the questions in order; the arguments are those of `compiled`."""
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
            *self._off_schedule(),
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
            "concerned": taking | (self.made("pulse") & ~self.starting) if self.pulsed else taking,
        }
        made |= {f"new {n}": self._new(rule).cast(pl.Float64) for n, rule in enumerate(seat.rules) if self._sets(rule)}
        return [expr.alias(seat.made(name)) for name, expr in made.items()]

    def rung(self) -> list[pl.Expr]:
        """Find the first question whose answer is yes; one flat list, for nested ones cost the square of their number."""
        numbers = [pl.when(rung.when).then(pl.lit(number, dtype=pl.UInt32)) for number, rung in enumerate(self.rungs)]
        found = pl.coalesce(*numbers, pl.lit(len(self.rungs), dtype=pl.UInt32))
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
            "expected": dose.round(DECIMALS),
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
        gone = self.c.protocol.length < _DAY
        says = f"The protocol ended on day {self.c.protocol.length}, and {self.label} is on record: is it to go on?"
        past = self.c.because("over", says, self.c.protocol.source)
        return [
            _Rung(gone & self.taking, "", Act.ASK, past),
            _Rung(gone, "", Act.NONE, past),
            _Rung(before & self.taking, "", Act.ASK, early),
            _Rung(before, "", Act.NONE, early),
            _Rung(~self.runs & self.taking, "", Act.STOP, over),
            _Rung(~self.runs, "", Act.NONE, over),
        ]

    def _stops(self) -> list[_Rung]:
        """Stop or withhold; what was never begun cannot be stopped, and is asked about."""
        stops, holds, at_start, questions = list[_Rung](), list[_Rung](), list[_Rung](), list[_Rung]()
        for number, rule in self._named(Stop, StepDown, Hold, Ask):
            rule_holds = self.made(f"rule {number}")
            when = rule_holds & self.made("pulse") if self.pulsed else rule_holds
            if isinstance(rule.then, Hold):
                holds.append(_Rung(when, "", Act.HOLD, self._by(rule)))
            elif not isinstance(rule.then, Ask):
                stops.append(_Rung(when & ~self.stopped & ~self.starting, "", Act.STOP, self._by(rule)))
                says = f"{rule.words} {_capital(self.label)} is not begun yet: is it to be?"
                why = self.c.because("question", says, rule.source, rule)
                questions.append(_Rung(self.starting & rule_holds, "", Act.ASK, why))
            elif rule.at_start:
                at_start.append(_Rung(self.starting & rule_holds, "base", Act.ASK, self._question(rule.then, rule)))
        return [*stops, *holds, *at_start, *questions]

    def _stays_stopped(self) -> list[_Rung]:
        again = [
            _Rung(self.stopped & self.made(f"rule {n}"), f"new {n}", Act.START, self._by(rule))
            for n, rule in self._named(Restart)
        ]
        asked = [
            _Rung(self.stopped & self.made(f"rule {n}"), "", Act.ASK, self._question(rule.then, rule))
            for n, rule in self._named(Ask)
            if isinstance(rule.then, Ask) and rule.then.while_stopped
        ]
        says = f"{_capital(self.label)} was stopped; no rule begins it again."
        lifted = [] if again or asked else self._lifted()
        return [
            *again,
            *asked,
            *lifted,
            _Rung(self.stopped, "", Act.CONTINUE, self.c.because("stopped", says, self.course.source)),
        ]

    def _lifted(self) -> list[_Rung]:
        """Ask whether a drug is to begin again that nothing withholds any more; while that is not known, it stays withheld."""
        holds = self._named(Hold)
        if not holds:
            return []
        stops = [self.made(f"rule {n}").fill_null(value=False) for n, _ in self._named(Stop, StepDown)]
        idle = self.stopped & ~reduce(or_, stops) if stops else self.stopped
        idle = idle & self.made("pulse") if self.pulsed else idle
        rungs: list[_Rung] = []
        for number, rule in holds:
            says = f"Whether this still holds is not known, so {self.label} stays withheld: {rule.words}"
            why = self.c.because("stopped", says, rule.source, rule)
            rungs.append(_Rung(idle & self.made(f"rule {number}").is_null(), "", Act.CONTINUE, why))
        says = f"{_capital(self.label)} is not given, and nothing withholds it any more: is it to begin again?"
        why = self.c.because("lifted", says, holds[0][1].source, holds[0][1])
        return [*rungs, _Rung(idle, "", Act.ASK, why)]

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

    def _off_schedule(self) -> list[_Rung]:
        """Ask where the dose in force is neither the one of the schedule nor that of the step before it."""
        if self.pulsed:
            return []
        due, most = self.made("due"), self.course.most
        known = alike(self.now, due) | alike(self.now, self.made("step before")).fill_null(value=False)
        when = self.taking & self.fixed & ~self.starting & ~known
        when = when & (self.now <= most * (1 + SLIP)) if most is not None else when
        says = f"The dose of {self.label} on record is none that the schedule has by now: which one is meant?"
        why = self.c.because(
            "off", says, self.course.source, compares=(self.seat.made("due"), f"dose({self.seat.key})")
        )
        return [_Rung(when, "base", Act.ASK, why)]

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
                rungs += self._questions(holds, rule.then, rule)
            elif not rule.permitted:
                says = f"{rule.words} The dose is at the least that the rule names."
                why = self.c.because("no room", says, rule.source, rule)
                rungs.append(_Rung(self.open & holds, "base", Act.ASK, why))
        for number, rule in enumerate(self.seat.rules):
            stopped = isinstance(rule.then, Restart) or (isinstance(rule.then, Ask) and rule.then.while_stopped)
            if not (rule.permitted or self.planned or rule.at_start or stopped):
                rungs += self._unknown(self.made(f"rule {number}"), rule)
        return rungs

    def _questions(self, holds: pl.Expr, asks: Ask, rule: Rule) -> list[_Rung]:
        """Ask while the drug is taken; on the day of a dose that is not daily; or before the first dose."""
        if asks.while_stopped:
            return []
        when = self.starting if rule.at_start else self.taking | self.made("pulse") if self.pulsed else self.taking
        rungs = [_Rung(when & holds, "base", Act.ASK, self._question(asks, rule))]
        if rule.at_start and not self.planned:
            says = f"Before the first dose this cannot be judged: {rule.when.words}."
            why = self.c.because("unknown", says, rule.source, rule)
            rungs.append(_Rung(when & holds.is_null(), "base", Act.ASK, why))
        return rungs

    def _question(self, asks: Ask, rule: Rule) -> int:
        says = _capital(asks.question)
        return self.c.because("question", says if says.endswith("?") else f"{says}.", rule.source, rule)

    def _unknown(self, holds: pl.Expr, rule: Rule) -> list[_Rung]:
        """Ask where a rule cannot be judged and should have been: its sample is overdue, or has no time since the dose.

        On the day of a dose that is not daily, but for the first one, what the rule reads must be known.
        """
        reads = self.c.reads(rule)
        given = self.pulsed or isinstance(rule.then, Stop | StepDown | Hold)
        applies = (self.made("concerned") if given else self.open) & holds.is_null()
        rungs: list[_Rung] = []
        for monitor in (m for m in sampled(self.c.protocol) if m.analyte.name in reads):
            name = monitor.analyte.name
            label = ANALYTES[name].label
            if monitor.hours is not None:
                on_it = pl.col(f"day_of({name})") > self.seat.column("changed")
                says = f"{label} has no time since the dose, or was not drawn {monitor.hours:g} hours after it: does it count?"
                why = self.c.because("untimed", says, monitor.source, rule)
                rungs.append(_Rung(applies & pl.col(f"untimed {name}") & on_it, "base", Act.ASK, why))
            if monitor.windows:
                first = f"baseline({name})"
                if first in self.c.closure(rule.when.expr.meta.root_names()):
                    says = f"{label} at baseline is not known, so this cannot be judged: {rule.words}"
                    why = self.c.because("no baseline", says, monitor.source, rule)
                    rungs.append(_Rung(applies & pl.col(first).is_null() & (_DAY > 0), "base", Act.ASK, why))
                says = f"{label} is overdue, so this cannot be judged: {rule.words}"
                why = self.c.because("overdue", says, monitor.source, rule)
                late = pl.col(f"overdue {name}")
                late = late & (self.seat.column("changed") <= pl.col(f"overdue since {name}")) if monitor.drug else late
                rungs.append(_Rung(applies & late, "base", Act.ASK, why))
                if self.pulsed:
                    says = f"{label} is not known, or too old, so this cannot be judged: {rule.words}"
                    why = self.c.because("unknown", says, monitor.source, rule)
                    rungs.append(_Rung(applies & pl.col(name).is_null(), "base", Act.ASK, why))
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
            *self._missed(),
            _Rung(self.starting, "base", Act.START, begins),
            _Rung(self.taking & alike(base, self.now) & often, "base", Act.CONTINUE, same),
            _Rung(self.open & _less(base, self.now), "base", Act.CHANGE, cap),
            _Rung(pl.lit(value=True), "base", Act.START if self.pulsed else Act.CHANGE, step),
        ]

    def _missed(self) -> list[_Rung]:
        """Ask about a short course of which every day has gone by, such as pulses: what follows it may have begun."""
        first, last = self.course.start, self.course.until
        if self.pulsed or last is None:
            return []
        days = f"day {first}" if first == last else f"days {first} to {last}"
        says = f"{_capital(self.label)} was due on {days} and is not on record: is it still to be given?"
        missed = self.starting & (last < _DAY)
        return [_Rung(missed, "base", Act.ASK, self.c.because("unrecorded", says, self.course.source))]

    def _lacking(self) -> str:
        firsts = (amount_of(first_dose(course.dose)) for course in self.seat.courses)
        made = {definition.name for definition in self.c.definitions}
        read = (name for first in firsts for name in self.c.closure(first.meta.root_names()))
        names = dict.fromkeys(name for name in read if name not in made)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
