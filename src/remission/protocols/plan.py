"""Plan a regimen for one patient: the calendar of doses, tablets, samples and visits, as if every result were unremarkable.

The calendar is made by asking the core, on each day on which its answer can change, what it would give to a patient who was
given what it said before. So a plan and a decision cannot disagree while nothing unexpected is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import GIVEN, Chart
from remission.errors import ProtocolError, SchemaError, UnknownName
from remission.protocols.before import sampled
from remission.protocols.core import compiled
from remission.protocols.find import taken
from remission.protocols.known import answered, baseline_answers, in_order, laid_out
from remission.protocols.protocol import Protocol
from remission.protocols.seats import Act, Compiled, Seat
from remission.protocols.table import Part, stacked
from remission.protocols.turns import placed, turning_days
from remission.terms.drugs import DRUGS
from remission.terms.tablets import said, tablets
from remission.terms.traits import TRAITS

DOSES: dict[str, pl.DataType] = {
    "day": pl.Int32(),
    "until": pl.Int32(),
    "drug": GIVEN["drug"],
    "dose": pl.Float64(),
    "days_per_week": pl.Float64(),
    "route": GIVEN["route"],
    "because": pl.String(),
    "source": pl.String(),
    "at": pl.String(),
    "intakes": pl.Int64(),
    "tablets": pl.String(),
    "says": pl.String(),
}
SAMPLES: dict[str, pl.DataType] = {
    "analyte": pl.String(),
    "due": pl.Int32(),
    "low": pl.Int32(),
    "high": pl.Int32(),
    "hours": pl.Float64(),
    "source": pl.String(),
    "at": pl.String(),
}
VISITS: dict[str, pl.DataType] = {"visit": pl.String(), "due": pl.Int32(), "low": pl.Int32(), "high": pl.Int32()}
ASKS: dict[str, pl.DataType] = {"day": pl.Int32(), "about": pl.String(), "says": pl.String()}

_SMALLEST = 10
"""A tablet holds at least this part of the least believable dose of a day."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Hold the calendar of a regimen for one patient, as tables with `patient` in front.

    Attributes:
        protocol: The protocol, with what is chosen.
        doses: `patient, day, until, drug, dose, days_per_week, route`: the columns of a chart's `given`, both days included;
            then `because, source, at`, and `intakes` (a day), `tablets` (of one intake, "2 × 5 mg + 3 × 1 mg") and `says`,
            which tells why the strengths on hand cannot make the dose.
        samples: `patient, analyte, due, low, high, hours, source, at`.
        visits: `patient, visit, due, low, high`.
        asks: `patient, day, about, says`: what a clinician must decide before the plan is whole. A dose that is in force then
            ends the day before: what follows is not known.
    """

    protocol: Protocol
    doses: pl.DataFrame
    samples: pl.DataFrame
    visits: pl.DataFrame
    asks: pl.DataFrame


def plan(
    protocol: Protocol | str,
    patient: Chart | None = None,
    *,
    strengths: Mapping[str, Iterable[float] | float] | None = None,
    **traits: Any,
) -> Plan:
    """Plan a protocol for one patient.

    Args:
        protocol: The protocol, with what is chosen, or its name.
        patient: A chart of one patient; only its traits are read, for a plan knows no results.
        strengths: mg of the tablets on hand, by drug; those of `remission.terms.drugs` where a drug is not named.
        traits: Or the traits themselves: `plan(protocol, weight=54)`.

    Raises:
        ProtocolError: The chart is not of one patient, or strengths are no amounts.
        SchemaError: A trait is not believable.
        UnknownName: There is no such trait, or the protocol does not give a drug whose strengths are named.

    Example:
        >>> from remission.protocols.find import find
        >>> doses = plan(find("himeji_2012"), weight=54).doses
        >>> doses.filter(drug="prednisolone").select("day", "until", "dose", "tablets").head(3)
        shape: (3, 4)
        ┌─────┬───────┬──────┬───────────┐
        │ day ┆ until ┆ dose ┆ tablets   │
        │ --- ┆ ---   ┆ ---  ┆ ---       │
        │ i32 ┆ i32   ┆ f64  ┆ str       │
        ╞═════╪═══════╪══════╪═══════════╡
        │ 3   ┆ 9     ┆ 60.0 ┆ 12 × 5 mg │
        │ 10  ┆ 16    ┆ 50.0 ┆ 10 × 5 mg │
        │ 17  ┆ 23    ┆ 40.0 ┆ 8 × 5 mg  │
        └─────┴───────┴──────┴───────────┘
    """
    protocol = taken(protocol)
    who = patient.who if patient is not None else pl.DataFrame([{"patient": "1", **traits}])
    if patient is not None and traits:
        raise ProtocolError(
            f"A plan reads a chart or traits. Found both: a chart, and {', '.join(traits)}. Leave one of them out."
        )
    if len(who) != 1:
        raise ProtocolError(f"A plan is for one patient. Found {len(who)} in the chart. Use `chart.only([patient])`.")
    chart = Chart.of(who=who)
    _check_traits(traits)
    on_hand = _on_hand(protocol, strengths or {})
    c = compiled(protocol, planned=True)
    given, asks = _followed(c, chart)
    spans = _spans(c, given, asks, protocol.length, on_hand)
    name = chart.who["patient"]
    return Plan(
        protocol=protocol,
        doses=stacked(name, [Part(np.zeros(1, dtype=np.int64), row) for row in spans], DOSES),
        samples=stacked(name, _samples(c, spans), SAMPLES),
        visits=stacked(name, _visits(protocol), VISITS),
        asks=stacked(name, [Part(np.zeros(1, dtype=np.int64), row) for row in asks.values()], ASKS),
    )


Row = dict[str, Any]


def _check_traits(traits: Mapping[str, Any]) -> None:
    """Refuse what nobody weighs: a door would have set it aside."""
    for name, value in traits.items():
        low, high = TRAITS[name].plausible
        if isinstance(value, int | float) and not isinstance(value, bool) and not low <= value <= high:
            unit = TRAITS[name].printed_unit
            raise SchemaError(
                f"A trait of the patient is not believable. Found {name} = {value:g} {unit}, where {low:g} to {high:g} {unit} "
                "is. Correct the number."
            )


def _on_hand(protocol: Protocol, strengths: Mapping[str, Iterable[float] | float]) -> dict[str, list[float]]:
    """List the mg of the tablets on hand; refuse what is no tablet, and tablets of another protocol's drug."""
    listed = {
        drug: [float(one) for one in ([mg] if isinstance(mg, int | float) else mg)] for drug, mg in strengths.items()
    }
    for drug, on_hand in listed.items():
        if drug not in protocol.drugs:
            raise UnknownName.among(f"drug of {protocol.name}", drug, protocol.drugs)
        wrong = [mg for mg in on_hand if not mg > 0]
        if wrong:
            raise ProtocolError(
                f"A tablet has some mg. Found {wrong[0]:g} for {drug}. Give the mg of each tablet on hand."
            )
        daily = DRUGS[drug].daily
        odd = [mg for mg in on_hand if not daily.least / _SMALLEST <= mg <= daily.most]
        if odd:
            raise ProtocolError(
                f"A tablet is not believable. Found {odd[0]:g} mg of {drug}, of which {daily.least:g} to {daily.most:g} mg a "
                "day are given. Give the mg of each tablet on hand."
            )
    return listed


def _followed(c: Compiled, chart: Chart) -> tuple[list[Row], dict[tuple[str, str], Row]]:
    """Follow the protocol from day to day: what is given, and what is asked, by drug and reason.

    All days to come are asked about at once, as if no more were given than so far: the answers hold up to the first day on
    which something is given anew, and the days after it are asked about again.
    """
    rows: list[Row] = []
    asks: dict[tuple[str, str], Row] = {}
    days = [day for day in turning_days(c, chart) if day <= c.protocol.length]
    while days:
        told = _told(c, chart, rows, days)
        acts = np.array([told[seat.made("act")].to_numpy() for seat in c.seats])
        first = int(np.argmax(np.isin(acts, _GIVEN_ANEW).any(axis=0) | (np.arange(len(days)) == len(days) - 1)))
        for place, number in zip(*np.nonzero(acts[:, : first + 1].T == Act.ASK), strict=True):
            seat = c.seats[number]
            reason = c.reasons[told[seat.made("why")][int(place)]]
            if reason.kind != "unrecorded":  # it follows from what was asked before
                row = {"day": days[place], "about": seat.first.drug, "says": reason.says}
                asks.setdefault((seat.key, reason.kind), row)
        more = [day for seat in c.seats for day in _given_anew(c, seat, told[first], chart.patients[0], rows)]
        days = sorted({day for day in (*days[first + 1 :], *more) if days[first] < day <= c.protocol.length})
    return rows, asks


_GIVEN_ANEW = (Act.START, Act.CHANGE, Act.HOLD, Act.STOP)


def _given_anew(c: Compiled, seat: Seat, told: pl.DataFrame, patient: str, rows: list[Row]) -> list[int]:
    """Note what of a drug is given anew on a day, and list the later days on which that can change an answer."""
    day = told["day"].item()
    if told[seat.made("act")].item() not in _GIVEN_ANEW:
        return []
    pulse = any(course.every for course in seat.courses)
    rows.append(
        {"patient": patient, "day": day, "until": day if pulse else None, "drug": seat.first.drug,
         "dose": told[seat.made("expected")].item(), "days_per_week": seat.first.days_per_week, "route": seat.first.route,
         "reason": told[seat.made("why")].item(), "seat": seat.number}
    )  # fmt: skip
    again = [day + course.every for course in seat.courses if course.every]
    return [day + 1, *again, *(day + limit for limit in c.waits(seat.key))]


def _told(c: Compiled, chart: Chart, rows: list[Row], days: list[int]) -> pl.DataFrame:
    held = pl.DataFrame(
        [{k: v for k, v in row.items() if k in ("patient", *GIVEN)} for row in rows], infer_schema_length=None
    )
    now = Chart.of(who=chart.who, given=held)
    asked = placed(now, np.zeros(len(days), dtype=np.int64), np.array(days))
    return answered(c, laid_out(c, in_order(c, now), asked, baseline_answers(c, now)))


def _spans(
    c: Compiled,
    given: list[Row],
    asks: Mapping[tuple[str, str], Row],
    length: int,
    strengths: Mapping[str, Iterable[float]],
) -> list[Row]:
    """Give each dose its last day; a stop only ends the dose before, and a question ends what is known."""
    found: list[Row] = []
    for seat in c.seats:
        mine = [row for row in given if row["seat"] == seat.number]
        asked = min((row["day"] for (key, _), row in asks.items() if key == seat.key), default=length + 1)
        for row, following in zip_longest(mine, mine[1:]):
            if not row["dose"]:
                continue
            until = row["until"] if row["until"] is not None else following["day"] - 1 if following else length
            until = min(until, asked - 1) if row["day"] < asked else until
            reason = c.reasons[row["reason"]]
            told = {"until": until, "because": reason.says, "source": reason.source.key, "at": reason.source.at}
            found.append(row | told | _made_of(seat.first.drug, row["dose"], seat.first.times_a_day, strengths))
    return sorted(found, key=lambda row: (row["seat"], row["day"]))


def _made_of(drug: str, dose: float, intakes: int, strengths: Mapping[str, Iterable[float]]) -> Row:
    """Say of how many tablets one intake is made, or why it cannot be."""
    on_hand = list(strengths.get(drug, DRUGS[drug].strengths))
    if not on_hand:
        return {"intakes": intakes, "tablets": None, "says": None}
    made = tablets(dose / intakes, on_hand)
    listed = ", ".join(f"{s:g}" for s in sorted(on_hand))
    says = None if made is not None else f"{dose / intakes:g} mg cannot be made of {listed} mg."
    return {"intakes": intakes, "tablets": said(made) or None, "says": says}


def _samples(c: Compiled, doses: list[Row]) -> list[Part]:
    """List the samples that fall due; a level only on days on which its drug is planned."""
    parts: list[Part] = []
    for monitor in sampled(c.protocol):
        for due, low, high in monitor.windows:
            given = any(row["drug"] == monitor.drug and row["day"] <= due <= row["until"] for row in doses)
            if given or not monitor.drug:
                row = {"analyte": monitor.analyte.name, "due": due, "low": low, "high": high, "hours": monitor.hours,
                       "source": monitor.source.key, "at": monitor.source.at}  # fmt: skip
                parts.append(Part(np.zeros(1, dtype=np.int64), row))
    analytes = list(dict.fromkeys(part.row["analyte"] for part in parts))
    return sorted(parts, key=lambda part: (analytes.index(part.row["analyte"]), part.row["due"]))


def _visits(protocol: Protocol) -> list[Part]:
    return [
        Part(np.zeros(1, dtype=np.int64), {"visit": v.name, "due": v.target, "low": v.low, "high": v.high})
        for v in protocol.visits
    ]
