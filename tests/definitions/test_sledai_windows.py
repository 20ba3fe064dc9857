"""SLEDAI counts what was measured near the recorded items, and says which item it lacks."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.definitions.derive import derive
from remission.definitions.explain import explain, why_unknown
from remission.definitions.shelf import find
from remission.terms.analytes import SLEDAI_ITEMS
from remission.terms.windows import HIMEJI_VISITS

BLOOD = {"urine_rbc_hpf": 9.0, "proteinuria": 0.8, "platelets": 90.0, "c3": 40.0, "ds_dna": 99.0, "wbc": 2.0,
         "urine_wbc_hpf": 9.0, "rbc_casts": 1.0}  # fmt: skip
LIMITS = pl.DataFrame({"analyte": ["c3", "ds_dna"], "low": [73.0, None], "high": [None, 12.0]})
DRAWN, LABORATORY = 61, 4 * 4 + 2 * 2 + 1 * 2
"""The due day of month 2, and what the values above count: 4 for each of the urine, 2 for serology, 1 for cells."""
BY_LABORATORY = {"hematuria", "proteinuria", "thrombocytopenia", "low_complement", "dna_binding", "leukopenia", "pyuria",
                 "urinary_casts"}  # fmt: skip


def chart(examined: int | None, *, without: tuple[str, ...] = ()) -> Chart:
    """Make a patient whose blood and urine were drawn on one day, and whose other items were recorded on another."""
    items = [i for i in SLEDAI_ITEMS if i.removeprefix("sledai_") not in BY_LABORATORY and i not in without]
    rows = [(DRAWN, name, value) for name, value in BLOOD.items() if name not in without]
    rows += [(examined, item, 0.0) for item in items if examined is not None]
    measured = pl.DataFrame([{"patient": "1", "day": d, "analyte": a, "value": v} for d, a, v in rows])
    return Chart.of(who=pl.DataFrame({"patient": ["1"]}), measured=measured, limits=LIMITS)


@pytest.mark.parametrize(
    ("examined", "ten_days", "thirty_days"),
    [
        (61, LABORATORY, LABORATORY), (71, LABORATORY, LABORATORY), (51, LABORATORY, LABORATORY),
        (72, None, LABORATORY), (50, None, LABORATORY), (91, None, LABORATORY), (31, None, LABORATORY),
    ],
)  # fmt: skip
def test_a_value_counts_if_it_was_drawn_near_the_day_of_the_recorded_items(examined, ten_days, thirty_days):
    told = derive(chart(examined), ["sledai_2k", "sledai_2k_30_days"]).filter(visit="month_2")
    assert told.row(0)[3:] == (ten_days, thirty_days)


def test_beyond_thirty_days_a_value_counts_in_neither():
    wide = (HIMEJI_VISITS[0], HIMEJI_VISITS[1].__class__(name="wide", label="Wide", target=61, low=1, high=120))
    told = derive(chart(92), ["sledai_2k", "sledai_2k_30_days", "sledai_2k_30_days_least"], visits=wide)
    assert told.row(1)[3:] == (None, None, 0)


def test_where_no_item_was_recorded_a_value_counts_by_itself():
    assert derive(chart(None), ["renal_sledai_2k"]).filter(visit="month_2")["renal_sledai_2k"].item() == 16


def test_what_is_missing_for_a_total_is_named_and_nothing_else():
    (row,) = why_unknown(chart(61, without=("sledai_fever",)), ["sledai_2k"]).filter(visit="month_2").rows(named=True)
    assert row["missing"] == "SLEDAI: fever, body temperature"


def test_an_explanation_shows_the_value_and_what_it_was_held_against():
    leaves = explain(chart(61), find("sledai_item_hematuria")).filter(visit="month_2").rows(named=True)
    assert [(leaf["seen"], leaf["limit"], leaf["holds"]) for leaf in leaves] == [(None, "1", None), ("9.0", "5", True)]
    assert leaves[1]["condition"].startswith("urine red cells per high-power field (at most 10 days from")


def test_a_measure_that_stands_in_must_be_as_near_as_the_one_that_is_wanted():
    rows = [(80, "upcr", 2.0), (70, "sledai_rash", 0.0), (91, "sledai_rash", 0.0)]

    def told(examined: int) -> object:
        measured = [{"patient": "1", "day": d, "analyte": a, "value": v} for d, a, v in rows if d in (80, examined)]
        one = Chart.of(who=pl.DataFrame({"patient": ["1"]}), measured=pl.DataFrame(measured))
        answers = derive(one, ["sledai_2k_proteinuria"], stand_ins=["upcr-for-proteinuria"])
        return answers.filter(visit="month_2")["sledai_2k_proteinuria"].item()

    assert told(70) is True
    assert told(91) is None


def test_an_explanation_of_a_score_lists_its_items():
    rows = explain(chart(61, without=("sledai_fever",)), find("sledai_2k")).filter(visit="month_2")
    told = dict(rows.select("condition", "holds").iter_rows())
    assert len(told) == 24
    assert told["sledai item hematuria (+4)"] is True
    assert told["sledai item rash (+2)"] is False
    assert (
        rows.filter(condition="sledai item fever (+1)").row(0, named=True)["missing"]
        == "SLEDAI: fever, body temperature"
    )
