"""Table 1: who the patients were when treatment began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from remission.report.document import Cell, Row, Table
from remission.report.evaluation import Evaluation
from remission.report.prose import say
from remission.report.tables.cells import (
    bounds_note,
    count_percent,
    definitions_note,
    everyone,
    ids,
    mean_sd_range,
    people,
)
from remission.stats.result import Result
from remission.terms.rounding import MISSING, p_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Describe one line: what it is about, how it is headed, how it is printed."""

    name: str
    heads: str
    prints: Callable[[Evaluation, str, str], Cell]
    indent: int = 0


def _number(decimals: int) -> Callable[[Evaluation, str, str], Cell]:
    return lambda e, name, group: mean_sd_range(e, name, "baseline", decimals=decimals, group=group)


def _count(e: Evaluation, name: str, group: str) -> Cell:
    return count_percent(e, name, "baseline", group=group)


def _classes(e: Evaluation, name: str, group: str) -> Cell:
    """List the classes that occur in one line: "Class II: 1, class III: 3"."""
    counts = e.results.filter(
        (e.results["variable"] == name) & (e.results["group"] == group) & (e.results["statistic"] == "count")
    )
    there = [(level, int(n), i) for level, n, i in counts.select("level", "value", "id").iter_rows() if n]
    if not there:
        return Cell(text=MISSING, kind="text")
    text = ", ".join(f"class {level}: {n}" for level, n, _ in there)
    return Cell(text=text[0].upper() + text[1:], kind="text", results=tuple(i for _, _, i in there))


LINES = (
    Line(name="age", heads="Age at lupus nephritis, years", prints=_number(1)),
    Line(name="female", heads="Females, number (%)", prints=_count),
    Line(name="sle_duration", heads="Systemic lupus erythematosus duration, months", prints=_number(1)),
    Line(name="first_nephritis", heads="First-time nephritis, number (%)", prints=_count),
    Line(name="", heads="Extrarenal features, number (%)", prints=_count),
    Line(name="musculoskeletal", heads="Musculoskeletal", prints=_count, indent=1),
    Line(name="mucocutaneous", heads="Mucocutaneous", prints=_count, indent=1),
    Line(name="neuropsychiatric", heads="Neuropsychiatric", prints=_count, indent=1),
    Line(name="hematologic", heads="Hematologic", prints=_count, indent=1),
    Line(name="isn_rps_2003", heads="ISN/RPS classification", prints=_classes),
    Line(name="ds_dna_positive", heads="Anti-double-strand DNA, number (%)", prints=_count),
    Line(name="ds_dna", heads="Anti-double-strand DNA, IU/mL", prints=_number(1)),
    Line(name="hemoglobin", heads="Hemoglobin, g/dL", prints=_number(1)),
    Line(name="creatinine", heads="Serum creatinine, mg/dL", prints=_number(2)),
    Line(name="egfr_jsn_2009", heads="eGFR, mL/min per 1.73 m²", prints=_number(1)),
    Line(name="albumin", heads="Serum albumin, g/dL", prints=_number(2)),
    Line(name="c3", heads="Serum C3 level, mg/dL", prints=_number(1)),
    Line(name="proteinuria", heads="Proteinuria, g/day", prints=_number(2)),
    Line(name="nephrotic_syndrome_japan", heads="Nephrotic syndrome, number (%)", prints=_count),
    Line(name="active_casts", heads="Active urinary casts, number (%)", prints=_count),
    Line(name="hypertension", heads="Hypertension, number (%)", prints=_count),
    Line(name="sledai_total", heads="SLEDAI scores", prints=_number(1)),
)


def baseline_table(e: Evaluation) -> Table:
    """Lay out the baseline characteristics; with arms, one column each and a test between them."""
    groups = e.groups
    sizes = dict(e.chart.who["arm"].value_counts().iter_rows())
    columns = {"": f"All patients\n(n = {len(e.chart.who)})"} | {g: f"{g}\n(n = {sizes[g]})" for g in groups}
    counts = {group: ids(e.get("patients", group, "enrolled")) for group in columns}
    heads = [Cell(text=told, kind="head", results=counts[group]) for group, told in columns.items()]
    heads.insert(0, Cell(text="", kind="head"))
    body, names, absent = [], [], []
    for line in LINES:
        cells = [line.prints(e, line.name, group) for group in columns] if line.name else []
        if groups:  # in narrow columns the range takes a line of its own
            cells = [replace(cell, text=cell.text.replace("; range, ", "\nrange, ")) for cell in cells]
        if line.name and all(cell.text == MISSING for cell in cells):
            absent.append(line.heads)
            continue
        names += [line.name] * bool(line.name)
        stub = Cell(text=line.heads, kind="stub", indent=line.indent)
        if body and body[-1].heading and not line.indent:
            body.pop()  # a heading with nothing below it
        body.append(Row(cells=(stub, *cells, *([_p(e, line.name)] if groups else [])), heading=not line.name))
    if body and body[-1].heading:
        body.pop()
    head = Row(cells=(*heads, *([Cell(text="P", kind="head")] if groups else [])))
    return Table(
        key="table-1",
        number="Table 1",
        title=say("Baseline characteristics of the {}", everyone(e)),
        head=(head,),
        body=tuple(body),
        notes=tuple(_notes(e, names, absent)),
    )


ABBREVIATIONS = {
    "isn_rps_2003": "ISN/RPS classification, International Society of Nephrology/Renal Pathology Society 2003 criteria for the "
    "classification of lupus nephritis",
    "sledai_total": "SLEDAI, systemic lupus erythematosus disease activity index",
    "egfr_jsn_2009": "eGFR, estimated glomerular filtration rate",
}
GROUP_TESTS = ("welch-t-test", "one-way-analysis-of-variance", "fisher-exact-test", "pearson-chi-squared-test")
"""Whose P the table prints: the first of these that was made."""


def _p(e: Evaluation, name: str) -> Cell:
    found = _printed(e, name)
    return Cell(text=p_value(found.p), kind="number", results=ids(found)) if found else Cell(text="")


def _printed(e: Evaluation, name: str) -> Result | None:
    found = [r for test in GROUP_TESTS if (r := e.get(name, "baseline", "difference", test))]
    return found[0] if found else None


def _notes(e: Evaluation, names: list[str], absent: list[str]) -> list[str]:
    notes = [
        "Data are mean (sample standard deviation); range, or number (percentage).",
        *_abbreviations(names),
        *definitions_note(names),
        *bounds_note(e, names),
    ]
    if e.groups:
        notes.append(_tests_note(e, names))
        unassigned = e.chart.who["arm"].null_count()
        if unassigned:
            notes.append(f"{people(unassigned)} without an arm: only in the column of all patients.")
    if absent:
        notes.append(f"Not in the data, and therefore not shown: {'; '.join(dict.fromkeys(absent))}.")
    return notes


def _abbreviations(names: list[str]) -> list[str]:
    told = "; ".join(words for name, words in ABBREVIATIONS.items() if name in names)
    return [f"{told}."] if told else []


def _tests_note(e: Evaluation, names: list[str]) -> str:
    """Name the tests whose P is printed, and the others that were made."""
    made = e.results.filter(
        (e.results["statistic"] == "difference") & e.results["variable"].is_in(names) & e.results["p"].is_not_null()
    )
    tests = made["test"].unique(maintain_order=True).to_list()
    printed = {r.test for name in names if (r := _printed(e, name)) and r.p is not None}
    shown, others = ("; ".join(t for t in tests if (t in printed) == which) for which in (True, False))
    return f"P compares the arms: {shown or 'no test could be made'}." + (
        f" Also in the results: {others}." * bool(others)
    )
