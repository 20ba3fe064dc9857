"""Where a definition and the reference differ: the condition that decides, how often, and what it saw."""

from __future__ import annotations

from itertools import count

from remission.report.comparison import LISTED, Comparison
from remission.report.document import Cell, Row, Table
from remission.report.prose import join, say, traced
from remission.report.tables.cells import ids
from remission.stats.result import Result
from remission.terms.rounding import half_up


def deciding_conditions_table(c: Comparison, number: str) -> Table:
    """List, for each definition, what it denies of what the reference grants, and the reverse."""
    small = len(c.chart.who) <= LISTED
    heads = ["Requirement that is not met", "Patients", *(["Patient: value seen"] if small else [])]
    body: list[Row] = []
    same: list[str] = []
    for name in (d.name for d in c.definitions if d.name != c.reference):
        rows = [*_denied(c, name, c.reference, small=small), *_denied(c, c.reference, name, small=small)]
        body += rows
        denied = c.get(name, c.reference, c.group, c.endpoint.name, "denied")
        if not rows and denied and denied.n:
            same.append(say("{} ({})", c.short(name), traced(str(denied.n), denied)))
    return Table(
        key=number.lower().replace(" ", "-"),
        number=number,
        title=f"What decides where definitions differ at {c.endpoint.label.lower()}",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in heads)),),
        body=tuple(body) or (Row(cells=(Cell(text="Nothing differs.", kind="stub"),), heading=True),),
        notes=tuple(_notes(c, same)),
    )


def _denied(c: Comparison, second: str, first: str, *, small: bool) -> list[Row]:
    """Lay out whom the first definition counts and the second denies, by the requirement of the second."""
    parts = (second, first, c.group, c.endpoint.name)
    denied = c.get(*parts, "denied")
    if denied is None or not denied.value:
        return []
    title = f"{c.short(second)} denies {half_up(denied.value, 0)} whom {c.short(first)} counts (both judge {denied.n})"
    head = Row(cells=(Cell(text=title, kind="stub", results=ids(denied)),), heading=True)
    lines: list[Row] = []
    for at in count(1):
        result = c.get(*parts, f"denied_{at}")
        if result is None:
            return [head, *lines]
        cells = [
            Cell(text=result.text, kind="stub", indent=1, mark="" if "alone" in result.note else "†"),
            Cell(text=half_up(result.value, 0), kind="number", results=ids(result)),
        ]
        lines.append(Row(cells=(*cells, *([_seen(c, second, first, result)] if small else []))))
    return []


def _seen(c: Comparison, second: str, first: str, of: Result) -> Cell:
    """List the patients behind a line, with what the requirement saw in each."""
    there = c.at([c.endpoint])
    yes = c.judged.judgements[first].reached.filter(there)
    found = [
        c.get(second, patient, c.group, c.endpoint.name, "deciding")
        for patient, counts in zip(c.chart.patients, yes, strict=True)
        if counts
    ]
    told = [r for r in found if r is not None and r.note == of.text]
    return Cell(text="\n".join(f"{r.level}: {r.text}" for r in told), results=ids(*told))


def _notes(c: Comparison, same: list[str]) -> list[str]:
    notes = [
        f"Only patients whom both definitions judge are compared with {c.short(c.reference)}. A requirement is named where it "
        "decides alone: were it met, the answer would not be no. †Several requirements are not met together.",
    ]
    if same:
        notes.append(say("The same answer in all whom both judge (their number): {}.", join(", ", same)))
    silent = [c.short(d.name) for d in c.definitions if d.name not in c.judging]
    if silent:
        notes.append(f"Cannot judge anybody: {', '.join(silent)}.")
    return notes
