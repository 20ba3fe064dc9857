"""Lay out what stands on a dosing card: periods as rows, drugs as columns, then the days on which to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from remission.protocols.agenda import citations
from remission.protocols.parts import EVERY_DAY, Course
from remission.protocols.plan import Plan
from remission.report.card.words import Language, Words, date_of, drug_name, examined_by, words_of
from remission.report.fhir.calendar import Calendar
from remission.report.fhir.proposal import WEEKDAYS, checked_weekdays
from remission.report.patient import name_in_one_line
from remission.terms.analytes import ANALYTES

DAYS_OF_A_WEEK = 7
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Hold the head of a drug: its name, how often it is taken, and on which days of the week."""

    drug: str
    often: str
    only: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Hold what a patient takes of a drug in a period: the mg of a day, and the tablets of an intake."""

    mg: str
    tablets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Hold a row: a stretch of days on which no dose changes."""

    dates: str
    weeks: str
    doses: tuple[Dose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Hold the days of the week of a drug that is not taken daily; those that are agreed are ticked."""

    asks: str
    days: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Hold a day on which to come: which other days do as well, what for, and how long after which dose."""

    date: str
    also: str
    what: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Hold everything that a dosing card says.

    Attributes:
        words: The words of its language.
        regimen: The protocol, as a reader sees it.
        subject: Who the patient is; "" leaves a line to write on.
        start: The date of day 0; "" leaves a line to write on.
        contact: Whom to ask; "" leaves a line to write on.
        columns: The drugs that the patient takes.
        periods: What to take when.
        ticks: The days of the week of drugs that are not taken daily.
        appointments: When to come.
        asks: What must be answered before the card may be used.
        unverified: That numbers have not been compared with their source; "" where they have.
        sources: The publications, with the place in them.
        program: The program that made it.
    """

    words: Words
    regimen: str
    subject: str
    start: str
    contact: str
    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    ticks: tuple[Ticks, ...]
    appointments: tuple[Appointment, ...]
    asks: tuple[str, ...]
    unverified: str
    sources: tuple[str, ...]
    program: str


def dosing_card(
    plan: Plan,
    *,
    language: Language = "en",
    start: str | None = None,
    name: str = "",
    contact: str = "",
    weekdays: Mapping[str, Sequence[str]] | None = None,
) -> Card:
    """Lay out the dosing card of a plan.

    Args:
        plan: The plan of one patient.
        language: "en" or "ja".
        start: The date of day 0 ("2026-01-05"); without it the card counts days, and has a line for the date.
        name: Who the patient is, as it is to be printed.
        contact: Whom to ask, as it is to be printed: a clinic and its telephone number.
        weekdays: On which days a drug that is not taken daily is taken, by drug; else there are boxes to tick.

    Raises:
        SchemaError: The start is no date, or the weekdays are not as many as the drug is taken on.
        UnknownName: There is no such language, drug or day of the week.

    Example:
        >>> from remission.protocols.find import find
        >>> from remission.protocols.plan import plan
        >>> card = dosing_card(plan(find("himeji_2012"), weight=54), start="2026-01-05")
        >>> card.periods[2].dates, card.periods[2].doses[0].tablets
        ('Thu 15 Jan – Wed 21 Jan', '10 × 5 mg')
    """
    words, days = words_of(language), Calendar.of(start)
    agreed = checked_weekdays(weekdays or {}, plan)
    home = [row for row in plan.doses.iter_rows(named=True) if row["route"] == "oral"]
    p = plan.protocol
    courses = [course for course in p.in_use(p.courses) if course.route == "oral"]
    asked = {row["about"]: row["day"] for row in reversed(plan.asks.to_dicts())}
    taken = {str(row["drug"]) for row in home} | asked.keys()
    drugs = list(dict.fromkeys(course.drug for course in courses if course.drug in taken))
    told = citations(p)
    cited = dict.fromkeys((row["source"], row["at"]) for row in plan.doses.iter_rows(named=True))
    return Card(
        words=words,
        regimen=p.label,
        subject=name_in_one_line(name),
        start=date_of(days.on(0), words) if days else "",
        contact=contact,
        columns=tuple(_column(drug, courses, words, agreed) for drug in drugs),
        periods=tuple(
            _periods(home, drugs, words, days, {drug: (day, p.length) for drug, day in asked.items() if drug in drugs})
        ),
        ticks=tuple(_ticks(home, words, agreed)),
        appointments=tuple(_appointments(plan, words, days)),
        asks=tuple(_asks(plan, words)),
        unverified="" if p.verified else words.unverified.format(name=p.name),
        sources=tuple(told[place] for place in cited),
        program=f"remission {version('remission')}",
    )


def _asks(plan: Plan, words: Words) -> Iterator[str]:
    for row in plan.asks.iter_rows(named=True):
        yield words.missing.format(drug=drug_name(row["about"], words), says=row["says"])


def _column(drug: str, courses: list[Course], words: Words, agreed: Mapping[str, Sequence[str]]) -> Column:
    mine = [course for course in courses if course.drug == drug]
    intakes, weekly = max(course.times_a_day for course in mine), min(course.days_per_week for course in mine)
    often = words.once if intakes == 1 else words.times.format(n=intakes)
    only = "" if weekly == EVERY_DAY else words.weekly.format(n=f"{weekly:g}")
    if only and drug in agreed:
        only = words.joint.join(words.weekdays[WEEKDAYS.index(day)] for day in _in_order(agreed[drug]))
    return Column(drug=drug_name(drug, words), often=often, only=only)


def _in_order(days: Sequence[str]) -> list[str]:
    return sorted(days, key=WEEKDAYS.index)


def _periods(
    home: list[Row], drugs: list[str], words: Words, days: Calendar, asked: Mapping[str, tuple[int, int]]
) -> Iterator[Period]:
    """Cut the plan where a dose changes or becomes a question; days on which there is nothing to take are left out."""
    spans = [(row["day"], row["until"]) for row in home] + list(asked.values())
    turns = sorted({turn for first, last in spans for turn in (first, last + 1)})
    for first, after in pairwise(turns):
        now = {str(row["drug"]): row for row in home if row["day"] <= first <= row["until"]}
        open_ = [drug for drug, (day, _) in asked.items() if day <= first and drug not in now]
        if now or open_:
            weeks = (first // DAYS_OF_A_WEEK + 1, (after - 1) // DAYS_OF_A_WEEK + 1)
            which = words.week if weeks[0] == weeks[1] else words.weeks
            yield Period(
                dates=_dates(first, after - 1, words, days),
                weeks=which.format(first=weeks[0], last=weeks[1]),
                doses=tuple(
                    Dose(mg=words.ask_first, tablets="") if drug in open_ else _dose(now.get(drug), words)
                    for drug in drugs
                ),
            )


def _dates(first: int, last: int, words: Words, days: Calendar) -> str:
    if not days:
        return (words.one_day if first == last else words.days).format(first=first, last=last)
    year = days.on(0).year
    ends = [date_of(days.on(day), words, year=year) for day in ((first,) if first == last else (first, last))]
    return (" – " if words.language == "en" else " 〜 ").join(ends)


def _dose(row: Row | None, words: Words) -> Dose:
    if row is None:
        return Dose(mg=words.nothing, tablets="")
    each = f"{words.each} " if row["intakes"] > 1 else ""
    made = f"{each}{row['tablets']}" if row["tablets"] else ""
    if row["says"]:
        made = words.not_made
    elif not made and row["intakes"] > 1:
        made = f"{each}{row['dose'] / row['intakes']:g} mg"
    mg = f"{row['dose']:g} mg" if row["intakes"] == 1 else words.daily.format(mg=f"{row['dose']:g}")
    return Dose(mg=mg, tablets=made)


def _ticks(home: list[Row], words: Words, agreed: Mapping[str, Sequence[str]]) -> Iterator[Ticks]:
    weekly = {str(row["drug"]): row["days_per_week"] for row in home if row["days_per_week"] != EVERY_DAY}
    for drug, often in weekly.items():
        asks = words.weekday if drug in agreed else words.tick
        ticked = [(name, key in agreed.get(drug, ())) for name, key in zip(words.weekdays, WEEKDAYS, strict=True)]
        yield Ticks(asks=asks.format(drug=drug_name(drug, words), n=f"{often:g}"), days=tuple(ticked))


def _appointments(plan: Plan, words: Words, days: Calendar) -> Iterator[Appointment]:
    """List the days on which to come, each once: infusions first, then levels, then what is examined."""
    infusions = [row for row in plan.doses.iter_rows(named=True) if row["route"] != "oral"]
    samples = list(plan.samples.iter_rows(named=True))
    visits = set(plan.visits["due"])
    held = list(plan.visits.iter_rows(named=True))
    stays = {row["day"]: row["until"] for row in infusions}
    for day in sorted({*stays, *visits, *(row["due"] for row in samples)}):
        due = [row for row in samples if row["due"] == day]
        levels = [row for row in due if ANALYTES[row["analyte"]].kind == "level"]
        told = [_infusion(row, words) for row in infusions if row["day"] == day]
        told += [words.level.format(drug=_of_level(row, plan, words)) for row in levels]
        told += [words.visit] if day in visits else []
        told += [words.tests[examined_by(row["analyte"])] for row in due if row not in levels]
        hours = [words.hours.format(hours=f"{row['hours']:g}", drug=_of_level(row, plan, words)) for row in levels
                 if row["hours"] is not None]  # fmt: skip
        text = words.joint.join(dict.fromkeys(told))
        yield Appointment(
            date=_dates(day, stays.get(day, day), words, days),
            also=""
            if day in stays or not days
            else _also(day, [*due, *(row for row in held if row["due"] == day)], words, days),
            what=text[0].upper() + text[1:],
            hours=words.joint.join(dict.fromkeys(hours)),
        )


def _also(day: int, due: list[Row], words: Words, days: Calendar) -> str:
    """Name the days after day 0 that do as well for everything that is due."""
    first, last = max(1, *(row["low"] for row in due)), min(row["high"] for row in due)
    if first >= last or day == 0:
        return ""
    ends = [date_of(days.on(end), words, year=days.on(0).year, weekday=False) for end in (first, last)]
    return words.also.format(first=ends[0], last=ends[1])


def _infusion(row: Row, words: Words) -> str:
    said = words.infusion if row["route"] == "iv" else words.injection
    return said.format(drug=drug_name(row["drug"], words), mg=f"{row['dose']:g}")


def _of_level(row: Row, plan: Plan, words: Words) -> str:
    """Name the drug whose level is drawn."""
    monitors = plan.protocol.in_use(plan.protocol.monitors)
    drug = next((m.drug for m in monitors if m.analyte.name == row["analyte"] and m.drug), "")
    return drug_name(drug, words) if drug else ANALYTES[row["analyte"]].label
