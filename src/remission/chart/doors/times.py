"""Tell when rows happened: study days where the file has them, else dates that become days at the end."""

from __future__ import annotations

import re

import polars as pl

from remission.chart.doors.cells import is_blank, number
from remission.chart.doors.dates import DateStyle, date
from remission.chart.doors.gather import Gathered, quoted, translate
from remission.chart.doors.grid import plain
from remission.chart.doors.mapping import DayZero, Time
from remission.chart.doors.words import visit_words
from remission.terms.windows import DAYS_PER_MONTH

WHEN = pl.Struct({"day": pl.Int32, "date": pl.Date, "trouble": pl.String, "note": pl.String})
_PER = {"day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH}
_DAY = re.compile(r"day(-?\d{1,5})")
_MOST_DAYS = 120 * 366
"""No patient is followed for longer than a life, and no study day is further from day 0 than that."""
_NO_TIME = "is not given; fill in its day or date"
_TOO_FAR = "is further from day 0 than a life is long; correct it"
_NO_NUMBER = "is no time; write a number"
_UNKNOWN_VISIT = "is no visit that is known; give its day under `visits`, or write it as `day 45`"


def when(cells: pl.Series, time: Time, *, decimal_comma: bool) -> pl.DataFrame:
    """Read a column of times.

    Args:
        cells: The column.
        time: What it holds.
        decimal_comma: Whether commas are decimal.

    Returns:
        `day` or `date`, `trouble` (what is wrong, in words that follow the quoted cell) and `note`, a row a cell.
    """
    if time.unit == "date":
        return dated(cells, time.style)
    frame = pl.DataFrame({"cell": cells})
    if time.unit == "visit":
        known = visit_words() | {plain(word): day for word, day in time.visits.items()}
        days = translate(cells, lambda word: _visit_day(plain(word), known)).cast(pl.Int32)
        wrong = pl.lit(_UNKNOWN_VISIT)
    else:
        read = frame.select(number(pl.col("cell"), decimal_comma=decimal_comma))["cell"].struct.unnest()
        read = read.with_columns(pl.when(pl.col("censored") == "").then("value").alias("value"))
        exact = (read["value"] * _PER[time.unit] + 0.5).floor()
        far = exact.abs() > _MOST_DAYS
        days = pl.select(pl.when(~far).then(exact)).to_series().cast(pl.Int32)
        frame = frame.with_columns(read["problem"], far.alias("far"))
        wrong = pl.when("far").then(pl.lit(_TOO_FAR)).otherwise(pl.coalesce("problem", pl.lit(_NO_NUMBER)))
    return frame.with_columns(days.alias("day")).select(
        "day",
        pl.lit(None, pl.Date).alias("date"),
        pl.when(pl.col("day").is_null()).then(_missing_or(wrong)).alias("trouble"),
        pl.lit(None, pl.String).alias("note"),
    )


def dated(cells: pl.Series, style: DateStyle) -> pl.DataFrame:
    """Read a column of dates; returns what `when` does."""
    frame = pl.DataFrame({"cell": cells}).with_columns(date(pl.col("cell"), style=style).alias("read"))
    read = pl.col("read").struct
    return frame.select(
        pl.lit(None, pl.Int32).alias("day"),
        read.field("date").alias("date"),
        pl.when(read.field("date").is_null()).then(_missing_or(read.field("problem"))).alias("trouble"),
        read.field("note").alias("note"),
    )


def at_day(height: int, day: int | None) -> pl.DataFrame:
    """Give every row the same day, or none; returns what `when` does."""
    one = {"day": day, "date": None, "trouble": None, "note": None}
    return pl.select(pl.lit(value, WHEN.to_schema()[name]).repeat_by(height).explode().alias(name)
                     for name, value in one.items()) if height else pl.DataFrame(schema=WHEN.to_schema())  # fmt: skip


def count_days(gathered: Gathered, day0: DayZero) -> None:
    """Turn every date into a study day, in place; rows whose patient has no day 0 are set aside with a finding."""
    tables = [name for name in ("measured", "given", "happened") if gathered.rows[name]]
    if not any({"date", "until_date"} & set(frame.columns) for name in tables for frame in gathered.rows[name]):
        return
    start = _starts(gathered, day0)
    for table in tables:
        frame = gathered.take(table)
        if frame is None or "date" not in frame.columns:
            gathered.rows[table] += [] if frame is None else [frame.drop("until_date", strict=False)]
            continue
        frame = frame.join(start.cast({"patient": pl.Categorical}), on="patient", how="left", maintain_order="left")
        elapsed = (pl.col("date") - pl.col("day0")).dt.total_days().cast(pl.Int32)
        ends = [_elapsed("until", "until_date")] if "until_date" in frame.columns else []
        lost = pl.col("date").is_not_null() & pl.col("day0").is_null()
        for key, rows in frame.filter(lost).partition_by("file", as_dict=True).items():
            says = (
                "The row has a date, but day 0 of its patient is not known; it was set aside. Give the date of day 0."
            )
            gathered.find(rows, table, str(key[0]), "day0-missing", pl.lit(says))
        kept = frame.filter(~lost).with_columns(pl.coalesce("day", elapsed).alias("day"), *ends)
        gathered.rows[table][:] = [kept.drop("date", "day0", "until_date", strict=False)]


def _elapsed(days: str, dates: str) -> pl.Expr:
    return pl.coalesce(days, (pl.col(dates) - pl.col("day0")).dt.total_days().cast(pl.Int32)).alias(days)


def _starts(gathered: Gathered, day0: DayZero) -> pl.DataFrame:
    if day0 == "column":
        found = gathered.take("day0")
        frames = [] if found is None else [found.select("patient", "date", "file", "row")]
    else:
        names = ("given",) if day0 == "first dose" else ("measured", "given", "happened")
        frames = [
            f.select("patient", "date", "file", "row") for name in names for f in gathered.rows[name] if "date" in f
        ]
    if not frames:
        return pl.DataFrame(schema={"patient": pl.String, "day0": pl.Date})
    dates = pl.concat(frames).drop_nulls("date")
    if day0 == "column":
        dates = _agreed(gathered, dates)
    return dates.group_by("patient").agg(pl.col("date").min().alias("day0"))


def _agreed(gathered: Gathered, dates: pl.DataFrame) -> pl.DataFrame:
    differ = pl.col("date").n_unique().over("patient") > 1
    for key, rows in dates.filter(differ).partition_by("file", as_dict=True).items():
        says = pl.format("Day 0 of the patient is {} here and another day elsewhere; none was used. Keep the right one.",
                         pl.col("date").dt.to_string("%Y-%m-%d"))  # fmt: skip
        gathered.find(rows, "who", str(key[0]), "contradicting-day0", says)
    return dates.filter(~differ)


def _visit_day(word: str, known: dict[str, int]) -> str | None:
    """Find the day of a visit, or of what says "day 45" instead."""
    found = _DAY.fullmatch(word)
    return found[1] if found else str(known[word]) if word in known else None


def _missing_or(wrong: pl.Expr) -> pl.Expr:
    return (
        pl.when(is_blank(pl.col("cell")))
        .then(pl.lit(_NO_TIME))
        .otherwise(pl.format("{} {}", quoted("cell"), wrong))
    )  # fmt: skip
