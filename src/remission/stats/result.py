"""Hold results as rows: one statistic each, with the definition that it rests on.

Tables, figures and sentences are printed from these rows and from nothing else, so every printed number can say where
it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import polars as pl

SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "variable": pl.String(),
    "level": pl.String(),
    "group": pl.String(),
    "visit": pl.String(),
    "statistic": pl.String(),
    "value": pl.Float64(),
    "text": pl.String(),
    "unit": pl.String(),
    "n": pl.Int64(),
    "missing": pl.Int64(),
    "test": pl.String(),
    "p": pl.Float64(),
    "note": pl.String(),
    "definition": pl.String(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Hold one statistic.

    Attributes:
        variable: Key of the definition, analyte or trait that it is about.
        statistic: What was computed: mean, sd, median, q1, q3, min, max, count, percent, percent_low, percent_high,
            change, difference, text.
        value: The number, unrounded; None where there is none (no data, or a text).
        level: The category, for counts of one; a patient, for listings.
        group: The arm or stratum; "" for everyone.
        visit: Key of the visit; "" for what has none.
        text: A value that is no number ("3 → 2 → stopped").
        unit: The unit, as people write it.
        n: How many patients (or pairs) it was computed from.
        missing: How many patients could not contribute.
        test: Name of the test, exactness included, for a comparison.
        p: Its two-sided p-value, unrounded.
        note: What else the test declares: zeros, ties.
        definition: Key of the definition behind it; "" for a plain measurement.
    """

    variable: str
    statistic: str
    value: float | None = None
    level: str = ""
    group: str = ""
    visit: str = ""
    text: str = ""
    unit: str = ""
    n: int = 0
    missing: int = 0
    test: str = ""
    p: float | None = None
    note: str = ""
    definition: str = ""

    @property
    def id(self) -> str:
        """Name the row, the same way every time: the parts that are not empty, joined by points.

        Example:
            >>> Result(variable="c3", statistic="mean", visit="month_2").id
            'c3.month_2.mean'
        """
        parts = (self.variable, self.level, self.group, self.visit, self.statistic, test_key(self.test))
        return ".".join(part for part in parts if part)


def test_key(name: str) -> str:
    """Name a test for ids: what it is, whether exact or not.

    Example:
        >>> test_key("Wilcoxon signed-rank test, exact, two-sided"), test_key("Welch's t test, two-sided")
        ('wilcoxon-signed-rank-test', 'welch-t-test')
    """
    return name.partition(",")[0].lower().replace("'s ", " ").replace("–", "-").replace(" ", "-")


def tabulate(results: Iterable[Result]) -> pl.DataFrame:
    """Put results into a table with the columns of `SCHEMA`; not-a-number becomes null."""
    rows = [{"id": r.id} | asdict(r) for r in results]
    numbers = pl.col("value", "p")
    table = pl.DataFrame(rows, schema=SCHEMA, infer_schema_length=None, strict=False)
    return table.with_columns(pl.when(numbers.is_finite()).then(numbers))
