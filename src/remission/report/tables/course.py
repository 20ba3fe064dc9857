"""Table 2: how the patients fared, visit by visit, each compared with baseline in the same patients."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from remission.chart.doors.read import cohorts
from remission.report.document import Cell, Row, Table
from remission.report.evaluation import Evaluation
from remission.report.tables.cells import (
    SHOWN_TESTS,
    bounds_note,
    change_mark,
    count_percent,
    definitions_note,
    mean_sd,
)
from remission.stats.result import test_key
from remission.terms.rounding import MISSING

LINES = (
    ("proteinuria", "Proteinuria, g/day", 2),
    ("nephrotic_syndrome_japan", "Nephrotic syndrome, number (%)", None),
    ("albumin", "Serum albumin, g/dL", 2),
    ("c3", "Serum C3 level, mg/dL", 1),
    ("ds_dna", "Anti-double-strand DNA, IU/mL", 1),
    ("creatinine", "Serum creatinine, mg/dL", 2),
    ("egfr_jsn_2009", "eGFR, mL/min per 1.73 m²", 1),
    ("hemoglobin", "Hemoglobin, g/dL", 1),
    ("sledai_total", "SLEDAI scores", 1),
)

REPRODUCED = (
    "The founding paper does not name its test. On this cohort both the exact Wilcoxon signed-rank test and the paired t test "
    "give every star that it prints (`remission facts`)."
)


def course_table(e: Evaluation) -> Table:
    """Lay out the course: one line a quantity, one column a visit, stars where it differs from baseline."""
    head = Row(cells=(Cell(text="", kind="head"), *(Cell(text=visit.label, kind="head") for visit in e.seen)))
    body, absent, names = [], [], []
    for name, heads, decimals in LINES:
        cells = [_cell(e, name, visit.name, decimals) for visit in e.seen]
        if all(cell.text == MISSING for cell in cells):
            absent.append(heads.partition(",")[0])
            continue
        body.append(Row(cells=(Cell(text=heads, kind="stub"), *cells)))
        names.append(name)
    return Table(
        key="table-2",
        number="Table 2",
        title="Changes in the biochemical parameters after treatment",
        head=(head,),
        body=(*_sizes(e), *body),
        notes=tuple(_notes(e, names, absent)),
    )


def _cell(e: Evaluation, name: str, visit: str, decimals: int | None) -> Cell:
    cell = count_percent(e, name, visit) if decimals is None else mean_sd(e, name, visit, decimals=decimals)
    cell = replace(cell, text=cell.text.partition("\n")[0])  # how many there are stands in the first row
    mark, stands_on = change_mark(e, name, visit)
    return replace(cell, mark=mark, results=(*cell.results, *stands_on)) if cell.text != MISSING else cell


def _sizes(e: Evaluation) -> list[Row]:
    """Say how many patients have results at each visit, where that is not everyone at all of them."""
    told: list[str] = []
    for visit in e.seen:
        found = [e.get(name, visit.name, "count" if places is None else "mean") for name, _, places in LINES]
        n = sorted({r.n for r in found if r and r.n}) or [0]
        told.append(f"{n[0]}" if len(n) == 1 else f"{n[0]}–{n[-1]}")
    if set(told) == {str(len(e.chart.who))}:
        return []
    cells = (Cell(text=text, kind="number") for text in told)
    return [Row(cells=(Cell(text="Patients with results, number", kind="stub"), *cells))]


def _declared(changes: pl.DataFrame) -> list[str]:
    """Gather what each test declares: "zero differences dropped (1)" and "… (3)" become "… (up to 3)"."""
    most: dict[tuple[str, str], int] = {}
    for test, note in changes.filter(changes["note"] != "").select("test", "note").iter_rows():
        for part in note.split("; "):
            count = re.search(r"\((\d+)\)$", part)
            key = test.partition(",")[0], part[: count.start()].strip() if count else part
            most[key] = max(most.get(key, 0), int(count[1]) if count else 0)
    told: dict[str, list[str]] = {}
    for (test, words), n in most.items():
        told.setdefault(test, []).append(f"{words} (up to {n})" if n else words)
    return [f"{test}: {', '.join(parts)}" for test, parts in told.items()]


def _notes(e: Evaluation, names: list[str], absent: list[str]) -> list[str]:
    changes = e.results.filter((e.results["statistic"] == "change") & (e.results["n"] > 0))
    shown = [t for t in changes["test"].unique(maintain_order=True) if test_key(t) in SHOWN_TESTS]
    changes = changes.filter(changes["test"].is_in(shown))
    pairs = sorted(set(changes["n"]))
    n = f"{pairs[0]}" if len(set(pairs)) == 1 else f"{pairs[0]} to {pairs[-1]}" if pairs else "0"
    declared = _declared(changes)
    notes = [
        "Data are mean (sample standard deviation), or number (percentage). *P < 0.05, **P < 0.01 against baseline in the "
        "same patients.",
        f"Tests: {'; '.join(shown) or 'none'}; pairs: {n}; not adjusted for the number of comparisons "
        "(Table S1 prints exact and adjusted P, and the paired t test).",
        *definitions_note(names),
        *bounds_note(e, names),
    ]
    if e.chart.name in cohorts():
        notes.insert(2, REPRODUCED)
    if declared:
        notes.insert(2, f"{'; '.join(declared)}.")
    if absent:
        notes.append(f"Not in the data, and therefore not shown: {', '.join(absent)}.")
    return notes
