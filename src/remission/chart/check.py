"""Look a chart over: set aside what cannot be, and say what is missing or contradicts itself.

Nothing is corrected and nothing is dropped in silence: a value that is set aside leaves a finding that names its file,
row and remedy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from remission.chart.chart import AnalyteName, Chart, DrugName
from remission.chart.visits import DAYS_PER_YEAR, outside
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS, dose_suspicion
from remission.terms.traits import TRAITS
from remission.terms.units import unit_suspicion
from remission.terms.windows import HIMEJI_VISITS, Visit

_CELL = ["patient", "day", "hour", "analyte"]
_WEEK, _HOURS = 7, 168
"""Days of a week, and its hours: later than that after a dose no level is drawn."""


def checked(chart: Chart) -> Chart:
    """Set aside impossible and contradictory values; every door ends with this.

    Returns:
        The chart without impossible results, traits and doses and results from before birth, and with at most one value per
        patient, day, hour and analyte; findings say what was set aside. A course stays on record where its dose, or when it
        was given, cannot be: without a dose, or without a day.
    """
    who, odd_traits = possible_traits(chart.who)
    measured, impossible = _possible(chart)
    measured, untimely = _timely(measured)
    measured, repeated = _single(measured)
    given, overdosed = _givable(chart.given)
    given, backward = _forward(given)
    chart = replace(chart, who=who, measured=measured, given=given)
    measured, unborn = _born(chart)
    chart = replace(chart, measured=measured)
    found = (odd_traits, impossible, untimely, repeated, unborn, overdosed, backward, _overlapping(given))
    return chart.with_findings(*found, _without_sex(chart))


def check(chart: Chart, *, visits: Sequence[Visit] = HIMEJI_VISITS) -> Chart:
    """Add the findings that depend on what is to be done: results outside every window, and what patients lack.

    Args:
        chart: A chart from a door.
        visits: The visits and their windows.
    """
    return chart.with_findings(
        outside(chart, visits), _without_baseline(chart, visits), _without_weight(chart), _without_hours(chart.measured)
    )


def _possible(chart: Chart) -> tuple[pl.DataFrame, pl.DataFrame]:
    ends = pl.DataFrame(
        {
            "analyte": pl.Series(list(ANALYTES), dtype=AnalyteName),
            "low": [float(a.plausible[0]) for a in ANALYTES.values()],
            "high": [float(a.plausible[1]) for a in ANALYTES.values()],
        }
    )
    held = chart.measured.join(ends, on="analyte", how="left", maintain_order="left")
    possible = held.select(pl.col("value").is_null() | pl.col("value").is_between("low", "high")).to_series()
    rows = chart.measured.filter(~possible)
    says = [_impossible(str(analyte), value) for analyte, value in rows.select("analyte", "value").iter_rows()]
    return chart.measured.filter(possible), _findings(rows, "measured", "impossible-value", says, "error")


def _impossible(analyte: str, value: float) -> str:
    a = ANALYTES[analyte]
    low, high = a.plausible
    suspicion = (unit_suspicion(analyte, value) or "").partition("; ")[2].removesuffix(".")
    return (
        f"{a.label} of {value:g} {a.printed_unit} is impossible (believable: {low:g} to {high:g}) and was set aside"
        f"{'; ' * bool(suspicion)}{suspicion}. Correct the value or its unit in the source."
    )


def are_possible(who: pl.DataFrame) -> bool:
    """Tell whether every number in `who` is one that somebody has; quicker than looking for those that nobody has."""
    numbers = [(name, t.plausible) for name, t in TRAITS.items() if t.kind == "number" and name in who.columns]
    fits = [pl.col(name).is_between(low, high).fill_null(value=True).all() for name, (low, high) in numbers]
    return who.select(pl.all_horizontal(fits)).item() if len(who) else True


def possible_traits(who: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out of `who` the numbers that nobody has, such as a weight of 0 kg.

    Returns:
        The table with these unknown, and the findings about them.
    """
    found: list[pl.DataFrame] = []
    for name, trait in TRAITS.items():
        if trait.kind != "number" or name not in who.columns:
            continue
        low, high = trait.plausible
        rows = who.filter(~pl.col(name).is_between(low, high))
        says = [
            f"{trait.label} of {f'{value:g} {trait.printed_unit}'.rstrip()} is impossible (believable: {low:g} to {high:g}) "
            "and was set aside. Correct it in the source."
            for value in rows[name]
        ]
        found.append(_findings(rows, "who", "impossible-value", says, "error"))
        who = who.with_columns(pl.when(pl.col(name).is_between(low, high)).then(name).alias(name))
    return who, pl.concat(found)


def _timely(measured: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out times after a dose that cannot be; the result itself stays."""
    odd = ~pl.col("hour").is_between(0, _HOURS).fill_null(value=True)
    rows = measured.filter(odd)
    if rows.is_empty():
        return measured, pl.DataFrame()
    says = [
        f"{ANALYTES[str(analyte)].label}: {hour:g} hours since the last dose are impossible (believable: 0 to {_HOURS}); the "
        "result was kept without them. Correct them in the source."
        for analyte, hour in rows.select("analyte", "hour").iter_rows()
    ]
    kept = measured.with_columns(pl.when(~odd).then("hour").alias("hour"))
    return kept, _findings(rows, "measured", "impossible-hour", says, "error")


def _single(measured: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep one of equal repeats; set all aside where repeats differ."""
    # One number per patient, analyte and day finds the few rows to look at closer; structs of all would fill the memory.
    place = pl.col("patient").to_physical().cast(pl.Int64) * len(ANALYTES) + pl.col("analyte").to_physical()
    place = place * 2**24 + pl.col("day")
    dated = pl.col("day").is_not_null() & pl.col("value").is_not_null()
    crowded = measured.select(pl.when(dated).then(place).alias("place")).to_series()
    near = measured.with_row_index("at").filter(crowded.is_duplicated() & crowded.is_not_null())
    repeats = near.filter(pl.struct(_CELL).is_duplicated())
    if repeats.is_empty():
        return measured, pl.DataFrame()
    answer = pl.struct("value", "censored")
    repeats = repeats.with_columns((answer.n_unique().over(_CELL) > 1).alias("differ"), pl.len().over(_CELL).alias("n"))
    differing = repeats.filter("differ")
    says = [
        f"{ANALYTES[str(analyte)].label} of day {day} stands {n} times with different values ({value:g} here) and none "
        "was used. Keep the right one."
        for analyte, day, n, value in differing.select("analyte", "day", "n", "value").iter_rows()
    ]
    found = [_findings(differing, "measured", "contradicting-repeat", says, "error")]
    extra = repeats.filter(~pl.col("differ"), ~pl.struct(_CELL).is_first_distinct())
    says = [
        f"{ANALYTES[str(analyte)].label} of day {day} stands {n} times with the same value; it was counted once."
        for analyte, day, n in extra.select("analyte", "day", "n").iter_rows()
    ]
    found.append(_findings(extra, "measured", "repeat", says, "note"))
    lost = pl.concat([differing["at"], extra["at"]])
    kept = measured.with_row_index("at").filter(~pl.col("at").is_in(lost.implode())).drop("at")
    return kept, pl.concat(found)


def _born(chart: Chart) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set aside results from before the patient was born: their date has a slip in the year."""
    if chart.measured["day"].min() is None or int(chart.measured["day"].min()) >= 0:  # type: ignore[arg-type]  # a day
        return chart.measured, pl.DataFrame()
    ages = chart.who.select("patient", "age")
    days = chart.measured.select("patient", "day").join(ages, on="patient", how="left", maintain_order="left")
    before = days.select((pl.col("day") < -(pl.col("age") + 1) * DAYS_PER_YEAR).fill_null(value=False)).to_series()
    rows = chart.measured.filter(before)
    says = [
        f"{ANALYTES[str(analyte)].label} of day {day} lies before the patient was born, and was set aside. Correct the date "
        "or the age."
        for analyte, day in rows.select("analyte", "day").iter_rows()
    ]
    return chart.measured.filter(~before), _findings(rows, "measured", "before-birth", says, "error")


def _givable(given: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set aside doses that nobody can have been given, and weeks of more than 7 days."""
    ends = pl.DataFrame(
        {
            "drug": pl.Series(list(DRUGS), dtype=DrugName),
            "least": [float(d.daily.least) for d in DRUGS.values()],
            "most": [float(d.daily.most) for d in DRUGS.values()],
            "by_mouth": [float(d.daily.greatest("oral")) for d in DRUGS.values()],
        }
    )
    held = given.join(ends, on="drug", how="left", maintain_order="left")
    most = pl.when(pl.col("route") == "oral").then("by_mouth").otherwise("most")
    believable = (pl.col("dose") == 0) | pl.col("dose").is_between("least", most)
    known = held.select(believable.fill_null(value=True)).to_series()
    rows = given.filter(~known)
    says = [_ungivable(drug, dose, route) for drug, dose, route in rows.select("drug", "dose", "route").iter_rows()]
    weekly = ((pl.col("days_per_week") > 0) & (pl.col("days_per_week") <= _WEEK)).fill_null(value=True)
    odd = given.filter(~weekly)
    told = [
        f"{days:g} days per week are impossible (believable: above 0, to 7); the course was kept without a dose. Correct them in "
        "the source."
        for days in odd["days_per_week"]
    ]
    kept = given.with_columns(
        pl.when(pl.Series(known) & weekly).then("dose").alias("dose"),
        pl.when(weekly).then("days_per_week").alias("days_per_week"),
    )
    found = (_findings(rows, "given", "impossible-value", says, "error"),
             _findings(odd, "given", "impossible-days-per-week", told, "error"))  # fmt: skip
    return kept, pl.concat(found)


def _ungivable(drug: str, dose: float, route: str | None) -> str:
    d = DRUGS[drug]
    by = " by mouth" if route == "oral" and d.daily.by_mouth is not None else ""
    suspicion = dose_suspicion(drug, dose, route)
    remedy = "route" if suspicion and "vein" in suspicion else "unit"
    return (
        f"A dose of {dose:g} mg of {d.label.lower()}{by} on one day is impossible (believable: {d.daily.least:g} to "
        f"{d.daily.greatest(route):g} mg, and 0 for a stop) and was set aside{f'; {suspicion}' if suspicion else ''}. "
        f"Correct the dose or its {remedy} in the source."
    )


def _forward(given: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set aside when a course was given that ends before it begins."""
    backward = (pl.col("until") < pl.col("day")).fill_null(value=False)
    rows = given.filter(backward)
    says = [
        f"The course of {drug or 'an unknown drug'} begins on day {day} and ends on day {until}, before it; it was kept without "
        "a day. Correct one of the two."
        for drug, day, until in rows.select("drug", "day", "until").iter_rows()
    ]
    kept = given.with_columns(pl.when(~backward).then(name).alias(name) for name in ("day", "until"))
    return kept, _findings(rows, "given", "course-backward", says, "error")


def _overlapping(given: pl.DataFrame) -> pl.DataFrame:
    """Say which courses of one drug and route cover the same day with different doses."""
    place = ["patient", "drug", "route"]
    dated = given.drop_nulls(["drug", "day"]).sort("day", maintain_order=True)
    earlier = pl.struct("day", "until", "dose", "days_per_week", "row").shift(1).over(place).alias("earlier")
    of = pl.col("earlier").struct.field
    rows = dated.with_columns(earlier).filter(pl.col("earlier").is_not_null())
    differ = pl.col("dose").ne_missing(of("dose")) | pl.col("days_per_week").ne_missing(of("days_per_week"))
    rows = rows.filter(differ, (of("day") == pl.col("day")) | (of("until") >= pl.col("day")).fill_null(value=False))
    says = [
        f"{DRUGS[drug].label} of {_mg(dose)} from day {day} on overlaps the course of {_mg(before['dose'])} from day "
        f"{before['day']} (row {before['row']}): which one is in force is not clear. Correct when one of them ends."
        for drug, dose, day, before in rows.select("drug", "dose", "day", "earlier").iter_rows()
    ]
    return _findings(rows, "given", "courses-overlap", says, "warning")


def _mg(dose: float | None) -> str:
    return "an unknown dose" if dose is None else f"{dose:g} mg"


def _without_sex(chart: Chart) -> pl.DataFrame:
    rows = chart.who.filter(pl.col("female").is_null())
    says = ["The patient's sex is not known: eGFR and limits of normal that differ by sex stay unknown. Add it."] * len(
        rows
    )
    return _findings(rows, "who", "sex-missing", says, "warning")


def _without_weight(chart: Chart) -> pl.DataFrame:
    """Say how many patients have no weight, with the first of them."""
    rows = chart.who.filter(pl.col("weight").is_null())
    says = f"{len(rows)} patient(s) have no weight, this one the first: doses by weight cannot be told. Add it."
    first = rows.head(1)
    return _findings(first, "who", "weight-missing", [says] * len(first), "note")


def _without_hours(measured: pl.DataFrame) -> pl.DataFrame:
    """Say how many drug levels have no time since the last dose, with the first of them."""
    levels = [name for name, a in ANALYTES.items() if a.kind == "level"]
    bare = measured.filter(pl.col("analyte").is_in(levels), pl.col("hour").is_null(), pl.col("value").is_not_null())
    says = (
        f"{len(bare)} drug level(s) have no time since the last dose, this one the first: whether it is a trough or a peak "
        "cannot be told. Add the hours."
    )
    first = bare.head(1)
    return _findings(first, "measured", "hours-missing", [says] * len(first), "note")


def _without_baseline(chart: Chart, visits: Sequence[Visit]) -> pl.DataFrame:
    first = next((v for v in visits if v.name == "baseline"), None)
    if first is None:
        return pl.DataFrame()
    have = chart.measured.filter(pl.col("day").is_between(first.low, first.high))["patient"].unique()
    rows = chart.who.filter(~pl.col("patient").is_in(have.implode()))
    says = [
        f"The patient has no result at baseline, {first}: changes and rules that compare with baseline stay unknown. "
        "Add one, or declare another window."
    ] * len(rows)
    return _findings(rows, "measured", "baseline-missing", says, "warning")


def _findings(rows: pl.DataFrame, table: str, rule: str, says: list[str], severity: str) -> pl.DataFrame:
    return rows.select(
        pl.col("patient").cast(pl.String),
        pl.lit(table).alias("table"),
        pl.col("file").cast(pl.String),
        "row",
        pl.lit(rule).alias("rule"),
        pl.Series("says", says, dtype=pl.String),
        pl.lit(severity).alias("severity"),
        pl.lit(1 if severity == "error" or rule == "repeat" else 0).alias("aside"),
    )
