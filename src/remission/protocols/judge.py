"""Judge the doses that were given, span by span, against what the protocol would have said on each morning."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from remission.chart.mornings import Record
from remission.protocols.parts import Hold, StepDown, Stop
from remission.protocols.seats import Act, Compiled, Seat
from remission.protocols.written import amount_of, moved, permitted, written
from remission.terms.words import SLIP

Numbers = np.ndarray[tuple[int], np.dtype[Any]]
_STOPS, _HOLDS = 1, 2


class Kind(IntEnum):
    """Say how the dose of a span of days compares with the protocol."""

    KEPT = 0
    """As the protocol says, or within what it permits."""
    NOTHING_DUE = 1
    """Nothing is due and nothing was given."""
    ASKED = 2
    """The protocol asks a clinician, so nobody can say."""
    UNRECORDED = 3
    """No dose is on record by then."""
    TOLERANCE = 4
    """A change that came a few days early or late."""
    RETURN = 5
    """Back to the dose of before a deviation."""
    SLIP = 6
    """Another dose than was due."""
    CHANGE_WITHOUT_A_RULE = 7
    """The dose was changed, and no rule asks for it."""
    RULE_NOT_FOLLOWED = 8
    """A rule asks for another dose, and the old one went on."""
    AGAINST_A_STOP = 9
    """Given although a rule stops the drug."""
    AGAINST_A_HOLD = 10
    """Given although a rule withholds the drug."""
    PAST_THE_END = 11
    """Given after the end of the course."""
    EARLY = 12
    """Given before the course begins."""
    OMITTED = 13
    """Not given although due."""
    OTHER_DAYS = 14
    """The right dose on another number of days a week."""


KINDS = pl.Enum([kind.name.lower() for kind in Kind])
NOT_JUDGED = (Kind.ASKED, Kind.UNRECORDED)
"""What is neither kept nor broken."""
DEVIATIONS = tuple(kind for kind in Kind if kind >= Kind.SLIP)
"""What breaks the protocol; a tolerated change and a return are listed too, but are no deviations."""


def judged(c: Compiled, seat: Seat, told: pl.DataFrame, ends: Numbers, *, tolerance_days: int) -> dict[str, Numbers]:
    """Judge one drug.

    Args:
        c: The protocol.
        seat: The drug.
        told: Rows as `answered` gives them, in ascending order of patient and day.
        ends: The last day of each patient of the chart.
        tolerance_days: By how many days a change may be early or late.

    Returns:
        One entry a span of days with the same dose due, dose given and verdict: `at` (place in `told` of its first day),
        `patient`, `day`, `until`, `kind`, `expected`, `given` (mg on a day of intake, not a number where nothing is on
        record), `weekly` (days of intake a week).
    """
    rows = rows_of(seat, told, ends)
    rows["said"], (rows["expected"], rows["came"]) = rows["expected"], written(c, seat, told, rows)
    rows["kind"] = _lasting(rows, _verdicts(c, seat, rows))
    spans = _joined(rows)
    spans["kind"] = _tolerated(spans, tolerance_days)
    return spans


def rows_of(seat: Seat, told: pl.DataFrame, ends: Numbers) -> dict[str, Numbers]:
    """Take what is judged out of answered rows, as arrays: what the protocol says of a drug, and what was given."""
    patient = told["patient"].to_physical().to_numpy().astype(np.int64)
    day = told["day"].to_numpy().astype(np.int64)
    last = np.append(patient[1:] != patient[:-1], True) if len(patient) else np.zeros(0, dtype=bool)
    following = np.append(day[1:], 0) if len(day) else day
    made = {name: told[seat.made(name)].fill_null(np.nan).to_numpy() for name in ("expected", "at least")}
    bound = seat.made("bound")
    given, record = told[f"given({seat.key})"].to_numpy(), told[f"given_record({seat.key})"].to_numpy()
    return made | {
        "at": np.arange(len(patient)),
        "patient": patient,
        "day": day,
        "until": np.where(last, ends[patient], following - 1),
        "act": told[seat.made("act")].to_numpy(),
        "why": told[seat.made("why")].to_numpy(),
        "open": told[seat.made("open")].to_numpy(),
        "bound": told[bound].to_numpy() if bound in told.columns else np.zeros(len(day), dtype=bool),
        "morning": told[f"dose({seat.key})"].to_numpy(),
        "given": given,
        "amount": amount_of(record, given),
        "weekly": told[f"given_per_week({seat.key})"].fill_null(seat.first.days_per_week).to_numpy(),
        "record": record,
    }


def _verdicts(c: Compiled, seat: Seat, rows: dict[str, Numbers]) -> Numbers:
    """Judge each row; the first that applies holds."""
    because = np.array([_GROUPS.get(reason.kind, 0) for reason in c.reasons], dtype=np.int8)[rows["why"]]
    early, ended, unrecorded, end, by_rule, goes_on, off, lifted = (because == group for group in range(1, 9))
    act, due, amount, record = rows["act"], rows["expected"], rows["amount"], rows["record"]
    lifted = lifted & (rows["came"] > 0)  # it was stopped, not withheld
    asks = (act == Act.ASK) & ~ended & ~off & ~lifted | rows["bound"]
    nothing = record == Record.NOTHING
    none = nothing | (record == Record.ENDED)
    some = amount > 0
    same = _equal(due, amount)
    usual = np.abs(rows["weekly"] - seat.first.days_per_week) < SLIP
    allowed = permitted(rows["at least"], amount, due, rows["came"])
    rows["expected"] = due = np.where(allowed, amount, due)  # what is permitted counts as due
    changed = moved(rows)
    back = changed & goes_on & rows["open"] & ~_equal(rows["came"], rows["morning"])
    ruled = _by_rule(c)[rows["why"]]
    idle, stopped = act == Act.NONE, due == 0
    daily = not any(course.every for course in seat.courses)
    questions = [
        (asks & early & some, Kind.EARLY),
        (asks & early, Kind.NOTHING_DUE),
        (asks & unrecorded & none, Kind.UNRECORDED),
        (asks | ((record != Record.KNOWN) & ~none), Kind.ASKED),
        (idle & ~some, Kind.NOTHING_DUE),
        (idle & early, Kind.EARLY),
        (stopped & some & end, Kind.PAST_THE_END),
        (idle, Kind.SLIP),
        ((due > 0) & nothing & daily, Kind.UNRECORDED),
        (same & (usual | ~some) & back & ~allowed, Kind.RETURN),
        ((same & (usual | ~some)) | allowed, Kind.KEPT),
        (same, Kind.OTHER_DAYS),
        (stopped & (ruled == _STOPS), Kind.AGAINST_A_STOP),
        (stopped & (ruled == _HOLDS), Kind.AGAINST_A_HOLD),
        (by_rule & ~changed & _equal(due, rows["said"]), Kind.RULE_NOT_FOLLOWED),
        (~changed & ~_equal(due, rows["said"]), _AS_BEFORE),
        (~changed & goes_on, _AS_BEFORE),
        (stopped, Kind.CHANGE_WITHOUT_A_RULE),
        (goes_on & rows["open"], Kind.CHANGE_WITHOUT_A_RULE),
        (~some, Kind.OMITTED),
    ]
    found = np.full(len(act), Kind.SLIP, dtype=np.int8)
    for when, kind in reversed(questions):
        found[when] = kind
    return found


_AS_BEFORE = -1
"""A dose that went on is judged as on the day on which it began."""


def _lasting(rows: Mapping[str, Numbers], kind: Numbers) -> Numbers:
    """Judge a dose that goes on as on the day on which it was changed."""
    lasts = kind == _AS_BEFORE
    if not lasts.any():
        return kind
    patient = rows["patient"]
    begins = moved(rows) & ~lasts | np.append(True, patient[1:] != patient[:-1])
    began = kind[np.maximum.accumulate(np.where(begins, np.arange(len(kind)), 0))]
    return np.where(lasts, np.where(began >= Kind.SLIP, began, Kind.CHANGE_WITHOUT_A_RULE), kind)


_GROUPS = {
    "early": 1,
    "ended": 2,
    "unrecorded": 3,
    "end": 4,
    "rule": 5,
    "titrated": 5,
    "continue": 6,
    "cap": 6,
    "off": 7,
    "lifted": 8,
}
"""The kinds of reasons that the verdict asks for."""


def _by_rule(c: Compiled) -> Numbers:
    """Tell of each reason whether it is a rule that stops or withholds."""
    actions = [reason.rule.then if reason.rule and reason.kind == "rule" else None for reason in c.reasons]
    return np.array(
        [_STOPS if isinstance(a, Stop | StepDown) else _HOLDS if isinstance(a, Hold) else 0 for a in actions]
    )


def _equal(one: Numbers, other: Numbers) -> Numbers:
    return np.abs(one - other) <= SLIP * np.abs(other)


def _joined(rows: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Join rows that follow one another and say the same."""
    named = ("patient", "kind", "expected", "given", "weekly")
    new = np.ones(len(rows["day"]), dtype=bool)
    if len(new):
        new[1:] = np.any([_changes(rows[name]) for name in named], axis=0)
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(new)) - 1 if len(begins) else begins
    spans = {name: rows[name][begins] for name in (*named, "at", "day", "why", "bound", "open")}
    return spans | {"until": rows["until"][ends]}


def _changes(column: Numbers) -> Numbers:
    both = np.isnan(column[1:]) & np.isnan(column[:-1]) if column.dtype.kind == "f" else False
    return (column[1:] != column[:-1]) & ~np.asarray(both)


def _tolerated(spans: Mapping[str, Numbers], tolerance_days: int) -> Numbers:
    """Forgive a change that came a few days early or late: before and after it the protocol was kept."""
    kind, size = spans["kind"].copy(), len(spans["kind"])
    if not size:
        return kind
    amount = np.nan_to_num(spans["given"])
    due = np.nan_to_num(spans["expected"])
    short = (kind >= Kind.SLIP) & (spans["until"] - spans["day"] + 1 <= tolerance_days)
    same = spans["patient"][1:] == spans["patient"][:-1]
    good, open_ = kind <= Kind.NOTHING_DUE, np.isin(kind, [int(k) for k in NOT_JUDGED])
    late, early = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    late[1:] = same & ((good[:-1] & _equal(due[:-1], amount[1:])) | open_[:-1])
    early[:-1] = same & good[1:] & _equal(due[1:], amount[:-1]) & ~spans["open"][1:]  # of an open dose it says nothing
    settled = np.ones(size, dtype=bool)  # where the record ends, the change may still come
    settled[:-1] = ~same | good[1:]
    soon = early & (kind != Kind.OMITTED)
    return np.where(short & ((late & settled) | soon), Kind.TOLERANCE, kind)
