"""Table S1: every comparison with baseline, with what Table 2 has no room for."""

from __future__ import annotations

from remission.report.document import Cell, Row, Table
from remission.report.evaluation import COMPARED, Evaluation
from remission.report.tables.cells import ids
from remission.stats.result import Result
from remission.stats.variable import variable
from remission.terms.rounding import MISSING, half_up

SMALLEST = 0.0001
RANKS, MEANS, COUNTS = "wilcoxon-signed-rank-test", "paired-t-test", "mcnemar-test"


def comparisons_table(e: Evaluation) -> Table:
    """Lay out, for each quantity and visit, the pairs, the medians, the change, and each test's exact P."""
    heads = ("Visit", "Pairs", "Median (quartiles)", "Mean change", "Signed-rank P", "Holm P", "Paired t P", "Holm P")
    body: list[Row] = []
    for name in COMPARED:
        lines = [row for visit in e.seen if (row := _line(e, name, visit.name, visit.label))]
        if lines:
            v = variable(name)
            body.append(Row(cells=(Cell(text=f"{v.label}{', ' * bool(v.unit)}{v.unit}", kind="stub"),), heading=True))
            body += lines
    return Table(
        key="table-s1",
        number="Table S1",
        title="Every comparison with baseline",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in heads)),),
        body=tuple(body),
        notes=(
            "P is two-sided. Signed-rank: Wilcoxon's test, exact up to 50 pairs that differ, zero differences dropped, ties "
            "sharing mean ranks. Yes/no quantities: McNemar's exact test, printed in the signed-rank column; the change is "
            "in percentage points.",
            "Holm P is adjusted over all comparisons of numbers in this table made by the same test.",
            "Quartiles by linear interpolation (R's type 7).",
        ),
    )


def _line(e: Evaluation, name: str, visit: str, label: str) -> Row | None:
    change = e.get(name, visit, "change", RANKS) or e.get(name, visit, "change", COUNTS)
    if change is None or not change.n:
        return None
    t = e.get(name, visit, "change", MEANS)
    holm = [e.get(name, visit, "change_holm", test) for test in (RANKS, MEANS)]
    median = [e.get(name, visit, which) for which in ("median", "q1", "q3")]
    places = variable(name).decimals + 1
    middle = "" if None in median else "{} ({}–{})".format(*(half_up(m.value, places) for m in median if m))
    cells = [
        Cell(text=label, kind="stub", indent=1),
        Cell(text=str(change.n), kind="number", results=ids(change)),
        Cell(text=middle, kind="number", results=ids(*median)),
        Cell(text=half_up(change.value, places), kind="number", results=ids(change)),
    ]
    return Row(cells=(*cells, *(_p(r) for r in (change, holm[0], t, holm[1]))))


def _p(result: Result | None) -> Cell:
    if result is None:
        return Cell(text="", kind="number")
    text = MISSING if result.p is None else "<0.0001" if result.p < SMALLEST else half_up(result.p, 4)
    return Cell(text=text, kind="number", results=ids(result))
