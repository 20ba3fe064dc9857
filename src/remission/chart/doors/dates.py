"""Parse cells of text into dates, the Japanese eras included.

Dates stop at the doors: what passes on is a study day.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

DateStyle = Literal["plain", "day-first", "month-first", "excel-1900", "excel-1904"]
"""How dates of a column are written: `plain` for forms that need no declaration (ISO, 2010/4/1, 20100401, 1-Apr-2010,
Japanese eras); `day-first` and `month-first` for 03/04/2010; `excel-1900` and `excel-1904` for serial numbers."""
DATE_STYLES: tuple[DateStyle, ...] = get_args(DateStyle)
DATE = pl.Struct({"date": pl.Date, "problem": pl.String, "note": pl.String})

READINGS = (
    "An era counted on after its end (平成31年5月1日) is read as if it had not ended, with a note.",
    "An era year before the era began (令和元年4月30日) is set aside.",
    "A time of day beside a date is passed over.",
    "A date such as 13/04/2010 or 04/04/2010 can be read in one way only and needs no declaration.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Era:
    words: tuple[str, ...]
    began: dt.date
    ended: dt.date


_ERAS = (
    _Era(words=("明治", "明", "m"), began=dt.date(1868, 10, 23), ended=dt.date(1912, 7, 30)),
    _Era(words=("大正", "大", "t"), began=dt.date(1912, 7, 30), ended=dt.date(1926, 12, 25)),
    _Era(words=("昭和", "昭", "s"), began=dt.date(1926, 12, 25), ended=dt.date(1989, 1, 7)),
    _Era(words=("平成", "平", "h"), began=dt.date(1989, 1, 8), ended=dt.date(2019, 4, 30)),
    _Era(words=("令和", "令", "r"), began=dt.date(2019, 5, 1), ended=dt.date.max),
)
_ERA_OF = {word: era for era in _ERAS for word in era.words}
_COUNTED_ON = 15
"""For how many years after its end an era is still taken to have been counted on (forms printed in advance)."""
_EARLIEST, _LATEST = dt.date(1868, 1, 1), dt.date(2200, 1, 1)
_MONTHS = {name: place for place, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_TIME = re.compile(r"(?<=\d|日)[t ]?\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?$")
_WEEKDAY = re.compile(r"\(?[月火水木金土日](曜日?)?\)$")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|[明大昭平令mtshr])\.?(\d{1,2}|元)(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?"
)
_ERA_COMPACT = re.compile(r"([mtshr])(\d{2})(\d{2})(\d{2})")
_MONTH_NAME = re.compile(r"(?P<day>\d{1,2})[- ./]?(?P<month>[a-z]{3})[a-z]*\.?[- ,./]?(?P<year>\d{4})")
_NAME_FIRST = re.compile(r"(?P<month>[a-z]{3})[a-z]*\.? ?(?P<day>\d{1,2}),? ?(?P<year>\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[- ]?[a-z]{3}[a-z]*[- ]?\d{2}")
_NO_DAY = re.compile(
    r"\d{4}(?:[-/.]|年)\d{1,2}月?|(明治|大正|昭和|平成|令和|[mtshr])\.?(\d{1,2}|元)(年|\.)\d{1,2}月?|\d{4}年?"
)
_SERIAL = re.compile(r"(\d{1,6})(\.\d+)?")
_SAYS_NO_DATE = "is not a date that can be read; write it as 2010-04-01"
_SAYS_IMPOSSIBLE = "is not a day of the calendar; correct it"


def date(cell: pl.Expr, *, style: DateStyle) -> pl.Expr:
    """Parse cells into dates; each distinct text is looked at once.

    Args:
        cell: A text expression.
        style: What the column declares about its dates.

    Returns:
        An expression of `DATE` structs: `date`; `problem`, in words that follow the quoted cell; and `note`, for dates
        that were understood but are odd. Null cells give nulls throughout.

    Example:
        >>> cells = pl.DataFrame({"x": ["平成22年4月1日", "2010/4/1", "03/04/2010"]})
        >>> cells.select(date(pl.col("x"), style="plain").struct.field("date"))["date"].to_list()
        [datetime.date(2010, 4, 1), datetime.date(2010, 4, 1), None]
    """
    return cell.map_batches(lambda cells: _dates(cells, style), return_dtype=DATE)


def tomorrow() -> dt.date:
    """Give the latest day that it may be anywhere on earth."""
    return dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)


def read_date(text: str, style: DateStyle) -> tuple[dt.date | None, str, str]:
    """Read one date.

    Returns:
        The date or None, what is wrong in words that follow the quoted text, and what is odd; "" for nothing.

    Example:
        >>> read_date("H31.5.1", "plain")[0]
        datetime.date(2019, 5, 1)
        >>> read_date("2010-02-30", "plain")[1]
        'is not a day of the calendar; correct it'
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("−", "-").split())
    folded = _WEEKDAY.sub("", _TIME.sub("", folded)).strip()
    tight = folded.replace(" ", "")
    if style.startswith("excel") and (found := _SERIAL.fullmatch(tight)):
        return _from_serial(int(found[1]), style)
    if found := _YEAR_FIRST.fullmatch(tight) or _COMPACT.fullmatch(tight):
        return _from_parts(int(found[1]), int(found[2]), int(found[3]))
    if found := _ERA.fullmatch(tight) or _ERA_COMPACT.fullmatch(tight):
        return _from_era(found)
    if found := _MONTH_NAME.fullmatch(folded) or _NAME_FIRST.fullmatch(folded):
        return _from_parts(int(found["year"]), _MONTHS.get(found["month"], 0), int(found["day"]))
    if found := _YEAR_LAST.fullmatch(tight):
        return _from_year_last(int(found[1]), int(found[2]), int(found[3]), style)
    return None, _what_is_wrong(tight), ""


def _dates(cells: pl.Series, style: DateStyle) -> pl.Series:
    texts = cells.drop_nulls().unique().to_list()
    read = [read_date(text, style) for text in texts]
    known = pl.DataFrame(
        {"cell": texts, "date": [r[0] for r in read], "problem": [r[1] or None for r in read],
         "note": [r[2] or None for r in read]},
        schema={"cell": pl.String, "date": pl.Date, "problem": pl.String, "note": pl.String},
    )  # fmt: skip
    both = pl.DataFrame({"cell": cells}).join(known, on="cell", how="left", maintain_order="left")
    return both.select(pl.struct("date", "problem", "note").alias(cells.name))[cells.name]


def _from_parts(year: int, month: int, day: int) -> tuple[dt.date | None, str, str]:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None, _SAYS_IMPOSSIBLE, ""
    if not _EARLIEST <= found < _LATEST:
        return None, "lies in no year that a patient can have lived in; correct it", ""
    return found, "", ""


def _from_era(found: re.Match[str]) -> tuple[dt.date | None, str, str]:
    era = _ERA_OF[found[1]]
    years = 1 if found[2] == "元" else int(found[2])
    when, problem, _ = _from_parts(era.began.year + years - 1, int(found[3]), int(found[4]))
    if when is None or not years:
        return None, problem or _SAYS_IMPOSSIBLE, ""
    if when < era.began:
        return None, f"lies before the era {era.words[0]} began on {era.began.isoformat()}; correct it", ""
    if when > era.ended:
        if when.year - era.ended.year > _COUNTED_ON:
            return None, f"lies long after the era {era.words[0]} ended; correct it", ""
        return when, "", f"counts the era {era.words[0]} on after its end; it is read as {when.isoformat()}"
    return when, "", ""


def _from_year_last(first: int, second: int, year: int, style: DateStyle) -> tuple[dt.date | None, str, str]:
    if style == "day-first":
        return _from_parts(year, second, first)
    if style == "month-first":
        return _from_parts(year, first, second)
    if first > 12 or first == second:  # noqa: PLR2004  # there are twelve months
        return _from_parts(year, second, first)
    if second > 12:  # noqa: PLR2004
        return _from_parts(year, first, second)
    return None, 'may mean two days; state the style of these dates in the mapping, "day-first" or "month-first"', ""


def _from_serial(serial: int, style: DateStyle) -> tuple[dt.date | None, str, str]:
    """Count the days of a spreadsheet, whose 1900 has a 29 February (serial 60) that never was."""
    if style == "excel-1904":
        return dt.date(1904, 1, 1) + dt.timedelta(days=serial), "", ""
    if serial in {0, 60}:
        return None, _SAYS_IMPOSSIBLE, ""
    start = dt.date(1899, 12, 31) if serial < 60 else dt.date(1899, 12, 30)  # noqa: PLR2004  # see above
    return start + dt.timedelta(days=serial), "", ""


def _what_is_wrong(text: str) -> str:
    if _NO_DAY.fullmatch(text):
        return "names no day; write the whole date, as 2010-04-01"
    if _SERIAL.fullmatch(text):
        return (
            "looks like a spreadsheet's day number; state the style of these dates in the mapping, "
            '"excel-1900" (or "excel-1904")'
        )
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two digits; write all four, or the era"
    return _SAYS_NO_DATE
