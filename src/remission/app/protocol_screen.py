"""Print plans, decisions and audits: as tables, as JSON, as CSV files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
import polars as pl

from remission.app.screen import print_json, print_lines, print_table, write_table
from remission.chart.chart import Chart
from remission.errors import SchemaError
from remission.protocols.agenda import agenda, dose_words
from remission.protocols.audit import Audit
from remission.protocols.decide import Decision
from remission.protocols.plan import Plan
from remission.protocols.protocol import Protocol
from remission.report.fhir.calendar import Calendar
from remission.report.fhir.case import Weekdays
from remission.report.fhir.proposal import checked_weekdays
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS

DECIDES = "A proposal from the protocol as written: a clinician decides."
_WHERE = pl.format("{}, {}", "source", "at").alias("source")


def agreed(plan: Plan, written: Mapping[str, str]) -> Weekdays:
    """Read on which days of the week drugs are taken: "mon,wed,fri" by drug."""
    days = {drug: [day.strip().lower() for day in listed.split(",")] for drug, listed in written.items()}
    return checked_weekdays(days, plan)


def print_plan(plan: Plan, *, start: str | None, weekdays: Weekdays) -> None:
    """Print the questions first, then doses, then samples and visits."""
    days = Calendar.of(start)
    _print_list("Ask a clinician before this is followed:", _on_days(plan.asks, days))
    dated = [_date(days, "day", "from"), _date(days, "until", "to")] if days else []
    rows = plan.doses.select(
        pl.format("{} to {}", "day", "until").alias("days"), *dated, "drug", pl.col("dose").alias("mg"), "days_per_week",
        "route", pl.coalesce("tablets", "says").alias("one intake"), pl.col("intakes").alias("a day"), _WHERE,
    )  # fmt: skip
    p = plan.protocol
    said = pl.Series("dose", [_intake(row, weekdays) for row in plan.doses.iter_rows(named=True)], dtype=pl.String)
    narrow = rows.select("days", *(["from"] if days else []), "drug", said, "source")
    named = [f"{DRUGS[drug].label}: on {', '.join(d.capitalize() for d in on)}." for drug, on in weekdays.items()]
    notes = "\n".join([*named, *_notes(p)])
    print_table(rows, title=f"{p.label}: days 0 to {p.length}", note=notes, narrow=narrow)
    _print_list("Samples:", _samples(plan, days))
    _print_list("Visits:", _visits(plan, days))
    click.echo(DECIDES)


def _intake(row: dict[str, Any], weekdays: Weekdays) -> str:
    made = row["tablets"] or row["says"]
    return dose_words(row, weekdays.get(row["drug"], ())) + (f": {made}" if made else "")


def tell_plan_as_json(plan: Plan, *, start: str | None, weekdays: Weekdays) -> None:
    """Print a plan for programs."""
    days = Calendar.of(start)
    tables = {name: _records(getattr(plan, name), days) for name in ("doses", "samples", "visits", "asks")}
    told = ({"start": start} if days else {}) | ({"weekdays": weekdays} if weekdays else {})
    print_json(_named(plan.protocol) | told | tables)


def write_plan(plan: Plan, out: Path, *, start: str | None, weekdays: Weekdays) -> None:
    """Write the calendar of a plan as one CSV file, in the order of days; with dates where that of day 0 is given."""
    days = Calendar.of(start)
    rows = agenda(plan, weekdays=weekdays)
    if days:
        rows = rows.with_columns(_date(days, "day", "date"), _date(days, "until", "until_date"))
    write_table(rows, out)


def write_card(plan: Plan, out: Path, **said: Any) -> None:
    """Write the dosing card of a plan in the form that the file's name ends with, and say where it is."""
    from remission.report.card import card_html, card_pdf, dosing_card

    if out.suffix not in (".pdf", ".html"):
        raise SchemaError(f"A card is a .pdf or a .html. Found '{out.name}'. Give a name with one of these endings.")
    card = dosing_card(plan, **said)
    if out.suffix == ".pdf":
        out.write_bytes(card_pdf(card))
    else:
        out.write_text(card_html(card), encoding="utf-8", newline="\n")
    click.echo(str(out))


def write_calendar(plan: Plan, out: Path, *, start: str | None, name: str, weekdays: Weekdays) -> None:
    """Write a plan as an iCalendar file, and say where it is."""
    from remission.report.calendar_file import calendar_file

    out.write_bytes(calendar_file(plan, start=start, name=name, weekdays=weekdays))
    click.echo(str(out))


def write_care_plan(plan: Plan, out: Path, *, start: str | None, subject: str, weekdays: Weekdays) -> None:
    """Write a plan as a FHIR bundle, and say where it is."""
    from remission.report.fhir import care_plan

    _write_bundle(care_plan(plan, start=start, subject=subject, weekdays=weekdays), out)


def write_protocol(name: str, out: Path) -> None:
    """Write a protocol as a FHIR bundle, and say where it is."""
    from remission.protocols.find import find
    from remission.report.fhir import protocol_bundle

    _write_bundle(protocol_bundle(find(name)), out)


def _write_bundle(bundle: dict[str, Any], out: Path) -> None:
    out.write_text(json.dumps(bundle, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    click.echo(str(out))


def print_decision(decision: Decision, about: str) -> None:
    """Print what to ask first, then what to give, what is due, the response, and what comes next."""
    p = decision.protocol
    asks = decision.asks.select(pl.format("Patient {}: {}", pl.col("patient").cast(pl.String), "says").alias("says"))
    _print_list("Ask a clinician:", asks["says"])
    doses = decision.doses.select(
        "patient", "drug", "act", pl.col("dose").alias("mg"), "days_per_week", "because", _WHERE
    )
    notes = [about, *_notes(p)]
    print_table(doses, title=f"{p.label}: the morning of day {decision.day}", note="\n".join(filter(None, notes)))
    due = [("sample", decision.samples, "analyte"), ("visit", decision.visits, "visit")]
    rows = pl.concat(
        table.select("patient", pl.lit(what).alias("what"), pl.col(name).alias("which"), "status", pl.col("due").alias("day"),
                     "low", "high", *((hours,) if what == "sample" else (pl.lit(None, pl.Float64).alias("hours"),)))
        for what, table, name in due for hours in ["hours"]
    )  # fmt: skip
    if len(rows):
        print_table(rows.sort("patient", "day", maintain_order=True), title="Samples and visits")
    _print_list("Next:", _steps(decision))
    if len(decision.response):
        answers = decision.response.select(
            "patient", "definition", "answer", pl.col("unknown").list.join(", ").alias("missing")
        )
        print_table(answers, title="Response")
    if len(decision.unknown):
        print_table(decision.unknown, title="Not known")
    click.echo(DECIDES)


def _steps(decision: Decision) -> list[str]:
    """Say the next steps of dose; samples and visits stand in a table of their own."""
    rows = decision.next.filter(what="dose").select(pl.col("patient").cast(pl.String), "day", "says")
    return [f"Patient {patient}: day {day}, {says}" for patient, day, says in rows.iter_rows()]


def tell_decision_as_json(decision: Decision) -> None:
    """Print a decision for programs."""
    names = ("doses", "samples", "visits", "response", "next", "unknown", "asks")
    tables = {name: _records(getattr(decision, name)) for name in names}
    print_json(_named(decision.protocol) | {"day": decision.day} | tables)


def write_audit(
    protocol: Protocol, chart: Chart, out: Path, *, tolerance_days: int, through: int | None
) -> tuple[Audit, list[Path]]:
    """Audit a chart, write the audit to a folder, and give what was written."""
    from remission.app.screen import progress
    from remission.report.review import review
    from remission.report.write import STEPS
    from remission.report.write_audit import write_audit as write

    with progress(("auditing", *STEPS[1:])) as tell:
        tell("auditing")
        made = review(protocol, chart, tolerance_days=tolerance_days, through=through)
        return made.audit, write(made, out, tell=tell)


def print_audit(audit: Audit, chart: Chart) -> None:
    """Print what was done otherwise first, then the adherence of everyone together."""
    p = audit.protocol
    silent = pl.col("kind") == "unrecorded"
    columns = ["patient", "day", "until", "kind", "expected", "given", "says", "because"]
    otherwise = audit.deviations.filter(~silent).select(columns)
    if len(otherwise):
        print_table(otherwise, title=f"{chart.name} against {p.label}: done otherwise")
    else:
        click.echo(f"{chart.name} against {p.label}: nothing on record was done otherwise.")
    absent = audit.deviations.filter(silent).group_by("about", maintain_order=True).agg(pl.col("patient").n_unique())
    told = [f"{drug.replace('_', ' ')}: {n} of {len(chart.who)} patients" for drug, n in absent.iter_rows()]
    _print_list("No dose on record for some days, which are not judged:", told)
    together = audit.adherence.filter(pl.col("patient").is_null()).drop("patient")
    notes = [chart.about, *_notes(p), "n: days, or samples, that could be judged; missing: those that could not."]
    print_table(together, title="Adherence, everyone together", note="\n".join(filter(None, notes)))


def headings(one: Protocol, other: Protocol, written: tuple[str, str]) -> tuple[str, str]:
    """Name two protocols apart: by their names, else as they were written on the command line.

    Args:
        one: The one.
        other: The other.
        written: How the two were named by who asked, such as two paths.
    """
    for names in ((one.name, other.name), written):
        if len({"kind", "about", *names}) == len(("kind", "about", *names)):
            return names
    return "one", "other"


def print_diff(rows: pl.DataFrame, one: Protocol, other: Protocol, names: tuple[str, str]) -> None:
    """Print where two protocols differ, then what they share."""
    labels = (one.label, other.label) if one.label != other.label else names
    apart = rows.filter(~pl.col("same"))
    if len(apart):
        columns = [pl.col(key).alias(name) for key, name in zip(("one", "other"), names, strict=True)]
        print_table(apart.select("kind", "about", *columns), title=f"{labels[0]} and {labels[1]}: where they differ")
    else:
        click.echo(
            f"{labels[0]} and {labels[1]} do not differ." if one is not other else f"{one.label}: one and the same."
        )
    shared = rows.filter("same").select(pl.format("{}, {}: {}", "kind", "about", "one").alias("words"))
    _print_list("The same in both:", shared["words"])


def tell_audit_as_json(audit: Audit) -> None:
    """Print an audit for programs."""
    tables = {name: _records(getattr(audit, name)) for name in ("deviations", "adherence")}
    print_json(_named(audit.protocol) | tables)


def _named(protocol: Protocol) -> dict[str, Any]:
    chosen = {switch.name: protocol.choice(switch.name) for switch in protocol.switches}
    return {"protocol": protocol.name, "verified": protocol.verified, "chosen": chosen}


def _notes(p: Protocol) -> list[str]:
    chosen = ", ".join(f"{switch.name}={p.choice(switch.name)}" for switch in p.switches)
    unverified = f"{p.name} is not verified: its readings say what was not compared with the source."
    return [*([f"Chosen: {chosen}."] if chosen else []), *([] if p.verified else [unverified])]


def _records(table: pl.DataFrame, days: Calendar | None = None) -> list[dict[str, Any]]:
    names = [name for name in ("day", "until", "due") if days and name in table.columns]
    return table.with_columns(_date(days, name, f"{name}_date") for name in names if days).to_dicts()


def _date(days: Calendar, column: str, name: str) -> pl.Expr:
    return pl.col(column).map_elements(days.date, return_dtype=pl.String).alias(name)


def _print_list(title: str, items: Iterable[str]) -> None:
    listed = list(items)
    if listed:
        print_lines([title, *(f"  - {item}" for item in listed)])


def _on_days(asks: pl.DataFrame, days: Calendar) -> list[str]:
    return [f"{_day(row['day'], days)}: {row['says']}" for row in asks.iter_rows(named=True)]


def _samples(plan: Plan, days: Calendar) -> list[str]:
    found: list[str] = []
    for (analyte, hours), rows in plan.samples.group_by("analyte", "hours", maintain_order=True):
        after = f", {hours:g} hours after the dose" if hours is not None else ""
        label = inside_a_sentence(ANALYTES[str(analyte)].label)
        found.append(f"{label}{after}: {', '.join(_day(day, days) for day in rows['due'])}")
    return found


def _visits(plan: Plan, days: Calendar) -> list[str]:
    labels = {visit.name: visit.label for visit in plan.protocol.visits}
    return [
        f"{labels[row['visit']]}: {_day(row['due'], days)} ({row['low']} to {row['high']})"
        for row in plan.visits.iter_rows(named=True)
    ]


def _day(day: int, days: Calendar) -> str:
    return f"day {day}" + (f" ({days.date(day)})" if days else "")
