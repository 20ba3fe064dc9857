"""Say what the columns of a file mean: the contents of a mapping file, once it has been read and found sound.

The words of this module are the words of the file; `read_mapping` in `mapping_file` turns one into the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from remission.chart.doors.dates import DateStyle
from remission.terms.windows import DAYS_PER_MONTH

TimeUnit = Literal["day", "week", "month", "visit", "date"]
Role = Literal["patient", "who", "measured", "given", "happened", "listed", "date", "day0", "skip"]
Table = Literal["measured", "given", "happened"]
DayZero = Literal["", "column", "first dose", "earliest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Say how a column tells when a row happened.

    Attributes:
        column: Header of the column.
        unit: What it holds.
        style: How dates are written, where it holds dates.
        visits: Day of each visit, where it holds names of visits that are not known anyway.
    """

    column: str
    unit: TimeUnit
    style: DateStyle = "plain"
    visits: dict[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRule:
    """Say what unit the values of an analyte have.

    Attributes:
        read: The unit that the values are in.
        printed: The unit that the file prints instead; "" where it prints none.
        reading: Why the printed unit is not believed, in one sentence.
    """

    read: str
    printed: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Say what a column of a wide sheet holds.

    Attributes:
        header: Its header.
        role: Which table it fills, or what else it is for.
        name: The trait, analyte, drug or event; "" for events that the cells name.
        unit: Unit of its numbers; None where it says none.
        values: What coded answers mean, as text.
        names: What the words of a list mean.
        day: Study day of the column, where it is the same for every row.
        on: Header of the column that holds the date of this one.
        style: How dates in it are written.
        hours: Hours between the last dose and the sample: their number, or the header of the column that holds them.
        route: Route of a drug.
        days_per_week: On how many days a week a drug is taken; None where unknown.
        trajectory: Whether cells hold a course of values.
        split: What separates the entries of a list; "" for one entry a cell.
        absent: Value of what a list does not name; None for nothing.
        why: Why a column is skipped, or how it is read.
    """

    header: str
    role: Role
    name: str = ""
    unit: str | None = None
    values: dict[str, str] = field(default_factory=dict[str, str])
    names: dict[str, str] = field(default_factory=dict[str, str])
    day: int | None = None
    on: str = ""
    style: DateStyle = "plain"
    hours: float | str | None = None
    route: str | None = None
    days_per_week: float | None = None
    trajectory: bool = False
    split: str = ""
    absent: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Say how one sheet of one file is read.

    Attributes:
        file: Name of the file, beside the mapping.
        sheet: Name of the sheet; None for the only one, or a text file.
        header_rows: How many rows the header has.
        skip_rows: How many rows stand above it.
        encoding: How a text file is encoded; None to find out.
        decimal_comma: Whether commas are decimal.
        patient: Header of the column that names the patient.
        time: How rows tell when they happened; None where they do not.
        table: Which table the rows of a long sheet fill; None for a wide sheet.
        fields: For a long sheet, which header holds what ("analyte", "value", "unit", "drug", "dose", ...).
        columns: For a wide sheet, its columns.
        names: What words of a long sheet mean.
        units: Units of analytes in a long sheet.
        values: What coded answers of a long sheet mean.
        skip: Words of a long sheet that are left out on purpose.
        listed: Value of whatever is listed in a long sheet, whatever else its row says; None to read the value.
        absent: Value, at a patient's listed visit, of the items that are not listed; None for nothing.
        dose_unit: Unit of the doses of a long sheet.
    """

    file: str
    sheet: str | None = None
    header_rows: int = 1
    skip_rows: int = 0
    encoding: str | None = None
    decimal_comma: bool = False
    patient: str
    time: Time | None = None
    table: Table | None = None
    fields: dict[str, str] = field(default_factory=dict[str, str])
    columns: tuple[Column, ...] = ()
    names: dict[str, str] = field(default_factory=dict[str, str])
    units: dict[str, UnitRule] = field(default_factory=dict[str, UnitRule])
    values: dict[str, str] = field(default_factory=dict[str, str])
    skip: tuple[str, ...] = ()
    listed: float | None = None
    absent: float | None = None
    dose_unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """State a limit of normal of the laboratory, in the analyte's indoor unit.

    Attributes:
        analyte: Name of the analyte.
        female: For whom it holds; None for both sexes.
        low: Lower limit, included.
        high: Upper limit, included.
        source: Where it was taken from.
    """

    analyte: str
    female: bool | None
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Say how the files of a cohort become a chart.

    Attributes:
        name: Key of the cohort.
        about: A notice that is shown wherever the chart is.
        day0: What dates are counted from: a column, the first dose, or the earliest date of the patient.
        limits: Limits of normal of the laboratory.
        sheets: What is read, in this order.
        file: Name of the mapping file.
    """

    name: str
    about: str = ""
    day0: DayZero = ""
    limits: tuple[Limit, ...] = ()
    sheets: tuple[Sheet, ...]
    file: str = ""


def to_day(amount: float, unit: str) -> int:
    """Turn weeks or months into study days, rounding halves up; a month has 30.4375 days.

    Example:
        >>> [to_day(months, "month") for months in (0, 2, 4, 6, 12)], to_day(2, "week")
        ([0, 61, 122, 183, 365], 14)
    """
    per = {"day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH}[unit]
    return int((amount * per + 0.5) // 1)
