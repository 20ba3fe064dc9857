"""Evaluate a cohort as the founding paper did: derive, describe, compare. Everything printed comes from this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from remission.chart.chart import Chart
from remission.chart.doses import levels, trajectory
from remission.chart.visits import wide
from remission.definitions import shelf
from remission.definitions.check import check
from remission.definitions.derive import derive
from remission.stats.compare import compare_groups, compare_visits
from remission.stats.kernels import holm
from remission.stats.result import Result, tabulate
from remission.stats.summarise import summarise
from remission.stats.variable import Variable, variable
from remission.terms.analytes import ANALYTES
from remission.terms.windows import HIMEJI_VISITS, Visit

TRAITS_SHOWN = (
    "age", "female", "sle_duration", "first_nephritis", "musculoskeletal", "mucocutaneous", "neuropsychiatric",
    "hematologic", "active_casts", "hypertension",
)  # fmt: skip
COURSE = ("proteinuria", "albumin", "c3", "ds_dna", "creatinine", "hemoglobin")
DERIVED = (
    "isn_rps_2003", "proliferative", "ds_dna_positive", "ds_dna_normal", "egfr_jsn_2009", "nephrotic_syndrome_japan",
    "sledai_total", "creatinine_high", "creatinine_increase", "himeji_2012", "sledai_remission", "prednisolone_dose",
    "cumulative_prednisolone",
)  # fmt: skip
COMPARED = (*COURSE, "egfr_jsn_2009", "sledai_total", "nephrotic_syndrome_japan")
ONCE = (*TRAITS_SHOWN, "isn_rps_2003", "proliferative", "ds_dna_positive")
"""What is described at baseline only."""
NOT_DONE = "ND"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """Hold a chart, its derived rows and its results. Made by `evaluate`.

    Attributes:
        chart: The chart, with every finding.
        visits: The visits and their windows.
        rows: One row per patient and visit: traits, analytes, definitions.
        results: Result rows, as `remission.stats.result` describes them.
    """

    chart: Chart
    visits: tuple[Visit, ...]
    rows: pl.DataFrame
    results: pl.DataFrame

    @cached_property
    def _by_id(self) -> dict[str, dict[str, object]]:
        return {str(row["id"]): row for row in self.results.iter_rows(named=True)}

    def get(self, *parts: str) -> Result | None:
        """Find a result by the parts of its id; None where nothing was computed."""
        row = self._by_id.get(".".join(part for part in parts if part))
        return Result(**{k: v for k, v in row.items() if k != "id"}) if row else None  # type: ignore[arg-type]

    @property
    def seen(self) -> tuple[Visit, ...]:
        """List baseline and the visits at which anything at all was measured."""
        return tuple(visit for visit in self.visits if visit.name in self.measured_at or visit.name == "baseline")

    @cached_property
    def measured_at(self) -> frozenset[str]:
        """Name the visits at which anything at all was measured; baseline is not always among them."""
        known = pl.any_horizontal(pl.col(name).is_not_null() for name in (*COURSE, "sledai_total"))
        return frozenset(self.rows.filter(known)["visit"].cast(pl.String))

    @property
    def endpoint(self) -> Visit:
        """Choose the visit of the primary endpoint: month 6, or the last one that was seen."""
        return next((visit for visit in self.seen if visit.name == "month_6"), self.seen[-1])

    @property
    def groups(self) -> tuple[str, ...]:
        """List the arms, where there are two or more; otherwise nothing."""
        arms = self.chart.who["arm"].drop_nulls().unique(maintain_order=True).to_list()
        return tuple(arms) if len(arms) > 1 else ()


def evaluate(chart: Chart, *, visits: Sequence[Visit] = HIMEJI_VISITS) -> Evaluation:
    """Derive every definition of the report on a chart and compute every statistic it prints.

    Args:
        chart: A chart from a door.
        visits: The visits and their windows.
    """
    inputs = (*TRAITS_SHOWN, "arm", *COURSE)
    rows = wide(chart, inputs, visits).hstack(derive(chart, DERIVED, visits=visits).drop("patient", "visit", "day"))
    evaluation = Evaluation(
        chart=check(chart, visits=visits, definitions=DERIVED), visits=tuple(visits), rows=rows, results=tabulate([])
    )
    tables = [
        _described(rows, by=""),
        _assessable(rows),
        _holm(compare_visits(rows, [variable(name) for name in COMPARED])),
        tabulate(enrolled(chart)),
        _listed(evaluation),
    ]
    if evaluation.groups:
        named = [variable(name) for name in (*ONCE, *COURSE, "egfr_jsn_2009", "sledai_total")]
        tables += [_described(rows, by="arm"), compare_groups(rows, named, by="arm")]
    return replace(evaluation, results=pl.concat(tables))


def enrolled(chart: Chart) -> list[Result]:
    """Count everyone in a chart, and everyone in each arm."""
    arms = chart.who["arm"].value_counts(sort=True).drop_nulls() if "arm" in chart.who.columns else None
    groups = {"": len(chart.who)} | dict(arms.iter_rows() if arms is not None else ())
    return [Result(variable="patients", group=group, statistic="enrolled", value=n, n=n) for group, n in groups.items()]


def _described(rows: pl.DataFrame, *, by: str) -> pl.DataFrame:
    first = rows.filter(pl.col("visit").cast(pl.String) == "baseline")
    repeated: list[Variable] = [variable(name) for name in (*COURSE, *DERIVED) if name not in ONCE]
    return pl.concat([summarise(first, [variable(name) for name in ONCE], by=by), summarise(rows, repeated, by=by)])


def _assessable(rows: pl.DataFrame) -> pl.DataFrame:
    """Count responders among everyone enrolled, a patient who cannot be judged as a non-responder."""
    judged = rows.with_columns(
        (pl.col("himeji_2012") == "complete").fill_null(value=False).alias("himeji_2012"),
        pl.col("sledai_remission").fill_null(value=False),
    )
    variables = [
        Variable(name=name, label=variable(name).label, kind="yes/no", definition=name)
        for name in ("himeji_2012", "sledai_remission")
    ]
    counted = summarise(judged, variables)
    renamed = pl.col("statistic") + "_nri"
    return counted.with_columns(
        renamed.alias("statistic"), (pl.col("id") + "_nri").alias("id"), pl.lit("unknown counted as no").alias("note")
    )


def _holm(compared: pl.DataFrame) -> pl.DataFrame:
    """Add, for the comparisons of numbers, each test's p-values adjusted by Holm's method."""
    made = compared.filter(pl.col("p").is_not_null(), ~pl.col("test").str.starts_with("McNemar"))
    family = pl.col("test").str.split(",").list.first()
    adjusted = [
        part.with_columns(
            pl.Series("p", holm(part["p"].to_numpy())),
            pl.lit("change_holm").alias("statistic"),
            pl.col("id").str.replace(".change.", ".change_holm.", literal=True),
            pl.lit(f"adjusted by Holm's method over {len(part)} comparisons").alias("note"),
        )
        for part in made.with_columns(family.alias("family")).partition_by(
            "family", include_key=False, maintain_order=True
        )
    ]
    return pl.concat([compared, *adjusted])


def _listed(e: Evaluation) -> pl.DataFrame:
    """List what is said of each patient in words: class, doses, levels, response, adverse events."""
    end = e.endpoint
    at_end = e.rows.filter(pl.col("visit").cast(pl.String) == end.name)
    results: list[Result] = []
    for row, person in zip(at_end.iter_rows(named=True), e.chart.who.iter_rows(named=True), strict=True):
        results += _said(str(person["patient"]), row, person, end.name)
    for drug in e.chart.given["drug"].drop_nulls().unique().cast(pl.String).sort():
        results += [_text(f"{drug}_dose", p, text, unit="mg/d") for p, text in trajectory(e.chart, drug).items()]
    for name, a in ANALYTES.items():
        if a.kind == "level":
            results += [_text(name, p, text, unit=a.printed_unit) for p, text in levels(e.chart, name).items()]
    events = e.chart.happened.group_by("patient", maintain_order=True).agg("what")
    results += [_text("adverse_events", str(p), "; ".join(dict.fromkeys(what))) for p, what in events.iter_rows()]
    return pl.concat([tabulate(results), _events(e)])


def _said(patient: str, row: dict[str, Any], person: dict[str, Any], visit: str) -> list[Result]:
    sex = {True: "F", False: "M", None: "?"}[person["female"]]
    dose = row["prednisolone_dose"]
    return [
        _text("age", patient, "?" if person["age"] is None else str(int(person["age"])), visit="baseline"),
        _text("female", patient, sex, visit="baseline"),
        _text("isn_rps_2003", patient, person["isn_rps"] or NOT_DONE, visit="baseline"),
        _text("prednisolone_dose", patient, NOT_DONE if dose is None else f"{dose:g}", visit=visit),
        _text("response", patient, response(row["himeji_2012"], row["sledai_remission"]), visit=visit),
    ]


def _text(name: str, patient: str, text: str, *, visit: str = "", unit: str = "") -> Result:
    known = shelf.names()
    definition = "himeji_2012" if name == "response" else name if name in known else ""
    return Result(
        variable=name, level=patient, visit=visit, statistic="text", text=text, unit=unit, n=1, definition=definition
    )


def response(renal: object, sledai: object) -> str:
    """Print a response as the paper does: "CR + SLEDAI-R", "CR", "SLEDAI-R", "None"; "Unknown" where it is.

    Example:
        >>> response("complete", True), response("none", False), response(None, True)
        ('CR + SLEDAI-R', 'None', 'CR unknown + SLEDAI-R')
    """
    parts = [
        "CR" if renal == "complete" else "CR unknown" if renal is None else "",
        "SLEDAI-R" if sledai else "SLEDAI-R unknown" if sledai is None else "",
    ]
    return " + ".join(part for part in parts if part) or "None"


def _events(e: Evaluation) -> pl.DataFrame:
    """Count the patients with each adverse event."""
    patients = len(e.chart.who)
    counted = (
        e.chart.happened.group_by("what")
        .agg(pl.col("patient").n_unique().alias("n"))
        .sort("n", "what", descending=[True, False])
    )
    return tabulate(
        Result(variable="adverse_events", level=what, statistic=name, value=value, n=patients, unit=unit)
        for what, n in counted.iter_rows()
        for name, value, unit in (("count", n, ""), ("percent", 100 * n / patients, "%"))
    )
