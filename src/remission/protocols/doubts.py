"""Ask about what no rule of a protocol looks at: a dose that no rule led to, and a drug beside one that does the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from remission.chart.chart import Chart
from remission.chart.mornings import Record, dated_courses
from remission.protocols.judge import rows_of
from remission.protocols.known import answered, baseline_answers, in_order, laid_out
from remission.protocols.parts import ROUTES
from remission.protocols.protocol import Protocol
from remission.protocols.seats import Act, Compiled, Seat
from remission.protocols.table import Part
from remission.protocols.told import Told
from remission.protocols.turns import placed
from remission.protocols.written import amount_of, permitted, written
from remission.terms.drugs import DRUGS
from remission.terms.words import SLIP

DOUBT: dict[str, Any] = {"patient": None, "drug": pl.String, "route": pl.String, "asks": pl.Boolean, "says": pl.String}
"""Columns of doubts: whose and which dose, whether it is to be asked about, or only told, and what is said."""
STRANGER: dict[str, Any] = {
    "day": pl.Int32,
    "about": pl.String,
    "says": pl.String,
    "dose": pl.Float64,
    "route": pl.String,
}
"""Columns of strangers, after `patient`."""
_RIVALS = ("glucocorticoid", "calcineurin inhibitor", "antimetabolite", "alkylating agent")
"""Kinds of drugs of which one patient takes one."""
_GOES_ON = ("start", "continue", "change")


def with_doubts(doses: pl.DataFrame, doubts: pl.DataFrame) -> pl.DataFrame:
    """Put doubts into doses: ask instead of giving, or add what is to be told to the reason.

    Args:
        doses: As `Decision.doses`.
        doubts: Rows of `DOUBT`.
    """
    if not len(doubts):
        return doses
    texts = doubts.group_by("patient", "drug", "route", maintain_order=True).agg(
        pl.col("asks").any(), pl.col("says").filter(pl.col("asks") == pl.col("asks").any()).str.join(" ")
    )
    by = [pl.col("patient"), pl.col("drug").cast(pl.String), pl.col("route").cast(pl.String)]
    found = doses.select(*by, "act").join(texts, on=["patient", "drug", "route"], how="left", maintain_order="left")
    known = found["says"].is_not_null() & found["act"].cast(pl.String).is_in(_GOES_ON)
    asks, says = known & found["asks"].fill_null(value=False), found["says"].fill_null("")
    return doses.with_columns(
        pl.when(asks).then(None).otherwise(pl.col("dose")).alias("dose"),
        pl.when(asks).then(pl.lit("ask", doses.schema["act"])).otherwise(pl.col("act")).alias("act"),
        pl.when(asks).then(says).when(known).then(pl.col("because") + " " + says).otherwise(pl.col("because"))
        .alias("because"),
    )  # fmt: skip


def strangers(chart: Chart, protocol: Protocol, day: int) -> pl.DataFrame:
    """Find drugs that are in force on the morning of a day and that the protocol does not give, or not by that route.

    Courses of drugs whose name nobody knows may be of several drugs: none of them ends another.

    Returns:
        `patient, day, about, says` as `Decision.asks`, and `dose` and `route`.
    """
    if _is_all_known(chart, protocol):
        return pl.DataFrame(schema={"patient": chart.given.schema["patient"], **STRANGER})
    drug = pl.col("drug")
    held = _unknown(chart, protocol).filter((pl.col("day") < day).fill_null(value=True))
    alone = pl.when(drug.is_null()).then(pl.int_range(pl.len()))
    courses = held.sort("day", maintain_order=True).group_by("patient", "drug", "route", alone.alias("alone"))
    running = courses.last().filter(
        (pl.col("dose") != 0).fill_null(value=True), (pl.col("until") >= day - 1).fill_null(value=True)
    )
    nameless = pl.format("a drug that is not known (row {} of {})", "row", "file").fill_null("a drug that is not known")
    named = drug.cast(pl.String)
    by = pl.when(drug.is_in(list(protocol.drugs)).fill_null(value=False)).then(_by_route()).otherwise(pl.lit(""))
    return running.sort("patient", "drug", "route", "row", nulls_last=True).select(
        "patient",
        pl.lit(day, dtype=pl.Int32).alias("day"),
        named.fill_null("unknown drug").alias("about"),
        pl.format(
            "{}{} is on record and is no part of the protocol: may it go on?",
            named.str.replace_all("_", " ").fill_null(nameless), by,
        ).alias("says"),
        "dose",
        pl.col("route").cast(pl.String),
    )  # fmt: skip


def rivals(running: pl.DataFrame, protocol: Protocol) -> pl.DataFrame:
    """Doubt doses beside which another drug of their kind, or the same drug by another route, is in force.

    Args:
        running: Rows of `strangers`.
        protocol: The protocol.

    Returns:
        Rows of `DOUBT`, all to be asked about.
    """
    seats = dict.fromkeys((course.drug, course.route) for course in protocol.in_use(protocol.courses))
    rows: list[dict[str, Any]] = []
    for stranger in running.iter_rows(named=True):
        kind = DRUGS[stranger["about"]].kind if stranger["about"] in DRUGS else ""
        for drug, route in seats if kind in _RIVALS else ():
            if DRUGS[drug].kind == kind:
                says = f"{_amount(stranger)} is on record, {_a(kind)} as {DRUGS[drug].label.lower()} is: are both to be given?"
                rows.append({"patient": stranger["patient"], "drug": drug, "route": route, "asks": True, "says": says})
    return _doubts(rows, running.schema["patient"])


def given_beside(chart: Chart, protocol: Protocol, ends: Any) -> list[Part]:
    """List what was given beside a protocol and is no part of it, for an audit.

    Args:
        chart: The chart.
        protocol: The protocol.
        ends: The last day of each patient that is judged.

    Returns:
        Parts of a table of deviations, of the kind "not_in_the_protocol".
    """
    if _is_all_known(chart, protocol):
        return []
    drug, last = pl.col("drug"), pl.Series("last", ends, dtype=pl.Int64)
    alone = pl.when(drug.is_null()).then(pl.int_range(pl.len())).alias("alone")
    rows = (
        _unknown(chart, protocol)
        .filter(pl.col("day").is_not_null())
        .with_columns(alone, place=pl.col("patient").to_physical().cast(pl.Int64))
        .sort("place", "drug", "route", "day", maintain_order=True)
        .with_columns(following=pl.col("day").shift(-1).over("place", "drug", "route", "alone", order_by="day") - 1)
        .with_columns(
            day=pl.col("day").clip(0, None),
            until=pl.min_horizontal("until", "following", pl.lit(last).gather(pl.col("place"))),
            about=drug.cast(pl.String).fill_null("unknown drug"),
        )
        .filter((pl.col("dose") != 0).fill_null(value=True), pl.col("day") <= pl.col("until"))
    )
    says = [
        _amount(row) + " is no part of the protocol."
        for row in rows.select("about", "dose", "route").iter_rows(named=True)
    ]
    row = {"day": rows["day"], "until": rows["until"], "kind": "not_in_the_protocol", "about": rows["about"],
           "given": rows["dose"], "says": pl.Series(says, dtype=pl.String), "source": protocol.source.key,
           "because": pl.Series([_same_kind(name, protocol) for name in rows["about"]], dtype=pl.String),
           "at": protocol.source.at, "order": rows["day"].to_numpy()}  # fmt: skip
    return [Part(rows["place"].to_numpy(), row)]


def _same_kind(name: str, protocol: Protocol) -> str:
    """Say which drug of the protocol is of the kind of another one."""
    kind = DRUGS[name].kind if name in DRUGS else ""
    same = [DRUGS[drug].label.lower() for drug in protocol.drugs if kind in _RIVALS and DRUGS[drug].kind == kind]
    return f"It is {_a(kind)}, as {' and '.join(same)}." if same else "The protocol does not give it."


def unexplained(c: Compiled, chart: Chart, told: Told, day: int) -> pl.DataFrame:
    """Doubt doses that were changed after the last step of the schedule, and to which no rule led.

    A dose above the written course is asked about; of one below it, it is told that no rule led there.

    Returns:
        Rows of `DOUBT`.
    """
    rows = [row for seat in c.seats for row in _of_seat(c, chart, told, seat, day)]
    return _doubts(rows, told.patients.dtype)


def _of_seat(c: Compiled, chart: Chart, told: Told, seat: Seat, day: int) -> Iterator[dict[str, Any]]:
    if not seat.first.titrated or any(course.every for course in seat.courses):
        return
    now, due = told.numbers(f"dose({seat.key})"), told.numbers(seat.made("due"))
    other = told.numbers(seat.made("open")).astype(bool) & (np.abs(now - due) > SLIP * np.abs(due))
    here = np.flatnonzero(other & np.isin(told.numbers(seat.made("act")), [int(Act.CONTINUE), int(Act.CHANGE)]))
    if not len(here):
        return
    came, least = _came(c, chart.only(told.patients.gather(here).cast(pl.String).to_list()), seat, day)
    label = DRUGS[seat.first.drug].label
    for patient, mg, before, low in zip(told.patients.gather(here), now[here], came, least, strict=True):
        if np.isnan(before) or abs(mg - before) <= SLIP * before or permitted(low, mg, before, before):
            continue
        more = mg > before
        says = f"{label} {mg:g} mg is on record, and no rule led there from {before:g} mg: is it to go on?"
        says = says if more else f"No rule led from {before:g} mg to {mg:g} mg."
        yield {"patient": patient, "drug": seat.first.drug, "route": seat.first.route, "asks": more, "says": says}


def _came(c: Compiled, chart: Chart, seat: Seat, day: int) -> tuple[Any, Any]:
    """Follow the written course over the days on which the dose was changed: to what it has come, and what is permitted."""
    line, people = in_order(c, chart, today=True), np.arange(len(chart.who), dtype=np.int64)
    held = dated_courses(line, seat.key, people)
    past = (held["day"] < day) & (held["day"] >= 0)
    patient = np.concatenate([held["patient"][past], people])
    days = np.concatenate([held["day"][past], np.full(len(people), day)])
    turn = np.lexsort((days, patient))
    patient, days = patient[turn], days[turn]
    once = np.append(True, (patient[1:] != patient[:-1]) | (days[1:] != days[:-1]))
    asked = placed(chart, patient[once], days[once])
    told = answered(c, laid_out(c, line, asked, baseline_answers(c, chart)))
    rows = rows_of(seat, told, np.full(len(people), day))
    today = rows["day"] == day  # what is given today is still to be decided
    rows["amount"] = np.where(today, amount_of(np.full(len(today), Record.KNOWN), rows["morning"]), rows["amount"])
    _, came = written(c, seat, told, rows)
    return came[today], rows["at least"][today]


def _unknown(chart: Chart, protocol: Protocol) -> pl.DataFrame:
    """List the courses on record that are none of the protocol's: of another drug, or by another route."""
    routes = dict[str, list[str]]()
    for course in protocol.in_use(protocol.courses):
        routes.setdefault(course.drug, []).append(course.route)
    drug, route = pl.col("drug"), pl.col("route")
    known = drug.is_in([*protocol.drugs, *protocol.beside_it]).fill_null(value=False)
    astray = [(drug == name) & ~route.is_in(by) for name, by in routes.items()]
    return chart.given.filter(~known | pl.any_horizontal(astray).fill_null(value=False))


def _is_all_known(chart: Chart, protocol: Protocol) -> bool:
    """Tell whether every drug on record is one of the protocol's, by its route; quicker than looking for strangers."""
    routes = {(course.drug, course.route) for course in protocol.in_use(protocol.courses)}
    pairs = chart.given.select("drug", "route").unique().rows()
    free = {*protocol.beside_it}
    return all(
        drug in free or (drug, route) in routes or (route is None and drug in protocol.drugs) for drug, route in pairs
    )


def _by_route() -> pl.Expr:
    return pl.format(" {}", pl.col("route").cast(pl.String).replace(ROUTES)).fill_null("")


def _amount(stranger: dict[str, Any]) -> str:
    label = DRUGS[stranger["about"]].label if stranger["about"] in DRUGS else "A drug that is not known"
    mg = "" if stranger["dose"] is None else f" {stranger['dose']:g} mg"
    return f"{label}{mg}" + (f" {ROUTES[stranger['route']]}" if stranger["route"] in ROUTES else "")


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _doubts(rows: list[dict[str, Any]], patient: pl.DataType) -> pl.DataFrame:
    schema = {name: patient if dtype is None else dtype for name, dtype in DOUBT.items()}
    return pl.DataFrame(rows, schema=schema)
