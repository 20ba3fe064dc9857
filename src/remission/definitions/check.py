"""Look a chart over with the definitions at hand: what was recorded against what its own numbers give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from remission.chart import check as rows
from remission.chart.chart import Chart
from remission.chart.visits import wide
from remission.definitions import shelf
from remission.definitions.definition import ADULT
from remission.definitions.derive import derive
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.windows import HIMEJI_VISITS, Visit

RECORDED = {"sledai": "sledai_2k", "egfr": "egfr_jsn_2009"}
"""What laboratories and clinics record although it follows from other rows."""
REPORTED = ("himeji_2012", "ds_dna_positive", "ds_dna_normal", "creatinine_high")
"""The definitions of the report that ask for limits of normal: where nobody stated them, these stay unknown."""
EGFR_UNIT = ANALYTES["egfr"].unit
ROUNDED = 0.5
"""Laboratories print whole numbers: a recorded value may lie so far from the computed one."""


def check(chart: Chart, *, visits: Sequence[Visit] = HIMEJI_VISITS, definitions: Iterable[str] = REPORTED) -> Chart:
    """Add every finding that needs visits or definitions.

    Args:
        chart: A chart from a door.
        visits: The visits and their windows.
        definitions: Names of the definitions whose limits of normal are looked for; those of the report.

    Returns:
        The chart with findings on results outside every window, patients without a baseline, minors (whose adult
        equations stay unknown), limits of normal that these definitions ask for and nobody stated, and recorded values that
        differ from those computed.
    """
    return rows.check(chart, visits=visits).with_findings(
        _minors(chart), _without_limits(chart, definitions), *_differing(chart, visits)
    )


def _minors(chart: Chart) -> pl.DataFrame:
    rows = chart.who.filter(pl.col("age") < ADULT)
    return rows.select(
        pl.col("patient").cast(pl.String),
        pl.lit("who").alias("table"),
        pl.col("file").cast(pl.String),
        "row",
        pl.lit("minor").alias("rule"),
        pl.Series("says", [_minor(age) for age in rows["age"]], dtype=pl.String),
        pl.lit("warning").alias("severity"),
    )


def _minor(age: float) -> str:
    """Say which equations a child's eGFR may be reckoned with."""
    fit = [d.name for d in map(shelf.find, shelf.names()) if d.unit == EGFR_UNIT and d.holds_at(age)]
    there = (
        f"Those for this age are {', '.join(fit)}; most need the height" if fit else "None for this age is on the shelf"
    )
    return (
        f"The patient is {age:.3g} years old: equations for adults, such as {RECORDED['egfr']}, stay unknown. {there}."
    )


def _without_limits(chart: Chart, definitions: Iterable[str]) -> pl.DataFrame:
    """Name what is measured, and compared with limits by one of the definitions, where the chart states no limit."""
    asked = {i.partition("(")[2][:-1]: i for name in definitions for i in shelf.find(name).inputs if "_normal(" in i}
    stated = set(chart.limits["analyte"].cast(pl.String))
    there = set(chart.measured["analyte"].unique().cast(pl.String))
    says = [
        f"No limit of normal of {inside_a_sentence(ANALYTES[name].label)} is stated: what compares with it stays unknown. "
        f"State the limits of the laboratory in the mapping file, under [[limits]]; `remission show {name}` lists published "
        "ones."
        for name in sorted((asked.keys() & there) - stated)
    ]
    return pl.DataFrame({"table": "limits", "rule": "limits-missing", "says": says, "severity": "warning"})


def _differing(chart: Chart, visits: Sequence[Visit]) -> list[pl.DataFrame]:
    there = set(chart.measured["analyte"].unique().cast(pl.String))
    pairs = {recorded: name for recorded, name in RECORDED.items() if recorded in there}
    if not pairs:
        return []
    exact = chart.measured.filter(pl.col("censored").is_null())  # a recorded ">60" does not differ from 95
    held = wide(replace(chart, measured=exact), list(pairs), visits)
    held = held.hstack(derive(chart, pairs.values(), visits=visits).select(*pairs.values()))
    return [_differs(held, recorded, name) for recorded, name in pairs.items()]


def _differs(held: pl.DataFrame, recorded: str, name: str) -> pl.DataFrame:
    differ = held.filter((pl.col(recorded) - pl.col(name)).abs() > ROUNDED)
    return differ.select(
        pl.col("patient").cast(pl.String),
        pl.lit("measured").alias("table"),
        pl.lit("recorded-differs").alias("rule"),
        pl.format(
            "{} recorded at {} is {}; {} gives {}. The computed value is used; correct the record if it is wrong.",
            pl.lit(ANALYTES[recorded].label),
            pl.col("visit").cast(pl.String).str.replace("_", " "),
            pl.col(recorded).round(1),
            pl.lit(shelf.find(name).label),
            pl.col(name).round(1),
        ).alias("says"),
        pl.lit("warning").alias("severity"),
    )
