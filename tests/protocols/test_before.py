"""What a question before the first dose needs is planned, due and audited as every other sample is."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.audit import audit
from remission.protocols.before import sampled
from remission.protocols.decide import decide
from remission.protocols.find import find, names
from remission.protocols.plan import plan
from remission.terms.analytes import ANALYTES

WHO = pl.DataFrame({"patient": ["1"], "weight": [60.0], "height": [160.0], "age": [30.0], "female": [True]})
NORMAL = {"egfr": 90.0, "creatinine": 0.7, "systolic": 120.0, "diastolic": 80.0, "wbc": 6.0}
AURORA = find("aurora_1_2021")


def measured(rows: pl.DataFrame) -> Chart:
    results = rows.select("patient", pl.col("due").alias("day"), "analyte").with_columns(
        pl.col("patient").cast(pl.String), pl.col("analyte").replace_strict(NORMAL, default=1.0).alias("value")
    )
    return Chart.of(who=WHO, measured=results)


@pytest.mark.parametrize("name", names())
def test_who_is_measured_as_planned_is_asked_nothing_before_the_first_dose(name: str) -> None:
    protocol = find(name)
    before = plan(protocol, Chart.of(who=WHO)).samples.filter(pl.col("due") <= 0)
    assert decide(protocol, measured(before), 0).asks["says"].to_list() == []


@pytest.mark.parametrize(("choice", "kidney"), [("ckd_epi_2009", "creatinine"), ("reported", "egfr")])
def test_a_plan_lists_what_must_be_known_before_the_first_dose(choice: str, kidney: str) -> None:
    samples = plan(AURORA.choose(egfr=choice), Chart.of(who=WHO)).samples.filter(due=0)
    told = samples.filter(pl.col("analyte") != "upcr").select("analyte", "low", "high", "source", "at").rows()
    assert set(told) == {
        ("systolic", -35, 0, "fda_lupkynis", "2.2"),
        ("diastolic", -35, 0, "fda_lupkynis", "2.2"),
        (kidney, -28, 0, "fda_lupkynis", "2.2"),
    }


def test_what_is_due_by_then_anyway_is_not_listed_twice() -> None:
    label = find("mizoribine_label_japan")
    assert sampled(label) == label.monitors
    samples = plan(AURORA, Chart.of(who=WHO)).samples
    assert samples.group_by("analyte", "due").len()["len"].max() == 1
    assert samples.filter(analyte="creatinine")["due"].head(3).to_list() == [0, 14, 28]


def test_it_is_due_on_the_day_and_missed_where_it_was_not_drawn() -> None:
    nobody = Chart.of(who=WHO)
    due = decide(AURORA, nobody, 0).samples.filter(pl.col("status").cast(pl.String) == "due")
    assert {"systolic", "diastolic", "creatinine"} <= set(due["analyte"])
    later = measured(pl.DataFrame({"patient": ["1"], "due": [30], "analyte": ["upcr"]}))
    missed = audit(AURORA, later).deviations.filter(pl.col("about") == "systolic", pl.col("day") == 0)
    assert missed["kind"].to_list() == ["missed"]


def test_a_protocol_without_such_questions_samples_what_it_says() -> None:
    himeji = find("himeji_2012")
    assert sampled(himeji) == himeji.in_use(himeji.monitors)
    assert {monitor.analyte.name for monitor in sampled(AURORA)} <= ANALYTES.keys()
