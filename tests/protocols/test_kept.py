"""A patient who is given what a protocol plans, and measured weekly, deviates from nothing, whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import audit
from remission.protocols.find import find, names
from remission.protocols.plan import Plan, plan
from remission.protocols.protocol import Protocol

WHO = pl.DataFrame({"patient": ["1"], "weight": [60.0], "height": [160.0], "age": [30.0], "female": [True]})
STEADY = {"egfr": 90.0, "creatinine": 0.7, "systolic": 120.0, "diastolic": 80.0, "wbc": 6.0, "upcr": 1.0}
TEXT = ("patient", "drug", "route")


def choices() -> Iterator[Any]:
    """Give every protocol of the shelf as it is, and with each other choice of each of its switches."""
    for name in names():
        yield pytest.param(find(name), id=name)
        for switch in find(name).switches:
            for choice in switch.choices[1:]:
                yield pytest.param(find(name).choose(**{switch.name: choice}), id=f"{name}-{switch.name}-{choice}")


def kept(protocol: Protocol, given: pl.DataFrame) -> Chart:
    weekly = [
        {"patient": "1", "day": day, "analyte": analyte, "value": value}
        for day in range(0, protocol.length + 1, 7)
        for analyte, value in STEADY.items()
    ]
    return Chart.of(who=WHO, given=given.with_columns(pl.col(TEXT).cast(pl.String)), measured=pl.DataFrame(weekly))


def planned(made: Plan) -> pl.DataFrame:
    return made.doses.select("patient", "day", "until", "drug", "dose", "days_per_week", "route")


@pytest.mark.parametrize("protocol", list(choices()))
def test_what_is_planned_is_no_deviation(protocol: Protocol) -> None:
    given = planned(plan(protocol, Chart.of(who=WHO)))
    found = audit(protocol, kept(protocol, given)).deviations
    assert not found.filter(pl.col("about").is_in(protocol.drugs)).rows()


@pytest.mark.parametrize("name", names())
def test_it_is_none_either_where_whoever_was_asked_lets_the_dose_go_on(name: str) -> None:
    protocol = find(name)
    made = plan(protocol, Chart.of(who=WHO))
    given = planned(made)
    for day, about in made.asks.select("day", "about").iter_rows():
        open_ = (pl.col("drug").cast(pl.String) == about) & (pl.col("until") == day - 1)
        given = given.with_columns(pl.when(~open_).then("until").alias("until"))
    found = audit(protocol, kept(protocol, given)).deviations
    assert not found.filter(pl.col("about").is_in(protocol.drugs)).rows()


def test_a_course_that_ends_without_a_question_is_a_deviation() -> None:
    protocol = find("nih_cyclophosphamide")
    given = planned(plan(protocol, Chart.of(who=WHO))).with_columns(
        pl.when(drug="prednisone").then(pl.lit(20, dtype=pl.Int32)).otherwise("until").alias("until")
    )
    found = audit(protocol, kept(protocol, given)).deviations.filter(about="prednisone")
    assert found.select("day", "until", "kind").rows() == [(21, 21, "change_without_a_rule"), (22, 868, "omitted")]
