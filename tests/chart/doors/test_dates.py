"""Dates are checked against the calendar of the Japanese eras (Imperial Household Agency) and of spreadsheets."""

import datetime as dt

import polars as pl
import pytest

from remission.chart.doors.dates import DateStyle, date, read_date

FIRST_OF_APRIL = dt.date(2010, 4, 1)


@pytest.mark.parametrize(
    "text",
    ["2010-04-01", "2010/4/1", "2010.4.1", "20100401", "1-Apr-2010", "1 April 2010", "Apr 1, 2010", "01APR2010",
     "平成22年4月1日", "平成２２年４月１日", "平成 22 年 4 月 1 日", "平成22年4月1日（木）", "平22.4.1", "㍻22年4月1日",
     "H22.4.1", "Ｈ２２．４．１", "h22/4/1", "H22-04-01", "H220401", "2010年4月1日",
     "2010-04-01 08:30", "2010-04-01T00:00:00", "2010/4/1 8:30:00"],
)  # fmt: skip
def test_one_day_may_be_written_in_many_ways(text: str) -> None:
    assert read_date(text, "plain") == (FIRST_OF_APRIL, "", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("平成元年1月8日", dt.date(1989, 1, 8)),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("H31.4.30", dt.date(2019, 4, 30)),
        ("R1.5.1", dt.date(2019, 5, 1)),
        ("R1/5/1", dt.date(2019, 5, 1)),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("昭和元年12月25日", dt.date(1926, 12, 25)),
        ("S15.6.20", dt.date(1940, 6, 20)),
        ("大正15年12月25日", dt.date(1926, 12, 25)),
        ("明治45年7月30日", dt.date(1912, 7, 30)),
    ],
)
def test_eras_begin_and_end_on_their_days(text: str, day: dt.date) -> None:
    assert read_date(text, "plain") == (day, "", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [("H31.5.1", dt.date(2019, 5, 1)), ("平成32年3月31日", dt.date(2020, 3, 31)), ("S64.1.8", dt.date(1989, 1, 8))],
)
def test_an_era_counted_on_after_its_end_is_read_with_a_note(text: str, day: dt.date) -> None:
    found, problem, note = read_date(text, "plain")
    assert (found, problem) == (day, "")
    assert "after its end" in note


@pytest.mark.parametrize("text", ["R1.4.30", "令和元年1月1日", "H1.1.7", "平成0年1月1日", "H60.1.1"])
def test_an_era_date_before_the_era_or_long_after_it_is_a_problem(text: str) -> None:
    found, problem, _ = read_date(text, "plain")
    assert found is None
    assert problem


@pytest.mark.parametrize(
    ("text", "style", "day"),
    [
        ("03/04/2010", "day-first", dt.date(2010, 4, 3)),
        ("03/04/2010", "month-first", dt.date(2010, 3, 4)),
        ("3.4.2010", "day-first", dt.date(2010, 4, 3)),
        ("13/04/2010", "plain", dt.date(2010, 4, 13)),
        ("04/13/2010", "plain", dt.date(2010, 4, 13)),
        ("04/04/2010", "plain", dt.date(2010, 4, 4)),
        ("2010-04-03", "day-first", dt.date(2010, 4, 3)),
        ("40269", "excel-1900", FIRST_OF_APRIL),
        ("40269.5", "excel-1900", FIRST_OF_APRIL),
        ("1", "excel-1900", dt.date(1900, 1, 1)),
        ("59", "excel-1900", dt.date(1900, 2, 28)),
        ("61", "excel-1900", dt.date(1900, 3, 1)),
        ("38807", "excel-1904", FIRST_OF_APRIL),
        ("2010/4/1", "excel-1900", FIRST_OF_APRIL),
    ],
)
def test_what_needs_a_declaration_is_read_as_declared(text: str, style: DateStyle, day: dt.date) -> None:
    assert read_date(text, style) == (day, "", "")


@pytest.mark.parametrize(
    ("text", "style", "hint"),
    [
        ("03/04/2010", "plain", '"day-first"'),
        ("40269", "plain", "excel-1900"),
        ("60", "excel-1900", "not a day"),
        ("2010-02-30", "plain", "not a day"),
        ("2010-13-01", "plain", "not a day"),
        ("29/02/2011", "day-first", "not a day"),
        ("平成22年2月30日", "plain", "not a day"),
        ("31-Foo-2010", "plain", "not a day"),
        ("2010年4月", "plain", "names no day"),
        ("2010/4", "plain", "names no day"),
        ("平成22年", "plain", "2010-04-01"),
        ("10/4/1", "plain", "two digits"),
        ("22.4.1", "plain", "two digits"),
        ("1-Apr-10", "plain", "two digits"),
        ("0010-04-01", "plain", "no year"),
        ("9999-12-31", "plain", "no year"),
        ("不明", "plain", "2010-04-01"),
    ],
)
def test_what_is_no_date_or_may_be_two_says_what_to_do(text: str, style: DateStyle, hint: str) -> None:
    found, problem, _ = read_date(text, style)
    assert found is None
    assert hint in problem


def test_columns_of_dates_keep_their_order_and_gaps() -> None:
    frame = pl.DataFrame({"x": ["H22.4.1", None, "2010-02-30", "H22.4.1"]})
    read = frame.select(date(pl.col("x"), style="plain"))["x"].struct.unnest()
    assert read["date"].to_list() == [FIRST_OF_APRIL, None, None, FIRST_OF_APRIL]
    assert read["problem"].is_null().to_list() == [True, True, False, True]
