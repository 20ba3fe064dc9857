"""Read long sheets: one result, course or event a row."""

from __future__ import annotations

import polars as pl

from remission.chart.doors.cells import is_blank
from remission.chart.doors.gather import Gathered, quoted, translate
from remission.chart.doors.grid import plain
from remission.chart.doors.mapping import Time
from remission.chart.doors.page import Page, coded, number_beside
from remission.chart.doors.results import administer, happen, measure, timely
from remission.chart.doors.times import when
from remission.chart.doors.words import analyte_words, drug_words, route_words
from remission.terms.refused import refusal


def read_long(page: Page, gathered: Gathered) -> None:
    """Read one batch of a long sheet into typed rows and findings."""
    {"measured": _results, "given": _courses, "happened": _events}[page.sheet.table or "measured"](page, gathered)


def _results(page: Page, gathered: Gathered) -> None:
    sheet, fields = page.sheet, page.sheet.fields
    text = (
        page.cells(fields["value"])
        if sheet.listed is None
        else pl.Series([f"{sheet.listed:g}"], dtype=pl.String).new_from_index(0, page.people.height)
    )
    cells = page.timed(sheet.time).with_columns(
        page.cells(fields["analyte"]).alias("word"),
        coded(text, sheet.values).alias("text"),
        _optional(page, "unit").alias("unit"),
        *([number_beside(page, fields["hour"], "hour", gathered).cast(pl.Float32)] if "hour" in fields else []),
    )
    cells = _meant(page, cells, gathered, "analyte", analyte_words())
    measure(timely(cells, gathered, "measured", page.file), gathered, sheet, page.file)


def _courses(page: Page, gathered: Gathered) -> None:
    sheet, fields = page.sheet, page.sheet.fields
    unit = _optional(page, "unit")
    extra: list[pl.Series] = []
    if "route" in fields:
        extra.append(translate(page.cells(fields["route"]), lambda word: route_words().get(plain(word))).alias("route"))
        odd = page.people.with_columns(page.cells(fields["route"]).alias("text"), extra[-1])
        odd = odd.filter(pl.col("route").is_null() & ~is_blank(pl.col("text")))
        says = pl.format(
            "The route {} is none of oral, iv, sc; the course was kept without it. Correct it.", quoted("text")
        )
        gathered.find(odd, "given", page.file, "unreadable-route", says, "warning")
    if "days_per_week" in fields:
        extra.append(number_beside(page, fields["days_per_week"], "days_per_week", gathered))
    if "until" in fields and sheet.time:
        end = Time(column=fields["until"], unit=sheet.time.unit, style=sheet.time.style, visits=sheet.time.visits)
        until = when(page.cells(end.column), end, decimal_comma=sheet.decimal_comma)
        extra += [until["day"].alias("until"), until["date"].alias("until_date")]
        text = page.cells(end.column).alias("text")
        odd = pl.concat([page.people, until], how="horizontal").with_columns(text)
        odd = odd.filter(pl.col("trouble").is_not_null() & ~is_blank(pl.col("text")))
        says = pl.format("The end of the course {}; the course was kept without it.", "trouble")
        gathered.find(odd, "given", page.file, "unreadable-until", says, "warning")
    cells = page.timed(sheet.time).with_columns(
        page.cells(fields["drug"]).alias("word"),
        page.cells(fields["dose"]).alias("text"),
        unit.fill_null(sheet.dose_unit).alias("unit") if sheet.dose_unit else unit.alias("unit"),
        *extra,
    )
    cells = _meant(page, cells, gathered, "drug", drug_words())
    administer(timely(cells, gathered, "given", page.file), gathered, sheet, page.file)


def _events(page: Page, gathered: Gathered) -> None:
    fields = page.sheet.fields
    grade = [page.cells(fields["grade"]).alias("grade")] if "grade" in fields else []
    names = {plain(word): name for word, name in page.sheet.names.items()}
    what = translate(page.cells(fields["what"]), lambda word: names.get(plain(word), word))
    cells = page.timed(page.sheet.time).with_columns(what.alias("text"), *grade).filter(~is_blank(pl.col("text")))
    happen(timely(cells, gathered, "happened", page.file), gathered, page.file)


def _optional(page: Page, field: str) -> pl.Series:
    if field in page.sheet.fields:
        return page.cells(page.sheet.fields[field])
    return pl.Series([None], dtype=pl.String).new_from_index(0, page.people.height)


def _meant(page: Page, cells: pl.DataFrame, gathered: Gathered, kind: str, words: dict[str, str]) -> pl.DataFrame:
    """Find which analyte or drug the `word` of each row means; leave out what is skipped, and set aside what is unknown.

    A course of a drug that is unknown stays on record, without a name: somebody takes something.
    """
    sheet = page.sheet
    known = words | {plain(word): name for word, name in sheet.names.items()}
    skipped = {plain(word) for word in sheet.skip}
    meant = translate(cells["word"], lambda word: None if plain(word) in skipped else known.get(plain(word)))
    cells = cells.with_columns(meant.alias(kind))
    table = sheet.table or "measured"
    lost = cells.filter(pl.col(kind).is_null()).group_by("word", maintain_order=True)
    for word, n, patient, row in lost.agg(pl.len(), pl.col("patient", "row").first()).iter_rows():
        if word is not None and plain(word) in skipped:
            says = f"{{n}} row(s) of {word!r} are left out, as the mapping says."
            gathered.count(n, table, page.file, "left-out", says)
        elif kind == "analyte" and (why := refusal(word or "")):
            gathered.count(
                n, table, page.file, "refused-analyte", f"{{n}} row(s) of {word!r} were set aside: {why}", "warning",
                (patient, row),
            )  # fmt: skip
        else:
            done = "count as courses of an unknown drug" if kind == "drug" else "were set aside"
            says = f"{{n}} row(s) of {word or '(blank)'!r} {done}, because no {kind} of that name is known. "
            says += f"Say under `names` of the mapping which {kind} it is, or list it under `skip`."
            gathered.count(n, table, page.file, f"unknown-{kind}", says, "warning", (patient, row))
    named = translate(cells["word"], lambda word: None if plain(word) in skipped else word).is_not_null()
    there = pl.col(kind).is_not_null() | (named if kind == "drug" else False)
    return cells.filter(there).drop("word")
