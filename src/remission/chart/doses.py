"""Read doses over time out of a chart's `given` table.

A course applies from its `day` until the day before the next row of the same drug and route, or through `until` where
that is given. Glucocorticoids are counted in mg of prednisolone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from remission.chart.chart import Chart
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.rounding import half_up
from remission.terms.words import SLIP

GLUCOCORTICOIDS = "glucocorticoids"
STOPPED = "stopped"
_FAR = 2**30


Call = tuple[str, str, tuple[float, ...]]
"""A column that is asked for: what is made, of which drug, and with which numbers."""
CALLS = {"cumulative": 0, "cumulative_from": 1, "in_force": 0, "taking": 0, "days_above": 2, "run_above": 2,
         "days_open": 1, "days_above_since": 2, "run_above_since": 2, "days_open_since": 1}  # fmt: skip
"""What can be made of doses, and how many numbers it takes."""


def columns(chart: Chart, calls: Mapping[str, Call], frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Make columns out of doses, all of a kind in one pass.

    Args:
        chart: The chart.
        calls: By the name of the column: what is made, a drug or "glucocorticoids" for all of them as prednisolone, and
            numbers.

            - `cumulative`: mg from day 0 up to and including the day; unknown where the patient has no dated course of
              the kind, or none that begins by day 0, or one without a date, or one that counts without a dose.
            - `cumulative_from` mg: of that, the courses of at least so much on a day of intake: the pulses.
            - `in_force`: mg a day, averaged over the week; unknown where no dated course covers the day, or one without a
              dose.
            - `taking`: whether a course at a dose above 0, or one that is not known, covers the day; no where none is on
              record, unknown where one without a day might.
            - `days_above` mg, within: on how many of the last days the daily dose is known to exceed mg; `run_above`: the
              longest run of such days; `days_open` within: on how many the dose is not known. With `_since`: the days
              from a study day on, in place of the last ones.
        frame: Rows with `patient` and `day`.

    Returns:
        The columns, in the order of `frame`.
    """
    made: dict[str, pl.Series] = {}
    rows = frame.select("patient", "day").with_row_index("at")
    on_record = set(chart.given["drug"].unique())
    absent: _Asked = {}
    for kind in dict.fromkeys(of for _, of, _ in calls.values()):
        asked = {name: (call, numbers) for name, (call, of, numbers) in calls.items() if of == kind}
        if on_record.isdisjoint(_weights(kind)):
            absent |= asked
        else:
            made |= _settled_of(_told(_courses(chart, kind), asked, rows), asked)
    return made | _settled_of(rows.with_columns(undated=pl.lit(value=False)), absent)


def _settled_of(told: pl.DataFrame, asked: _Asked) -> dict[str, pl.Series]:
    """Give the columns asked for; what nothing was told of has no course on record."""
    none = pl.lit(None, dtype=pl.Float64)
    settled = told.select(
        _settled(call, numbers, pl.col(name) if name in told.columns else none).alias(name)
        for name, (call, numbers) in asked.items()
    )
    width = len(told)
    return {c.name: c if len(c) == width else c.new_from_index(0, width) for c in settled}


def _told(courses: pl.DataFrame, asked: _Asked, rows: pl.DataFrame) -> pl.DataFrame:
    """Add to each row what is made of the patient's courses, of the daily doses that they add up to, and of their runs."""
    by_course = {name: _OF_COURSES[call](*n) for name, (call, n) in asked.items() if call in _OF_COURSES}
    by_day = {name: _of_days(call, *n) for name, (call, n) in asked.items() if call in _OF_DAYS}
    told = _joined(rows.lazy(), courses, by_course | {"undated": pl.col("day").is_null().any()})
    if len(by_course) == len(asked):
        return told.collect()
    daily = _daily(courses)
    told = _joined(told, daily, by_day) if by_day else told
    for name, (call, numbers) in asked.items():
        if call in _RUNS:
            mg, begin = numbers
            spans = _spans(daily.filter(pl.col("dose") > mg * (1 + SLIP)))
            told = _joined(told, spans, {name: _overlap(_RUNS[call](begin)).max()})
    return told.collect()


def _of_days(call: str, *numbers: float) -> pl.Expr:
    make, first = _OF_DAYS[call]
    *rest, begin = numbers
    return make(first(begin), *rest)


def _joined(rows: pl.LazyFrame, spans: pl.DataFrame, made: dict[str, pl.Expr]) -> pl.LazyFrame:
    """Add to each row what is made of the patient's spans of days: `day` to `until`, the row's own day being `day_right`."""
    of_rows = rows.select("patient", "at", pl.col("day").alias("day_right"))
    told = spans.lazy().join(of_rows, on="patient", how="inner").group_by("at").agg(**made)
    return rows.join(told, on="at", how="left", maintain_order="left")


def _overlap(begin: pl.Expr) -> pl.Expr:
    """Count the days of a span that lie between the day on which counting begins and the day of the row."""
    return (pl.min_horizontal("until", "day_right") - pl.max_horizontal("day", begin) + 1).clip(0, None)


def _cumulative(mg: float = 0) -> pl.Expr:
    days = _overlap(pl.lit(0))
    total = (days * pl.col("dose") * pl.col("days_per_week") / 7).filter(pl.col("dose") >= mg * (1 - SLIP)).sum()
    late = pl.col("day").min() > 0  # what was given before the first course is not known to be nothing
    unknown = late | pl.col("day").is_null().any() | ((days > 0) & pl.col("dose").is_null()).any()
    return pl.when(~unknown).then(total)


def _in_force() -> pl.Expr:
    dose = (pl.col("dose") * pl.col("days_per_week") / 7).filter(_COVERS)
    return pl.when(_COVERS.any() & dose.is_not_null().all()).then(dose.sum())


def _taking() -> pl.Expr:
    sure = (_COVERS & (pl.col("dose") > 0).fill_null(value=True)).any()
    return pl.when(sure).then(1).when(pl.col("day").is_null().any()).then(_PERHAPS).otherwise(0)


def _above(begin: pl.Expr, mg: float) -> pl.Expr:
    return _overlap(begin).filter(pl.col("dose") > mg * (1 + SLIP)).sum()


def _known(begin: pl.Expr) -> pl.Expr:
    return _overlap(begin).filter(pl.col("unknown") == 0).sum()


def _back(within: float) -> pl.Expr:
    """Give the first of the last `within` days up to the day of a row."""
    return pl.col("day_right") - int(within) + 1


def _since(day: float) -> pl.Expr:
    return pl.lit(int(day))


_Asked = dict[str, tuple[str, tuple[float, ...]]]
_COVERS = (pl.col("day") <= pl.col("day_right")) & (pl.col("day_right") <= pl.col("until"))
_PERHAPS = -1
_OF_COURSES: dict[str, Callable[..., pl.Expr]] = {
    "cumulative": _cumulative,
    "cumulative_from": _cumulative,
    "in_force": _in_force,
    "taking": _taking,
}
_OF_DAYS: dict[str, tuple[Callable[..., pl.Expr], Callable[[float], pl.Expr]]] = {
    "days_above": (_above, _back),
    "days_above_since": (_above, _since),
    "days_open": (_known, _back),
    "days_open_since": (_known, _since),
}
_RUNS: dict[str, Callable[[float], pl.Expr]] = {"run_above": _back, "run_above_since": _since}


def _settled(call: str, numbers: tuple[float, ...], made: pl.Expr) -> pl.Expr:
    """Say what a row has whose patient has no course of the kind, or one without a day."""
    if call == "taking":
        return pl.when(made == 1).then(True).when(made.is_null() | (made == 0)).then(False)  # literals
    if call in _OF_COURSES:
        return made
    if not call.startswith("days_open"):
        return made.fill_null(0)
    known = pl.when(pl.col("undated").fill_null(value=False)).then(0).otherwise(made.fill_null(0))
    since = (pl.col("day") - int(numbers[0]) + 1).clip(0, None)
    return (since if call == "days_open_since" else int(numbers[0])) - known


def trajectory(chart: Chart, drug: str) -> dict[str, str]:
    """Print each patient's doses of a drug in order, as the paper does.

    Returns:
        By patient, such as "3 → 2 → stopped", with "?" for a dose that is not known; patients who never had the drug
        are not in it.
    """
    rows = chart.given.filter(pl.col("drug") == drug)
    return {patient: " → ".join(_without_repeats(group)) for patient, group in _by_patient(rows)}


def levels(chart: Chart, analyte: str) -> dict[str, str]:
    """Print each patient's drug levels in order, such as "7.07 → 3.95", with the decimals of the laboratory."""
    rows = chart.measured.filter(pl.col("analyte") == analyte)
    places = ANALYTES[analyte].decimals
    return {
        patient: " → ".join(
            (sign or "") + half_up(value, places) for sign, value in group.select("censored", "value").iter_rows()
        )
        for patient, group in _by_patient(rows)
    }


def _by_patient(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    return [(str(key[0]), _in_order(group)) for key, group in rows.group_by("patient", maintain_order=True)]


def _in_order(group: pl.DataFrame) -> pl.DataFrame:
    """Sort by day; where a row has none, keep the order of the source, which is that in which they were printed."""
    return group if group["day"].null_count() else group.sort("day", maintain_order=True)


def _without_repeats(group: pl.DataFrame) -> list[str]:
    printed = ["?" if dose is None else f"{dose:g}" if dose else STOPPED for dose in group["dose"]]
    return [dose for index, dose in enumerate(printed) if index == 0 or dose != printed[index - 1]]


def _weights(kind: str) -> dict[str, float]:
    """Give the drugs of a kind, each with what a mg of it counts."""
    if kind != GLUCOCORTICOIDS:
        return {kind: 1.0}
    return {name: 5 / d.prednisolone_equivalent for name, d in DRUGS.items() if d.prednisolone_equivalent}


def _courses(chart: Chart, kind: str) -> pl.DataFrame:
    """List the courses of a kind, each with the last day on which it applies, in mg of prednisolone where asked."""
    drugs = _weights(kind)
    following = pl.col("day").shift(-1).over("patient", "drug", "route", order_by="day") - 1
    return (
        chart.given.lazy()
        .filter(pl.col("drug").is_in(list(drugs)))
        .with_columns(
            pl.col("dose")
            * pl.col("drug").cast(pl.String).replace_strict(drugs, default=None, return_dtype=pl.Float64),
            pl.min_horizontal("until", following).fill_null(_FAR).alias("until"),
            pl.col("days_per_week").fill_null(7.0),
        )
        .select("patient", "day", "until", "dose", "days_per_week")
        .collect()
    )


def _daily(courses: pl.DataFrame) -> pl.DataFrame:
    """Cut the days where a dose changes and add up the courses that run side by side.

    Returns:
        `patient`, `day`, `until`, `dose` (mg a day, averaged over the week, of those courses that are known), `unknown`
        (how many are not); only days with a course.
    """
    running = (
        courses.lazy()
        .filter(pl.col("day") <= pl.col("until"))
        .select(
            "patient",
            "day",
            "until",
            pl.lit(1).alias("courses"),
            (pl.col("dose") * pl.col("days_per_week") / 7).fill_null(0).alias("dose"),
            pl.col("dose").is_null().cast(pl.Int32).alias("unknown"),
        )
    )
    counted = pl.col("courses", "dose", "unknown")
    ends = running.select("patient", (pl.col("until") + 1).alias("day"), -counted)
    return (
        pl.concat([running.drop("until"), ends])
        .group_by("patient", "day")
        .agg(counted.sum())
        .sort("patient", "day")
        .with_columns(counted.cum_sum().over("patient"), (pl.col("day").shift(-1).over("patient") - 1).alias("until"))
        .filter(pl.col("courses") > 0)
        .collect()
    )


def _spans(days: pl.DataFrame) -> pl.DataFrame:
    """Join days that follow one another into spans."""
    broken = (pl.col("day") > pl.col("until").shift(1).over("patient") + 1).fill_null(value=True)
    return (
        days.lazy()
        .sort("patient", "day")
        .with_columns(broken.cum_sum().alias("span"))
        .group_by("patient", "span")
        .agg(pl.col("day").min(), pl.col("until").max())
        .collect()
    )
