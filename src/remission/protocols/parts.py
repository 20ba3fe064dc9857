"""Name the parts of which a protocol is made: courses of drugs, samples, rules, and switches.

Each part carries its own source, so that a calendar can print every line beside the place it rests on, and may carry
`option="switch=choice"`, which turns it on only where that choice is taken; of several ("one=this, other=that") all must be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from remission.protocols.schedule import Amount, Schedule, Steps, Taper, said
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS
from remission.terms.places import where_written
from remission.terms.sources import Source
from remission.terms.windows import Visit
from remission.terms.words import Condition, Word

Route = Literal["oral", "iv", "sc"]
EVERY_DAY = 7.0
ROUTES = {"oral": "by mouth", "iv": "into a vein", "sc": "under the skin"}


def choices_of(option: str) -> dict[str, str]:
    """Take an option apart: the choice that each switch must have.

    Example:
        >>> choices_of("egfr=reported, restart=ask")
        {'egfr': 'reported', 'restart': 'ask'}
    """
    pairs = (pair.partition("=") for pair in option.split(", ") if option)
    return {switch: choice for switch, _, choice in pairs}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """State what a level is to be: what to aim at, apart from how to get there.

    Attributes:
        analyte: The drug level.
        below: The level stays under this, itself excluded; None where the source sets no such limit.
        at_least: The level reaches this, itself included; None where the source sets no lower limit.
        at_most: The level stays at this or under it: a window "from 5 to 7" includes its ends.
    """

    analyte: Word
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def words(self) -> str:
        """Say the target."""
        unit = ANALYTES[self.analyte.name].printed_unit
        ends = [f"at least {self.at_least:g} {unit}"] if self.at_least is not None else []
        ends += [f"below {self.below:g} {unit}"] if self.below is not None else []
        ends += [f"at most {self.at_most:g} {unit}"] if self.at_most is not None else []
        return f"{self.analyte.words} {' and '.join(ends)}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """State one drug, how much of it, when and how.

    Attributes:
        drug: INN key of `remission.terms.drugs`.
        dose: mg on a day of intake: an amount, a `Taper` or `Steps`.
        source: Where the regimen is published.
        start: Study day of the first dose.
        until: Study day of the last dose, included; None for a course that goes on to the end of the protocol.
        days_per_week: Days of intake a week.
        every: Days between the doses of a course that is not daily ("every 4 weeks"); None for daily courses.
        times: How many doses such a course has; None for no limit.
        times_a_day: Into how many intakes the dose of a day is divided.
        route: How it is given.
        titrated: Whether the dose, once the schedule has made its last step, is the one in force and rules may change it.
            A fixed course follows its schedule, whatever was given the day before.
        most: The greatest dose in mg, which nothing exceeds.
        target: What the level of the drug is to be.
        readings: How open words of the source were understood.
        option: The choice that turns the course on, as "switch=choice", or several ("one=this, other=that"); "" for always.
        place: Filled in: file and line where it is written.
    """

    drug: str
    dose: Schedule
    source: Source
    start: int = 0
    until: int | None = None
    days_per_week: float = EVERY_DAY
    every: int | None = None
    times: int | None = None
    times_a_day: int = 1
    route: Route = "oral"
    titrated: bool = False
    most: float | None = None
    target: Target | None = None
    readings: tuple[str, ...] = ()
    option: str = ""
    place: str = field(default_factory=where_written)

    @property
    def name(self) -> str:
        """Name the course in a message."""
        return f"the {self.route} course of {self.drug}"

    @property
    def words(self) -> str:
        """Say the course as a line of a calendar."""
        drug = DRUGS[self.drug].label.lower() if self.drug in DRUGS else self.drug
        often = f" every {self.every} days" if self.every else " a day" if self.days_per_week == EVERY_DAY else ""
        often += f" on {self.days_per_week:g} days a week" if self.days_per_week != EVERY_DAY else ""
        often += f", in {self.times_a_day} intakes" if self.times_a_day > 1 else ""
        dose = said(self.dose) + often if not isinstance(self.dose, Taper | Steps) else f"{said(self.dose)}{often}"
        limit = f", at most {self.most:g} mg" if self.most is not None else ""
        aim = f"; {self.target.words}" if self.target else ""
        return f"{drug} {dose} {ROUTES[self.route]}{limit}{aim}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Monitor:
    """State what is measured, when, and how far off the day still counts.

    Attributes:
        analyte: What is measured.
        source: Where the schedule is published.
        days: Study days on which it is due, with how many days to either side still count; later it is overdue.
        visits: Visits at which it is due as well. Without days and visits it is measured when needed.
        drug: For a drug level: whose level it is. Nothing is due while the drug is not given.
        hours: For a drug level: hours after the dose at which it is drawn. A level without a time since dose, or at another,
            is then asked about. None takes a level for what it is called.
        hours_off: Hours to either side that still count.
        or_kind: A kind of analytes of which any does as well ("item" for the items of a score); "" for none.
        readings: How open words of the source were understood.
        option: The choice that turns it on, as "switch=choice", or several ("one=this, other=that"); "" for always.
        place: Filled in: file and line where it is written.
    """

    analyte: Word
    source: Source
    days: Mapping[int, int] = field(default_factory=dict[int, int])
    visits: tuple[Visit, ...] = ()
    drug: str = ""
    hours: float | None = None
    hours_off: float = 2.0
    or_kind: str = ""
    readings: tuple[str, ...] = ()
    option: str = ""
    place: str = field(default_factory=where_written)

    @property
    def name(self) -> str:
        """Name the monitor in a message."""
        return f"the monitor of {self.analyte.words}"

    @property
    def windows(self) -> tuple[tuple[int, int, int], ...]:
        """List when it is due: the day, the first day that counts, and the last one."""
        windows = [(day, day - off, day + off) for day, off in self.days.items()]
        return tuple(sorted([*windows, *((v.target, v.low, v.high) for v in self.visits)]))

    @property
    def words(self) -> str:
        """Say the monitor as a line of a calendar."""
        days = [str(day) for day, _, _ in self.windows]
        when = f"on day{'s' * (len(days) > 1)} {', '.join(days)}" if days else "when needed"
        hours = f", {self.hours:g} hours after the dose" if self.hours is not None else ""
        label = ANALYTES[self.analyte.name].label if self.analyte.name in ANALYTES else self.analyte.words
        return f"{inside_a_sentence(label)} {when}{hours}"


@dataclass(frozen=True, slots=True, eq=False)
class Reduce:
    """Lower the dose in force.

    Attributes:
        by: mg less; None where `percent` is given.
        percent: Or so many percent less.
        to: The least dose in mg; a dose that is there already cannot be lowered further, and a clinician is asked.
        to_nearest: The mg to whose multiple a percentage is rounded down.
    """

    by: float | None = None
    percent: float | None = field(default=None, kw_only=True)
    to: float = field(default=0.0, kw_only=True)
    to_nearest: float | None = field(default=None, kw_only=True)

    @property
    def words(self) -> str:
        """Say the action."""
        step = f"{self.by:g} mg" if self.by is not None else f"{self.percent or 0:g} %"
        return f"reduce by {step}" + (f", not below {self.to:g} mg" if self.to else "")


@dataclass(frozen=True, slots=True, eq=False)
class Increase:
    """Raise the dose in force.

    Attributes:
        by: mg more.
        to: The greatest dose in mg; at that dose the rule has nothing to do.
    """

    by: float
    to: float = field(kw_only=True)

    @property
    def words(self) -> str:
        """Say the action."""
        return f"increase by {self.by:g} mg, not above {self.to:g} mg"


@dataclass(frozen=True, slots=True, eq=False)
class SetTo:
    """Set the dose, whatever it was.

    Attributes:
        dose: The new dose.
    """

    dose: Amount

    @property
    def words(self) -> str:
        """Say the action."""
        return f"set to {said(self.dose)}"


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """Stop the drug; it stays stopped unless a rule with `Restart` says otherwise."""

    @property
    def words(self) -> str:
        """Say the action."""
        return "stop"


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """Withhold the drug as long as the condition holds.

    Once it does not, a rule with `Restart` says whether the drug begins again; where there is none, a clinician is asked.
    """

    @property
    def words(self) -> str:
        """Say the action."""
        return "hold"


@dataclass(frozen=True, slots=True, eq=False)
class Restart:
    """Begin again a drug that is stopped or held.

    Attributes:
        dose: The dose; None for the last one that was given.
    """

    dose: Amount | None = None

    @property
    def words(self) -> str:
        """Say the action."""
        return "restart at " + ("the last dose given" if self.dose is None else said(self.dose))


@dataclass(frozen=True, slots=True, eq=False)
class StepDown:
    """Stop the drug because one agent is enough, as long as the other is not known to be stopped.

    Attributes:
        keep: The drug that goes on.
    """

    keep: str

    @property
    def words(self) -> str:
        """Say the action."""
        return f"stop, and go on with {self.keep}"


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """Leave it to a clinician.

    Attributes:
        question: What is asked.
        while_stopped: Whether it is asked while the drug is stopped or withheld, rather than while it is taken.
    """

    question: str
    while_stopped: bool = field(default=False, kw_only=True)

    @property
    def words(self) -> str:
        """Say the action."""
        return f"ask: {self.question}"


Action = Reduce | Increase | SetTo | Stop | Hold | Restart | StepDown | Ask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """State what changes a dose.

    Where several rules of a drug hold on one day, the first of these wins: stop, hold, reduce, ask, increase; of two of
    one sort the one that stands first in the protocol.

    Attributes:
        drug: The drug whose dose it changes.
        when: The condition, over what is known in the morning of the day.
        then: What to do.
        source: Where the rule is published.
        says: The rule as a sentence for readers; made of its parts where it is not given.
        from_day: First study day on which it applies; None for all.
        until_day: Last study day on which it applies, included; None for all.
        at_start: Whether it applies only before the first dose of the drug. What it needs is then asked about if it is unknown.
        titrates: Whether it is the protocol's own way to a `Target`, which `decide(..., titrate=f)` replaces.
        permitted: Whether it allows rather than asks: not following it is no deviation.
        recorded_as: Names of events that stand on record where its condition held but its numbers are not dated.
        route: The route of the course, where the protocol gives the drug by two.
        readings: How open words of the source were understood.
        option: The choice that turns it on, as "switch=choice", or several ("one=this, other=that"); "" for always.
        place: Filled in: file and line where it is written.
    """

    drug: str
    when: Condition
    then: Action
    source: Source
    says: str = ""
    from_day: int | None = None
    until_day: int | None = None
    at_start: bool = False
    titrates: bool = False
    permitted: bool = False
    recorded_as: tuple[str, ...] = ()
    route: Route | None = None
    readings: tuple[str, ...] = ()
    option: str = ""
    place: str = field(default_factory=where_written)

    @property
    def name(self) -> str:
        """Name the rule in a message."""
        return f"the rule '{self.words}'"

    @property
    def words(self) -> str:
        """Say the rule as a line of a calendar."""
        return self.says or f"{self.drug}: if {self.when.words}, {self.then.words}"


@dataclass(frozen=True, slots=True)
class Switch:
    """Leave open what the source leaves open; the first choice holds where nothing is chosen.

    Attributes:
        name: Key, as in `option="name=choice"` and `protocol.choose(name="choice")`.
        choices: What may be chosen, the default first.
        reading: One sentence: what the source leaves open, and why the default is what it is.
        place: Filled in: file and line where it is written.
    """

    name: str
    choices: tuple[str, ...]
    reading: str = field(kw_only=True)
    place: str = field(default_factory=where_written, compare=False, kw_only=True)

    @property
    def default(self) -> str:
        """Give the choice that holds where nothing is chosen."""
        return self.choices[0]


Part = Course | Monitor | Rule
