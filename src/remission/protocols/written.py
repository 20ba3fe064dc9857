"""Follow the dose to which the written course of a drug has come, so that no change without a rule becomes the norm.

It begins with the schedule. From then on it moves with what the protocol leads to: a rule that was acted upon, a dose that it
permits, and the answer of a clinician where it asks one. A dose that was changed otherwise stays a deviation until it is
back, or until a rule, a permission or a clinician has come to it. A rule that lowers a dose which is too high already leads
no higher than the written course.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from remission.chart.mornings import Record
from remission.protocols.parts import Hold, StepDown, Stop
from remission.protocols.seats import Act, Compiled, Seat
from remission.terms.words import SLIP

Numbers = np.ndarray[tuple[int], np.dtype[Any]]


class Turn(IntEnum):
    """Say what a morning does to the written course."""

    NOTHING = 0
    """It stays: nothing is due, or the record cannot be read."""
    SCHEDULE = 1
    """The schedule gives it."""
    RULE = 2
    """A rule changes the dose, if it is acted upon."""
    GOES_ON = 3
    """No rule asks for another dose."""
    STOPPED = 4
    """The drug is stopped or withheld, if that is done."""
    ZERO = 5
    """The drug was stopped before."""
    CLINICIAN = 6
    """A clinician is asked, and what is changed that day is the answer."""
    LIFTED = 7
    """Nothing withholds the drug any more: a clinician is asked if it was withheld, else it was stopped before."""


_OF_THE_RECORD = {"early", "unrecorded", "overlap", "undated", "unstated", "over"}
_GOES_ON = {
    "continue": Turn.GOES_ON,
    "cap": Turn.GOES_ON,
    "ended": Turn.GOES_ON,
    "stopped": Turn.ZERO,
    "lifted": Turn.LIFTED,
}


def written(c: Compiled, seat: Seat, told: pl.DataFrame, rows: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """Give the dose that was due by the written course on each morning, and that to which it had come the day before.

    Args:
        c: The protocol.
        seat: The drug.
        told: Rows as `answered` gives them, in ascending order of patient and day.
        rows: The same as arrays: `patient`, `act`, `why`, `bound`, `expected`, `at least`, `morning`, `amount` (given on the
            day, 0 where nothing is, not a number where it is not known).

    Returns:
        `due` and `came`, in mg; not a number where it is not known.
    """
    due, came = rows["expected"].copy(), rows["morning"].copy()
    doubtful = moved(rows) & ~np.isnan(rows["amount"]) & ~_equal(rows["amount"], due)
    patient = rows["patient"]
    if not doubtful.any() or any(course.every for course in seat.courses):
        return due, came
    here = np.flatnonzero(np.isin(patient, patient[doubtful]))  # of all others every change was what was said
    mine = {name: column[here] for name, column in rows.items() if name != "at"}
    mine |= {name: told[seat.made(name)].to_numpy()[here] for name in ("due", "fixed")}
    mine["stops"] = _stops(seat, told)[here]
    mine["turn"] = _turns(c, mine | {"starting": told[seat.made("starting")].to_numpy()[here]})
    mine["moved"] = moved(mine)
    due[here], came[here] = _walked(mine)
    return due, came


def moved(rows: Mapping[str, Numbers]) -> Numbers:
    """Tell whether another dose is given on the day than on the day before; where nothing is known it is 0."""
    return ~_equal(rows["amount"], np.nan_to_num(rows["morning"]))


def permitted(least: Numbers, amount: Numbers, due: Numbers, came: Numbers) -> Numbers:
    """Tell whether a dose lies within what the protocol permits: from the least dose to the written one."""
    return (amount >= least * (1 - SLIP)) & (amount <= np.fmax(due, came) * (1 + SLIP))


def _turns(c: Compiled, rows: Mapping[str, Numbers]) -> Numbers:
    kinds = [reason.kind for reason in c.reasons]
    of_record = np.array([kind in _OF_THE_RECORD for kind in kinds])[rows["why"]]
    off = np.array([kind == "off" for kind in kinds])[rows["why"]]
    usual = np.array([_GOES_ON.get(kind, Turn.RULE) for kind in kinds])[rows["why"]]
    act = rows["act"]
    asks = (act == Act.ASK) & (usual != Turn.GOES_ON) & (usual != Turn.LIFTED) & ~off
    conditions = [
        rows["bound"].astype(bool), asks & of_record, asks, act == Act.NONE, (act == Act.STOP) | (act == Act.HOLD),
        usual == Turn.ZERO, rows["fixed"] | rows["starting"] | off,
    ]  # fmt: skip
    turns = [Turn.CLINICIAN, Turn.NOTHING, Turn.CLINICIAN, Turn.NOTHING, Turn.STOPPED, Turn.ZERO, Turn.SCHEDULE]
    return np.select(conditions, turns, usual)


def _stops(seat: Seat, told: pl.DataFrame) -> Numbers:
    """Tell whether a rule that stops or withholds the drug holds."""
    found = np.zeros(len(told), dtype=bool)
    for number, rule in enumerate(seat.rules):
        if isinstance(rule.then, Stop | StepDown | Hold):
            found |= told[seat.made(f"rule {number}")].fill_null(value=False).to_numpy()
    return found


def _walked(rows: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """Walk through the mornings of all patients side by side, the first of each, then the second."""
    patient, size = rows["patient"], len(rows["patient"])
    first = np.flatnonzero(np.append(True, patient[1:] != patient[:-1]))
    place = np.repeat(np.arange(len(first)), np.diff(np.append(first, size)))
    rank = np.arange(size) - first[place]
    order = np.argsort(rank, kind="stable")
    ends = np.searchsorted(rank[order], np.arange(rank.max() + 2))
    due, came = np.full(size, np.nan), np.full(size, np.nan)
    now = np.full(len(first), np.nan)
    for low, high in itertools.pairwise(ends):
        at = order[low:high]
        who = place[at]
        one = {name: column[at] for name, column in rows.items()}
        came[at] = _come(one, now[who])
        due[at], now[who] = _step(one, came[at])
    return due, came


def _come(rows: Mapping[str, Numbers], came: Numbers) -> Numbers:
    """Begin with the dose of the schedule where nothing is known yet."""
    return np.where(np.isnan(came) & (rows["turn"] >= Turn.RULE), rows["due"], came)


def _step(rows: Mapping[str, Numbers], came: Numbers) -> tuple[Numbers, Numbers]:
    """Give what is due on a morning, and to what the written course comes by what is given."""
    said, amount, before = rows["expected"], rows["amount"], np.nan_to_num(rows["morning"])
    lifted = np.where(came > 0, Turn.ZERO, Turn.CLINICIAN)
    turn = np.where(rows["turn"] == Turn.LIFTED, lifted, rows["turn"])
    lowered = np.where(said < before, np.fmin(said, came), said)
    goes_on = np.where(np.isnan(came), said, np.fmin(came, np.where(said < before, said, came)))
    idle = np.isnan(came) | (came == 0) | rows["stops"]
    zero = np.where(idle, 0.0, np.where(rows["fixed"], rows["due"], came))
    is_turn = [turn == kind for kind in (Turn.RULE, Turn.GOES_ON, Turn.STOPPED, Turn.ZERO)]
    due = np.select(is_turn, [lowered, goes_on, np.zeros(len(turn)), zero], said)
    acted = rows["moved"] & ~np.isnan(amount)
    stopped = np.where(amount == 0, 0.0, came)
    new = np.select(
        [turn == Turn.SCHEDULE, *is_turn, (turn == Turn.CLINICIAN) & acted],
        [said, np.where(acted, due, came), due, stopped, np.where(idle, stopped, due), amount],
        came,
    )
    free = ((turn == Turn.RULE) | (turn == Turn.GOES_ON)) & permitted(rows["at least"], amount, due, came)
    return due, np.where(free, amount, new)


def _equal(one: Numbers, other: Numbers) -> Numbers:
    return np.abs(one - other) <= SLIP * np.abs(other)


def amount_of(record: Numbers, given: Numbers) -> Numbers:
    """Give what was given on a day: 0 where nothing is on record."""
    return np.where((record == Record.NOTHING) | (record == Record.ENDED), 0.0, given)
