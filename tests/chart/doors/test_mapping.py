"""A mapping file says what columns mean; a slip in it is answered with its line and the nearest word."""

import re
from pathlib import Path

import pytest

from remission.chart.doors.mapping import to_day
from remission.chart.doors.mapping_file import parse_mapping, read_mapping
from remission.errors import SchemaError

SHEET = '[[sheet]]\nfile = "a.csv"\npatient = "id"\n'
LONG = SHEET + 'analyte = "t"\nvalue = "v"\n'


@pytest.mark.parametrize(
    ("amount", "unit", "day"),
    [(0, "month", 0), (2, "month", 61), (4, "month", 122), (6, "month", 183), (12, "month", 365), (-1, "month", -30),
     (1, "week", 7), (1.5, "week", 11), (3, "day", 3)],
)  # fmt: skip
def test_months_and_weeks_become_days_with_halves_rounded_up(amount: float, unit: str, day: int) -> None:
    assert to_day(amount, unit) == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nam = 1\n" + SHEET, r"unknown key 'nam' at the top \(line 1\).*nearest known key is 'name'"),
        (SHEET + "colums = {}\n", r"unknown key 'colums' in a long \[\[sheet\]\] \(line 4\).*'columns'"),
        (SHEET + '[sheet.columns]\nage = { who = "ages" }\n', r"unknown trait, 'ages' \(line 5\).*'age'"),
        (
            SHEET + '[sheet.columns]\nCr = { measured = "creatinin", unit = "mg/dL" }\n',
            r"'creatinin' \(line 5\).*'creatinine'",
        ),
        (SHEET + '[sheet.columns]\nCr = { mesured = "creatinine" }\n', r"roles: none of them \(line 5\)"),
        (SHEET + '[sheet.columns]\nCr = "creatinine"\n', r"describes the column 'Cr' by 'creatinine'"),
        (SHEET + '[sheet.columns]\nx = { given = "tacrolimus", unit = "mg/kg" }\n', "names a dose that cannot be read"),
        (SHEET + '[sheet.columns]\nx = { given = "tacrolimus", unit = "mg", route = "nasal" }\n', "unknown route"),
        (SHEET + 'analyte = "t"\nvalue = "v"\ntime = { column = "m", unit = "year" }\n', "unknown unit of time"),
        (SHEET + 'analyte = "t"\n', "results without values"),
        ('[[sheet]]\nfile = "a.csv"\nanalyte = "t"\nvalue = "v"\n', "without `patient`"),
        ('name = "x"\n', "names no sheet"),
        ("[sheet]\nfile = 1\n", r"Write \[\[sheet\]\]"),
        (SHEET + 'analyte = "t"\nvalue = "v"\ntime = "month"\n', r"the value 'month' \(line 6\).*Give a table"),
        (SHEET + 'header_rows = "two"\ncolumns = {}\n', r"the value 'two' \(line 4\).*Give a number"),
        (SHEET + '[sheet.columns]\nx = { who = "age", unit = 1 }\n', "Give a text in quotes"),
        ("name = \n", "cannot be read"),
        ('day0 = "tuesday"\n' + SHEET + 'analyte = "t"\nvalue = "v"\n', "counts days from 'tuesday'"),
        (SHEET + 'analyte = "t"\nvalue = "v"\n[sheet.units]\nc3 = "stone"\n', "names a unit that does not fit"),
        (
            SHEET + 'analyte = "t"\nvalue = "v"\n[sheet.units]\nc3 = { printed = "g/L", read = "mg/dL" }\n',
            "without a reason",
        ),
        ('[[limits]]\nanalyte = "c3"\nlow = 73\n' + LONG, "names a unit that does not fit"),
        ('[[limits]]\nanalyte = "c3"\nlow = 73\nunit = "mg/dL"\nsex = "woman"\n' + LONG, "unknown sex, 'woman'"),
    ],
)
def test_a_slip_is_said_with_its_line_and_a_remedy(text: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        parse_mapping(text, file="map.toml", name="x")


def test_limits_of_normal_are_taken_to_the_only_unit() -> None:
    text = (
        '[[limits]]\nanalyte = "c3"\nlow = 0.9\nhigh = 1.8\nunit = "g/L"\nsex = "female"\n'
        + SHEET
        + 'analyte = "t"\nvalue = "v"\n'
    )
    (limit,) = parse_mapping(text, file="map.toml", name="x").limits
    assert (limit.female, limit.low, limit.high) == (True, pytest.approx(90), pytest.approx(180))


def test_a_missing_mapping_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="cannot be read"):
        read_mapping(tmp_path / "map.toml")


def test_a_mapping_written_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (SHEET + 'analyte = "t"\nvalue = "v"\n').replace("\n", "\r\n").encode())
    assert read_mapping(path).sheets[0].patient == "id"


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ("low = 0.9\nhigh = 0.5", "Exchange low and high"),
        ("high = 79", "it would be plausible as µmol/L"),
        ("", "Add low = ... or high = ..."),
    ],
)
def test_limits_of_normal_that_nobody_can_have_meant_are_refused(ends: str, says: str) -> None:
    text = f'[[limits]]\nanalyte = "creatinine"\nunit = "mg/dL"\nsource = "s"\n{ends}\n'
    sheet = '[[sheet]]\nfile = "a.csv"\npatient = "id"\n[sheet.columns]\ncr = { skip = "x" }\n'
    with pytest.raises(SchemaError, match=re.escape(says)):
        parse_mapping(text + sheet, file="a.map.toml", name="a")
