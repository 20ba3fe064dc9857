"""Check that a protocol can be followed, and name the part and the line to mend where it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise, permutations
from typing import Protocol as Shape

from remission.definitions import shelf
from remission.definitions.derive import needed
from remission.errors import ProtocolError, UnknownName
from remission.protocols.parts import (
    Ask,
    Course,
    Increase,
    Monitor,
    Part,
    Restart,
    Rule,
    StepDown,
    Switch,
    choices_of,
)
from remission.protocols.reach import covers, unmeetable
from remission.protocols.schedule import DoseTable, Steps, Taper, first_dose, greatest
from remission.protocols.shapes import misfit
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS, dose_suspicion
from remission.terms.sources import Source
from remission.terms.traits import TRAITS
from remission.terms.windows import Visit

_MADE = {"day_of", "days_since", "baseline", "lower_normal", "upper_normal"}
"""What rules may ask of an analyte."""
_OF_DRUGS = {"dose", "days_on", "changed"}
"""What rules may ask of a drug of the protocol."""
_ACROSS = ("previous(", "lowest(", "rise_within(", "ratio_within(", "peak(")


class _Whole(Shape):
    """What is checked: a protocol."""

    @property
    def name(self) -> str: ...

    @property
    def source(self) -> Source: ...

    @property
    def length(self) -> int: ...

    @property
    def courses(self) -> tuple[Course, ...]: ...

    @property
    def monitors(self) -> tuple[Monitor, ...]: ...

    @property
    def visits(self) -> tuple[Visit, ...]: ...

    @property
    def rules(self) -> tuple[Rule, ...]: ...

    @property
    def response(self) -> str: ...

    @property
    def switches(self) -> tuple[Switch, ...]: ...

    @property
    def chosen(self) -> Mapping[str, str]: ...

    @property
    def place(self) -> str: ...


def check_parts(protocol: _Whole) -> None:
    """Refuse a protocol that cannot be followed.

    Raises:
        ProtocolError: It contradicts itself, cites nothing, has a rule that nothing reaches, a gap or a rise in a taper, a
            drug, analyte or definition that is not known, or a switch that turns nothing.
    """
    for found in _problems(protocol):
        raise ProtocolError(found)


def _problems(p: _Whole) -> Iterator[str]:
    yield from _shape(p)
    for part in (*p.courses, *p.monitors, *p.rules, *p.switches):
        yield from _shape(part)
    if p.length < 0:
        yield f"The protocol {p.name} ends before it begins. Found length={p.length} ({p.place}). Give its last study day."
    yield from _switches(p)
    for part in (*p.courses, *p.monitors, *p.rules):
        yield from _part(part, p)
    for course in p.courses:
        yield from _course(course, p)
    yield from _beside_one_another(p)
    for rule in p.rules:
        yield from _rule(rule, p)
    yield from _shadows(p.rules)
    for monitor in p.monitors:
        yield from _monitor(monitor, p)
    yield from _windows(p.monitors)
    yield from _response(p)
    for rule in p.rules:
        yield from _unseen(rule, p)


def _shape(part: _Whole | Part | Switch) -> Iterator[str]:
    """Refuse a field that holds something else than it is meant to, such as a text for a number."""
    if found := misfit(part):
        unit = " A dose has no unit of its own: it is in mg." if found[0].startswith("dose") else ""
        yield f"A {type(part).__name__} cannot be read. Found {found[0]} ({part.place}). Write {found[1]}.{unit}"


def _told(what: str, found: str, remedy: str, *parts: Part | Switch | Source) -> str:
    places = " and ".join(dict.fromkeys(part.place for part in parts if part.place))
    return f"{what} Found {found}{f' ({places})' if places else ''}. {remedy}"


def _nearest(kind: str, name: str, known: Iterable[str]) -> str:
    return str(UnknownName.among(kind, name, known)).partition(". ")[2]


def _switches(p: _Whole) -> Iterator[str]:
    parts = (*p.courses, *p.monitors, *p.rules)
    for switch in p.switches:
        if not any(switch.name in choices_of(part.option) for part in parts):
            found = f"{switch.name}, which no part names"
            yield _told("A switch turns nothing.", found, f'Write option="{switch.name}=..." on what it turns.', switch)
    known = {s.name: s.choices for s in p.switches}
    for part, (name, choice) in ((one, pair) for one in parts for pair in choices_of(one.option).items()):
        if name not in known:
            yield _told(
                f"{_capital(part.name)} names a switch that is not there.",
                f"'{name}'",
                _nearest("switch", name, known),
                part,
            )
        elif choice not in known[name]:
            yield _told(
                f"{_capital(part.name)} names a choice that is not there.",
                f"'{choice}'",
                _nearest("choice", choice, known[name]),
                part,
            )


def _part(part: Part, p: _Whole) -> Iterator[str]:
    if not part.source.key or not part.source.at:
        yield _told(
            f"{_capital(part.name)} cites nothing.",
            "no key, or no place in the text",
            "Give Source(key, at=..., says=...).",
            part.source if part.source.place else part,
        )
    if part.drug and part.drug not in DRUGS:
        yield _told(
            f"{_capital(part.name)} names a drug that is not known.",
            f"'{part.drug}'",
            _nearest("drug", part.drug, DRUGS),
            part,
        )
    elif part.drug and part.drug not in {c.drug for c in p.courses}:
        yield _told(
            f"{_capital(part.name)} can never be reached.",
            f"no course of {part.drug}",
            "Add the course, or take it out.",
            part,
        )


def _course(course: Course, p: _Whole) -> Iterator[str]:
    dose = course.dose
    if course.start > p.length:
        found, remedy = f"day {course.start}", f"Use days from 0 to {p.length}, the last of the protocol."
        yield _told(f"{_capital(course.name)} begins after the protocol ends.", found, remedy, course)
    if course.until is not None and course.until < course.start:
        found = f"day {course.start} to {course.until}"
        yield _told(f"{_capital(course.name)} ends before it begins.", found, "Correct `start` or `until`.", course)
    if isinstance(dose, Steps) and (min(dose.doses) != 0 or list(dose.doses) != sorted(dose.doses)):
        yield _told(
            f"{_capital(course.name)} leaves a gap.",
            f"steps on days {', '.join(map(str, dose.doses))}",
            "Begin with day 0 of the course, and list the days in order.",
            course,
        )
    if isinstance(dose, Taper):
        yield from _taper(course, dose, p)
    yield from _amounts(course)
    table = first_dose(dose)
    if isinstance(table, DoseTable):
        ends = [band.end for band in table.bands]
        limits = [end for end in ends[:-1] if end is not None]
        if ends[-1] is not None or len(limits) != len(ends) - 1 or limits != sorted(set(limits)):
            yield _told(
                f"The dose table of {course.name} has a gap.",
                f"bands up to {', '.join('no limit' if end is None else f'{end:g}' for end in ends)}",
                "Let the limits rise, and leave the last band open.",
                course,
            )


def _amounts(course: Course) -> Iterator[str]:
    """Refuse a dose that nobody gives, such as grams for milligrams."""
    amounts = list(course.dose.doses.values()) if isinstance(course.dose, Steps) else [first_dose(course.dose)]
    bands = [band.dose for amount in amounts if isinstance(amount, DoseTable) for band in amount.bands]
    for mg in (amount for amount in (*amounts, *bands) if isinstance(amount, int | float)):
        if course.drug not in DRUGS or (mg == 0 and len(amounts) + len(bands) > 1):
            continue
        daily = DRUGS[course.drug].daily
        if not daily.least <= mg <= daily.greatest(course.route):
            meant = dose_suspicion(course.drug, mg, course.route)
            believable = f"{daily.least:g} to {daily.greatest(course.route):g} mg on a day"
            yield _told(
                f"The dose of {course.name} is not believable.",
                f"{mg:g} mg, where {believable} is" + (f"; {meant}" if meant else ""),
                "Give mg on a day of intake.",
                course,
            )


def _taper(course: Course, taper: Taper, p: _Whole) -> Iterator[str]:
    most = greatest(taper.start)
    if most is not None and 0 < most <= taper.down[0].to:  # a first dose of 0 mg is told as such
        yield _told(
            f"The taper of {course.name} does not go down.",
            f"a stretch to {taper.down[0].to:g} mg from at most {most:g} mg",
            "Let the first stretch end below the first dose.",
            course,
        )
    if taper.down[-1].to < 0:
        found = f"a stretch to {taper.down[-1].to:g} mg"
        yield _told(f"The taper of {course.name} goes below nothing.", found, "End it at 0 mg or above.", course)
    kept = taper.down[0].every if taper.first is None else taper.first
    last = p.length if course.until is None else min(course.until, p.length)
    if course.start + kept > last:
        yield _told(
            f"The taper of {course.name} can never begin.",
            f"{kept} days on the first dose from day {course.start} on, and the last day is {last}",
            "Give fewer days on the first dose, or the dose as a number.",
            course,
        )
    for before, after in pairwise(taper.down):
        if after.to >= before.to:
            yield _told(
                f"The taper of {course.name} does not go down.",
                f"a stretch to {after.to:g} mg after one to {before.to:g} mg",
                "Let each stretch end below the one before.",
                course,
            )
    for stretch in taper.down:
        if stretch.by <= 0 or stretch.every <= 0:
            yield _told(
                f"The taper of {course.name} has no step.", f"'{stretch.words}'", "Give mg and days above 0.", course
            )
    if taper.first is not None and taper.first <= 0:
        found = f"{taper.first} days on the first dose"
        yield _told(f"The taper of {course.name} has no first dose.", found, "Give days above 0.", course)


def _beside_one_another(p: _Whole) -> Iterator[str]:
    for first, second in combinations(p.courses, 2):
        if (first.drug, first.route) != (second.drug, second.route) or _exclude(first.option, second.option):
            continue
        early, late = sorted((first, second), key=lambda c: c.start)
        end = p.length if early.until is None else early.until
        if end >= late.start:
            yield _told(
                "A protocol contradicts itself.",
                f"two courses of {early.drug} by one route that overlap, from day {early.start} to {end} and from day "
                f"{late.start}",
                "Let one end before the other begins, or give each an option.",
                early,
                late,
            )
        elif end + 1 < late.start and not (early.every or late.every):
            yield _told(
                f"There is a gap between two courses of {early.drug}.",
                f"nothing from day {end + 1} to {late.start - 1}",
                "Let the second begin on the day after the first ends.",
                early,
                late,
            )


def _exclude(first: str, second: str) -> bool:
    """Tell whether two options can never be on together."""
    one, other = choices_of(first), choices_of(second)
    return any(one[switch] != other[switch] for switch in one.keys() & other.keys())


def _rule(rule: Rule, p: _Whole) -> Iterator[str]:
    courses = [c for c in p.courses if c.drug == rule.drug and not _exclude(c.option, rule.option)]
    name = _capital(rule.name)
    if not courses:
        yield _told(
            f"{name} can never be reached.",
            f"no course of {rule.drug} with its option",
            "Give the two the same option.",
            rule,
        )
    days = (rule.from_day or 0, p.length if rule.until_day is None else rule.until_day)
    if days[0] > p.length or days[0] > days[1] or days[1] < 0:
        yield _told(
            f"{name} can never be reached.",
            f"days {days[0]} to {days[1]}",
            f"Use days from 0 to {p.length}, the last of the protocol.",
            rule,
        )
    if isinstance(rule.then, StepDown) and rule.then.keep not in {c.drug for c in p.courses}:
        yield _told(
            f"{name} keeps a drug that is not given.",
            f"'{rule.then.keep}'",
            _nearest("drug here", rule.then.keep, {c.drug for c in p.courses}),
            rule,
        )
    fixed = not any(c.titrated for c in courses)
    if fixed and courses and isinstance(rule.then, Increase | Restart):
        yield _told(
            f"{name} changes a fixed course.",
            f"'{rule.then.words}'",
            "Write titrated=True on the course, or use Stop or Hold.",
            rule,
        )
    yield from _reads(rule, p)
    yield from _never(rule)


def _reads(rule: Rule, p: _Whole) -> Iterator[str]:
    drugs = {c.drug for c in p.courses}
    known = {*ANALYTES, *TRAITS, *shelf.names(), "day"}
    for name in dict.fromkeys(rule.when.expr.meta.root_names()):
        call, _, rest = name.rpartition("(")
        of = rest.removesuffix(")").partition(", ")[0]
        if name.startswith(_ACROSS):
            yield _told(
                f"{_capital(rule.name)} looks at whole visits.",
                f"'{name}'",
                "A day has no visits: compare with baseline(x).",
                rule,
            )
        elif (call == "" and of not in known) or (call in _MADE and of not in {*ANALYTES, *shelf.names()}):
            yield _told(
                f"{_capital(rule.name)} reads what no chart holds.",
                f"'{of}'",
                _nearest("quantity in a chart", of, known),
                rule,
            )
        elif call in _OF_DRUGS and of not in drugs:
            yield _told(
                f"{_capital(rule.name)} can never be known.",
                f"'{name}'",
                _nearest("drug of this protocol", of, drugs),
                rule,
            )


def _never(rule: Rule) -> Iterator[str]:
    """Refuse a condition that no believable value can meet."""
    if unmeetable(rule.when):
        yield _told(
            f"{_capital(rule.name)} can never be reached.",
            f"'{rule.when.words}', which no believable value meets",
            "Correct the limits.",
            rule,
        )


def _shadows(rules: tuple[Rule, ...]) -> Iterator[str]:
    for first, second in combinations(rules, 2):
        same = _scope(first) == _scope(second)
        if same and choices_of(first.option).items() <= choices_of(second.option).items():
            yield _told(
                f"{_capital(second.name)} can never be reached.",
                "an earlier rule of the same drug with the same condition",
                "Join the two, or take one out.",
                first,
                second,
            )
    for first, second in permutations(rules, 2):
        if covers(first, second, later=rules.index(first) > rules.index(second)):
            yield _told(
                f"{_capital(second.name)} can never be reached.",
                f"a rule that decides before it whenever it holds: '{first.words}'",
                "Let the narrower condition come first, or take one out.",
                second,
                first,
            )


def _scope(rule: Rule) -> tuple[object, ...]:
    """Tell where a rule applies; of two with the same scope the second is never reached."""
    stopped = isinstance(rule.then, Restart) or (isinstance(rule.then, Ask) and rule.then.while_stopped)
    return rule.drug, rule.when.words, rule.from_day, rule.until_day, rule.at_start, stopped


def _unseen(rule: Rule, p: _Whole) -> Iterator[str]:
    """Refuse a rule that reads what the protocol never measures."""
    read = {name.rpartition("(")[2].removesuffix(")").partition(", ")[0] for name in rule.when.expr.meta.root_names()}
    monitors = [m for m in p.monitors if not _exclude(m.option, rule.option)]
    seen, kinds = {m.analyte.name for m in monitors}, {m.or_kind for m in monitors}
    for name in sorted(name for name in read - seen if name in ANALYTES and ANALYTES[name].kind not in kinds):
        yield _told(
            f"{_capital(rule.name)} can never be known.",
            f"no monitor of {ANALYTES[name].label}",
            f"Add Monitor(analyte={name}, ...); without days where it is measured when needed.",
            rule,
        )


def _monitor(monitor: Monitor, p: _Whole) -> Iterator[str]:
    word = monitor.analyte
    if word.name not in ANALYTES:
        yield _told(
            f"{_capital(monitor.name)} names an analyte that is not known.",
            f"'{word.name or word.words}'",
            _nearest("analyte", word.name, ANALYTES),
            monitor,
        )
    kinds = {a.kind for a in ANALYTES.values()}
    if monitor.or_kind and monitor.or_kind not in kinds:
        yield _told(
            f"{_capital(monitor.name)} names a kind of analytes that is not known.",
            f"'{monitor.or_kind}'",
            _nearest("kind of analytes", monitor.or_kind, kinds),
            monitor,
        )
    outside = [day for day, _, _ in monitor.windows if not 0 <= day <= p.length]
    if outside:
        yield _told(
            f"{_capital(monitor.name)} is due outside the protocol.",
            f"day {outside[0]}",
            f"Use days from 0 to {p.length}.",
            monitor,
        )


def _windows(monitors: tuple[Monitor, ...]) -> Iterator[str]:
    for name in dict.fromkeys(m.analyte.name for m in monitors):
        slots = sorted(
            ((low, high, m) for m in monitors if m.analyte.name == name for _, low, high in m.windows),
            key=lambda slot: slot[0],
        )
        for (_, end, first), (begin, _, second) in combinations(slots, 2):
            if begin <= end and not _exclude(first.option, second.option):
                yield _told(
                    "Two samples of one analyte are due on the same days.",
                    f"{first.analyte.words}: a window to day {end}, and one from day {begin}",
                    "Let the windows not touch: give fewer days to either side.",
                    first,
                    second,
                )
                return


def _response(p: _Whole) -> Iterator[str]:
    where = f" ({p.place})" if p.place else ""
    if not p.source.key or not p.source.at:
        yield (
            f"The protocol {p.name} cites nothing. Found no key, or no place in the text{where}. Give Source(key, at=...)."
        )
    if p.response and not p.response.endswith(".py") and p.response not in shelf.names():
        remedy = _nearest("definition", p.response, shelf.names())
        yield f"The response of {p.name} is not known. Found '{p.response}'{where}. {remedy}"
    elif p.response:
        read = {name for d in needed([shelf.find(p.response)]) for name in d.inputs}
        across = sorted(name for name in read if name.startswith(_ACROSS))
        if across:
            yield (
                f"The response of {p.name} cannot be asked on any day. Found that {p.response} reads '{across[0]}', an "
                f"earlier visit{where}. Use a definition that compares with baseline only."
            )
    if (p.response or p.visits) and (not p.visits or p.visits[0].name != "baseline"):
        yield (
            f"The visits of {p.name} do not begin with baseline. Found {p.visits[0].name if p.visits else 'no visits'}{where}"
            ". Put the visit named `baseline` first."
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
