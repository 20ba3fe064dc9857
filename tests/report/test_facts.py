"""Every number that the founding paper prints is recomputed, and the short list of those that do not agree is known."""

from __future__ import annotations

from collections import Counter

import pytest

from remission.chart.chart import Chart
from remission.errors import SchemaError
from remission.report.facts import AGREES, DISAGREES, UNKNOWN, Fact, facts


@pytest.fixture(scope="module")
def found(himeji: Chart) -> tuple[Fact, ...]:
    return facts(himeji)


def test_so_many_agree(found: tuple[Fact, ...]):
    assert Counter(fact.verdict for fact in found) == {AGREES: 327, DISAGREES: 3, UNKNOWN: 7}


def test_the_list_of_what_does_not_agree_is_exactly_this(found: tuple[Fact, ...]):
    assert {f.id: (f.printed, f.recomputed) for f in found if f.verdict == DISAGREES} == {
        "table1.ds_dna.unit": ("IU/L", "IU/mL"),
        "table2.ds_dna.unit": ("IU/L", "IU/mL"),
        "table2.egfr.baseline.mean": ("89.6", "89.5"),
    }


def test_the_list_of_what_cannot_be_checked_is_exactly_this(found: tuple[Fact, ...]):
    assert [f.id for f in found if f.verdict == UNKNOWN] == [
        "results.creatinine_increase.improved",
        "discussion.cr.month_12.count",
        "discussion.cr.month_12.percent",
        "discussion.sledai_remission.month_12.count",
        "discussion.sledai_remission.month_12.percent",
        "discussion.microalbuminuria.month_12.count",
        "discussion.microalbuminuria.month_12.percent",
    ]


def test_whatever_does_not_agree_has_its_reason(found: tuple[Fact, ...]):
    assert [f.id for f in found if f.verdict != AGREES and len(f.reason) < 20] == []


def test_what_agrees_was_recomputed_to_the_same_text(found: tuple[Fact, ...]):
    assert [f.id for f in found if f.verdict == AGREES and f.recomputed != f.printed] == []


def test_every_star_says_what_both_tests_give(found: tuple[Fact, ...]):
    starred = [f for f in found if f.id.endswith(".stars") and not f.id.startswith("table2.nephrotic")]
    assert len(starred) == 24
    for fact in starred:
        mark = fact.printed or "no star"
        assert fact.reason == f"Wilcoxon signed-rank test: {mark}; paired t test: {mark}", fact.id


def test_another_cohort_is_found_to_disagree(himeji: Chart):
    measured = himeji.measured.filter(~((himeji.measured["analyte"] == "c3") & (himeji.measured["patient"] == "8")))
    fewer = Chart.of(who=himeji.who, measured=measured, given=himeji.given, happened=himeji.happened, limits=himeji.limits,
                     name="himeji")  # fmt: skip
    wrong = {f.id for f in facts(fewer) if f.verdict == DISAGREES}
    assert "table1.c3.mean" in wrong
    assert not {name for name in wrong if name.startswith(("table1.albumin", "table2.albumin"))}


def test_a_cohort_of_which_nothing_is_printed_is_refused(himeji: Chart):
    with pytest.raises(SchemaError, match=r"has no facts\.csv"):
        facts(Chart.of(who=himeji.who, name="mine"))
