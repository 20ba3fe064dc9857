"""Read doses over time out of a chart's `given` table.

A course applies from its `day` until the day before the next row of the same drug and route, or through `until` where
that is given. Glucocorticoids are counted in mg of prednisolone.
"""

from __future__ import annotations

import polars as pl

from remission.chart.chart import Chart
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.rounding import half_up
from remission.terms.words import SLIP

GLUCOCORTICOIDS = "glucocorticoids"
STOPPED = "stopped"
_FAR = 2**30


def cumulative(chart: Chart, kind: str, frame: pl.DataFrame) -> pl.Series:
    """Add up what each patient was given from day 0 up to and including the day of each row.

    Args:
        chart: The chart.
        kind: A drug, or "glucocorticoids" for all of them as prednisolone.
        frame: Rows with `patient` and `day`.

    Returns:
        mg, in the order of `frame`; null where the total is unknown: the patient has no dated course of the kind, or none
        that begins by day 0, or one without a date, or one that counts without a dose.
    """
    return cumulative_from(chart, kind, 0, frame)


def cumulative_from(chart: Chart, kind: str, mg: float, frame: pl.DataFrame) -> pl.Series:
    """Add up, of what `cumulative` counts, the courses of at least `mg` on a day of intake: the pulses.

    Returns:
        mg, in the order of `frame`; null where `cumulative` is.
    """
    days = (pl.min_horizontal("until", "day_right") - pl.max_horizontal("day", pl.lit(0)) + 1).clip(0, None)
    counts = pl.col("dose") >= mg * (1 - SLIP)
    total = (days * pl.col("dose") * pl.col("days_per_week") / 7).filter(counts).sum()
    late = pl.col("day").min() > 0  # what was given before the first course is not known to be nothing
    unknown = late | pl.col("day").is_null().any() | ((days > 0) & pl.col("dose").is_null()).any()
    return _per_row(chart, kind, frame, pl.when(~unknown).then(total))


def in_force(chart: Chart, kind: str, frame: pl.DataFrame) -> pl.Series:
    """Find the daily dose that is in force on the day of each row, averaged over the week.

    Returns:
        mg a day, in the order of `frame`; null where no dated course of the kind covers the day, or one without a dose.
    """
    runs = (pl.col("day") <= pl.col("day_right")) & (pl.col("day_right") <= pl.col("until"))
    dose = (pl.col("dose") * pl.col("days_per_week") / 7).filter(runs)
    return _per_row(chart, kind, frame, pl.when(runs.any() & dose.is_not_null().all()).then(dose.sum()))


def taking(chart: Chart, kind: str, frame: pl.DataFrame) -> pl.Series:
    """Tell whether a course of the kind, at a dose above 0 or one that is not known, covers the day of each row.

    Returns:
        In the order of `frame`; False where no course is on record, null where one without a day might cover the day.
    """
    covers = (pl.col("day") <= pl.col("day_right")) & (pl.col("day_right") <= pl.col("until"))
    sure = (covers & (pl.col("dose") > 0).fill_null(value=True)).any()
    told = _per_row(chart, kind, frame, pl.when(sure).then(1).when(pl.col("day").is_null().any()).then(-1).otherwise(0))
    return told.fill_null(0).replace_strict({1: True, 0: False, -1: None}, return_dtype=pl.Boolean)


def days_above(chart: Chart, kind: str, mg: float, within: int, frame: pl.DataFrame) -> pl.Series:
    """Count the days, of the last `within` up to the day of each row, on which the daily dose is known to exceed `mg`."""
    return _days(_above(chart, kind, mg), _back(within), frame, pl.col("days").sum())


def run_above(chart: Chart, kind: str, mg: float, within: int, frame: pl.DataFrame) -> pl.Series:
    """Count the longest run of such days that follow one another."""
    return _days(_above(chart, kind, mg), _back(within), frame, pl.col("days").max())


def days_open(chart: Chart, kind: str, within: int, frame: pl.DataFrame) -> pl.Series:
    """Count the days, of the last `within` up to the day of each row, on which the dose is not known."""
    return within - _days(_known(chart, kind), _back(within), frame, pl.col("days").sum())


def days_above_since(chart: Chart, kind: str, mg: float, since: int, frame: pl.DataFrame) -> pl.Series:
    """Count the days, from day `since` up to the day of each row, on which the daily dose is known to exceed `mg`."""
    return _days(_above(chart, kind, mg), pl.lit(since), frame, pl.col("days").sum())


def run_above_since(chart: Chart, kind: str, mg: float, since: int, frame: pl.DataFrame) -> pl.Series:
    """Count the longest run of such days that follow one another."""
    return _days(_above(chart, kind, mg), pl.lit(since), frame, pl.col("days").max())


def days_open_since(chart: Chart, kind: str, since: int, frame: pl.DataFrame) -> pl.Series:
    """Count the days, from day `since` up to the day of each row, on which the dose is not known."""
    known = _days(_known(chart, kind), pl.lit(since), frame, pl.col("days").sum())
    return (frame["day"] - since + 1).clip(0, None) - known


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


def _courses(chart: Chart, kind: str) -> pl.DataFrame:
    """List the courses of a kind, each with the last day on which it applies, in mg of prednisolone where asked."""
    weights = {name: 5 / d.prednisolone_equivalent for name, d in DRUGS.items() if d.prednisolone_equivalent}
    drugs = weights if kind == GLUCOCORTICOIDS else {kind: 1.0}
    following = pl.col("day").shift(-1).over("patient", "drug", "route", order_by="day") - 1
    return (
        chart.given.filter(pl.col("drug").is_in(list(drugs)))
        .with_columns(
            pl.col("dose") * pl.col("drug").cast(pl.String).replace_strict(drugs, default=None),
            pl.min_horizontal("until", following).fill_null(_FAR).alias("until"),
            pl.col("days_per_week").fill_null(7.0),
        )
        .select("patient", "day", "until", "dose", "days_per_week")
    )


def _above(chart: Chart, kind: str, mg: float) -> pl.DataFrame:
    return _spans(_daily(_courses(chart, kind)).filter(pl.col("dose") > mg * (1 + SLIP)))


def _known(chart: Chart, kind: str) -> pl.DataFrame:
    """Find the spans of days whose dose is known; a course without a day leaves none to its patient."""
    courses = _courses(chart, kind)
    undated = courses.filter(pl.col("day").is_null())
    return _spans(_daily(courses).filter(pl.col("unknown") == 0).join(undated, on="patient", how="anti"))


def _daily(courses: pl.DataFrame) -> pl.DataFrame:
    """Cut the days where a dose changes and add up the courses that run side by side.

    Returns:
        `patient`, `day`, `until`, `dose` (mg a day, averaged over the week, of those courses that are known), `unknown`
        (how many are not); only days with a course.
    """
    running = courses.filter(pl.col("day") <= pl.col("until")).select(
        "patient",
        "day",
        "until",
        pl.lit(1).alias("courses"),
        (pl.col("dose") * pl.col("days_per_week") / 7).fill_null(0).alias("dose"),
        pl.col("dose").is_null().cast(pl.Int32).alias("unknown"),
    )
    counted = pl.col("courses", "dose", "unknown")
    ends = running.select("patient", pl.col("until") + 1, -counted).rename({"until": "day"})
    return (
        pl.concat([running.drop("until"), ends])
        .group_by("patient", "day")
        .agg(counted.sum())
        .sort("patient", "day")
        .with_columns(counted.cum_sum().over("patient"), (pl.col("day").shift(-1).over("patient") - 1).alias("until"))
        .filter(pl.col("courses") > 0)
    )


def _back(within: int) -> pl.Expr:
    """Give the first of the last `within` days up to the day of a row."""
    return pl.col("day_right") - within + 1


def _spans(courses: pl.DataFrame) -> pl.DataFrame:
    """Join courses that touch or overlap into spans of days."""
    ordered = courses.filter(pl.col("day").is_not_null()).sort("patient", "day")
    reached = pl.col("until").cum_max().shift(1).over("patient")
    return (
        ordered.with_columns((pl.col("day") > reached + 1).fill_null(value=True).cum_sum().alias("span"))
        .group_by("patient", "span")
        .agg(pl.col("day").min(), pl.col("until").max())
    )


def _days(spans: pl.DataFrame, begin: pl.Expr, frame: pl.DataFrame, total: pl.Expr) -> pl.Series:
    """Count the days of spans that lie between the day on which counting begins and the day of each row."""
    rows = frame.select("patient", "day").with_row_index("at")
    first = pl.max_horizontal("day", begin)
    days = (pl.min_horizontal("until", "day_right") - first + 1).clip(0, None)
    counted = (
        spans.join(rows, on="patient", how="inner", suffix="_right")
        .select("at", days.alias("days"))
        .group_by("at")
        .agg(total)
    )
    return rows.join(counted, on="at", how="left", maintain_order="left")["days"].fill_null(0)


def _per_row(chart: Chart, kind: str, frame: pl.DataFrame, value: pl.Expr) -> pl.Series:
    rows = frame.select("patient", "day").with_row_index("at")
    answers = (
        _courses(chart, kind)
        .join(rows, on="patient", how="inner", suffix="_right")
        .group_by("at")
        .agg(value.alias("value"))
    )
    return rows.join(answers, on="at", how="left", maintain_order="left")["value"]
