"""What only definitions can find wrong with a chart."""

from __future__ import annotations

import polars as pl

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.check import REPORTED, check
from remission.report.evaluation import DERIVED


def limits_missing(chart: Chart) -> str:
    return " ".join(check(chart).findings.filter(pl.col("rule") == "limits-missing")["says"])


def test_limits_are_missed_where_the_report_asks_for_them_and_for_nothing_else(himeji: Chart):
    unstated = Chart.of(who=himeji.who, measured=himeji.measured)
    told = limits_missing(unstated)
    assert "serum creatinine" in told
    assert "anti-double-stranded DNA antibody" in told
    assert "albumin" not in told
    assert limits_missing(himeji) == ""


def test_the_definitions_of_the_report_that_ask_for_limits_are_these():
    asking = {name for name in DERIVED if any("_normal(" in i for i in shelf.find(name).inputs)}
    assert asking == set(REPORTED)
