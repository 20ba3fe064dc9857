"""Read a mapping file: TOML, in which a reader is told of every slip where it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

from remission.chart.doors.dates import DATE_STYLES, DateStyle
from remission.chart.doors.grid import plain
from remission.chart.doors.mapping import (
    Column,
    DayZero,
    Limit,
    Mapping,
    Role,
    Sheet,
    Table,
    Time,
    TimeUnit,
    UnitRule,
    to_day,
)
from remission.chart.doors.words import dose_factor, route_words, visit_words
from remission.errors import SchemaError, UnitError
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS
from remission.terms.units import conversion, unit_suspicion

_TOP = ("name", "about", "day0", "limits", "sheet")
_LIMIT = ("analyte", "sex", "low", "high", "unit", "source")
_SHEET = ("file", "sheet", "header_rows", "skip_rows", "encoding", "decimal_comma", "layout", "table", "patient", "time",
          "columns", "names", "units", "values", "skip", "listed", "absent", "dose_unit")  # fmt: skip
_FIELDS: dict[str, tuple[str, ...]] = {
    "measured": ("analyte", "value", "unit", "hour"),
    "given": ("drug", "dose", "unit", "until", "route", "days_per_week"),
    "happened": ("what", "grade"),
}
_NEEDED = {"measured": ("analyte",), "given": ("drug", "dose"), "happened": ("what",)}
_TIME = ("column", "unit", "style", "visits")
_UNIT = ("read", "printed", "reading")
_WHEN = ("day", "week", "month", "visit", "on")
_ROLES: dict[str, tuple[str, ...]] = {
    "who": ("unit", "values", "why"),
    "measured": ("unit", "values", "trajectory", "hours", "why", *_WHEN),
    "given": ("unit", "route", "days_per_week", "trajectory", "why", *_WHEN),
    "happened": ("split", "names", "values", "why", *_WHEN),
    "listed": ("split", "names", "absent", "why", *_WHEN),
    "date": (),
    "day0": (),
    "skip": (),
}
_NUMBER, _TABLE, _SWITCH = ("a number", (int, float)), ("a table { ... }", (dict,)), ("true or false", (bool,))
_TEXT = ("a text in quotes", (str,))
_KINDS: dict[str, tuple[str, tuple[type, ...]]] = {
    **dict.fromkeys(("low", "high", "header_rows", "skip_rows", "absent", "day", "week", "month"), _NUMBER),
    **dict.fromkeys(("columns", "names", "units", "values", "time", "visits"), _TABLE),
    **dict.fromkeys(("decimal_comma", "trajectory"), _SWITCH),
    **dict.fromkeys(("sheet", "limits"), ("a text, or tables in two brackets", (str, list, dict))),
    "listed": ("true or a number", (bool, int, float)),
    **dict.fromkeys(("days_per_week", "hours"), ("a number, or the header of a column", (int, float, str))),
    "skip": ("a text, or a list of words", (str, list)),
    **dict.fromkeys(("date", "day0", "happened"), ("true or a text in quotes", (bool, str))),
}
"""What a key holds, in words and in types; a text where it is not listed."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_mapping(path: str | Path) -> Mapping:
    """Read a mapping file.

    Args:
        path: The file, such as `labs.csv.map.toml` or `map.toml`.

    Raises:
        SchemaError: The file is no TOML, or says something that cannot be; the message names the line.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(
            f"The mapping {path.name} cannot be read. Found: {error}. It is TOML in UTF-8; `remission map` drafts one."
        ) from error
    return parse_mapping(text, file=path.name, name=path.parent.name)


def parse_mapping(text: str, *, file: str, name: str) -> Mapping:
    """Read the text of a mapping file.

    Args:
        text: TOML.
        file: What to call it in messages.
        name: Key of the cohort, where the file gives none.

    Raises:
        SchemaError: The text is no TOML, or says something that cannot be; the message names the line.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(
            f"The mapping {file} cannot be read. Found: {error}. Quote every header that is not plain ASCII, and write each "
            "column on one line."
        ) from error
    return _Reader(file, text).mapping(content, name)


class _Reader:
    """Turn the tables of one file into a mapping, remembering the file for what is to be said about it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()

    def mapping(self, content: dict[str, Any], folder: str) -> Mapping:
        self.know(content, _TOP, "at the top")
        sheets = self.tables(content.get("sheet"), "sheet")
        if not sheets:
            self.refuse("sheet", "names no sheet", "Add a [[sheet]] with `file` and `patient`")
        read = tuple(self.sheet(sheet) for sheet in sheets)
        day0 = str(content.get("day0", ""))
        if day0 not in get_args(DayZero):
            self.refuse("day0", f"counts days from {day0!r}", 'Use day0 = "column", "first dose" or "earliest"')
        if any(column.role == "day0" for sheet in read for column in sheet.columns):
            day0 = "column"
        dated = any((s.time and s.time.unit == "date") or any(c.on for c in s.columns) for s in read)
        if dated and not day0:
            self.refuse("time", "has dates but no day 0", 'Mark the column of day 0 as { day0 = true }, or say day0 = "first '
                        'dose" or day0 = "earliest" at the top')  # fmt: skip
        return Mapping(
            name=str(content.get("name", folder)),
            about=str(content.get("about", "")),
            day0=cast("DayZero", day0),
            limits=tuple(self.limit(limit) for limit in self.tables(content.get("limits"), "limits")),
            sheets=read,
            file=self.file,
        )

    def limit(self, content: dict[str, Any]) -> Limit:
        self.know(content, _LIMIT, "in [[limits]]")
        name = self.among("analyte", str(content.get("analyte", "")), ANALYTES)
        rule = self.converts(name, content.get("unit"))
        sex = str(content.get("sex", "any"))
        self.among("sex", sex, ("female", "male", "any"))
        ends = [
            None if content.get(end) is None else float(content[end]) * rule[0] + rule[1] for end in ("low", "high")
        ]
        self.believe(name, *ends)
        female = {"female": True, "male": False, "any": None}[sex]
        return Limit(analyte=name, female=female, low=ends[0], high=ends[1], source=str(content.get("source", "")))

    def believe(self, name: str, low: float | None, high: float | None) -> None:
        """Refuse limits of normal that nobody can have meant."""
        said = f"states the limits of normal of {name} as {low} to {high} {ANALYTES[name].printed_unit}"
        if low is None and high is None:
            self.refuse("limits", f"states limits of normal of {name} without a limit", "Add low = ... or high = ...")
        if low is not None and high is not None and low > high:
            self.refuse("limits", said, "Exchange low and high")
        least, greatest = ANALYTES[name].plausible
        for end in (low, high):
            if end is not None and not least <= end <= greatest:
                self.refuse("limits", said, unit_suspicion(name, end) or f"Believable: {least:g} to {greatest:g}")

    def sheet(self, content: dict[str, Any]) -> Sheet:
        layout = str(content.get("layout", "wide" if "columns" in content else "long"))
        self.among("layout", layout, ("long", "wide"))
        table = str(content.get("table", "measured")) if layout == "long" else None
        if table:
            self.among("table", table, _FIELDS)
        fields = _FIELDS.get(table or "", ())
        self.know(content, (*_SHEET, *fields), f"in a {layout} [[sheet]]")
        for needed in ("file", "patient", *_NEEDED.get(table or "", ())):
            if not content.get(needed):
                self.refuse("sheet", f"has a {layout} [[sheet]] without `{needed}`", f"Add {needed} = ...")
        if table == "measured" and "value" not in content and "listed" not in content:
            self.refuse("analyte", "has a sheet of results without values", "Add value = ..., or listed = 1")
        columns = cast("dict[str, Any]", content.get("columns") or {})
        return Sheet(
            file=str(content["file"]),
            sheet=content.get("sheet"),
            header_rows=int(content.get("header_rows", 1)),
            skip_rows=int(content.get("skip_rows", 0)),
            encoding=content.get("encoding"),
            decimal_comma=bool(content.get("decimal_comma", False)),
            patient=str(content["patient"]),
            time=self.time(content["time"]) if "time" in content else None,
            table=cast("Table | None", table),
            fields={name: str(content[name]) for name in fields if name in content},
            columns=tuple(self.column(header, spec) for header, spec in columns.items()),
            names=self.names(content.get("names"), table or "measured"),
            units=self.units(content.get("units")),
            values=_texts(content.get("values")),
            skip=tuple(map(str, content.get("skip", ()))),
            listed=None if content.get("listed") is None else float(content["listed"]),
            absent=None if content.get("absent") is None else float(content["absent"]),
            dose_unit=content.get("dose_unit"),
        )

    def time(self, content: dict[str, Any]) -> Time:
        self.know(content, _TIME, "in `time`")
        unit = self.among("unit of time", str(content.get("unit", "")), get_args(TimeUnit))
        style = self.among("style of dates", str(content.get("style", "plain")), DATE_STYLES)
        for word, day in cast("dict[str, Any]", content.get("visits") or {}).items():
            self.kind("day", day, f"of the visit {word!r}")
        visits = {str(word): int(day) for word, day in cast("dict[str, Any]", content.get("visits") or {}).items()}
        if not content.get("column"):
            self.refuse("time", "has a `time` without a column", "Add column = ...")
        return Time(
            column=str(content["column"]), unit=cast("TimeUnit", unit), style=cast("DateStyle", style), visits=visits
        )

    def column(self, header: str, content: object) -> Column:
        if not isinstance(content, dict):
            self.refuse(
                header, f"describes the column {header!r} by {content!r}", 'Write { who = "age", unit = "years" }'
            )
        spec = cast("dict[str, Any]", content)
        roles = [role for role in _ROLES if role in spec]
        if len(roles) != 1:
            found = " and ".join(roles) or "none of them"
            self.refuse(
                header, f"gives the column {header!r} the roles: {found}", f"Give it one of {', '.join(_ROLES)}"
            )
        role = roles[0]
        self.know(spec, (role, *_ROLES[role]), f"in the column {header!r}")
        name = self.named(role, spec[role], header)
        unit = spec.get("unit")
        if role == "given":
            self.dose(unit)
        route = spec.get("route")
        if route is not None and plain(str(route)) not in route_words():
            self.among("route", str(route), ("oral", "iv", "sc"))
        style = spec["date"] if role == "date" else spec["day0"] if role == "day0" else "plain"
        per_week = spec.get("days_per_week")
        if isinstance(per_week, str):
            self.refuse(header, f"gives {header!r} the days per week {per_week!r}", "Give a number")
        hours = spec.get("hours")
        if hours is not None and ANALYTES[name].kind != "level":
            self.refuse("hours", f"gives {header!r} hours, and it is no drug level", "Leave them out")
        return Column(
            header=header,
            role=cast("Role", role),
            name=name,
            unit=None if unit is None else str(unit),
            values=_texts(spec.get("values")),
            names=self.names(spec.get("names"), "measured" if role == "listed" else "happened"),
            day=self.day(spec),
            on=str(spec.get("on", "")),
            style=cast(
                "DateStyle", "plain" if style is True else self.among("style of dates", str(style), DATE_STYLES)
            ),
            hours=hours,
            route=None if route is None else route_words()[plain(str(route))],
            days_per_week=None if per_week is None else float(per_week),
            trajectory=bool(spec.get("trajectory", False)),
            split=str(spec.get("split", "")),
            absent=None if spec.get("absent") is None else float(spec["absent"]),
            why=str(spec["skip"] if role == "skip" else spec.get("why", "")),
        )

    def named(self, role: str, name: object, header: str) -> str:
        known: dict[str, Iterable[str]] = {"who": TRAITS, "measured": ANALYTES, "given": DRUGS}
        if role in known:
            return self.among({"who": "trait", "measured": "analyte", "given": "drug"}[role], str(name), known[role])
        return "" if name is True or role not in {"happened", "listed"} else str(name)

    def day(self, spec: dict[str, Any]) -> int | None:
        for unit in ("day", "week", "month"):
            if unit in spec:
                return to_day(float(spec[unit]), unit)
        if "visit" in spec:
            word = plain(str(spec["visit"]))
            return visit_words()[self.among("visit", word, visit_words())]
        return None

    def names(self, content: object, table: str) -> dict[str, str]:
        names = _texts(content)
        known = {"measured": ANALYTES, "given": DRUGS}.get(table)
        for name in names.values():
            if known is not None:
                self.among({"measured": "analyte", "given": "drug"}[table], name, known)
        return names

    def units(self, content: object) -> dict[str, UnitRule]:
        rules: dict[str, UnitRule] = {}
        for name, said in cast("dict[str, Any]", content or {}).items():
            self.among("analyte", name, ANALYTES)
            if not isinstance(said, str | dict):
                self.refuse(name, f"gives {name!r} the unit {said!r}", "Give a text in quotes")
            if isinstance(said, str):
                said = {"read": said}  # noqa: PLW2901 - the short way to write it
            spec = cast("dict[str, Any]", said)
            self.know(spec, _UNIT, f"in the units of {name}")
            read = str(spec.get("read", ""))
            self.converts(name, read)
            printed, reading = str(spec.get("printed", "")), str(spec.get("reading", ""))
            if printed and not reading:
                self.refuse(name, f"reads {printed!r} as {read!r} for {name} without a reason", 'Add reading = "..."')
            rules[name] = UnitRule(read=read, printed=printed, reading=reading)
        return rules

    def converts(self, name: str, unit: object) -> tuple[float, float]:
        try:
            rule = conversion(name, None if unit is None else str(unit))
        except UnitError as error:
            raise SchemaError(
                f"The mapping {self.file} names a unit that does not fit{self.at(name)}. {error}"
            ) from error
        return rule.factor, rule.offset

    def dose(self, unit: object) -> None:
        try:
            dose_factor(None if unit is None else str(unit))
        except UnitError as error:
            raise SchemaError(f"The mapping {self.file} names a dose that cannot be read. {error}") from error

    def tables(self, content: object, key: str) -> list[dict[str, Any]]:
        if content is None:
            return []
        if not isinstance(content, list) or not all(isinstance(each, dict) for each in cast("list[object]", content)):
            self.refuse(key, f"has a `{key}` that is no table", f"Write [[{key}]], with two brackets")
        return cast("list[dict[str, Any]]", content)

    def know(self, content: dict[str, Any], known: Iterable[str], where: str) -> None:
        """Refuse a key that means nothing here."""
        names = list(dict.fromkeys(known))
        for key, value in content.items():
            if key not in names:
                near = get_close_matches(key, names, n=1, cutoff=0.5)
                guess = f"The nearest known key is {near[0]!r}; use one of" if near else "Use one of"
                self.refuse(key, f"has an unknown key {key!r} {where}", f"{guess}: {', '.join(names)}")
            self.kind(key, value, where)

    def kind(self, key: str, value: object, where: str) -> None:
        """Refuse a value of another kind than the key holds."""
        kind, types = _KINDS.get(key, _TEXT)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            self.refuse(key, f"gives {key!r} {where} the value {value!r}", f"Give {kind}")

    def among(self, kind: str, name: str, known: Iterable[str]) -> str:
        """Refuse a name that is not known."""
        names = list(known)
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0.5)
            guess = f"The nearest name is {near[0]!r}" if near else f"Use one of: {', '.join(names[:12])}"
            self.refuse(name, f"names an unknown {kind}, {name!r}", guess)
        return name

    def refuse(self, key: str, found: str, remedy: str) -> NoReturn:
        stop = "" if remedy.endswith(".") else "."
        raise SchemaError(f"The mapping {self.file} cannot be followed. It {found}{self.at(key)}. {remedy}{stop}")

    def at(self, key: str) -> str:
        """Find the line on which a key or word first stands; TOML readers do not say."""
        bare = rf"(?<![\w-]){re.escape(key)}(?![\w-])" if _BARE.fullmatch(key) else re.escape(key)
        found = (number for number, line in enumerate(self.lines, start=1) if key and re.search(bare, line))
        line = next(found, 0)
        return f" (line {line})" if line else ""


def _texts(content: object) -> dict[str, str]:
    """Take a table of words; yes and no become 1 and 0, so that every meaning is text."""
    table = cast("dict[str, Any]", content or {})
    return {str(word): str(int(to) if isinstance(to, bool) else to) for word, to in table.items()}
