"""Find, once and for everyone, the value that stands for each visit.

Rules run on wide rows: one row per patient and visit, one column per quantity. This is the hot path of every verb, so
it is one pass over `measured`: each row is given the number of its cell (patient, analyte, visit) and a rank (distance
from the due day, later before earlier, last row of a day first); the least rank of a cell wins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache

import numpy as np
import polars as pl

from remission.chart import doses, pairs
from remission.chart.chart import WHO, Chart
from remission.errors import UnknownName
from remission.terms.analytes import ANALYTES, Analyte
from remission.terms.drugs import DRUGS
from remission.terms.events import spellings
from remission.terms.traits import TRAITS
from remission.terms.windows import Visit

DAYS_PER_YEAR = 365.25
Rows = np.ndarray[tuple[int], np.dtype[np.uint32]]
Call = tuple[str, str, tuple[float, ...]]
"""A column that is asked for: what is made ("" for the value itself), of what, and with which numbers."""
PAIRS = {"rise_within": 1, "ratio_within": 1, "peak": 0}
"""What is made of all results of a visit's window, and how many numbers it takes."""
_KINDS = frozenset(a.kind for a in ANALYTES.values())
_SEATS: tuple[Callable[[Analyte], str], ...] = (lambda a: a.name, lambda a: a.kind)
"""What a result may stand for: its analyte, and its kind of analytes."""
_LIMIT_OF = {"lower_normal": "low", "upper_normal": "high"}
_ROWS = 2**32
"""More rows than a table can have, so that a distance and a row number fit into one rank."""
_NOBODY = np.iinfo(np.int64).max
"""The rank of a cell that no row fills."""


def wide(chart: Chart, inputs: Iterable[str], visits: Sequence[Visit]) -> pl.DataFrame:
    """Lay a chart out as one row per patient and visit.

    Args:
        chart: The chart.
        inputs: Names of columns wanted: analytes, traits, `unrounded(age)`, and `baseline(x)`, `lower_normal(x)`,
            `upper_normal(x)`, `rise_within(x, days)`, `ratio_within(x, days)` and `peak(x)` of an analyte, `day_of(x)`
            of an analyte or of a kind of them, `cumulative(d)`, `cumulative_from(d, mg)`, `in_force(d)`, `taking(d)`,
            `days_above(d, mg, within)`, `run_above(d, mg, within)` and `days_open(d, within)` of a drug or of
            `glucocorticoids`, the last three also with `_since` and a study day in place of `within`, and
            `on_record(e)` of an event.
        visits: The visits and their windows.

    Returns:
        Columns `patient`, `visit` (in the order of `visits`), `day` (due day) and one per input; null is unknown. Every
        patient has every visit.

    Raises:
        UnknownName: An input is no quantity that a chart can hold.
    """
    wanted = list(dict.fromkeys(inputs))
    calls = {name: parse(name) for name in wanted}
    analytes = {of for call, of, _ in calls.values() if call in ("", "baseline") and of in ANALYTES}
    dated = {of for call, of, _ in calls.values() if call == "day_of"}
    picked = _picked(chart, analytes | dated, visits, ("value", "day") if dated else ("value",))
    values, days = picked["value"], picked.get("day", {})
    people, times = len(chart.who), len(visits)
    at = np.repeat(np.arange(people, dtype=np.uint32), times)
    frame = pl.DataFrame(
        {
            "patient": chart.who["patient"].gather(at),
            "visit": pl.Series([v.name for v in visits], dtype=pl.Enum([v.name for v in visits])).gather(
                np.tile(np.arange(times, dtype=np.uint32), people)
            ),
            "day": np.tile(np.array([v.target for v in visits], dtype=np.int32), people),
        }
    )
    of_results = {name: call for name, call in calls.items() if _is_of_results(call)}
    made = standing(chart, {name: call for name, call in calls.items() if name not in of_results}, frame, frame, at)
    for name, (call, of, numbers) in of_results.items():
        if call in PAIRS:
            made[name] = getattr(pairs, call)(chart, of, *numbers, _visit_number(visits), times)
        elif call == "baseline":
            made[name] = _at_baseline(values[of], visits, at)
        else:
            made[name] = days[of] if call == "day_of" else values[of]
    return frame.hstack([made[name].alias(name) for name in calls])


def _is_of_results(asked: Call) -> bool:
    """Tell whether a column is made of results, not of what is known without them."""
    call, of, _ = asked
    return call in ("baseline", "day_of", *PAIRS) or (call == "" and of in ANALYTES)


def outside(chart: Chart, visits: Sequence[Visit]) -> pl.DataFrame:
    """List the days whose laboratory results fall in no visit window, as findings.

    Drug levels and trait-like rows are left out: levels are drawn between visits on purpose.
    """
    levels = [name for name, a in ANALYTES.items() if a.kind == "level"]
    inside = pl.any_horizontal(pl.col("day").is_between(v.low, v.high) for v in visits)
    named = ", ".join(str(visit) for visit in visits)
    return (
        chart.measured.lazy()
        .filter(pl.col("day").is_not_null(), ~inside, ~pl.col("analyte").is_in(levels))
        .group_by("patient", "day")
        .agg(pl.len().alias("n"), pl.col("file").first().cast(pl.String), pl.col("row").min())
        .sort("patient", "day")
        .select(
            pl.col("patient").cast(pl.String),
            pl.lit("measured").alias("table"),
            "file",
            "row",
            pl.lit("visit-outside-windows").alias("rule"),
            pl.format(
                "{} result(s) of day {} lie outside every visit window and stand for no visit. The windows are {}. "
                "Correct the date, or declare other windows.",
                "n",
                "day",
                pl.lit(named),
            ).alias("says"),
            pl.lit("note").alias("severity"),
        )
        .collect()
    )


def censored_cells(chart: Chart, analytes: Collection[str], visits: Sequence[Visit]) -> pl.DataFrame:
    """Lay out, as `wide` does, the sign of every value that was printed as a bound ("<" or ">"), null elsewhere.

    Returns:
        One row per patient and visit in the order of `wide`, one column per analyte that has any bound at all.
    """
    if chart.measured["censored"].null_count() == len(chart.measured):
        return pl.DataFrame()
    bounded = chart.measured.filter(pl.col("censored").is_not_null())["analyte"].unique().cast(pl.String).to_list()
    signs = _values(chart, {a for a in analytes if a in bounded}, visits, take="censored")
    return pl.DataFrame(signs)


@cache
def parse(name: str) -> Call:
    """Take the name of a column apart.

    Raises:
        UnknownName: It is no quantity that a chart can hold.

    Example:
        >>> parse("days_above(prednisolone, 10, 56)")
        ('days_above', 'prednisolone', (10.0, 56.0))
    """
    call, _, rest = name.rpartition("(")
    of, *numbers = rest.removesuffix(")").split(", ")
    fits = {
        "": of in ANALYTES or of in TRAITS,
        "on_record": bool(of),
        "unrounded": of == "age",
        "day_of": of in ANALYTES or of in _KINDS,
        **dict.fromkeys(("baseline", *_LIMIT_OF, *PAIRS), of in ANALYTES),
        **dict.fromkeys(doses.CALLS, of in DRUGS or of == doses.GLUCOCORTICOIDS),
    }
    if not fits.get(call) or len(numbers) != (doses.CALLS | PAIRS).get(call, 0):
        raise UnknownName.among("quantity in a chart", name, [*ANALYTES, *TRAITS])
    return call, of, tuple(float(number) for number in numbers)


def _values(
    chart: Chart, analytes: Collection[str], visits: Sequence[Visit], take: str = "value"
) -> dict[str, pl.Series]:
    """Pick, for each analyte or kind of them, the value of every patient-visit, in the order patient, visit."""
    return _picked(chart, analytes, visits, (take,))[take]


def _picked(
    chart: Chart, analytes: Collection[str], visits: Sequence[Visit], takes: Sequence[str]
) -> dict[str, dict[str, pl.Series]]:
    """Pick several columns of the rows that stand for each visit, in one pass: by column, then by analyte or kind."""
    names = sorted(analytes)
    if not names:
        return {take: {} for take in takes}
    people, times = len(chart.who), len(visits)
    own, kinds = (
        {analyte: names.index(n) for analyte, a in ANALYTES.items() if (n := of(a)) in names} for of in _SEATS
    )
    rows = (
        chart.measured.lazy()
        .filter(
            pl.col("analyte").is_in([*(own | kinds)]), pl.col("value").is_not_null(), pl.col("patient").is_not_null()
        )
        .select("patient", "day", "analyte", _visit_number(visits), *(pl.col(t).alias(f"take {t}") for t in takes))
        .filter(pl.col("visit").is_not_null())
        .with_row_index("at")
        .select(
            (pl.col("patient").to_physical().cast(pl.Int64) * times + pl.col("visit")).alias("cell"),
            pl.col("analyte").to_physical().alias("analyte"),
            (_distance(visits) * _ROWS - pl.col("at")).alias("rank"),
            pl.col("^take .*$"),
        )
        .collect()
    )
    least = np.full(len(names) * people * times, _NOBODY)
    cell, analyte, rank_of = (rows[name].to_numpy() for name in ("cell", "analyte", "rank"))
    for seats in (seats for seats in (own, kinds) if seats):
        seat = np.array([seats.get(name, -1) for name in ANALYTES])[analyte]
        here = slice(None) if len(seats) == len(own | kinds) else seat >= 0
        np.minimum.at(least, seat[here] * people * times + cell[here], rank_of[here])
    rank = pl.Series(least)
    at = pl.select(pl.when(rank != _NOBODY).then(-rank % _ROWS).cast(pl.UInt32)).to_series()
    size = people * times
    picked = {take: rows[f"take {take}"].rechunk().gather(at) for take in takes}
    return {
        take: {name: column.slice(number * size, size) for number, name in enumerate(names)}
        for take, column in picked.items()
    }


def _visit_number(visits: Sequence[Visit]) -> pl.Expr:
    number = pl.lit(None, dtype=pl.Int64)
    for index, visit in reversed(list(enumerate(visits))):
        number = (
            pl.when(pl.col("day").is_between(visit.low, visit.high))
            .then(pl.lit(index, dtype=pl.Int64))
            .otherwise(number)
        )
    return number.alias("visit")


def _distance(visits: Sequence[Visit]) -> pl.Expr:
    """Rank a row's day within its visit: nearest to the due day first, the later of two equally near first."""
    target = pl.lit(0, dtype=pl.Int64)
    for index, visit in enumerate(visits):
        target = pl.when(pl.col("visit") == index).then(pl.lit(visit.target, dtype=pl.Int64)).otherwise(target)
    gap = pl.col("day").cast(pl.Int64) - target
    return gap.abs() * 2 + (gap < 0).cast(pl.Int64)


def at_baseline(chart: Chart, analytes: Collection[str], baseline: Visit, take: str = "value") -> dict[str, pl.Series]:
    """Pick what stands for baseline, one value or sign a patient, in the order of `who`."""
    return _values(chart, analytes, (baseline,), take=take)


def standing(
    chart: Chart, calls: Mapping[str, Call], rows: pl.DataFrame, before: pl.DataFrame, at: Rows
) -> dict[str, pl.Series]:
    """Make columns of what is known without results: traits, limits of normal, events and doses.

    Args:
        chart: The chart.
        calls: The columns by their names, as `parse` gives them.
        rows: Rows with `patient` and `day`.
        before: The same rows, with the day up to which doses are counted.
        at: The place in `who` of the patient of each row.
    """
    made = doses.columns(chart, {name: call for name, call in calls.items() if call[0] in doses.CALLS}, before)
    made |= _on_record(chart, {name: of for name, (call, of, _) in calls.items() if call == "on_record"}, rows)
    made |= _limits(chart, {name: (of, call) for name, (call, of, _) in calls.items() if call in _LIMIT_OF}, at)
    return {name: made[name] if name in made else _of_person(chart, call, rows, at) for name, call in calls.items()}


def _of_person(chart: Chart, asked: Call, rows: pl.DataFrame, at: Rows) -> pl.Series:
    call, of, _ = asked
    if of == "age":
        age = chart.who["age"].gather(at) + rows["day"].clip(0, None) / DAYS_PER_YEAR
        return age if call == "unrounded" else age.floor()
    if of in chart.who.columns:
        return chart.who[of].gather(at)
    return pl.repeat(None, len(rows), dtype=WHO[of], eager=True)


def _on_record(chart: Chart, events: dict[str, str], frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Tell whether events are on record by the day of each row; one without a day may have come at any time before."""
    if not events:
        return {}
    happened = chart.happened.select(
        pl.col("patient").to_physical(), pl.col("day").fill_null(0), pl.col("what").str.to_lowercase()
    )
    there = set(happened["what"].unique())
    day, people = frame["day"].to_numpy(), frame["patient"].to_physical().to_numpy()
    made: dict[str, pl.Series] = {}
    for name, event in events.items():
        known = there & set(spellings(event))
        first = np.full(len(chart.who), np.inf)
        if known:
            rows = happened.filter(pl.col("what").is_in(known))
            np.minimum.at(first, rows["patient"].to_numpy(), rows["day"].to_numpy())
        made[name] = pl.Series(first[people] <= day)
    return made


def _at_baseline(values: pl.Series, visits: Sequence[Visit], at: Rows) -> pl.Series:
    """Take each patient's value at the baseline visit; unknown where the visits have none."""
    first = next((number for number, visit in enumerate(visits) if visit.name == "baseline"), None)
    if first is None:
        return pl.repeat(None, len(at), dtype=values.dtype, eager=True)
    return values.gather(at * len(visits) + first)


def _limits(chart: Chart, asked: dict[str, tuple[str, str]], at: Rows) -> dict[str, pl.Series]:
    """Find each row's limits of normal: by sex where the laboratory has one for each, else the common one."""
    if not asked:
        return {}
    stated: dict[tuple[str, bool | None], dict[str, float | None]] = {}
    for analyte, sex, *ends in chart.limits.select("analyte", "female", *_LIMIT_OF.values()).rows():
        stated.setdefault((analyte, sex), dict(zip(_LIMIT_OF, ends, strict=True)))  # of two alike the first counts
    sex_of = chart.who["female"].cast(pl.UInt8).fill_null(2).to_numpy()[at]
    made: dict[str, pl.Series] = {}
    for name, (of, side) in asked.items():
        no, yes, common = (stated.get((of, sex), {}).get(side) for sex in (False, True, None))
        by_sex = np.array([common if no is None else no, common if yes is None else yes, common], dtype=np.float64)
        made[name] = pl.Series(by_sex[sex_of], nan_to_null=True)
    return made
