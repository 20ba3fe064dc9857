"""The key result: how many patients were in remission at each visit, with exact intervals."""

from __future__ import annotations

from remission.definitions import shelf
from remission.report.document import Cell, Row, Table
from remission.report.evaluation import Evaluation
from remission.report.prose import say, traced
from remission.report.tables.cells import ids
from remission.terms.rounding import MISSING, half_up

RATE = ("count", "percent", "percent_low", "percent_high")
LINES = (
    ("himeji_2012", "complete", "Complete remission"),
    ("sledai_remission", "", "SLEDAI remission"),
)


def rates_table(e: Evaluation) -> Table:
    """Lay out the remission rates: patients judged, and below, where some could not be, everyone."""
    visits = e.seen[1:]
    head = Row(cells=(Cell(text="", kind="head"), *(Cell(text=visit.label, kind="head") for visit in visits)))
    body: list[Row] = []
    for name, level, label in LINES:
        cells = [_rate(e, name, level, visit.name) for visit in visits]
        body.append(Row(cells=(Cell(text=label, kind="stub"), *cells)))
        counts = [e.get(name, level, visit.name, "count") for visit in visits]
        judged = [visit.name for visit, count in zip(visits, counts, strict=True) if count and count.n]
        if judged and any(count and count.missing for count in counts):
            everyone = [
                _rate(e, name, "", visit.name, suffix="_nri")
                if visit.name in judged
                else Cell(text=MISSING, kind="number")
                for visit in visits
            ]
            body.append(Row(cells=(Cell(text="of everyone, unknown as no", kind="stub", indent=1), *everyone)))
    return Table(
        key="table-rates",
        number="Summary",
        title="Patients in remission",
        head=(head,),
        body=tuple(body),
        notes=(
            "Number in remission/number judged: percentage, with the exact 95 % interval (Clopper–Pearson) in brackets.",
            *(shelf.find(name).words for name, _, _ in LINES),
        ),
    )


def rate_in_words(e: Evaluation, name: str, level: str, visit: str) -> str:
    """Say how many of the patients judged were in remission at a visit; "" where nobody could be judged."""
    count, percent, low, high = (e.get(name, level, visit, part) for part in RATE)
    if count is None or percent is None or low is None or high is None or not count.n:
        return ""
    return say(
        "{}{} ({}, 95 % interval {})",
        traced(f"{half_up(count.value, 0)} of {count.n}", count),
        " who could be judged" if count.missing else "",
        traced(f"{half_up(percent.value, 1)} %", percent),
        traced(f"{half_up(low.value, 1)}–{half_up(high.value, 1)} %", low, high),
    )


def _rate(e: Evaluation, name: str, level: str, visit: str, *, suffix: str = "") -> Cell:
    found = [e.get(name, level, visit, part + suffix) for part in RATE]
    count, percent, low, high = found
    if count is None or percent is None or low is None or high is None or not count.n:
        return Cell(text=MISSING, kind="number", results=ids(*found))
    text = f"{half_up(count.value, 0)}/{count.n}: {half_up(percent.value, 1)} %"
    return Cell(text=f"{text}\n({half_up(low.value, 1)}–{half_up(high.value, 1)})", kind="number", results=ids(*found))
