"""Gather the typed rows of many batches, and everything that is to be said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from remission.chart.chart import FINDINGS
from remission.chart.doors.grid import Problem

_ASIDE = ("unknown-", "refused-", "unused-", "left-out")
"""How the rules begin whose counted findings set something aside."""
_LONG = ("measured", "given", "happened")
FRAMES = ("who", "measured", "given", "happened", "day0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Collect rows and findings while files are read.

    Attributes:
        rows: For each table, the batches read so far. `who` is long here: patient, trait, text, unit, row.
        findings: The findings so far, as tables with the columns of `FINDINGS`.
        counts: What is only counted: (table, file, rule, severity, sentence with one `{n}`) -> how often.
        first: Where a counted thing was found first, where that is known: the patient and the row.
    """

    rows: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {name: [] for name in FRAMES})
    findings: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    counts: Counter[tuple[str, str, str, str, str]] = field(
        default_factory=Counter[tuple[str, str, str, str, str]],
    )
    first: dict[tuple[str, str, str, str, str], tuple[str, int]] = field(
        default_factory=dict[tuple[str, str, str, str, str], tuple[str, int]]
    )

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Keep a batch of rows, as small as it can be."""
        if not frame.height:
            return
        if table in _LONG:
            frame = frame.with_columns(pl.col("patient").cast(pl.Categorical))
        self.rows[table].append(
            frame.drop(name for name in ("date", "until_date") if name in frame and not frame[name].count())
        )

    def take(self, table: str) -> pl.DataFrame | None:
        """Join the batches of a table and let go of them; None where there are none."""
        joined = pl.concat(self.rows[table], how="diagonal") if self.rows[table] else None
        self.rows[table].clear()
        return joined

    def find(
        self, rows: pl.DataFrame, table: str, file: str, rule: str, says: pl.Expr, severity: str = "error"
    ) -> None:
        """Say something about each of some rows, which have `patient` and `row`."""
        if rows.height:
            self.findings.append(
                rows.select(
                    pl.col("patient").cast(pl.String),
                    pl.lit(table).alias("table"),
                    pl.lit(file).alias("file"),
                    pl.col("row").cast(pl.UInt32),
                    pl.lit(rule).alias("rule"),
                    says.alias("says"),
                    pl.lit(severity).alias("severity"),
                    pl.lit(int(severity == "error"), pl.UInt32).alias("aside"),
                )
            )

    def count(
        self,
        n: int,
        table: str,
        file: str,
        rule: str,
        says: str,
        severity: str = "note",
        first: tuple[str, int] | None = None,
    ) -> None:
        """Count something that is said once for all; `{n}` in the sentence becomes the number, and the row is the first."""
        key = (table, file, rule, severity, says)
        if n:
            self.counts[key] += n
            if first:
                self.first.setdefault(key, first)

    def relay(self, problems: tuple[Problem, ...], table: str, file: str) -> None:
        """Pass on what was wrong with the file itself."""
        for problem in problems:
            aside = int(problem.severity == "error")
            self.tell(table, file, problem.row or None, problem.rule, problem.says, problem.severity, aside)

    def tell(
        self,
        table: str,
        file: str,
        row: int | None,
        rule: str,
        says: str,
        severity: str,
        aside: int,
        patient: str | None = None,
    ) -> None:
        """Say one thing, about one place or none, for which so many rows or cells were set aside."""
        one = {
            "patient": patient,
            "table": table,
            "file": file,
            "row": row,
            "rule": rule,
            "says": says,
            "severity": severity,
            "aside": aside,
        }
        self.findings.append(pl.DataFrame([one], schema=FINDINGS | {"severity": pl.String()}))

    def told(self) -> pl.DataFrame:
        """Put all findings into one table, the worst first."""
        for (table, file, rule, severity, says), n in self.counts.items():
            aside = n if rule.startswith(_ASIDE) else 0
            patient, row = self.first.get((table, file, rule, severity, says), (None, None))
            self.tell(table, file, row, rule, says.replace("{n}", str(n)), severity, aside, patient if n == 1 else None)
        self.counts.clear()
        if not self.findings:
            return pl.DataFrame(schema=FINDINGS)
        order = pl.col("severity").replace_strict({"error": 0, "warning": 1, "note": 2}, return_dtype=pl.Int8)
        return pl.concat(self.findings).sort(order, "table", "file", "row", maintain_order=True, nulls_last=True)


def translate(cells: pl.Series, meaning: Callable[[str], str | None]) -> pl.Series:
    """Replace each text by its meaning, looking at each distinct text once; what means nothing becomes null.

    Example:
        >>> translate(pl.Series(["a", "b", None, "a"]), {"a": "A"}.get).to_list()
        ['A', None, None, 'A']
    """
    words = cells.drop_nulls().unique().to_list()
    if not words:
        return pl.Series(cells.name, [None] * len(cells), dtype=pl.String)
    return cells.replace_strict(words, [meaning(word) for word in words], default=None, return_dtype=pl.String)


def quoted(cell: str | pl.Expr) -> pl.Expr:
    """Quote a cell in a sentence, cut short where it is long."""
    text = pl.col(cell) if isinstance(cell, str) else cell
    return pl.format("'{}'", text.str.slice(0, 60))
