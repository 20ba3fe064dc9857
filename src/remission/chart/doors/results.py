"""Turn cells into typed rows of `measured`, `given` and `happened`, and set aside what cannot be read.

Every function takes cells with `patient, row, day, date` and `text`, and says of each cell that it sets aside what was
found and what to do.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from remission.chart.chart import AnalyteName, DrugName
from remission.chart.doors.cells import is_blank, number, tidy
from remission.chart.doors.dates import tomorrow
from remission.chart.doors.gather import Gathered, quoted
from remission.chart.doors.grid import plain
from remission.chart.doors.mapping import Sheet, UnitRule
from remission.chart.doors.words import dose_factor
from remission.errors import UnitError
from remission.terms.analytes import ANALYTES, SLEDAI_ITEMS
from remission.terms.units import conversion

_BEYOND = 1e-6
READINGS = (
    "`≧400` is kept as `>` a bound that lies one part in a million lower, and `≦0.2` as `<` one that lies as much higher: "
    "rules then hold the printed bound itself to be possible.",
)
_LABELS = {name: a.label for name, a in ANALYTES.items()}


def measure(cells: pl.DataFrame, gathered: Gathered, sheet: Sheet, file: str) -> None:
    """Read results: a number each, in a unit that is known.

    Args:
        cells: `patient, row, day, date, analyte, text, unit`, and `hour` where there is one.
        gathered: Where rows and findings go.
        sheet: How the sheet is read.
        file: Where it is, for findings.
    """
    read = number(pl.col("text"), decimal_comma=sheet.decimal_comma).alias("read")
    frame = cells.with_columns(read).unnest("read").join(_rules(cells, sheet.units), on=["analyte", "unit"],
                                                       how="left", nulls_equal=True, maintain_order="left")  # fmt: skip
    label = pl.col("analyte").cast(pl.String).replace_strict(_LABELS, default="", return_dtype=pl.String)
    for name, n in frame.filter("blank").group_by("analyte").len().sort("analyte").iter_rows():
        says = f"{_LABELS[name]}: {{n}} cell(s) are blank or say that nothing was measured; they count as missing."
        gathered.count(n, "measured", file, "blank", says)
    unread = frame.filter(pl.col("problem").is_not_null())
    says = pl.format("{}: {} {}. It was set aside.", label, quoted("text"), "problem")
    gathered.find(unread, "measured", file, "unreadable-value", says)
    unitless = frame.filter(pl.col("value").is_not_null() & pl.col("wrong").is_not_null())
    says = pl.format("The value {} was set aside. {}", quoted("text"), "wrong")
    rule = pl.when(pl.col("unit").is_null()).then(pl.lit("unit-missing")).otherwise(pl.lit("unit-unknown"))
    for key, rows in unitless.with_columns(rule.alias("rule")).partition_by("rule", as_dict=True).items():
        gathered.find(rows, "measured", file, str(key[0]), says)
    kept = frame.filter(pl.col("value").is_not_null(), pl.col("wrong").is_null())
    for name, reading, n in kept.drop_nulls("reading").group_by("analyte", "reading").len().iter_rows():
        says = f"{_LABELS[name]}: the unit of {{n}} value(s) was read otherwise than it is printed. {reading}"
        gathered.count(n, "measured", file, "unit-read-otherwise", says)
    gathered.add("measured", _typed(kept, file))
    bounds = kept.filter(pl.col("censored").is_in(["<=", ">="])).height
    gathered.count(bounds, "measured", file, "bound-included", "{n} value(s) are printed with a bound that is included. "
                   + READINGS[0])  # fmt: skip


def administer(cells: pl.DataFrame, gathered: Gathered, sheet: Sheet, file: str) -> None:
    """Read courses of drugs. A course whose dose cannot be read stays on record, without a dose.

    Args:
        cells: `patient, row, day, date, drug, text` (the dose) and `unit`; `until`, `until_date`, `route` and
            `days_per_week` where there are any. `drug` is null where its name is not known.
        gathered: Where rows and findings go.
        sheet: How the sheet is read.
        file: Where it is, for findings.
    """
    read = number(pl.col("text"), decimal_comma=sheet.decimal_comma).alias("read")
    units = cells["unit"].unique().to_list()
    rules = [_attempt(dose_factor, unit) for unit in units]
    known = pl.DataFrame({"unit": units, "factor": [r[0] for r in rules], "wrong": [r[1] for r in rules]},
                         schema={"unit": pl.String, "factor": pl.Float64, "wrong": pl.String})  # fmt: skip
    frame = cells.with_columns(read).unnest("read").join(known, on="unit", how="left", nulls_equal=True,
                                                       maintain_order="left")  # fmt: skip
    gathered.count(
        frame.filter("blank").height,
        "given",
        file,
        "blank",
        "{n} dose(s) are blank; the courses count as without a dose.",
    )
    bounded = pl.when(pl.col("censored") != "").then(pl.lit("is a bound, not a dose; write the dose"))
    wrong = pl.coalesce("problem", bounded, pl.when(pl.col("value") < 0).then(pl.lit("is below zero; correct it")))
    frame = frame.with_columns(wrong.alias("problem"))
    named = pl.col("drug").fill_null("an unknown drug")
    says = pl.format("Dose of {}: {} {}. It was set aside.", named, quoted("text"), "problem")
    gathered.find(frame.filter(pl.col("problem").is_not_null()), "given", file, "unreadable-dose", says)
    fine = frame.filter(pl.col("problem").is_null(), pl.col("value").is_not_null())
    says = pl.format("The dose {} of {} was set aside. {}", quoted("text"), named, "wrong")
    gathered.find(fine.filter(pl.col("wrong").is_not_null()), "given", file, "unit-missing", says)
    sound = pl.col("problem").is_null() & pl.col("wrong").is_null()
    dose = pl.when(sound).then(pl.col("value") * pl.col("factor")).alias("dose")
    extra = [name for name in ("until", "until_date", "route", "days_per_week") if name in frame.columns]
    gathered.add("given", frame.select("patient", "day", "date", pl.col("drug").cast(DrugName), *extra, "row", dose,
                                       _file(file)))  # fmt: skip


def happen(cells: pl.DataFrame, gathered: Gathered, file: str) -> None:
    """Read events; a blank cell and one that says "none" hold no event.

    Args:
        cells: `patient, row, day, date, text` (what happened), and `grade` (text) where there is one.
        gathered: Where rows and findings go.
        file: Where it is, for findings.
    """
    said = cells.with_columns(tidy(pl.col("text")).alias("what")).filter(
        ~is_blank(pl.col("text")), ~pl.col("what").str.to_lowercase().is_in(["なし", "無し", "no", "0", "特になし"])
    )
    if "grade" in said.columns:
        read = number(pl.col("grade"), decimal_comma=False)
        said = said.with_columns(read.struct.field("value").alias("read"))
        odd = ~is_blank(pl.col("grade")) & ~pl.col("read").is_in([1.0, 2.0, 3.0, 4.0, 5.0]).fill_null(value=False)
        says = pl.format("The grade {} of '{}' is none of 1 to 5; the event was kept without it. Correct it.",
                         quoted("grade"), "what")  # fmt: skip
        gathered.find(said.filter(odd), "happened", file, "unreadable-grade", says, "warning")
        said = said.with_columns(pl.when(~odd).then(pl.col("read")).cast(pl.Int8).alias("grade")).drop("read")
    keep = ["patient", "day", "date", "what", "row", *(["grade"] if "grade" in said.columns else [])]
    gathered.add("happened", said.select(*keep, _file(file)))


def timely(cells: pl.DataFrame, gathered: Gathered, table: str, file: str) -> pl.DataFrame:
    """Set aside the cells whose time cannot be told, and drop what only told it; a course stays, without a day."""
    if table != "given":  # a course may be planned; nothing can have been measured or have happened later than now
        future = pl.format("'{}' lies in the future; correct it", pl.col("date").dt.to_string("%Y-%m-%d"))
        late = pl.when(pl.col("date") > tomorrow()).then(future)
        cells = cells.with_columns(pl.coalesce("trouble", late).alias("trouble"))
    lost = cells.filter(pl.col("trouble").is_not_null())
    what = (
        "{} is kept without a day: its time {}." if table == "given" else "{} is set aside with its row: its time {}."
    )
    gathered.find(lost, table, file, "time-missing", pl.format(what, quoted("text"), "trouble"))
    noted = cells.filter(pl.col("note").is_not_null() & pl.col("trouble").is_null()).unique("row", maintain_order=True)
    gathered.find(noted, table, file, "odd-date", pl.format("The date of the row {}.", "note"), "note")
    if table == "given":
        told = pl.col("trouble").is_null()
        cells = cells.with_columns(pl.when(told).then(name).alias(name) for name in ("day", "date"))
        return cells.drop("trouble", "note")
    return cells.filter(pl.col("trouble").is_null()).drop("trouble", "note")


def fill_absent(listed: pl.DataFrame, value: float) -> pl.DataFrame:
    """Give the items that a list does not name their value, at every visit of a patient that the list names.

    Args:
        listed: Rows of `measured` that the list gave, all batches together; an `analyte` may be null, for a list that
            says that it is empty.
        value: What an item has that is not listed.

    Returns:
        The rows to add.
    """
    visit = [name for name in ("patient", "day", "date") if name in listed.columns]
    visits = listed.group_by(visit, maintain_order=True).agg(pl.col("row", "file").first())
    items = pl.DataFrame({"analyte": SLEDAI_ITEMS}).select(pl.col("analyte").cast(listed.schema["analyte"]))
    every = visits.join(items, how="cross")
    return every.join(listed, on=[*visit, "analyte"], how="anti", nulls_equal=True, maintain_order="left").with_columns(
        pl.lit(value).alias("value"), pl.lit(None, pl.String).alias("censored")
    )


def _typed(kept: pl.DataFrame, file: str) -> pl.DataFrame:
    value = pl.col("value") * pl.col("factor") + pl.col("offset")
    sign = pl.col("censored")
    out = pl.when(sign == "<=").then(1 + _BEYOND).when(sign == ">=").then(1 - _BEYOND).otherwise(1.0)
    zero = (sign == "<=") & (pl.col("value") == 0)  # what is at most nothing is nothing
    return kept.select(
        "patient",
        "day",
        "date",
        *(["hour"] if "hour" in kept.columns else []),
        pl.col("analyte").cast(AnalyteName),
        (value * out).alias("value"),
        pl.when((sign != "") & ~zero).then(sign.str.head(1)).alias("censored"),
        "row",
        _file(file),
    )


def _file(file: str) -> pl.Expr:
    return pl.lit(file).cast(pl.Categorical).alias("file")


def _rules(cells: pl.DataFrame, units: dict[str, UnitRule]) -> pl.DataFrame:
    """Find, for each analyte and unit that occur together, how to convert, or why not."""
    rows: list[dict[str, object]] = []
    for analyte, unit in cells.select("analyte", "unit").unique().iter_rows():
        rule = units.get(analyte)
        read, reading = unit, None
        if rule and rule.printed and unit and plain(unit) == plain(rule.printed):
            read, reading = rule.read, rule.reading
        elif rule and not rule.printed and not unit:
            read, reading = rule.read, rule.reading or None
        try:
            found = conversion(analyte, read)
            row = {"factor": found.factor, "offset": found.offset, "wrong": None}
        except UnitError as error:
            row = {"factor": None, "offset": None, "wrong": str(error)}
        rows.append({"analyte": analyte, "unit": unit, "reading": reading, **row})
    schema = {"analyte": pl.String, "unit": pl.String, "reading": pl.String,
              "factor": pl.Float64, "offset": pl.Float64, "wrong": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _attempt(rule: Callable[[str | None], float], unit: str | None) -> tuple[float | None, str | None]:
    try:
        return rule(unit), None
    except UnitError as error:
        return None, str(error)
