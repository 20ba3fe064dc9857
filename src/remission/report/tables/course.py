"""Table 2: how the patients fared, visit by visit, each compared with baseline in the same patients."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from remission.chart.doors.read import cohorts
from remission.report.document import Cell, Row, Table
from remission.report.evaluation import Evaluation
from remission.report.prose import join, say, traced
from remission.report.tables.cells import (
    SHOWN_TESTS,
    bounds_note,
    change_mark,
    count_percent,
    definitions_note,
    ids,
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
    cells: list[Cell] = []
    for visit in e.seen:
        found = [e.get(name, visit.name, "count" if places is None else "mean") for name, _, places in LINES]
        by_n = {r.n: r for r in found if r and r.n}  # the results of the least and of the greatest number stand for all
        least, most = min(by_n, default=0), max(by_n, default=0)
        text = f"{least}" if least == most else f"{least}–{most}"
        cells.append(Cell(text=text, kind="number", results=ids(*(by_n[n] for n in dict.fromkeys((least, most)) if n))))
    if {cell.text for cell in cells} == {str(len(e.chart.who))}:
        return []
    return [Row(cells=(Cell(text="Patients with results, number", kind="stub"), *cells))]


def _declared(changes: pl.DataFrame) -> list[str]:
    """Gather what each test declares: "zero differences dropped (1)" and "… (3)" become "… (up to 3)"."""
    most: dict[tuple[str, str], tuple[int, str]] = {}
    for test, note, of in changes.filter(changes["note"] != "").select("test", "note", "id").iter_rows():
        for part in note.split("; "):
            count = re.search(r"\((\d+)\)$", part)
            key = test.partition(",")[0], part[: count.start()].strip() if count else part
            here = (int(count[1]) if count else 0, str(of))
            most[key] = max(most.get(key, here), here, key=lambda pair: pair[0])
    told: dict[str, list[str]] = {}
    for (test, words), (n, of) in most.items():
        told.setdefault(test, []).append(say("{} (up to {})", words, traced(str(n), of)) if n else words)
    return [say("{}: {}", test, join(", ", parts)) for test, parts in told.items()]


def _notes(e: Evaluation, names: list[str], absent: list[str]) -> list[str]:
    changes = e.results.filter((e.results["statistic"] == "change") & (e.results["n"] > 0))
    shown = [t for t in changes["test"].unique(maintain_order=True) if test_key(t) in SHOWN_TESTS]
    changes = changes.filter(changes["test"].is_in(shown))
    pairs = [traced(str(n), of) for n, of in changes.sort("n", maintain_order=True).select("n", "id").iter_rows()]
    n = join(" to ", dict.fromkeys((pairs[0], pairs[-1]))) if pairs else "0"
    declared = _declared(changes)
    notes = [
        "Data are mean (sample standard deviation), or number (percentage). *P < 0.05, **P < 0.01 against baseline in the "
        "same patients.",
        say(
            "Tests: {}; pairs: {}; not adjusted for the number of comparisons (Table S1 prints exact and adjusted P, and the "
            "paired t test).",
            "; ".join(shown) or "none",
            n,
        ),
        *definitions_note(names),
        *bounds_note(e, names),
    ]
    if e.chart.name in cohorts():
        notes.insert(2, REPRODUCED)
    if declared:
        notes.insert(2, say("{}.", join("; ", declared)))
    if absent:
        notes.append(f"Not in the data, and therefore not shown: {', '.join(absent)}.")
    return notes
