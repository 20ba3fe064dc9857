"""Write a plan as an iCalendar file (RFC 5545), for the calendar of a patient or a clinic.

A change of dose, a visit and a blood sample is an event that takes no time of the day: the plan says the day, and the clinic
the hour. A drug that is taken on named days of the week is an event that comes back on each of them. The same plan gives the
same bytes, and a plan that is made again keeps the identifiers, so that a calendar replaces its events instead of doubling them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from remission.errors import SchemaError
from remission.protocols.agenda import agenda, citations
from remission.protocols.plan import Plan
from remission.report.fhir.calendar import Calendar
from remission.report.fhir.case import Weekdays
from remission.report.fhir.proposal import WEEKDAYS, checked_weekdays
from remission.report.patient import name_in_one_line
from remission.terms.drugs import DRUGS

if TYPE_CHECKING:
    from icalendar import Event

PROPOSAL = "A proposal from the protocol as written: a clinician decides."
_LETTERS = 32
"""Letters of an identifier that make it unlike any other."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """Hold one event: what it is, on which days, and what a reader sees; or on which days of the week, up to which day."""

    kind: str
    about: str
    day: int
    until: int
    summary: str
    details: tuple[str, ...]
    weekdays: tuple[str, ...] = ()
    last: int = 0


def calendar_file(
    plan: Plan, *, start: str | None, name: str = "", weekdays: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """Write a plan as an iCalendar file.

    Args:
        plan: The plan of one patient.
        start: The date of day 0 ("2026-01-05"), which only the outside knows.
        name: Who the patient is, where one calendar holds several: it begins each event, and keeps their identifiers
            apart; else the key in the chart does.
        weekdays: On which days a drug that is not taken daily is taken, by drug; else only how many days a week is said.

    Raises:
        SchemaError: The start is missing, or no date; or the weekdays are not as many as the drug is taken on.
        UnknownName: There is no such drug or day of the week.

    Example:
        >>> from remission.protocols.find import find
        >>> from remission.protocols.plan import plan
        >>> made = calendar_file(plan(find("himeji_2012"), weight=54), start="2026-01-05").decode()
        >>> [line for line in made.splitlines() if line.startswith("SUMMARY")][1]
        'SUMMARY:Tacrolimus: 3 mg a day by mouth: 3 × 1 mg'
    """
    from icalendar import Calendar as File

    if start is None:
        raise SchemaError(
            "A calendar has dates, and a plan has days. Found no date of day 0. Give `start`, as 2026-01-05."
        )
    days, named = Calendar.of(start), name_in_one_line(name)
    agreed = checked_weekdays(weekdays or {}, plan)
    file = File()
    file.add("prodid", f"-//Remission//remission {version('remission')}//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    title = plan.protocol.label + (f" · {named}" if named else "")
    file.add("x-wr-calname", title)
    who = named or next(iter(agenda(plan)["patient"]), "")
    for entry in _entries(plan, days, agreed):
        key = "|".join((plan.protocol.name, who, entry.kind, entry.about, str(entry.day)))
        file.add_component(_event(entry, days, key, named))
    return file.to_ical()


def _event(entry: _Entry, days: Calendar, key: str, name: str) -> Event:
    from icalendar import Event, vDatetime

    event = Event()
    event.add("uid", f"{sha256(key.encode()).hexdigest()[:_LETTERS]}@remission")
    event.add("dtstamp", vDatetime.from_ical(days.date(0).replace("-", "") + "T000000Z"))
    on = [day for day in range(entry.day, entry.last + 1) if WEEKDAYS[days.on(day).weekday()] in entry.weekdays]
    event.add("dtstart", days.on(on[0] if on else entry.day))
    event.add("dtend", days.on((on[0] if on else entry.until) + 1))
    if on:
        by = [day[:2].upper() for day in entry.weekdays]
        event.add("rrule", {"freq": "WEEKLY", "byday": by, "until": days.on(on[-1])})
    event.add("summary", f"{name}: {entry.summary}" if name else entry.summary)
    event.add("description", "\n".join((*entry.details, PROPOSAL)))
    event.add("categories", [entry.kind])
    event.add("status", "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _entries(plan: Plan, days: Calendar, weekdays: Weekdays) -> Iterator[_Entry]:
    """List the events: questions, doses, last days, visits with what is assessed at them, and the other samples."""
    told = citations(plan.protocol)
    listed = agenda(plan, weekdays=weekdays).iter_rows(named=True)
    rows = [row | {"cited": told.get((row["source"], row["at"]), "")} for row in listed]
    samples = [row for row in rows if row["kind"] == "sample"]
    windows = {_window(row) for row in rows if row["kind"] == "visit"}
    for row in rows:
        if row["kind"] == "dose":
            yield replace(_dose(row, days), weekdays=tuple(weekdays.get(row["about"], ())), last=row["until"])
        elif row["kind"] == "ask":
            yield _entry(row, f"Ask a clinician: {row['says']}", "The plan is not whole before this is answered.")
        elif row["kind"] == "end":
            yield _entry(row, f"{DRUGS[row['about']].label}: last day")
        elif row["kind"] == "visit":
            yield _visit(row, [one for one in samples if _window(one) == _window(row)], days)
    yield from _samples([one for one in samples if _window(one) not in windows], days)


def _entry(row: Row, summary: str, *details: str, until: int | None = None) -> _Entry:
    last = row["day"] if until is None else until
    about = f"{row['about']} {row['route'] or ''}".strip()
    told = tuple(detail for detail in details if detail)
    return _Entry(kind=row["kind"], about=about, day=row["day"], until=last, summary=summary, details=told)


def _dose(row: Row, days: Calendar) -> _Entry:
    """Make the event of the day on which a dose begins; one into a vein stands on each of its days."""
    goes_on = f"From {days.date(row['day'])} to {days.date(row['until'])}." if row["until"] > row["day"] else ""
    summary = f"{DRUGS[row['about']].label}: {row['says']}"
    return _entry(row, summary, goes_on, _source(row), until=row["until"] if row["route"] == "iv" else row["day"])


def _visit(row: Row, samples: list[Row], days: Calendar) -> _Entry:
    assessed = f"Assessed: {', '.join(one['says'] for one in samples)}." if samples else ""
    return _entry(row, row["says"][0].upper() + row["says"][1:], assessed, _counts(row, days))


def _samples(rows: list[Row], days: Calendar) -> Iterator[_Entry]:
    """Put samples of one day and one time into one event."""
    for key in dict.fromkeys((row["hours"], *_window(row)) for row in rows):
        mine = [row for row in rows if (row["hours"], *_window(row)) == key]
        about = mine[0] | {"about": ", ".join(row["about"] for row in mine)}
        note = "Note the time of the last dose." if mine[0]["hours"] is not None else ""
        summary = f"Sample: {', '.join(row['says'] for row in mine)}"
        yield _entry(about, summary, _counts(mine[0], days), note, *dict.fromkeys(map(_source, mine)))


def _counts(row: Row, days: Calendar) -> str:
    return f"Any day from {days.date(row['low'])} to {days.date(row['high'])} counts."


def _source(row: Row) -> str:
    return f"Source: {row['cited']}"


def _window(row: Row) -> tuple[int, int, int]:
    return row["day"], row["low"], row["high"]
