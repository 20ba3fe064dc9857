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

from collections.abc import Iterable, Iterator
from functools import lru_cache

import polars as pl

from remission.chart.mornings import Record
from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.definitions.derive import needed
from remission.protocols.before import sampled
from remission.protocols.ladder import Ladder
from remission.protocols.parts import Course, SetTo, StepDown
from remission.protocols.protocol import Protocol
from remission.protocols.schedule import alike, amount_of, dose_after, dose_before, first_dose, last_dose, settled_after
from remission.protocols.seats import Compiled, Need, Seat, of_what, samples
from remission.terms.analytes import ANALYTES

_KEPT = 32
"""How many compiled protocols are kept: every choice of switches is one."""
_DAY = pl.col("day")
_EARLY_PART = 4
"""A dose that is given every so many days may come a quarter of them early."""


@lru_cache(maxsize=_KEPT)
def compiled(protocol: Protocol, *, titrated: bool = False, planned: bool = False) -> Compiled:
    """Turn a protocol, with what is chosen, into expressions over wide rows.

    Args:
        protocol: The protocol.
        titrated: Whether doses with a target come from elsewhere, in the columns `titrated <number of the drug>`.
        planned: Whether samples that are still to come count as unremarkable, so that none is asked about.
    """
    c = _begun(protocol, _seated(protocol), protocol.response)
    _climb(c, titrated=titrated, planned=planned)
    asked = [column for reason in c.reasons for name in reason.reads for column in (name, f"day_of({name})")]
    c.inputs = _inputs(c, [*asked, *(f"last({name})" for name in _assessed(c))])
    c.needs = list(_needs(c))
    c.today = _today(c.seats)
    return c


@lru_cache(maxsize=_KEPT)
def compiled_alone(protocol: Protocol) -> tuple[Compiled, ...]:
    """Turn each drug of a protocol into expressions of its own, so that it is asked about on its own days only.

    Returns:
        One for each drug, in the order of `compiled(protocol).seats`; the response is not among what they answer.
    """
    alone: list[Compiled] = []
    for seat in _seated(protocol):
        c = _begun(protocol, (seat,), "")
        _climb(c, titrated=False, planned=False)
        asked = [column for reason in c.reasons for name in reason.reads for column in (name, f"day_of({name})")]
        _prune(c, {*asked, *(f"seen {name}" for reason in c.reasons for name in reason.reads)})
        c.inputs = _inputs(c, asked)
        c.today = _today(c.seats)
        alone.append(c)
    return tuple(alone)


def _begun(protocol: Protocol, seats: tuple[Seat, ...], response: str) -> Compiled:
    c = Compiled(protocol, seats, _definitions(seats, response), response=response)
    every = _seated(protocol)
    c.routes = {seat.first.drug: seat.first.route for seat in every if seat.key == seat.first.drug}
    return c


def _climb(c: Compiled, *, titrated: bool, planned: bool) -> None:
    """Write the steps: answers and what the chart says, then schedules and rules, then the questions and what follows."""
    first, *later = _answers(c) or [[]]
    begun = [expr for seat in c.seats for expr in _courses(seat, c.protocol)]
    by_answer = {d.name for d in c.definitions} & {name for expr in begun for name in expr.meta.root_names()}
    c.steps = [[*first, *_fit_levels(c), *_late(c), *([] if by_answer else begun)], *later]
    c.steps += [begun] if by_answer else []  # a dose by body surface waits for the surface
    ruled = [expr for seat in c.seats for expr in (*schedules(seat), *_rules(seat), *_chosen(seat, titrated=titrated))]
    c.steps.append(ruled)
    ladders = [Ladder(seat, c, titrated=titrated, planned=planned) for seat in c.seats]
    c.steps.append([expr for ladder in ladders for expr in ladder.parts()])
    c.steps.append([expr for ladder in ladders for expr in ladder.rung()])
    c.steps.append([expr for ladder in ladders for expr in ladder.outcome()])


def _prune(c: Compiled, asked: set[str]) -> None:
    """Leave out what nothing of the outcome rests on."""
    wanted = asked | {seat.made("open") for seat in c.seats}
    kept: list[list[pl.Expr]] = []
    for last, step in enumerate(reversed(c.steps)):
        mine = [expr for expr in step if last == 0 or expr.meta.output_name() in wanted]
        wanted |= {name for expr in mine for name in expr.meta.root_names()}
        kept.append(mine)
    c.steps = [step for step in reversed(kept) if step]


def _inputs(c: Compiled, asked: Iterable[str]) -> tuple[str, ...]:
    """List the columns that the chart must give: what is read and not made, and what is asked for besides."""
    made = {expr.meta.output_name() for step in c.steps for expr in step}
    masked = {expr.meta.output_name() for expr in _fit_levels(c)} & ANALYTES.keys()
    read = dict.fromkeys(name for step in c.steps for expr in step for name in expr.meta.root_names())
    wanted = dict.fromkeys([*(n for n in read if n not in made or n in masked), *asked])
    return tuple(n for n in wanted if n != "day" and not n.startswith("titrated "))


def _today(seats: Iterable[Seat]) -> tuple[str, ...]:
    return tuple(f"{n}({seat.key})" for seat in seats for n in ("given", "given_per_week", "given_record"))


def _needs(c: Compiled) -> Iterator[Need]:
    asked = {m.analyte.name for m in c.protocol.in_use(c.protocol.monitors) if not m.windows}
    aside = {d.name for d in c.definitions} | asked  # what is measured when needed is not missing before

    def of(names: Iterable[str]) -> tuple[str, ...]:
        found = (n for n in c.closure(names) if n not in aside and n != "day")
        return tuple(n for n in found if not n.startswith(("day_of(", "changed(")))

    response = c.response
    if response:
        yield Need(f"response {response}", response, "", of([response]))
    for seat in c.seats:
        for number, rule in enumerate(seat.rules):
            names = rule.when.expr.meta.root_names()
            yield Need(
                rule.words, seat.made(f"rule {number}"), "" if rule.at_start else seat.made("concerned"), of(names)
            )


def _assessed(c: Compiled) -> list[str]:
    """List the analytes that show that a visit was held or a sample drawn."""
    monitors = sampled(c.protocol)
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


def _definitions(seats: Iterable[Seat], response: str) -> list[Definition]:
    """Find the definitions that rules, amounts and the response rest on."""
    exprs: list[pl.Expr] = []
    for seat in seats:
        exprs += [rule.when.expr for rule in seat.rules]
        exprs += [amount_of(rule.then.dose) for rule in seat.rules if isinstance(rule.then, SetTo)]
        for course in seat.courses:
            exprs += [amount_of(first_dose(course.dose)), dose_after(course.dose, _DAY, pl.lit(0.0))]
    named = dict.fromkeys(of_what(name) for expr in exprs for name in expr.meta.root_names())
    names = set(shelf.names())
    asked = [name for name in named if name in names and name not in ANALYTES]
    asked += [response] if response else []
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
    return made


def _late(c: Compiled) -> list[pl.Expr]:
    """Tell of each sample that has due days whether the last one that should have been drawn by now was not."""
    made: list[pl.Expr] = []
    length = c.protocol.length
    for name, windows, words in samples(c.protocol):
        over = [max((w for w in windows if w[1] < day), default=None) for day in range(length + 1)]
        low, high = (
            pl.lit(pl.Series([None if w is None else float(w[end]) for w in over], dtype=pl.Float64)).gather(
                _DAY.clip(0, length)
            )
            for end in (0, 1)
        )
        last = pl.max_horizontal(pl.col(f"last({word})") for word in words)
        made.append((low.is_not_null() & (last.is_null() | (last < low))).alias(f"overdue {name}"))
        made.append(high.alias(f"overdue since {name}"))
    return made


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
    chosen = pl.col(seat.made("titrated")).clip(0, seat.first.most)
    return [pl.when(new).then(chosen).alias(seat.made("titrated"))]


def _numbered(seat: Seat) -> list[tuple[int, Course]]:
    return list(enumerate(seat.courses))


def schedules(seat: Seat) -> list[pl.Expr]:
    """Give the dose of the schedule, whether it is fixed by it, and whether any course of the drug runs.

    A titrated course is open once the dose of its last step was reached, or the dose was changed after the last step.
    """
    now, changed = seat.column("dose"), seat.column("changed")
    before: pl.Expr = pl.lit(None, dtype=pl.Float64)
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
        at_last = alike(now, scheduled.clip(None, course.most)).fill_null(value=True)
        reached = at_last | (changed > began + settled) if course.every is None else pl.lit(value=True)
        open_ = ((days > settled) & reached).fill_null(value=False) if course.titrated else pl.lit(value=False)
        end = last_dose(course.dose, first)
        limits = [limit for limit in (course.most, end) if limit is not None]
        top = pl.min_horizontal(limits) if limits else pl.lit(None, dtype=pl.Float64)
        due = pl.when(on).then(scheduled.clip(None, course.most)).otherwise(due)
        before = pl.when(on).then(dose_before(course.dose, days, first).clip(None, course.most)).otherwise(before)
        fixed = fixed | (on & ~open_)
        ceiling = pl.when(on).then(top.cast(pl.Float64)).otherwise(ceiling)
        pulse = pulse | (on & _due_now(course, days, seat, began)) if course.every else pulse
        runs = runs | on
    return [
        due.alias(seat.made("due")),
        before.alias(seat.made("step before")),
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
        if rule.at_start:
            holds = holds & pl.col(seat.made("never"))
        made.append(holds.alias(seat.made(f"rule {number}")))
    return made


def asked_for(c: Compiled, rows: pl.DataFrame) -> pl.DataFrame:
    """Add to wide rows what the protocol asks for.

    Args:
        c: The protocol as `compiled` gives it.
        rows: Rows of `mornings`, with the columns `c.inputs`.

    Returns:
        The rows with, for the drug of number n: `expected n` (mg on a day of intake; where a clinician is asked, what it
        would be), `act n`, `why n` (place in `c.reasons`), `at least n` (the least dose that is permitted).
    """
    for step in c.steps:  # eagerly: planning the whole would take longer than computing it, for one patient
        rows = rows.with_columns(step)
    return rows
