"""Table of an audit: how much of what could be judged was as the protocol says."""

from __future__ import annotations

from remission.report.document import Cell, Row, Table
from remission.report.review import SHARE, SUM, Review
from remission.report.tables.cells import ids
from remission.stats.result import Result
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.rounding import MISSING, half_up

DRUG_HEADS = ("Drug", "Days per protocol", "Days not judged", "mg given / mg due", "Dose intensity")
SAMPLE_HEADS = ("Sample or visit", "Done in time", "Not judged")


def doses_table(review: Review, number: str) -> Table:
    """Lay out, drug by drug, the days per protocol, the days that could not be judged, and the dose intensity."""
    body = [
        Row(
            cells=(
                Cell(text=DRUGS[drug].label, kind="stub"),
                _share(review.get(drug, "days_kept", SHARE)),
                _missing(review.get(drug, "days_kept", SHARE)),
                _mg(review, drug),
                _percent(review.get(drug, "dose_intensity", SHARE)),
            )
        )
        for drug in review.protocol.drugs
    ]
    return Table(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="Doses given as the protocol says, all patients together",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in DRUG_HEADS)),),
        body=tuple(body),
        notes=(
            f"A change of dose may be early or late by {review.tolerance_days} day{'s' * (review.tolerance_days != 1)}. A dose "
            "that is not daily counts as one day.",
            "Not judged: days of which no dose is on record, or on which the protocol asks a clinician. They are neither kept "
            "nor broken.",
            "Dose intensity: mg given over mg due on the judged days; what a rule permits counts as due.",
        ),
    )


def attendance_table(review: Review, number: str) -> Table:
    """Lay out which of the samples and visits that were due are on record in time."""
    rows = dict.fromkeys(row["variable"] for row in review.results.filter(level="done").iter_rows(named=True))
    body = [
        Row(
            cells=(
                Cell(text=ANALYTES[name].label if name in ANALYTES else "Visits", kind="stub"),
                _share(review.get(name, "done", SHARE)),
                _missing(review.get(name, "done", SHARE)),
            )
        )
        for name in rows
    ]
    return Table(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="Samples and visits, all patients together",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in SAMPLE_HEADS)),),
        body=tuple(body),
        notes=("Not judged: results that are on record without a day, or a level whose drug has no dose on record.",),
    )


def share(result: Result) -> str:
    """Print a share with what it is of: "87.5 % (7 of 8)"."""
    if result.value is None:
        return MISSING
    return f"{half_up(result.value, 1)} % ({half_up(result.value * result.n / 100, 0)} of {result.n:,})"


def _share(result: Result | None) -> Cell:
    return Cell(text=share(result) if result else MISSING, kind="number", results=ids(result))


def _missing(result: Result | None) -> Cell:
    return Cell(text=f"{result.missing:,}" if result else MISSING, kind="number", results=ids(result))


def _percent(result: Result | None) -> Cell:
    value = result.value if result else None
    return Cell(text=MISSING if value is None else f"{half_up(value, 1)} %", kind="number", results=ids(result))


def _mg(review: Review, drug: str) -> Cell:
    found = [review.get(drug, name, SUM) for name in ("mg_given", "mg_due")]
    told = [MISSING if r is None or r.value is None else f"{r.value:,.0f}" for r in found]
    return Cell(text=MISSING if MISSING in told else " / ".join(told), kind="number", results=ids(*found))
