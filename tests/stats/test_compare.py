"""Comparisons as result rows, against SciPy and the stars of the founding paper."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.chart.visits import wide
from remission.definitions.derive import derive
from remission.stats.compare import compare_groups, compare_visits
from remission.stats.kernels import stars
from remission.stats.variable import Variable, variable
from remission.terms.windows import HIMEJI_VISITS

C3 = Variable(name="c3", label="C3", kind="number", unit="mg/dL")
SICK = Variable(name="sick", label="Sick", kind="yes/no")
KIND = Variable(name="kind", label="Kind", kind="category")
TABLE_2 = {
    # stars of Table 2 at months 2, 4 and 6
    "proteinuria": ("**", "**", "**"),
    "albumin": ("**", "**", "**"),
    "c3": ("**", "**", "**"),
    "ds_dna": ("**", "**", "**"),
    "creatinine": ("", "", ""),
    "egfr_jsn_2009": ("", "", ""),
    "hemoglobin": ("", "*", "**"),
    "sledai_total": ("**", "**", "**"),
}


def two_visits(before: list[float | None], after: list[float | None], name: str = "c3") -> pl.DataFrame:
    patients = [str(n) for n in range(len(before))]
    return pl.DataFrame(
        {
            "patient": [*patients, *patients],
            "visit": ["baseline"] * len(before) + ["month_2"] * len(after),
            name: [*before, *after],
        }
    )


@pytest.mark.parametrize("test", ["Wilcoxon signed-rank test", "paired t test"])
def test_each_test_gives_every_star_that_table_2_prints(himeji, test):
    derived = ["egfr_jsn_2009", "sledai_total"]
    rows = wide(himeji, [n for n in TABLE_2 if n not in derived], HIMEJI_VISITS)
    rows = rows.hstack(derive(himeji, derived).select(derived))
    results = compare_visits(rows, [variable(name) for name in TABLE_2]).filter(pl.col("test").str.starts_with(test))
    marks = {
        (v, visit): stars(p) for v, visit, p in results.select("variable", "visit", "p").iter_rows() if p is not None
    }
    months = ("month_2", "month_4", "month_6")
    assert {name: tuple(marks[name, month] for month in months) for name in TABLE_2} == TABLE_2


decimals = st.integers(0, 2000).map(lambda n: n / 10)


@given(pairs=st.lists(st.tuples(decimals, decimals), min_size=3, max_size=12))
def test_the_paired_t_is_scipys(pairs):
    from scipy.stats import ttest_rel

    before, after = (np.array(side) for side in zip(*pairs, strict=True))
    (row,) = compare_visits(two_visits([*before], [*after]), [C3]).filter(test="paired t test, two-sided").iter_rows(
        named=True
    ) or [None]
    assert row["value"] == pytest.approx(float(np.mean(after - before)), abs=1e-9)
    assert row["n"] == len(pairs)
    change = np.round(after - before, 6)
    if np.ptp(change) == 0:
        assert row["p"] is None
    else:
        assert row["p"] == pytest.approx(ttest_rel(after, before).pvalue, rel=1e-6)


@given(change=st.lists(st.integers(-20, 20).filter(bool), min_size=3, max_size=9, unique_by=abs))
def test_the_signed_rank_p_is_scipys_exact_one_where_nothing_is_tied(change):
    from scipy.stats import wilcoxon

    rows = two_visits([50.0] * len(change), [50.0 + c for c in change])
    (p,) = compare_visits(rows, [C3]).filter(pl.col("test").str.starts_with("Wilcoxon"))["p"]
    assert p == pytest.approx(wilcoxon(change, method="exact").pvalue)


def test_pairs_are_patients_with_both_values_and_the_others_are_counted():
    results = compare_visits(two_visits([1.0, 2, 3, None, 5], [2.0, 4, None, 8, 11]), [C3])
    assert set(results["n"]) == {3}
    assert set(results["missing"]) == {2}
    assert set(results["value"]) == {3.0}  # the mean of 1, 2 and 6; the difference of the means of all is 3.5


def test_patients_are_paired_by_name_and_not_by_place():
    rows = pl.DataFrame(
        {
            "patient": ["a", "b", "b", "a"],
            "visit": ["baseline", "baseline", "month_2", "month_2"],
            "c3": [1.0, 10, 12, 2],
        }
    )
    assert set(compare_visits(rows, [C3])["value"]) == {1.5}


def test_zeros_and_ties_are_declared():
    results = compare_visits(two_visits([1.0, 2, 3, 4, 5], [1.0, 3, 4, 7, 9]), [C3])
    (note,) = results.filter(pl.col("test").str.starts_with("Wilcoxon"))["note"]
    assert "zero differences dropped (1)" in note
    assert "ties share mean ranks" in note


def test_nobody_changing_is_an_answer_and_no_error():
    results = compare_visits(two_visits([1.0, 2, 3], [1.0, 2, 3]), [C3])
    assert results["p"].to_list() == [None, None]
    assert set(results["value"]) == {0.0}


def test_yes_and_no_are_compared_by_mcnemar_in_percentage_points():
    from scipy.stats import binomtest

    before, after = [True] * 6 + [False] * 2, [False] * 5 + [True] * 2 + [False]
    (row,) = compare_visits(two_visits(before, after, "sick"), [SICK]).iter_rows(named=True)
    assert row["value"] == pytest.approx(-50.0)  # 6 of 8, then 2 of 8
    assert row["unit"] == "%"
    assert row["p"] == pytest.approx(binomtest(1, 6).pvalue)  # 5 left and 1 came


def test_without_a_baseline_nothing_is_compared():
    rows = two_visits([1.0, 2], [2.0, 3]).filter(pl.col("visit") != "baseline")
    assert compare_visits(rows, [C3]).is_empty()


def test_two_arms_are_compared_by_welch_and_mann_whitney():
    from scipy.stats import mannwhitneyu, ttest_ind

    a, b = [1.0, 2, 4, 8.5], [5.0, 7, 9, 11, 12]
    rows = pl.DataFrame({"visit": ["baseline"] * 10, "arm": ["A"] * 4 + ["B"] * 5 + [None], "c3": [*a, *b, 1000.0]})
    results = {row["test"].split(",")[0]: row for row in compare_groups(rows, [C3], by="arm").iter_rows(named=True)}
    welch, ranks = results["Welch's t test"], results["Mann–Whitney U test"]
    assert welch["p"] == pytest.approx(ttest_ind(a, b, equal_var=False).pvalue)
    assert ranks["p"] == pytest.approx(mannwhitneyu(a, b, method="exact").pvalue)
    assert welch["value"] == pytest.approx(sum(a) / 4 - sum(b) / 5)
    assert welch["n"] == 9  # who has no arm is left out


def test_three_arms_are_compared_by_analysis_of_variance_and_kruskal_wallis():
    from scipy.stats import f_oneway, kruskal

    samples = [[1.0, 2, 4], [5.0, 7, 9], [2.0, 8, 16]]
    rows = pl.DataFrame({"visit": ["baseline"] * 9, "arm": list("AAABBBCCC"), "c3": sum(samples, [])})  # noqa: RUF017 # nine
    p = compare_groups(rows, [C3], by="arm")["p"].to_list()
    assert p == [pytest.approx(f_oneway(*samples).pvalue), pytest.approx(kruskal(*samples).pvalue)]


def test_answers_of_two_arms_are_compared_by_chi_squared_and_fisher():
    from scipy.stats import chi2_contingency, fisher_exact

    rows = pl.DataFrame(
        {
            "visit": ["baseline"] * 16,
            "arm": ["A"] * 8 + ["B"] * 8,
            "sick": [True] * 7 + [False] + [True] * 3 + [False] * 5,
        }
    )
    chi, fisher = compare_groups(rows, [SICK], by="arm")["p"]
    counts = [[7, 1], [3, 5]]
    assert chi == pytest.approx(chi2_contingency(counts, correction=False).pvalue)
    assert fisher == pytest.approx(fisher_exact(counts).pvalue)


def test_categories_of_two_arms_are_compared_by_chi_squared_alone_where_there_are_three():
    from scipy.stats import chi2_contingency

    rows = pl.DataFrame({"visit": ["baseline"] * 12, "arm": ["A"] * 6 + ["B"] * 6, "kind": list("xxyyzzxyyyyz")})
    (p,) = compare_groups(rows, [KIND], by="arm")["p"]
    assert p == pytest.approx(chi2_contingency([[2, 2, 2], [1, 4, 1]], correction=False).pvalue)


def test_one_arm_has_nothing_to_be_compared_with():
    rows = pl.DataFrame({"visit": ["baseline"] * 2, "arm": ["A", None], "c3": [1.0, 2.0]})
    assert compare_groups(rows, [C3], by="arm").is_empty()
