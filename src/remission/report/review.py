"""Audit a chart and gather what a report of it prints: spans of days, changes of doses, result rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from remission.chart.chart import Chart
from remission.protocols.audit import TOLERANCE_DAYS, Audit, audit, spans_of
from remission.protocols.changes import changes
from remission.protocols.judge import DEVIATIONS, Kind
from remission.protocols.protocol import Protocol
from remission.stats.result import Result, tabulate

PERCENT = 100.0
LISTED_ONLY = (Kind.UNRECORDED.name.lower(), Kind.TOLERANCE.name.lower(), Kind.RETURN.name.lower())
"""What an audit lists and does not count as done otherwise."""
DOSES = tuple(kind.name.lower() for kind in DEVIATIONS)
SUM, SHARE = "sum", "share"


@dataclass(frozen=True, kw_only=True)
class Review:
    """Hold an audit with what its report prints. Made by `review`.

    Attributes:
        chart: The chart.
        audit: The audit.
        tolerance_days: By how many days a change of dose may be early or late.
        spans: Spans of days as `spans_of` gives them.
        changes: Changes of doses as `changes` gives them.
        results: Result rows about everyone together: shares of days, of samples and of visits, mg, and how many times what was
            done otherwise.
    """

    chart: Chart
    audit: Audit
    tolerance_days: int
    spans: pl.DataFrame
    changes: pl.DataFrame
    results: pl.DataFrame

    @property
    def protocol(self) -> Protocol:
        """Give the protocol, with what is chosen."""
        return self.audit.protocol

    @property
    def otherwise(self) -> pl.DataFrame:
        """List the deviations that count: without what is tolerated, a return, or not on record."""
        return self.audit.deviations.filter(~pl.col("kind").is_in(LISTED_ONLY))

    @cached_property
    def _by_id(self) -> dict[str, Result]:
        rows = self.results.iter_rows(named=True)
        return {str(row["id"]): Result(**{k: v for k, v in row.items() if k != "id"}) for row in rows}

    def get(self, *parts: str) -> Result | None:
        """Find a result by the parts of its id; None where there is none."""
        return self._by_id.get(".".join(part for part in parts if part))


def review(
    protocol: Protocol, chart: Chart, *, tolerance_days: int = TOLERANCE_DAYS, through: int | None = None
) -> Review:
    """Audit a chart against a protocol and gather what a report prints.

    Args:
        protocol: The protocol, with what is chosen.
        chart: The chart.
        tolerance_days: By how many days a change of dose may be early or late.
        through: The last day to judge, where it is earlier.
    """
    made = audit(protocol, chart, tolerance_days=tolerance_days, through=through)
    spans = spans_of(protocol, chart, tolerance_days=tolerance_days, through=through)
    moved = changes(protocol, chart, spans, made.deviations)
    results = [Result(variable="patients", statistic="enrolled", value=len(chart.who), n=len(chart.who))]
    results += [*_adherence(made), *_counts(made, len(chart.who))]
    return Review(chart=chart, audit=made, tolerance_days=tolerance_days, spans=spans, changes=moved,
                  results=tabulate(results))  # fmt: skip


def _adherence(made: Audit) -> list[Result]:
    """Make a result of each statistic of everyone together; n and missing count days, samples or visits."""
    name, found = made.protocol.name, list[Result]()
    for row in made.adherence.filter(pl.col("patient").is_null()).iter_rows(named=True):
        of_mg = row["statistic"].startswith("mg_")
        value = row["value"] if of_mg or row["value"] is None else PERCENT * row["value"]
        counted = "samples or visits" if row["statistic"] == "done" else "days"
        found.append(
            Result(variable=row["about"], level=row["statistic"], statistic=SUM if of_mg else SHARE, value=value,
                   unit="mg" if of_mg else "%", n=row["n"], missing=row["missing"], definition=name,
                   note=f"n and missing count {counted}")
        )  # fmt: skip
    return found


def _counts(made: Audit, people: int) -> list[Result]:
    """Count what was done otherwise, by what it is about and by kind, and in how many patients."""
    by = made.deviations.group_by("about", "kind", maintain_order=True)
    rows = by.agg(pl.len().alias("times"), pl.col("patient").n_unique().alias("people")).sort("about", "kind")
    found: list[Result] = []
    for row in rows.iter_rows(named=True):
        found += [
            Result(variable=row["about"], level=row["kind"], statistic=statistic, value=row[column], n=people,
                   definition=made.protocol.name)
            for statistic, column in (("times", "times"), ("count", "people"))
        ]  # fmt: skip
    return found
