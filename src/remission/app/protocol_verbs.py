"""Run the verbs of protocols from a terminal: plan, decide, audit.

PROTOCOL is a name of the shelf or the path of a file. As everywhere, nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from remission.app.options import CHART, JSON, MAPPING, FilePath, chart_of, leave, number, pairs

if TYPE_CHECKING:
    from pathlib import Path

    from remission.chart.chart import Chart
    from remission.protocols.protocol import Protocol
    from remission.report.card.words import Language

PROTOCOL = click.argument("protocol", metavar="PROTOCOL")
CHOOSE = click.option("--choose", "choices", multiple=True, metavar="SWITCH=CHOICE",
                      help="Take another choice than the default where the source leaves one; may be repeated.")  # fmt: skip
PATIENTS = click.option("--patient", "-p", "patients", multiple=True, help="Only this patient; may be repeated.")
CSV = FilePath(dir_okay=False)


@click.command()
@PROTOCOL
@click.argument("chart", required=False)
@MAPPING
@click.option("--patient", "-p", help="The patient of the chart, where it has several.")
@click.option("--weight", type=float, metavar="KG", help="Without a chart: the body weight.")
@click.option("--height", type=float, metavar="CM", help="Without a chart: the height.")
@click.option("--age", type=float, metavar="YEARS", help="Without a chart: the age.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="Without a chart: the sex.")
@CHOOSE
@click.option("--strengths", multiple=True, metavar="DRUG=MG,MG",
              help="Tablets on hand, such as prednisolone=1,5; may be repeated.")  # fmt: skip
@click.option("--start", metavar="DATE", help="The date of day 0, such as 2026-01-05.")
@click.option("--name", default="", help="The patient's name, printed on --card and before each event of --ics.")
@click.option("--subject", default="", metavar="REFERENCE",
              help="The patient on the server that is to hold --fhir, such as Patient/123; never a name.")  # fmt: skip
@click.option("--card", type=CSV, help="Write a dosing card for the patient, one page of A4, as .pdf or .html.")
@click.option("--language", type=click.Choice(["en", "ja"]), default="en", show_default=True, help="Of the card.")
@click.option("--contact", default="", help="Whom the card is to name for questions.")
@click.option("--ics", type=CSV, help="Write an iCalendar file; needs --start.")
@click.option("--fhir", type=CSV, help="Write a FHIR R4 bundle with a CarePlan, as JSON.")
@click.option("--weekdays", multiple=True, metavar="DRUG=DAY,DAY",
              help="Days of a drug that is not daily, such as mizoribine=mon,wed,fri; may be repeated.")  # fmt: skip
@click.option("--out", type=CSV, help="Write the whole calendar as a CSV file.")
@JSON
def plan(
    protocol: str,
    chart: str | None,
    mapping: Path | None,
    patient: str | None,
    *,
    choices: tuple[str, ...],
    strengths: tuple[str, ...],
    start: str | None,
    name: str,
    subject: str,
    card: Path | None,
    language: Language,
    contact: str,
    ics: Path | None,
    fhir: Path | None,
    weekdays: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    **traits: Any,
) -> None:
    """Plan a regimen for one patient: doses, tablets, samples and visits."""
    from remission.app import protocol_screen as screen
    from remission.protocols.plan import plan

    found = _protocol(protocol, choices)
    on_hand = {drug: [number(mg, "--strengths") for mg in listed.split(",")]
               for drug, listed in pairs(strengths, "--strengths", "prednisolone=1,5").items()}  # fmt: skip
    stated = _traits(traits)
    if chart and stated:
        raise click.UsageError("Give a chart or the traits of the patient, not both.")
    if patient and not chart:
        raise click.UsageError("--patient names a patient of a chart. Give the chart after the protocol.")
    read = _one(chart_of(chart, mapping), patient) if chart else None
    _whose(name, subject, printed=bool(card or ics), sent=bool(fhir))
    made = plan(found, read, strengths=on_hand, **stated)
    on_days = screen.agreed(made, pairs(weekdays, "--weekdays", "mizoribine=mon,wed,fri"))
    if card:
        screen.write_card(made, card, language=language, start=start, name=name, contact=contact, weekdays=on_days)
    if ics:
        screen.write_calendar(made, ics, start=start, name=name, weekdays=on_days)
    if fhir:
        screen.write_care_plan(made, fhir, start=start, subject=subject, weekdays=on_days)
    if out:
        screen.write_plan(made, out, start=start, weekdays=on_days)
    if as_json:
        screen.tell_plan_as_json(made, start=start, weekdays=on_days)
    elif not (out or card or ics or fhir):
        screen.print_plan(made, start=start, weekdays=on_days)
    if read:
        leave(read)


@click.command()
@PROTOCOL
@CHART
@MAPPING
@click.option("--day", required=True, type=click.IntRange(-36500, 36500), help="The study day; 0 is the first dose.")
@PATIENTS
@CHOOSE
@click.option("--out", type=CSV, help="Write the doses as a CSV file.")
@JSON
def decide(
    protocol: str,
    chart: str,
    mapping: Path | None,
    day: int,
    patients: tuple[str, ...],
    choices: tuple[str, ...],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Say what should be given on a day, and why; or what to ask a clinician."""
    from remission.app import protocol_screen as screen
    from remission.app.screen import write_table
    from remission.protocols.decide import decide

    found, read = _protocol(protocol, choices), chart_of(chart, mapping)
    made = decide(found, read.only(patients) if patients else read, day)
    if out:
        write_table(made.doses, out)
    if as_json:
        screen.tell_decision_as_json(made)
    elif not out:
        screen.print_decision(made, read.about)
    leave(read)


@click.command()
@PROTOCOL
@CHART
@MAPPING
@click.option("--tolerance-days", type=click.IntRange(min=0), help="Days by which a change of dose may be early or late; "
              "3 where nothing is said.")  # fmt: skip
@click.option(
    "--through", type=click.IntRange(min=0), metavar="DAY", help="The last day to judge, where it is earlier."
)
@PATIENTS
@CHOOSE
@click.option("--out", type=FilePath(file_okay=False), help="Folder to write the audit to: a document as HTML, PDF and Word, "
              "with pictures of doses over time, and its tables as CSV and JSON.")  # fmt: skip
@JSON
def audit(
    protocol: str,
    chart: str,
    mapping: Path | None,
    tolerance_days: int | None,
    through: int | None,
    patients: tuple[str, ...],
    choices: tuple[str, ...],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Hold every dose, sample and visit of a cohort against a protocol."""
    from remission.app import protocol_screen as screen
    from remission.protocols.audit import TOLERANCE_DAYS, audit

    found, read = _protocol(protocol, choices), chart_of(chart, mapping)
    kept = read.only(patients) if patients else read
    days = TOLERANCE_DAYS if tolerance_days is None else tolerance_days
    if out:
        made, written = screen.write_audit(found, kept, out, tolerance_days=days, through=through)
    else:
        made, written = audit(found, kept, tolerance_days=days, through=through), []
    if as_json:
        screen.tell_audit_as_json(made)
    elif written:
        click.echo("\n".join(str(path) for path in written))
    else:
        screen.print_audit(made, kept)
    leave(read)


@click.command()
@PROTOCOL
@click.argument("other", metavar="PROTOCOL")
@click.option("--weight", type=float, metavar="KG", help="Add up what each plans for a patient of this weight.")
@click.option("--height", type=float, metavar="CM", help="And of this height.")
@JSON
def diff(protocol: str, other: str, *, weight: float | None, height: float | None, as_json: bool) -> None:
    """Lay two protocols side by side: what they give, measure and change."""
    from remission.app import protocol_screen as screen
    from remission.protocols.differences import diff
    from remission.protocols.find import find

    traits = {name: value for name, value in (("weight", weight), ("height", height)) if value is not None}
    one, two = find(protocol), find(other)
    rows, names = diff(one, two, **traits), screen.headings(one, two, (protocol, other))
    if as_json:
        screen.print_json({"one": names[0], "other": names[1], "rows": rows.to_dicts()})
    else:
        screen.print_diff(rows, one, two, names)


@click.command()
@click.argument("kind", type=click.Choice(["protocol"]))
@click.argument("name")
@click.option(
    "--out", type=FilePath(file_okay=False), default=".", help="Folder to write to; here where nothing is said."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def new(kind: str, name: str, out: Path, *, force: bool) -> None:
    """Begin a protocol of your own: a file, its cases, and a checklist."""
    from remission.app.new import CHECKLIST, new_protocol

    file, cases = new_protocol(name, out, force=force)
    told = "\n".join(f"  [ ] {number}. {what}" for number, what in enumerate(CHECKLIST, 1))
    click.echo(f"{file}\n{cases}\n\nBoth fail as they are. Each message names the next thing to write, and its line:\n"
               f"\n  remission show {kind} {file}\n\n{told}")  # fmt: skip


VERBS = (plan, decide, audit, diff, new)


def _protocol(name: str, choices: tuple[str, ...]) -> Protocol:
    from remission.protocols.find import find

    return find(name).choose(**pairs(choices, "--choose", "trough_hours=24"))


def _one(chart: Chart, patient: str | None) -> Chart:
    if patient:
        return chart.only([patient])
    if len(chart.patients) != 1:
        raise click.UsageError(
            f"A plan is for one patient. Found {len(chart.patients)} in the chart. Name one: --patient."
        )
    return chart


def _whose(name: str, subject: str, *, printed: bool, sent: bool) -> None:
    """Refuse a name that nothing prints, and a reference that nothing sends."""
    if name and not printed:
        raise click.UsageError("--name is printed on a card or in a calendar. Add --card or --ics, or leave it out.")
    if subject and not sent:
        raise click.UsageError("--subject is the reference of --fhir. For --card and --ics give --name.")


def _traits(traits: dict[str, Any]) -> dict[str, Any]:
    sex = traits.pop("sex")
    stated = {name: value for name, value in traits.items() if value is not None}
    return stated | ({"female": sex == "female"} if sex else {})
