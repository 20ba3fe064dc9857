"""Hold one batch of a sheet, with the patient and the time of every row found."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import polars as pl

from remission.chart.doors.cells import number
from remission.chart.doors.gather import Gathered, quoted, translate
from remission.chart.doors.grid import ROW, Grid, plain
from remission.chart.doors.mapping import Sheet, Time
from remission.chart.doors.times import at_day, when
from remission.errors import UnknownName


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold one batch of a sheet, with the patient of every row found.

    Attributes:
        grid: The text.
        sheet: How it is read.
        file: Where it is, for findings: the file, with the sheet of a workbook.
        people: `patient` and `row`, a row a row of the grid.
    """

    grid: Grid
    sheet: Sheet
    file: str
    people: pl.DataFrame

    def cells(self, header: str) -> pl.Series:
        """Find a column by its header.

        Raises:
            UnknownName: The sheet has no such column.
        """
        return self.grid.table[column_of(self.grid, header)]

    def timed(self, time: Time | None) -> pl.DataFrame:
        """Put the time of each row beside its patient."""
        if time is None:
            return pl.concat([self.people, at_day(self.people.height, None)], how="horizontal")
        read = when(self.cells(time.column), time, decimal_comma=self.sheet.decimal_comma)
        return pl.concat([self.people, read], how="horizontal")


def column_of(grid: Grid, header: str) -> str:
    """Find the column of a grid that a mapping means by a header.

    Raises:
        UnknownName: The sheet has no such column.
    """
    wanted = plain(header)
    for name in grid.columns:
        if plain(name) == wanted:
            return name
    place = f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file
    raise UnknownName.among(f"column in {place}", header, grid.columns)


def open_page(grid: Grid, sheet: Sheet, gathered: Gathered) -> Page:
    """Find the patient of every row; rows without one are set aside with a finding."""
    file = f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file
    patient = translate(grid.table[column_of(grid, sheet.patient)], _tidy_id).alias("patient")
    people = pl.DataFrame([patient, grid.table[ROW]])
    lost = people.filter(pl.col("patient").is_null())
    says = pl.lit(f"The row names no patient in {sheet.patient!r} and was set aside. Fill in the patient.")
    gathered.find(lost, sheet.table or "who", file, "patient-missing", says)
    if lost.height:
        known = patient.is_not_null()
        grid = Grid(file=grid.file, sheet=grid.sheet, header=grid.header, first_row=grid.first_row,
                    table=grid.table.filter(known))  # fmt: skip
        people = people.filter(known)
    return Page(grid=grid, sheet=sheet, file=file, people=people)


def _tidy_id(text: str) -> str | None:
    """Fold full-width letters and blanks of an id, so that one patient has one id in every file."""
    return " ".join(unicodedata.normalize("NFKC", text).split()) or None


def mention_unknown(page: Page, gathered: Gathered) -> None:
    """Say which columns the mapping does not speak of: what they hold goes nowhere."""
    sheet = page.sheet
    used = {plain(header) for header in (sheet.patient, *sheet.fields.values(), *(c.header for c in sheet.columns))}
    used |= {plain(column.hours) for column in sheet.columns if isinstance(column.hours, str)}
    if sheet.time:
        used.add(plain(sheet.time.column))
    for name in page.grid.columns:
        n = page.grid.table[name].count()
        if plain(name) in used or not n:
            continue
        says = f"The mapping says nothing of the column {name!r}; its {{n}} cell(s) were set aside."
        if sheet.table:
            gathered.count(n, sheet.table, page.file, "unused-column", says)
        else:
            says += ' Describe it, or write { skip = "why" }.'
            gathered.count(n, "who", page.file, "unknown-column", says, "warning")


def coded(text: pl.Series, values: dict[str, str]) -> pl.Series:
    """Replace coded answers by what they mean, and leave every other cell as it is."""
    if not values:
        return text
    known = {plain(word): meaning for word, meaning in values.items()}
    return translate(text, lambda word: known.get(plain(word), word))


def number_beside(page: Page, header: str, name: str, gathered: Gathered) -> pl.Series:
    """Read a number that stands beside a result or dose; the row is kept without it where it cannot be read."""
    cells = page.people.with_columns(page.cells(header).alias("text"))
    read = number(pl.col("text"), decimal_comma=page.sheet.decimal_comma).alias("read")
    cells = cells.with_columns(read).unnest("read")
    odd = cells.filter((pl.col("value").is_null() & ~pl.col("blank")) | (pl.col("censored") != ""))
    says = pl.format("{} {} is no number; the row was kept without it. Correct it.", pl.lit(name), quoted("text"))
    rule = f"unreadable-{name.replace('_', '-')}"
    gathered.find(odd, page.sheet.table or "measured", page.file, rule, says, "warning")
    return cells.select(pl.when(pl.col("censored") == "").then("value").alias(name)).to_series()
