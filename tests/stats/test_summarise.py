"""Summaries as result rows, against Python's own statistics, SciPy and the founding paper."""

from __future__ import annotations

import math
import statistics

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.definitions.derive import derive
from remission.errors import UnknownName
from remission.stats.result import SCHEMA, Result, tabulate
from remission.stats.result import test_key as key_of
from remission.stats.summarise import summarise
from remission.stats.variable import Variable, variable

AGES = [32.0, 40, 27, 66, 22, 62, 69, 70]
"""Table 3 of the founding paper."""
AGE = Variable(name="age", label="Age", kind="number", unit="years")
SICK = Variable(name="sick", label="Sick", kind="yes/no")
KIND = Variable(name="kind", label="Kind", kind="category")


def table(values: list[object], name: str = "age", **more: list[object]) -> pl.DataFrame:
    return pl.DataFrame({"visit": ["baseline"] * len(values), name: values, **more}, strict=False)


def found(results: pl.DataFrame, **where: object) -> dict[str, float | None]:
    return dict(results.filter(**where).select("statistic", "value").iter_rows())


def test_the_ages_of_table_3_give_the_mean_and_the_sample_sd_of_table_1():
    ages = found(summarise(table(AGES), [AGE]))
    assert ages["mean"] == pytest.approx(48.5)
    assert ages["sd"] == pytest.approx(20.2838, abs=1e-4)  # with n in the place of n - 1 it is 18.97
    assert (ages["min"], ages["max"]) == (22, 70)


numbers = st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=2, max_size=30)


@given(values=numbers, missing=st.integers(0, 3))
def test_every_number_is_that_of_python_s_statistics(values: list[float], missing: int):
    results = summarise(table([*values, *[None] * missing]), [AGE])
    ours = found(results)
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    theirs = {
        "mean": statistics.fmean(values), "sd": statistics.stdev(values), "median": statistics.median(values),
        "q1": quartiles[0], "q3": quartiles[2], "min": min(values), "max": max(values),
    }  # fmt: skip
    assert set(ours) == set(theirs)
    for name, expected in theirs.items():
        assert ours[name] == pytest.approx(expected, rel=1e-9, abs=1e-6), name
    assert set(results["n"]) == {len(values)}
    assert set(results["missing"]) == {missing}


def test_one_value_has_a_mean_and_no_sd():
    one = found(summarise(table([3.0, None]), [AGE]))
    assert (one["mean"], one["sd"], one["median"]) == (3.0, None, 3.0)


def test_no_value_has_nothing_and_is_counted_as_missing():
    results = summarise(table([None, None]).with_columns(pl.col("age").cast(pl.Float64)), [AGE])
    assert set(results["value"]) == {None}
    assert set(results["n"]) == {0}
    assert set(results["missing"]) == {2}


@pytest.mark.parametrize(("yes", "no"), [(7, 1), (3, 5), (8, 0), (0, 8), (5, 3)])
def test_a_share_has_scipys_exact_interval(yes: int, no: int):
    from scipy.stats import binomtest

    results = found(summarise(table([True] * yes + [False] * no + [None], "sick"), [SICK]))
    exact = binomtest(yes, yes + no).proportion_ci(0.95, method="exact")
    assert results["count"] == yes
    assert results["percent"] == pytest.approx(100 * yes / (yes + no))
    assert results["percent_low"] == pytest.approx(100 * exact.low)
    assert results["percent_high"] == pytest.approx(100 * exact.high)


def test_seven_of_eight_is_875_percent_between_47_and_100():
    # Clopper and Pearson: 47.3 to 99.7 %; the denominator leaves out whom nothing is known of
    results = summarise(table([True] * 7 + [False] + [None] * 4, "sick"), [SICK])
    seven = found(results)
    assert (seven["percent"], round(seven["percent_low"], 1), round(seven["percent_high"], 1)) == (87.5, 47.3, 99.7)
    assert set(results["n"]) == {8}
    assert set(results["missing"]) == {4}


def test_nobody_known_has_no_percentage():
    results = summarise(table([None], "sick").with_columns(pl.col("sick").cast(pl.Boolean)), [SICK])
    assert found(results) == {"count": 0, "percent": None, "percent_low": None, "percent_high": None}


def test_each_level_of_a_category_is_counted_and_those_that_cannot_occur_are_not():
    results = summarise(table(["b", "a", "b", None], "kind"), [KIND]).filter(statistic="count")
    assert dict(results.select("level", "value").iter_rows()) == {"a": 1, "b": 2}


def test_an_ordered_category_keeps_its_order_and_counts_nobody_as_0():
    ordered = table(["none", "none"], "kind").with_columns(
        pl.col("kind").cast(pl.Enum(["complete", "partial", "none"]))
    )
    results = summarise(ordered, [KIND]).filter(statistic="count")
    assert list(results.select("level", "value").iter_rows()) == [("complete", 0), ("partial", 0), ("none", 2)]


def test_groups_and_visits_are_described_by_themselves():
    rows = pl.DataFrame({"visit": ["baseline", "month_2"] * 2, "arm": ["A", "A", "B", "B"], "age": [1.0, 2, 3, 4]})
    results = summarise(rows, [AGE], by="arm").filter(statistic="mean")
    assert results.select("group", "visit", "value").rows() == [
        ("A", "baseline", 1), ("A", "month_2", 2), ("B", "baseline", 3), ("B", "month_2", 4),
    ]  # fmt: skip
    together = summarise(rows, [AGE], visits=False).filter(statistic="mean")
    assert together.select("group", "visit", "value").rows() == [("", "", 2.5)]


def test_the_founding_paper_s_means_at_baseline(himeji):
    # Table 1; C3 41.25 prints as 41.3
    rows = derive(himeji, ["egfr_jsn_2009", "sledai_total"])
    results = summarise(rows, [variable("egfr_jsn_2009"), variable("sledai_total")])
    egfr = found(results, variable="egfr_jsn_2009", visit="baseline")
    assert egfr["mean"] == pytest.approx(89.5, abs=0.05)
    assert egfr["sd"] == pytest.approx(50.8, abs=0.05)
    assert found(results, variable="sledai_total", visit="month_2")["mean"] == 3.25  # prints as 3.3
    assert set(results.filter(variable="egfr_jsn_2009")["definition"]) == {"egfr_jsn_2009"}


# --- what a row is ------------------------------------------------------------------------------------------------


def test_a_row_is_named_by_its_parts_and_no_two_rows_are_named_alike(evaluated):
    result = Result(
        variable="c3", statistic="mean", visit="month_2", level="x", group="A", test="Welch's t test, two-sided"
    )
    assert result.id == "c3.x.A.month_2.mean.welch-t-test"
    assert evaluated.results.filter(pl.col("id").is_duplicated())["id"].to_list() == []


def test_a_table_of_no_results_still_has_its_columns():
    assert dict(tabulate([]).schema) == SCHEMA


@pytest.mark.parametrize("odd", [math.nan, math.inf, None])
def test_what_is_no_number_becomes_null(odd: float | None):
    assert tabulate([Result(variable="c3", statistic="mean", value=odd, p=odd)]).select("value", "p").row(0) == (
        None,
        None,
    )


def test_a_test_is_named_the_same_whether_exact_or_not():
    exact, approximate = "Mann–Whitney U test, exact, two-sided", "Mann–Whitney U test, normal approximation, two-sided"
    assert key_of(exact) == key_of(approximate) == "mann-whitney-u-test"


@pytest.mark.parametrize(
    ("name", "kind", "unit"),
    [
        ("c3", "number", "mg/dL"),
        ("age", "number", "years"),
        ("female", "yes/no", ""),
        ("isn_rps", "category", ""),
        ("himeji_2012", "category", ""),
        ("nephrotic_syndrome_japan", "yes/no", ""),
        ("egfr_jsn_2009", "number", "mL/min per 1.73 m²"),
        ("isn_rps_2003", "category", ""),
    ],
)
def test_a_variable_is_summarised_by_what_it_holds(name: str, kind: str, unit: str):
    assert (variable(name).kind, variable(name).unit) == (kind, unit)


def test_a_misspelt_variable_is_answered_with_the_nearest_one():
    with pytest.raises(UnknownName, match="The nearest name is 'proteinuria'"):
        variable("protienuria")


def test_patients_without_a_group_are_in_no_group():
    results = summarise(table([1.0, 2.0, 30.0], arm=["A", "A", None]), [AGE], by="arm")
    assert results["group"].unique().to_list() == ["A"]
    assert found(results)["mean"] == 1.5
