"""Draft a mapping file by looking at the headers of a file; a person decides what it could not."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from remission.chart.doors.cells import is_blank
from remission.chart.doors.dates import date
from remission.chart.doors.grid import Grid, plain
from remission.chart.doors.grids import read_grids
from remission.chart.doors.headers import DAY0, LONG, PATIENT, TIMES, Guess, among, guess, needs_unit, visit_date
from remission.chart.doors.words import analyte_words, drug_words, yes_words
from remission.errors import UnitError
from remission.terms.analytes import ANALYTES
from remission.terms.refused import refusal
from remission.terms.traits import TRAITS
from remission.terms.units import conversion

UNSURE = "# ?"
"""What stands behind everything that a person must decide."""
LIMITS_OFFERED = "jccls"
"""Which published set of limits a draft offers."""
_LOOKED_AT = 5000
_MOST_TITLES = 5
_COMMA = re.compile(r"^-?\d+,\d{1,2}$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def draft(path: str | Path) -> str:
    """Draft a mapping from the headers and the first rows of a file.

    Args:
        path: A CSV file or a workbook.

    Returns:
        The text of a mapping file, with `# ?` beside whatever could not be decided from the file alone.

    Raises:
        SchemaError: The file cannot be read, or is empty.
    """
    path = Path(path)
    sheets: list[str] = []
    seen: set[str] = set()
    measured: set[str] = set()
    dated = False
    for first in read_grids(path, rows=_LOOKED_AT):
        if first.sheet in seen or not first.header:
            continue
        seen.add(first.sheet)
        grid, skipped, rows = _below_titles(path, first)
        text, has_dates = _sheet(grid, skipped, rows)
        sheets.append(text)
        measured |= _measured(grid)
        dated = dated or has_dates
    top = [
        f"# Drafted from the headers of {path.name}. Check every line; {UNSURE} marks what could not be decided.",
        f"name = {_quote(path.stem)}",
        'about = ""',
    ]
    if dated and not any("day0 =" in sheet for sheet in sheets):
        top.append(f'day0 = "earliest"  {UNSURE} or "first dose", or mark the column of day 0 as {{ day0 = "plain" }}')
    return "\n".join([*top, "", *sheets, *_limits(measured)])


def doubts(text: str) -> int:
    r"""Count the lines of a draft that a person must decide.

    Example:
        >>> doubts('# a remark, # ? included\nage = 1  # ? years\nsex = 2')
        1
    """
    return sum(UNSURE in line for line in text.splitlines() if not line.startswith("#"))


def _measured(grid: Grid) -> set[str]:
    """Name the analytes of a sheet, by its headers or, in a long one, by the words of its analyte column."""
    known = analyte_words()
    long = [name for name in grid.columns if among(name, LONG["analyte"])]
    words = grid.table[long[0]].drop_nulls().unique().to_list() if long else []
    wide = {found.name for found in map(guess, grid.columns) if found.role == "measured"}
    return wide | {known[plain(word)] for word in words if plain(word) in known}


def _limits(measured: set[str]) -> list[str]:
    """Offer published limits of normal, switched off: only the laboratory knows its own."""
    lines: list[str] = []
    for name in (name for name in ANALYTES if name in measured):
        for r in (r for r in ANALYTES[name].reference if r.name == LIMITS_OFFERED):
            ends = [f"{side} = {end:g}" for side, end in (("low", r.low), ("high", r.high)) if end is not None]
            sex = [] if r.sex == "any" else [f"sex = {_quote(r.sex)}"]
            unit = f"unit = {_quote(ANALYTES[name].printed_unit)}"
            source = f"source = {_quote(r.source + ('' if r.verified else ', not verified'))}"
            lines += [
                "# [[limits]]",
                *(f"# {part}" for part in (f"analyte = {_quote(name)}", *sex, *ends, unit, source)),
            ]
    head = (
        "# Limits of normal. Remission and other rules need those of your laboratory; without them they answer unknown.",
        "# Published limits of Japan follow, switched off: correct them to your laboratory's, and take the # away.",
    )
    return [*head, *lines, ""] if lines else []


def _below_titles(path: Path, grid: Grid) -> tuple[Grid, int, int]:
    """Pass over rows that hold a title only, and take a second header row where there is one."""
    skipped = 0
    while len(grid.header) == 1 and skipped < _MOST_TITLES and any(p.rule == "surplus-cells" for p in grid.problems):
        skipped += 1
        grid = next(iter(read_grids(path, sheet=grid.sheet or None, skip_rows=skipped)))
    rows = _header_rows(grid)
    if rows > 1:
        grid = next(iter(read_grids(path, sheet=grid.sheet or None, skip_rows=skipped, header_rows=rows)))
    return grid, skipped, rows


def _header_rows(grid: Grid) -> int:
    """Take a second header row where the first has gaps that the next fills with words."""
    gaps = [
        name for name, text in zip(grid.columns, grid.header, strict=True) if not text or grid.header.count(text) > 1
    ]
    if not gaps or not grid.table.height:
        return 1
    below = [grid.table[name][0] for name in gaps]
    words = [cell for cell in below if cell and not re.fullmatch(r"[-\d.,<>]+", cell)]
    return 2 if words and len(words) * 2 >= len(gaps) else 1


def _sheet(grid: Grid, skip_rows: int, header_rows: int) -> tuple[str, bool]:
    found = {kind: [name for name in grid.columns if among(name, words)] for kind, words in {**LONG, **TIMES}.items()}
    patients = [name for name in grid.columns if among(name, PATIENT)]
    lines = ["[[sheet]]", f"file = {_quote(grid.file)}"]
    if grid.sheet:
        lines.append(f"sheet = {_quote(grid.sheet)}")
    if skip_rows:
        lines.append(f"skip_rows = {skip_rows}")
    if header_rows > 1:
        lines.append(f"header_rows = {header_rows}")
    if _has_decimal_commas(grid):
        lines.append("decimal_comma = true")
    doubt = "" if len(patients) == 1 else f"  {UNSURE} which column names the patient"
    patient = (patients or [grid.columns[0]])[0]
    lines.append(f"patient = {_quote(patient)}{doubt}")
    time, dated = _time(grid, found)
    lines += time
    table = _table(grid, found)
    if table:
        lines += _long(grid, table, found)
    else:
        when = [names[0] for kind, names in found.items() if kind in TIMES and names]
        lines += _wide(grid, patient, when[:1], bool(time))
    return "\n".join([*lines, ""]), dated or ', on = "' in "\n".join(lines)


def _has_decimal_commas(grid: Grid) -> bool:
    return any(grid.table[name].str.contains(_COMMA.pattern).any() for name in grid.columns)


def _time(grid: Grid, found: dict[str, list[str]]) -> tuple[list[str], bool]:
    for unit in TIMES:
        for name in found[unit][:1]:
            spec, doubt = f"column = {_quote(name)}, unit = {_quote(unit)}", ""
            if unit == "date":
                style, doubt = _date_style(grid.table[name])
                spec += f", style = {_quote(style)}"
            return [f"time = {{ {spec} }}{doubt}"], unit == "date"
    return [], False


def _date_style(cells: pl.Series) -> tuple[str, str]:
    says = " ".join(
        pl.DataFrame({"x": cells}).select(date(pl.col("x"), style="plain"))["x"].struct.field("problem").drop_nulls()
    )
    if "two days" in says:
        return "day-first", f'  {UNSURE} or "month-first": 03/04/2010 may be either'
    if "day number" in says:
        return "excel-1900", f'  {UNSURE} or "excel-1904", if the file comes from an old Mac'
    return "plain", ""


def _table(grid: Grid, found: dict[str, list[str]]) -> str:
    if found["analyte"] and found["value"]:
        return "measured"
    if found["drug"] and found["dose"]:
        return "given"
    wide = any(guess(name).role in {"who", "measured", "given"} for name in grid.columns)
    return "happened" if found["what"] and not wide else ""


def _long(grid: Grid, table: str, found: dict[str, list[str]]) -> list[str]:
    fields = {"measured": ("analyte", "value", "unit"), "given": ("drug", "dose", "unit", "until", "route", "days_per_week"),
              "happened": ("what", "grade")}[table]  # fmt: skip
    lines = ['layout = "long"', f"table = {_quote(table)}"]
    lines += [f"{field} = {_quote(found[field][0])}" for field in fields if found[field]]
    if table == "given" and not found["unit"]:
        bracket = guess(f"tacrolimus {found['dose'][0]}").unit
        lines.append(
            f"dose_unit = {_quote(bracket or 'mg')}" + ("" if bracket else f"  {UNSURE} the doses name no unit")
        )
    if table == "happened":
        return lines
    known = analyte_words() if table == "measured" else drug_words()
    words = grid.table[found[fields[0]][0]].drop_nulls().unique(maintain_order=True).to_list()
    strange = [word for word in words if plain(word) not in known]
    if strange:
        lines.append(
            f"skip = [{', '.join(map(_quote, strange))}]  {UNSURE} not recognised; say under [sheet.names] what they are"
        )
        lines += [f"# {word}: {why}" for word in strange if (why := refusal(word))]
    if table == "measured" and not found["unit"]:
        lines.append("[sheet.units]")
        for name in dict.fromkeys(known[plain(word)] for word in words if plain(word) in known):
            if ANALYTES[name].printed_unit:
                lines.append(f"{name} = {_quote(ANALYTES[name].printed_unit)}  {UNSURE} the file names no unit")
    return lines


def _wide(grid: Grid, patient: str, time: list[str], timed: bool) -> list[str]:
    lines = ["[sheet.columns]"]
    dates = {when: name for name in grid.columns if (when := visit_date(name))}
    for name in grid.columns:
        if name == patient or name in time:
            continue
        cells = grid.table[name]
        if name in dates.values():
            spec, doubt = _date_column(cells, "date")
        elif among(name, DAY0):
            spec, doubt = _date_column(cells, "day0")
        else:
            spec, doubt = _column(guess(name), cells, dates, timed=timed)
            doubt = refusal(name) or doubt
        lines.append(f"{_quote(name, key=True)} = {{ {spec} }}{f'  {UNSURE} {doubt}' if doubt else ''}")
    return lines


def _date_column(cells: pl.Series, role: str) -> tuple[str, str]:
    style, doubt = _date_style(cells)
    return f"{role} = {_quote(style)}", doubt.replace(UNSURE, "").strip()


def _column(found: Guess, cells: pl.Series, dates: dict[tuple[str, int], str], *, timed: bool) -> tuple[str, str]:
    if not found.role:
        return 'skip = "not recognised"', "what is this column?"
    if found.role == "happened":
        split = next((mark for mark in (";", "、", "，") if cells.str.contains(mark, literal=True).any()), "")
        return ", ".join(
            ["happened = true", *([f"split = {_quote(split)}"] if split else []), *_when(found, dates)]
        ), ""
    spec = [f"{found.role} = {_quote(found.name)}"]
    doubt = ""
    if needs_unit(found):
        term = ANALYTES.get(found.name) if found.role == "measured" else TRAITS.get(found.name)
        spec.append(f"unit = {_quote(term.printed_unit if term else 'mg')}")
        doubt = "the header names no unit that is known"
    elif found.unit:
        spec.append(f"unit = {_quote(found.unit)}")
        doubt = _misfit(found)
    if found.role == "who":
        return ", ".join(spec), doubt or _unclear_answers(found.name, cells)
    if cells.str.contains("→|->|⇒|[0-9]>").any():
        spec.append("trajectory = true")
    if not found.when and not timed:
        doubt = "; ".join(filter(None, (doubt, "when was this? add month = 0, or on = the header of a date")))
    return ", ".join([*spec, *_when(found, dates)]), doubt


def _when(found: Guess, dates: dict[tuple[str, int], str]) -> list[str]:
    if found.when in dates:
        return [f"on = {_quote(dates[found.when])}"]
    return [f"{found.when[0]} = {found.when[1]}"] if found.when else []


def _misfit(found: Guess) -> str:
    if found.role != "measured":
        return ""
    if found.name == "ds_dna" and found.unit == "[IU]/L":
        return 'assays give IU/mL, 1000 times as much; if the header is a slip, write unit = "IU/mL"'
    try:
        conversion(found.name, found.unit)
    except UnitError:
        return f"{ANALYTES[found.name].label} is not measured in this unit"
    return ""


def _unclear_answers(trait: str, cells: pl.Series) -> str:
    if TRAITS[trait].kind != "yes/no":
        return ""
    answers = pl.DataFrame({"x": cells}).filter(~is_blank(pl.col("x")))["x"].unique(maintain_order=True).to_list()
    strange = [answer for answer in answers if plain(answer) not in yes_words(trait)]
    return f"say what {', '.join(strange[:4])} mean: values = {{ ... = 1, ... = 0 }}" if strange else ""


def _quote(text: str, *, key: bool = False) -> str:
    if key and _BARE.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
