"""Hold every dose, sample and visit against what the protocol would have said that morning.

The core that decides today's doses is asked about every day on which its answer can change, and what it says is compared
with what the chart says was given. What cannot be judged, because the record or an input is missing, is counted apart: it is
neither kept nor broken.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Timeline
from remission.protocols.attendance import Attendance, Attended, attended
from remission.protocols.because import because
from remission.protocols.core import compiled, compiled_alone
from remission.protocols.doubts import given_beside
from remission.protocols.find import taken
from remission.protocols.judge import DEVIATIONS, NOT_JUDGED, Kind, judged
from remission.protocols.known import answered, baseline_answers, in_order, laid_out, narrowed
from remission.protocols.ladder import DECIMALS
from remission.protocols.protocol import Protocol
from remission.protocols.seats import Compiled, Seat
from remission.protocols.sequences import unexplained
from remission.protocols.table import Part, stacked
from remission.protocols.turns import every_day, first_doses, horizons, turns
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS

Numbers = np.ndarray[tuple[int], np.dtype[Any]]
PEOPLE = 4000
"""How many patients are judged at a time, so that memory stays small."""
WORKERS = os.cpu_count() or 1
"""How many groups of patients are judged side by side."""
WEEK = 7.0
TOLERANCE_DAYS = 3
"""By how many days a change may be early or late; our reading, as weekly samples count within 3 days."""
DEVIATION: dict[str, pl.DataType] = {
    "day": pl.Int32(),
    "until": pl.Int32(),
    "kind": pl.String(),
    "about": pl.String(),
    "expected": pl.Float64(),
    "given": pl.Float64(),
    "says": pl.String(),
    "because": pl.String(),
    "source": pl.String(),
    "at": pl.String(),
}
SPAN: dict[str, pl.DataType] = {
    "day": pl.Int32(),
    "until": pl.Int32(),
    "drug": pl.String(),
    "kind": pl.String(),
    "expected": pl.Float64(),
    "given": pl.Float64(),
}
ADHERENCE: dict[str, pl.DataType] = {
    "about": pl.String(),
    "statistic": pl.String(),
    "value": pl.Float64(),
    "n": pl.Int64(),
    "missing": pl.Int64(),
}
_SAID = {
    Kind.UNRECORDED: "no dose of {drug} is on record",
    Kind.TOLERANCE: "{drug} {given} where {due} was due, within the days that are allowed",
    Kind.RETURN: "{drug} went back to {given}",
    Kind.SLIP: "{drug} {given} where {due} was due",
    Kind.CHANGE_WITHOUT_A_RULE: "{drug} {given} where {due} was to go on",
    Kind.RULE_NOT_FOLLOWED: "{drug} went on at {given} where a rule asks for {due}",
    Kind.AGAINST_A_STOP: "{drug} {given} although a rule stops it",
    Kind.AGAINST_A_HOLD: "{drug} {given} although a rule withholds it",
    Kind.PAST_THE_END: "{drug} {given} after the end of its course",
    Kind.EARLY: "{drug} {given} before its course begins",
    Kind.OMITTED: "{drug} was not given where {due} was due",
    Kind.OTHER_DAYS: "{drug} {given} on another number of days a week",
    Kind.ASKED: "{drug} {given} where a clinician was to be asked",
}
_ATTENDED = {
    Attendance.TIME_MISSING: "{about} of day {day} has no time since the dose",
    Attendance.TIME_WRONG: "{about} of day {day} was drawn {hour} hours after the dose",
    Attendance.LATE: "{about} was due on day {due} and came on day {day}",
    Attendance.MISSED: "{about} was due on day {due} and is not on record",
}
_SAMPLE_DUE = (
    Attendance.DONE, Attendance.LATE, Attendance.MISSED, Attendance.TIME_MISSING, Attendance.TIME_WRONG
)  # fmt: skip
_SAMPLE_BROKEN = (Attendance.LATE, Attendance.MISSED)
_UNDATED = (Attendance.UNDATED,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """Hold what became of a protocol, as tables with `patient` in front.

    Attributes:
        protocol: The protocol, with what is chosen.
        deviations: `patient, day, until, kind, about, expected, given, says, because, source, at`: what was done otherwise, a
            row for each span of days. `kind` is a `Kind` of doses or an `Attendance` of samples and visits, in lower case, or
            "not_in_the_protocol" for what was given beside it; "tolerance" and "return" are listed and are no deviations.
            `expected` and `given` are mg on a day of intake.
        adherence: `patient, about, statistic, value, n, missing`. Of a drug: `days_kept`, the proportion of days on which it
            was given as the protocol says, with how many days could be judged (n) and how many could not (missing);
            `mg_due` and `mg_given` on the judged days, and `dose_intensity`, mg given over mg due; where a rule only permits
            another dose, what was given within it counts as due. Of a sample or the
            visits: `done`, the proportion of those due, with how many were due and how many could not be judged. A value
            is null where nothing could be judged. Patient null is everyone together.
    """

    protocol: Protocol
    deviations: pl.DataFrame
    adherence: pl.DataFrame


def audit(
    protocol: Protocol | str, chart: Chart, *, tolerance_days: int = TOLERANCE_DAYS, through: int | None = None
) -> Audit:
    """Audit a chart against a protocol.

    Each patient is judged from day 0 to the last day that is on record.

    Args:
        protocol: The protocol, with what is chosen, or its name.
        chart: The chart.
        tolerance_days: By how many days a change of dose may be early or late.
        through: The last day to judge, where it is earlier.
    """
    protocol = taken(protocol)
    c = compiled(protocol)
    ends = horizons(chart, protocol.length, through=through)
    line, baselines = in_order(c, chart, today=True), baseline_answers(c, chart)
    parts, sums = list[Part](), _Sums.of(c, len(chart.who))
    for alone, told, spans in judged_in_groups(protocol, line, ends, baselines, tolerance_days=tolerance_days):
        sums.add(alone.seats[0], spans)
        parts += _doses(alone, alone.seats[0], told, spans)
    parts += given_beside(chart, protocol, ends)
    parts += [_sequence(found) for found in unexplained(c, chart, line, baselines)]
    seen = attended(c, line, ends)
    parts += [part for one in seen for part in _attendance(one, c)]
    deviations = stacked(chart.who["patient"], parts, DEVIATION, order="order")
    return Audit(protocol=protocol, deviations=deviations, adherence=_adherence(c, chart, sums, seen))


def spans_of(
    protocol: Protocol | str, chart: Chart, *, tolerance_days: int = TOLERANCE_DAYS, through: int | None = None
) -> pl.DataFrame:
    """List, for each drug, every span of days with the dose that was due, the dose that was given and the verdict.

    It is what an audit rests on and what a timeline draws; for a large cohort it is long.

    Returns:
        `patient, day, until, drug, kind, expected, given`; doses are mg on a day of intake.
    """
    protocol = taken(protocol)
    c = compiled(protocol)
    ends = horizons(chart, protocol.length, through=through)
    parts: list[Part] = []
    line, baselines = in_order(c, chart, today=True), baseline_answers(c, chart)
    for alone, _, spans in judged_in_groups(protocol, line, ends, baselines, tolerance_days=tolerance_days):
        row: dict[str, Any] = {name: spans[name] for name in ("day", "until", "expected", "given")}
        named = {"kind": _names(spans["kind"]), "drug": alone.seats[0].first.drug, "order": spans["day"]}
        parts.append(Part(spans["patient"], row | named))
    return stacked(chart.who["patient"], parts, SPAN, order="order").with_columns(
        pl.col("expected", "given").fill_nan(None)
    )


def judged_in_groups(
    protocol: Protocol,
    line: Timeline,
    ends: Numbers,
    baselines: Mapping[str, pl.Series],
    *,
    tolerance_days: int,
    every: bool = False,
) -> Iterator[tuple[Compiled, pl.DataFrame, dict[str, Numbers]]]:
    """Judge drug after drug, some patients at a time, on the days on which its answer can change, or on every day.

    Yields:
        The drug alone, its rows as `answered` gives them, and its spans as `judged` gives them.
    """
    size, days = len(line.chart.who), every_day if every else turns

    def judge(asked: tuple[Compiled, int]) -> tuple[Compiled, pl.DataFrame, dict[str, Numbers]]:
        c, first = asked
        people, mine = np.arange(first, min(first + PEOPLE, size), dtype=np.int64), narrowed(c, line)
        rows = days(c, mine, people, ends, first_doses(c, mine, people, baselines))
        told = answered(c, laid_out(c, mine, rows, baselines))
        return c, told, judged(c, c.seats[0], told, ends, tolerance_days=tolerance_days)

    groups = [(c, first) for c in compiled_alone(protocol) for first in range(0, size, PEOPLE)]
    if size <= PEOPLE:
        yield from map(judge, groups)
        return
    with ThreadPoolExecutor(max_workers=min(WORKERS, len(groups))) as pool:
        yield from pool.map(judge, groups)


def _doses(c: Compiled, seat: Seat, told: pl.DataFrame, spans: Mapping[str, Numbers]) -> list[Part]:
    """List the spans of a drug that have to be said."""
    kind = spans["kind"]
    here = np.flatnonzero((kind == Kind.UNRECORDED) | (kind >= Kind.TOLERANCE))
    if not len(here):
        return []
    mine = {name: column[here] for name, column in spans.items()}
    sources = [c.reasons[number].source for number in mine["why"]]
    row = {
        "day": mine["day"],
        "until": mine["until"],
        "kind": _names(mine["kind"]),
        "about": seat.first.drug,
        "expected": mine["expected"],
        "given": mine["given"],
        "says": _dose_says(seat, mine),
        "because": because(c, told, mine["at"], mine["why"], mine["bound"], [seat.number] * len(here)),
        "source": pl.Series([source.key for source in sources]),
        "at": pl.Series([source.at for source in sources]),
        "order": mine["day"],
    }
    return [Part(mine["patient"], row)]


def _names(kind: Numbers) -> pl.Series:
    """Name kinds by their numbers."""
    return pl.Series([k.name.lower() for k in Kind]).gather(kind)


def _dose_says(seat: Seat, mine: Mapping[str, Numbers]) -> pl.Series:
    drug = DRUGS[seat.first.drug].label.lower()
    frame = pl.DataFrame({"kind": mine["kind"], "due": mine["expected"], "given": mine["given"]}).with_columns(
        pl.format("{} mg", pl.col(name).fill_nan(0.0).round(DECIMALS)).str.replace(".0 mg", " mg", literal=True)
        for name in ("due", "given")
    )
    says = pl.lit("")
    for kind, text in _SAID.items():
        words = text.replace("{drug}", drug)
        names = [name for name in ("given", "due") if f"{{{name}}}" in words]
        names.sort(key=lambda name: words.index(f"{{{name}}}"))
        filled = pl.format(words.replace("{given}", "{}").replace("{due}", "{}"), *names) if names else pl.lit(words)
        says = pl.when(pl.col("kind") == int(kind)).then(filled).otherwise(says)
    upper = says.str.slice(0, 1).str.to_uppercase() + says.str.slice(1) + "."
    return frame.select(upper.alias("says"))["says"]


def _attendance(one: Attended, c: Compiled) -> list[Part]:
    parts: list[Part] = []
    labels = {v.name: f"Visit {v.label.lower()}" for v in c.protocol.visits}
    about = labels.get(one.about) if one.what == "visit" else ANALYTES[one.about].label
    source = one.monitor.source if one.monitor else c.protocol.source
    for kind, text in _ATTENDED.items():
        at = np.flatnonzero(one.kind == kind)
        if not len(at):
            continue
        due, _, high = one.window
        day = np.where(np.isnan(one.day[at]), due, one.day[at]).astype(np.int64)
        words = [
            text.format(about=about, due=due, day=int(d), hour=f"{h:g}") + "."
            for d, h in zip(day, one.hour[at], strict=True)
        ]
        row = {"day": due, "until": high, "kind": kind.name.lower(), "about": one.about, "says": pl.Series(words),
               "because": one.monitor.words if one.monitor else f"due on day {due}", "source": source.key, "at": source.at,
               "order": due}  # fmt: skip
        parts.append(Part(at, row))
    return parts


def _sequence(found: Any) -> Part:
    change = found.change
    row = {"day": change.day, "until": change.day, "kind": found.kind.name.lower(), "about": found.drug,
           "expected": change.before, "given": change.after, "says": found.says, "because": found.because,
           "source": found.source.key, "at": found.source.at, "order": -1}  # fmt: skip
    return Part(np.array([change.patient]), row)


@dataclass(slots=True)
class _Sums:
    """Add up days and doses, by drug and patient."""

    seats: dict[str, Seat]
    columns: dict[str, dict[str, Numbers]]

    @classmethod
    def of(cls, c: Compiled, people: int) -> _Sums:
        names = ("judged", "kept", "open", "mg_due", "mg_given")
        return cls({s.key: s for s in c.seats}, {s.key: {name: np.zeros(people) for name in names} for s in c.seats})

    def add(self, seat: Seat, spans: Mapping[str, Numbers]) -> None:
        """Add the spans of a drug."""
        kind, patient, sums = spans["kind"], spans["patient"], self.columns[seat.key]
        days = (spans["until"] - spans["day"] + 1).astype(np.float64)
        if any(course.every for course in seat.courses):
            days = np.ones(len(days))  # a dose that is not daily is due once, however long it stays due
        unknown = np.isin(kind, [int(k) for k in NOT_JUDGED])
        counts = ~unknown & (kind != Kind.NOTHING_DUE)
        broken = np.isin(kind, [int(k) for k in DEVIATIONS])
        due = np.where(
            kind == Kind.KEPT, spans["given"], spans["expected"]
        )  # what is permitted is as good as what is due
        added = {
            "judged": days * counts,
            "kept": days * (counts & ~broken),
            "open": days * unknown,
            "mg_due": days * counts * np.nan_to_num(due) * seat.first.days_per_week / WEEK,
            "mg_given": days * counts * np.nan_to_num(spans["given"]) * spans["weekly"] / WEEK,
        }
        for name, values in added.items():
            sums[name] += np.bincount(patient, weights=values, minlength=len(sums[name]))


def _adherence(c: Compiled, chart: Chart, sums: _Sums, seen: list[Attended]) -> pl.DataFrame:
    rows: list[_Statistic] = []
    for key, total in sums.columns.items():
        drug, days, open_ = sums.seats[key].first.drug, total["judged"], total["open"]
        rows.append(_Statistic(drug, "days_kept", total["kept"], days, days, open_))
        rows += [_Statistic(drug, name, total[name], None, days, open_) for name in ("mg_due", "mg_given")]
        rows.append(_Statistic(drug, "dose_intensity", total["mg_given"], total["mg_due"], days, open_))
    for what in dict.fromkeys((a.about if a.what == "sample" else "visits") for a in seen):
        mine = [a for a in seen if (a.about if a.what == "sample" else "visits") == what]
        due, missed, open_ = (_counted(mine, kinds) for kinds in (_SAMPLE_DUE, _SAMPLE_BROKEN, _UNDATED))
        rows.append(_Statistic(what, "done", due - missed, due, due, open_))
    return _tabled(chart, rows)


def _counted(seen: list[Attended], kinds: tuple[Attendance, ...]) -> Numbers:
    """Count for each patient the samples or visits that are of some kinds."""
    of_kind = np.array([kind in kinds for kind in Attendance])
    counts = np.zeros(len(seen[0].kind))
    for one in seen:
        counts += of_kind[one.kind]
    return counts


@dataclass(frozen=True, slots=True)
class _Statistic:
    """Hold a statistic of every patient: a quotient, or a sum where nothing is divided by."""

    about: str
    name: str
    over: Numbers
    under: Numbers | None
    n: Numbers
    missing: Numbers


def _tabled(chart: Chart, rows: list[_Statistic]) -> pl.DataFrame:
    """Give one row a statistic and patient, everyone together first."""
    size, patient = len(chart.who) + 1, chart.who["patient"]

    def whole(columns: Iterable[Numbers]) -> Numbers:
        return np.concatenate([part for column in columns for part in ([column.sum()], column)] or [np.zeros(0)])

    n = whole(row.n for row in rows)
    over = whole(row.over for row in rows)
    under = np.concatenate([np.ones(size) if r.under is None else whole([r.under]) for r in rows] or [np.zeros(0)])
    known = (n > 0) & (under > 0)
    value = np.divide(over, under, out=np.full(len(over), np.nan), where=known)
    who = pl.concat([pl.Series([None], dtype=patient.dtype), patient]).rename("patient")
    columns = {
        "about": pl.Series([row.about for row in rows], dtype=pl.String),
        "statistic": pl.Series([row.name for row in rows], dtype=pl.String),
    }
    at = np.repeat(np.arange(len(rows), dtype=np.uint32), size)
    return pl.DataFrame(
        {
            "patient": who.gather(np.tile(np.arange(size, dtype=np.uint32), len(rows))),
            **{name: column.gather(at) for name, column in columns.items()},
            "value": pl.Series(value, nan_to_null=True, dtype=pl.Float64),
            "n": n.astype(np.int64),
            "missing": whole(row.missing for row in rows).astype(np.int64),
        }
    )
