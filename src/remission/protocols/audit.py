"""Hold every dose, sample and visit against what the protocol would have said that morning.

The core that decides today's doses is asked about every day on which its answer can change, and what it says is compared
with what the chart says was given. What cannot be judged, because the record or an input is missing, is counted apart: it is
neither kept nor broken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Timeline
from remission.protocols.attendance import Attendance, Attended, attended
from remission.protocols.because import because
from remission.protocols.core import compiled
from remission.protocols.judge import DEVIATIONS, NOT_JUDGED, Kind, judged
from remission.protocols.known import answered, baseline_answers, in_order, laid_out
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """Hold what became of a protocol, as tables with `patient` in front.

    Attributes:
        protocol: The protocol, with what is chosen.
        deviations: `patient, day, until, kind, about, expected, given, says, because, source, at`: what was done otherwise, a
            row for each span of days. `kind` is a `Kind` of doses or an `Attendance` of samples and visits, in lower case;
            "tolerance" and "return" are listed and are no deviations. `expected` and `given` are mg on a day of intake.
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
    protocol: Protocol, chart: Chart, *, tolerance_days: int = TOLERANCE_DAYS, through: int | None = None
) -> Audit:
    """Audit a chart against a protocol.

    Each patient is judged from day 0 to the last day that is on record.

    Args:
        protocol: The protocol, with what is chosen.
        chart: The chart.
        tolerance_days: By how many days a change of dose may be early or late.
        through: The last day to judge, where it is earlier.
    """
    c = compiled(protocol)
    ends = horizons(chart, protocol.length, through=through)
    line, baselines = in_order(c, chart, today=True), baseline_answers(c, chart)
    parts, sums = list[Part](), _Sums.of(c, len(chart.who))
    for told, spans in _chunks(c, line, ends, baselines, tolerance_days=tolerance_days):
        for seat, span in spans.items():
            sums.add(seat, span)
            parts += _doses(c, seat, told, span)
    parts += [_sequence(found) for found in unexplained(c, chart, line, baselines)]
    seen = attended(c, line, ends)
    parts += [part for one in seen for part in _attendance(one, c)]
    deviations = stacked(chart.who["patient"], parts, DEVIATION, order="order")
    return Audit(protocol=protocol, deviations=deviations, adherence=_adherence(c, chart, sums, seen))


def spans_of(
    protocol: Protocol, chart: Chart, *, tolerance_days: int = TOLERANCE_DAYS, through: int | None = None
) -> pl.DataFrame:
    """List, for each drug, every span of days with the dose that was due, the dose that was given and the verdict.

    It is what an audit rests on and what a timeline draws; for a large cohort it is long.

    Returns:
        `patient, day, until, drug, kind, expected, given`; doses are mg on a day of intake.
    """
    c = compiled(protocol)
    ends = horizons(chart, protocol.length, through=through)
    parts: list[Part] = []
    line, baselines = in_order(c, chart, today=True), baseline_answers(c, chart)
    for _, spans in _chunks(c, line, ends, baselines, tolerance_days=tolerance_days):
        for seat, span in spans.items():
            row: dict[str, Any] = {name: span[name] for name in ("day", "until", "expected", "given")}
            parts.append(
                Part(
                    span["patient"], row | {"kind": _names(span["kind"]), "drug": seat.first.drug, "order": span["day"]}
                )
            )
    return stacked(chart.who["patient"], parts, SPAN, order="order").with_columns(
        pl.col("expected", "given").fill_nan(None)
    )


def _chunks(
    c: Compiled,
    line: Timeline,
    ends: Numbers,
    baselines: Mapping[str, pl.Series],
    *,
    tolerance_days: int,
    every: bool = False,
) -> Iterator[tuple[pl.DataFrame, dict[Seat, dict[str, Numbers]]]]:
    """Judge some patients at a time, on the days on which the answer can change, or on every day."""
    size = len(line.chart.who)

    def judge(first: int) -> tuple[pl.DataFrame, dict[Seat, dict[str, Numbers]]]:
        people = np.arange(first, min(first + PEOPLE, size), dtype=np.int64)
        days = every_day if every else turns
        rows = days(c, line, people, ends, first_doses(c, line, people, baselines))
        told = answered(c, laid_out(c, line, rows, baselines))
        return told, {seat: judged(c, seat, told, ends, tolerance_days=tolerance_days) for seat in c.seats}

    firsts = range(0, size, PEOPLE)
    if len(firsts) == 1:
        yield judge(0)
        return
    with ThreadPoolExecutor(max_workers=min(WORKERS, len(firsts) or 1)) as pool:
        yield from pool.map(judge, firsts)


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
        "because": because(c, told, mine["at"], mine["why"], mine["bound"]),
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
        pl.format("{} mg", pl.col(name).fill_nan(0.0)).str.replace(".0 mg", " mg", literal=True)
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
        due = np.where(kind == Kind.KEPT, spans["given"], spans["expected"])  # what is permitted is as good as what is due
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
    parts: list[pl.DataFrame] = []
    for key, total in sums.columns.items():
        drug = sums.seats[key].first.drug
        parts += _statistics(chart, drug, total)
    for what in dict.fromkeys((a.about if a.what == "sample" else "visits") for a in seen):
        mine = [a for a in seen if (a.about if a.what == "sample" else "visits") == what]
        judgeable = [np.isin(a.kind, _SAMPLE_DUE) for a in mine]
        due = np.sum(judgeable, axis=0).astype(np.float64)
        missed = np.sum([np.isin(a.kind, _SAMPLE_BROKEN) for a in mine], axis=0)
        open_ = np.sum([a.kind == Attendance.UNDATED for a in mine], axis=0)
        parts.append(_rows(chart, what, "done", due - missed, due, due, open_))
    whole = {"patient": chart.who.schema["patient"], **ADHERENCE}
    if not parts:
        return pl.DataFrame(schema=whole)
    return pl.concat(parts).select(pl.col(name).cast(dtype) for name, dtype in whole.items())


def _statistics(chart: Chart, drug: str, total: Mapping[str, Numbers]) -> list[pl.DataFrame]:
    ones = np.ones(len(chart.who))
    days, open_ = total["judged"], total["open"]
    return [
        _rows(chart, drug, "days_kept", total["kept"], days, days, open_),
        _rows(chart, drug, "mg_due", total["mg_due"], ones, days, open_, add=True),
        _rows(chart, drug, "mg_given", total["mg_given"], ones, days, open_, add=True),
        _rows(chart, drug, "dose_intensity", total["mg_given"], total["mg_due"], days, open_),
    ]


def _rows(
    chart: Chart,
    about: str,
    statistic: str,
    over: Numbers,
    under: Numbers,
    n: Numbers,
    missing: Numbers,
    *,
    add: bool = False,
) -> pl.DataFrame:
    """Give one row a patient, and one for everyone together."""
    frame = pl.DataFrame(
        {
            "patient": chart.who["patient"],
            "over": over,
            "under": under,
            "n": n.astype(np.int64),
            "missing": missing.astype(np.int64),
        }
    )
    total = frame.select(
        pl.lit(None, dtype=chart.who.schema["patient"]).alias("patient"),
        pl.col("over").sum(),
        pl.lit(1.0).alias("under") if add else pl.col("under").sum(),
        pl.col("n", "missing").sum(),
    )
    value = pl.when(pl.col("n") > 0, pl.col("under") > 0).then(pl.col("over") / pl.col("under")).alias("value")
    return pl.concat([total, frame]).select("patient", pl.lit(about).alias("about"), pl.lit(statistic).alias("statistic"), value,
                                            "n", "missing")  # fmt: skip
