"""A patient who is given what a protocol plans, and measured weekly, deviates from nothing."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import audit
from remission.protocols.find import find, names
from remission.protocols.plan import plan

WHO = pl.DataFrame({"patient": ["1"], "weight": [60.0], "height": [160.0], "age": [30.0], "female": [True]})
STEADY = {"egfr": 90.0, "creatinine": 0.7, "systolic": 120.0, "diastolic": 80.0, "wbc": 6.0, "upcr": 1.0}
TEXT = ("patient", "drug", "route")


@pytest.mark.parametrize("name", names())
def test_what_is_planned_is_no_deviation(name: str) -> None:
    protocol = find(name)
    made = plan(protocol, Chart.of(who=WHO))
    given = made.doses.select("patient", "day", "until", "drug", "dose", "days_per_week", "route")
    for day, about in made.asks.select("day", "about").iter_rows():  # whoever was asked lets the dose go on
        open_ = (pl.col("drug").cast(pl.String) == about) & (pl.col("until") == day - 1)
        given = given.with_columns(pl.when(~open_).then("until").alias("until"))
    weekly = [
        {"patient": "1", "day": day, "analyte": analyte, "value": value}
        for day in range(0, protocol.length + 1, 7)
        for analyte, value in STEADY.items()
    ]
    kept = Chart.of(who=WHO, given=given.with_columns(pl.col(TEXT).cast(pl.String)), measured=pl.DataFrame(weekly))
    found = audit(protocol, kept).deviations
    assert not found.filter(pl.col("about").is_in(protocol.drugs)).rows()
