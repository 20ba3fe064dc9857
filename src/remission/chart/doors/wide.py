"""Read wide sheets: a row a patient, or a patient and visit; each column is described by itself."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from remission.chart.chart import AnalyteName
from remission.chart.doors.cells import is_blank
from remission.chart.doors.gather import Gathered, quoted, translate
from remission.chart.doors.grid import plain
from remission.chart.doors.mapping import Column
from remission.chart.doors.page import Page, coded, number_beside
from remission.chart.doors.results import administer, fill_absent, happen, measure, timely
from remission.chart.doors.times import at_day, dated
from remission.chart.doors.trajectory import trajectory
from remission.chart.doors.words import analyte_words, yes_words
from remission.errors import UnknownName

_NOTHING = ("なし", "無し", "none", "0", "特になし")


def read_wide(page: Page, gathered: Gathered) -> None:
    """Read one batch of a wide sheet into typed rows and findings."""
    own = page.timed(page.sheet.time)
    columns = page.sheet.columns
    if page.sheet.time is None and any(column.role in ("who", "measured") for column in columns):
        _mention_repeated(page, gathered)
    dates = {c.header: dated(page.cells(c.header), c.style) for c in columns if c.role == "date"}
    results: list[pl.DataFrame] = []
    with_hours = any(column.hours is not None for column in columns)
    for column in columns:
        text = coded(page.cells(column.header), column.values).alias("text")
        frame = _at(page, own, column, dates).with_columns(text)
        if column.role == "measured":
            frame = frame.with_columns(_hours(page, column, gathered)) if with_hours else frame
            results.append(_wide_results(page, column, frame, gathered))
        elif column.role != "date":
            _WIDE[column.role](page, column, frame, gathered)
    if results:
        # A blank cell of a visit that has no date is no result; it needs no time.
        cells = pl.concat(results)
        blank = is_blank(pl.col("text"))
        cells = cells.with_columns(pl.when(~blank).then(name).alias(name) for name in ("trouble", "note"))
        measure(timely(cells, gathered, "measured", page.file), gathered, page.sheet, page.file)


def _mention_repeated(page: Page, gathered: Gathered) -> None:
    """Say which patients stand on two rows of a sheet that has one row a patient: they may be two people."""
    again = page.people.filter(pl.col("patient").is_duplicated())
    first = again.group_by("patient").agg(pl.col("row").min().alias("first"))
    again = again.join(first, on="patient", how="left", maintain_order="left").filter(pl.col("row") > pl.col("first"))
    says = pl.format(
        "Patient {} stands on row {} already, and the sheet has one row a patient: the cells of both were joined. If they "
        "are two people, give them two ids.", "patient", "first")  # fmt: skip
    gathered.find(again, "who", page.file, "patient-repeated", says, "warning")


def _at(page: Page, own: pl.DataFrame, column: Column, dates: dict[str, pl.DataFrame]) -> pl.DataFrame:
    if column.on:
        known = {plain(header): read for header, read in dates.items()}
        if plain(column.on) not in known:
            raise UnknownName.among("date column of the mapping", column.on, dates)
        return pl.concat([page.people, known[plain(column.on)]], how="horizontal")
    if column.day is not None:
        return pl.concat([page.people, at_day(page.people.height, column.day)], how="horizontal")
    return own


def _wide_results(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> pl.DataFrame:
    if column.trajectory:
        frame = _steps(page, column, frame, gathered, "measured")
    if column.why:
        gathered.count(1, "measured", page.file, "reading", f"{column.header!r}: {column.why}")
    analyte, unit = pl.lit(column.name).alias("analyte"), pl.lit(column.unit, pl.String).alias("unit")
    hour = ["hour"] if "hour" in frame.columns else []
    return frame.select("patient", "row", "day", "date", "trouble", "note", "text", analyte, unit, *hour)


def _hours(page: Page, column: Column, gathered: Gathered) -> pl.Series | pl.Expr:
    """Give the hours between the last dose and each sample of a column."""
    if isinstance(column.hours, str):
        return number_beside(page, column.hours, "hour", gathered).cast(pl.Float32)
    return pl.lit(column.hours, pl.Float32).alias("hour")


def _wide_courses(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> None:
    if column.trajectory:
        frame = _steps(page, column, frame, gathered, "given")
    cells = frame.filter(~is_blank(pl.col("text"))).with_columns(
        pl.lit(column.name).alias("drug"),
        pl.lit(column.unit, pl.String).alias("unit"),
        pl.lit(column.route, pl.String).alias("route"),
        pl.lit(column.days_per_week, pl.Float64).alias("days_per_week"),
    )
    administer(timely(cells, gathered, "given", page.file), gathered, page.sheet, page.file)


def _steps(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered, table: str) -> pl.DataFrame:
    """Lay courses of values out one a row; the time of the column is that of the last value, the others have none."""
    frame = (
        frame.filter(~is_blank(pl.col("text"))).with_columns(trajectory(pl.col("text")).alias("read")).unnest("read")
    )
    wrong = frame.filter(pl.col("problem").is_not_null())
    says = pl.format("{}: {} {}. It was set aside.", pl.lit(column.header), quoted("text"), "problem")
    gathered.find(wrong, table, page.file, "unreadable-trajectory", says)
    kept = frame.filter(pl.col("problem").is_null()).with_columns(
        pl.int_ranges(pl.col("values").list.len()).alias("step"), (pl.col("values").list.len() - 1).alias("last")
    )
    kept = kept.explode("values", "step")
    early = pl.col("step") < pl.col("last")
    return kept.with_columns(
        *(pl.when(~early).then(name).alias(name) for name in ("day", "date")),
        pl.col("values").cast(pl.String).alias("text"),
    ).drop("values", "problem", "step", "last")


def _wide_events(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> None:
    if column.name:  # the column is about one event, and its cells say whether it happened
        words = {word: str(int(yes)) for word, yes in yes_words("").items()}
        frame = frame.with_columns(translate(frame["text"], lambda word: words.get(plain(word))).alias("answer"))
        unclear = frame.filter(pl.col("answer").is_null() & ~is_blank(pl.col("text")))
        says = pl.format("{}: {} is neither yes nor no; it was set aside. Give its meaning under `values`.",
                         pl.lit(column.header), quoted("text"))  # fmt: skip
        gathered.find(unclear, "happened", page.file, "unreadable-value", says)
        frame = frame.filter(pl.col("answer") == "1").with_columns(pl.lit(column.name).alias("text")).drop("answer")
    else:
        frame = _entries(column, frame)
    cells = frame.filter(~is_blank(pl.col("text")))
    happen(timely(cells, gathered, "happened", page.file), gathered, page.file)


def _entries(column: Column, frame: pl.DataFrame) -> pl.DataFrame:
    if column.split:
        frame = frame.with_columns(pl.col("text").str.split(column.split)).explode("text")
    text = pl.col("text").str.strip_chars()
    names = {plain(word): name for word, name in column.names.items()}
    frame = frame.with_columns(text)
    return frame.with_columns(translate(frame["text"], lambda word: names.get(plain(word), word)))


def _wide_items(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> None:
    """Read a cell that lists what is present, such as SLEDAI items; a blank cell lists nothing and says nothing."""
    frame = frame.filter(~is_blank(pl.col("text")) | pl.col("text").is_in(_NOTHING))
    entries = _entries(column, frame).filter(pl.col("text") != "")
    empty = pl.col("text").is_in(_NOTHING)
    words = analyte_words()
    meant = translate(entries["text"], lambda word: words.get(plain(word)))
    entries = entries.with_columns(meant.alias("analyte"))
    unknown = entries.filter(pl.col("analyte").is_null() & ~empty)
    says = pl.format("{} lists {}, which is no item that is known; it was set aside. Say under `names` what it is.",
                     pl.lit(column.header), quoted("text"))  # fmt: skip
    gathered.find(unknown, "measured", page.file, "unknown-analyte", says)
    cells = timely(entries.filter(pl.col("analyte").is_not_null() | empty), gathered, "measured", page.file)
    cells = cells.with_columns(pl.lit("1").alias("text"), pl.lit(None, pl.String).alias("unit"))
    before = len(gathered.rows["measured"])
    measure(cells.filter(pl.col("analyte").is_not_null()), gathered, page.sheet, page.file)
    if column.absent is None:
        return
    listed = gathered.rows["measured"][before:]
    hollow = cells.filter(pl.col("analyte").is_null()).select(
        pl.col("patient").cast(pl.Categorical), "day", "date", pl.lit(None, AnalyteName).alias("analyte"), "row",
        pl.lit(page.file).cast(pl.Categorical).alias("file"),
    )  # fmt: skip
    every = pl.concat([*listed, hollow], how="diagonal")
    if every.height:
        gathered.add("measured", fill_absent(every, column.absent))


def _wide_traits(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> None:
    if column.why:
        gathered.count(1, "who", page.file, "reading", f"{column.header!r}: {column.why}")
    said = frame.filter(~is_blank(pl.col("text")))
    once = said.unique(["patient", "text"], keep="first", maintain_order=True)
    gathered.add("who", once.select("patient", pl.lit(column.name).alias("trait"), "text", _unit(column), "row",
                                    pl.lit(page.file).alias("file"),
                                    pl.lit(page.sheet.decimal_comma).alias("decimal_comma")))  # fmt: skip


def _unit(column: Column) -> pl.Expr:
    return pl.lit(column.unit, pl.String).alias("unit")


def _wide_day0(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> None:
    read = pl.concat([page.people, dated(page.cells(column.header), column.style)], how="horizontal")
    wrong = read.filter(pl.col("trouble").is_not_null())
    gathered.find(wrong, "who", page.file, "day0-missing", pl.format("Day 0 of the patient {}.", "trouble"))
    noted = read.filter(pl.col("note").is_not_null())
    gathered.find(noted, "who", page.file, "odd-date", pl.format("Day 0 of the patient {}.", "note"), "note")
    gathered.add("day0", read.drop_nulls("date").select("patient", "date", "row", pl.lit(page.file).alias("file")))


def _wide_skip(page: Page, column: Column, frame: pl.DataFrame, gathered: Gathered) -> None:
    n = frame["text"].count()
    says = f"{{n}} cell(s) of {column.header!r} are left out, as the mapping says. {column.why}".strip()
    gathered.count(n, "who", page.file, "left-out", says)


_WIDE: dict[str, Callable[[Page, Column, pl.DataFrame, Gathered], None]] = {
    "who": _wide_traits,
    "given": _wide_courses,
    "happened": _wide_events,
    "listed": _wide_items,
    "day0": _wide_day0,
    "skip": _wide_skip,
}
