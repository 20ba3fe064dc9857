"""Table 3: one row per patient: doses, levels, response and adverse effects."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from remission.definitions import shelf
from remission.report.document import Cell, Row, Table
from remission.report.evaluation import NOT_DONE, Evaluation
from remission.report.tables.cells import ids
from remission.stats.result import Result
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS

MOST = 100
"""Beyond so many patients the printed listing stops; results.csv has them all."""


def patients_table(e: Evaluation) -> Table:
    """List every patient, with the drugs and levels that the chart holds."""
    columns = _columns(e)
    end = e.endpoint
    heads = ["Patient", "Age/sex, years", "ISN/RPS classification", *(head for _, head in columns)]
    heads += [
        f"Prednisolone at {end.label.lower()}, mg/day",
        f"Clinical response at {end.label.lower()}",
        "Adverse effects",
    ]
    body = [_row(e, columns, patient) for patient in e.chart.patients[:MOST]]
    filled = [at for at in range(len(heads)) if any(row.cells[at].text != NOT_DONE for row in body)]
    absent = [head for at, head in enumerate(heads) if at not in filled]
    return Table(
        key="table-3",
        number="Table 3",
        title="Dosages, blood concentrations and adverse effects",
        head=(Row(cells=tuple(Cell(text=heads[at], kind="head") for at in filled)),),
        body=tuple(Row(cells=tuple(row.cells[at] for at in filled)) for row in body),
        notes=tuple(_notes(len(e.chart.who), absent)),
    )


def _columns(e: Evaluation) -> list[tuple[str, str]]:
    """Choose the columns that the chart can fill: each drug that is no glucocorticoid, then its level."""
    given = [d for d in DRUGS if d in set(e.chart.given["drug"].cast(pl.String))]
    drugs = [d for d in given if DRUGS[d].prednisolone_equivalent is None]
    measured = set(e.chart.measured["analyte"].unique().cast(pl.String))
    levels = [name for name, a in ANALYTES.items() if a.kind == "level" and name in measured]
    columns: list[tuple[str, str]] = []
    for drug in sorted(drugs):
        columns.append((f"{drug}_dose", f"{DRUGS[drug].label} dosage, mg/day"))
        columns += [
            (name, f"{ANALYTES[name].label}, {ANALYTES[name].printed_unit}") for name in levels if name.startswith(drug)
        ]
    return columns


def _row(e: Evaluation, columns: list[tuple[str, str]], patient: str) -> Row:
    end = e.endpoint.name
    age, sex = e.get("age", patient, "baseline", "text"), e.get("female", patient, "baseline", "text")
    cells = [
        Cell(text=f"Patient {patient}", kind="stub"),
        Cell(text="/".join(r.text for r in (age, sex) if r), results=ids(age, sex)),
        _said(e.get("isn_rps_2003", patient, "baseline", "text")),
        *(_said(e.get(name, patient, "text")) for name, _ in columns),
        replace(_said(e.get("prednisolone_dose", patient, end, "text")), kind="number"),
        _said(e.get("response", patient, end, "text")),
        _said(e.get("adverse_events", patient, "text"), otherwise=NOT_DONE if e.chart.happened.is_empty() else "None"),
    ]
    return Row(cells=tuple(cells))


def _said(result: Result | None, otherwise: str = NOT_DONE) -> Cell:
    return Cell(text=result.text.replace("; ", "\n") if result else otherwise, results=ids(result))


def _notes(patients: int, absent: list[str]) -> list[str]:
    notes = [
        "CR, complete remission; SLEDAI-R, SLEDAI remission; ND, not done or not in the data. “None” under adverse effects: "
        "none is recorded. Arrows join doses, and levels, in the order of their change.",
        shelf.find("himeji_2012").words,
        shelf.find("sledai_remission").words,
    ]
    if absent:
        notes.append(f"Not in the data, and therefore not shown: {'; '.join(absent)}.")
    if patients > MOST:
        notes.append(f"The first {MOST} of {patients} patients are listed; results.csv has all.")
    return notes
