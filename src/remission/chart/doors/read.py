"""Read files into a chart: the way in for every table that a hospital has."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from remission.chart.chart import Chart
from remission.chart.check import checked
from remission.chart.doors.draft import UNSURE, doubts, draft
from remission.chart.doors.gather import Gathered
from remission.chart.doors.grids import TEXTS, WORKBOOKS, read_grids
from remission.chart.doors.long import read_long
from remission.chart.doors.mapping import Mapping, Sheet
from remission.chart.doors.mapping_file import parse_mapping, read_mapping
from remission.chart.doors.page import mention_unknown, open_page
from remission.chart.doors.results import fill_absent
from remission.chart.doors.template import is_template, template_mapping
from remission.chart.doors.times import count_days
from remission.chart.doors.who import gather_who
from remission.chart.doors.wide import read_wide
from remission.errors import SchemaError, UnknownName

COHORTS = Path(__file__).parents[1] / "cohorts"
MAP = "map.toml"


def read(path: str | Path, *, mapping: str | Path | Mapping | None = None) -> Chart:
    """Read a file, a folder, or a bundled cohort into a chart.

    What the columns mean is said by a mapping: the one that is passed, else `<file>.map.toml` beside the file, else
    `map.toml` in its folder. Without one, a workbook made by `remission template` needs none, and for other files a
    mapping is drafted from the headers and used only where nothing in it is uncertain.

    Args:
        path: A file, a folder with a `map.toml`, or the name of a bundled cohort ("himeji"), which comes before a folder
            of that name: the text "./himeji", or a `Path`, is the folder.
        mapping: A mapping or its file; None to find it.

    Returns:
        The chart. Whatever could not be read, or cannot be, is set aside with a finding that names file, row and remedy.

    Raises:
        SchemaError: There is no mapping and none can be drafted with certainty, or a file has not the shape that was
            promised.
        UnknownName: There is no such file or cohort, or the mapping names a column that a file has not.

    Example:
        >>> chart = read("himeji")
        >>> len(chart.patients), chart.findings.filter(pl.col("severity") == "error").height
        (8, 0)
    """
    folder, found = _find(COHORTS / path if path in cohorts() else Path(path), mapping)
    gathered = Gathered()
    for sheet in found.sheets:
        _read_sheet(folder, sheet, gathered)
    count_days(gathered, found.day0)
    who = gather_who(gathered)
    if not who.height:
        problems = gathered.told().filter(pl.col("severity") == "error")
        why = f"The first of {len(problems)} problem(s): {problems['says'][0]} " if len(problems) else ""
        files = ", ".join(dict.fromkeys(s.file for s in found.sheets))
        raise SchemaError(
            f"There is no patient to read. Found no row with a patient in {files}. "
            f"{why}Check the files and the `patient` column of the mapping."
        )
    return checked(
        Chart.of(
            who=who,
            measured=gathered.take("measured"),
            given=gathered.take("given"),
            happened=gathered.take("happened"),
            limits=_limits(found),
            findings=gathered.told(),
            name=found.name,
            about=found.about,
        )
    )


def cohorts() -> tuple[str, ...]:
    """List the bundled cohorts.

    Example:
        >>> "himeji" in cohorts()
        True
    """
    return tuple(sorted(folder.parent.name for folder in COHORTS.glob(f"*/{MAP}")))


def _find(path: Path, mapping: str | Path | Mapping | None) -> tuple[Path, Mapping]:
    if not path.exists():
        raise UnknownName.among("file, folder or bundled cohort", str(path), cohorts())
    folder = path if path.is_dir() else path.parent
    if isinstance(mapping, Mapping):
        return folder, mapping
    if mapping is not None:
        return folder, read_mapping(mapping)
    return folder, _of_folder(path) if path.is_dir() else _of_file(path)


def _of_folder(folder: Path) -> Mapping:
    if (folder / MAP).is_file():
        return read_mapping(folder / MAP)
    files = [file for file in sorted(folder.iterdir()) if file.suffix.lower() in (*TEXTS, *WORKBOOKS)]
    if len(files) == 1:
        return _of_file(files[0])
    names = ", ".join(file.name for file in files) or "none"
    raise SchemaError(
        f"The folder {folder.name} has no {MAP} that says what its files mean. Found the files: {names}. Run `remission map` "
        f"on each, and put what it drafts into one {MAP}."
    )


def _of_file(file: Path) -> Mapping:
    beside = file.with_name(f"{file.name}.{MAP}")
    if beside.is_file():
        return read_mapping(beside)
    common = file.with_name(MAP)
    if common.is_file():
        known = read_mapping(common)
        mine = tuple(sheet for sheet in known.sheets if sheet.file == file.name)
        if mine:
            return Mapping(name=known.name, about=known.about, day0=known.day0, limits=known.limits, sheets=mine,
                           file=known.file)  # fmt: skip
    if is_template(file):
        return template_mapping(file)
    drafted = draft(file)
    open_questions = doubts(drafted)
    if open_questions:
        raise SchemaError(
            f"Nothing says for certain what the columns of {file.name} mean. Found {open_questions} open question(s) in its "
            "headers. "
            f"Run `remission map {file.name}`, answer what is marked `{UNSURE}`, and save it as {file.name}.{MAP}."
        )
    return parse_mapping(drafted, file=f"the draft for {file.name}", name=file.stem)


def _read_sheet(folder: Path, sheet: Sheet, gathered: Gathered) -> None:
    grids = read_grids(folder / sheet.file, sheet=sheet.sheet, header_rows=sheet.header_rows, skip_rows=sheet.skip_rows,
                       encoding=sheet.encoding)  # fmt: skip
    before = len(gathered.rows["measured"])
    first = sheet.sheet
    for grid in grids:
        first = grid.sheet if first is None and grid.header else first
        if grid.sheet != (first or "") and grid.header:
            says = f"The mapping says nothing of the sheet {grid.sheet!r}; it was not read. Add a [[sheet]] for it."
            gathered.count(1, "who", grid.file, "unknown-sheet", says, "warning")
            continue
        place = f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file
        gathered.relay(grid.problems, sheet.table or "who", place)
        if grid.header:
            page = open_page(grid, sheet, gathered)
            mention_unknown(page, gathered)
            (read_wide if sheet.table is None else read_long)(page, gathered)
    listed = gathered.rows["measured"][before:]
    if sheet.absent is not None and listed:
        rows = pl.concat(listed, how="diagonal")
        gathered.add("measured", fill_absent(rows, sheet.absent))


def _limits(mapping: Mapping) -> pl.DataFrame | None:
    rows = [{"analyte": x.analyte, "female": x.female, "low": x.low, "high": x.high, "source": x.source}
            for x in mapping.limits]  # fmt: skip
    schema = {"analyte": pl.String, "female": pl.Boolean, "low": pl.Float64, "high": pl.Float64, "source": pl.String}
    return pl.DataFrame(rows, schema=schema) if rows else None
