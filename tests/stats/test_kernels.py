"""Check the statistical kernels against R (recorded in `oracles/`), SciPy, and laws that need no oracle."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import combinations, product
from math import inf, isnan, nan
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from remission.errors import SchemaError
from remission.stats import kernels as k

R = json.loads((Path(__file__).parent / "oracles" / "kernels.json").read_text(encoding="utf-8"))
CLOSE = {"rel": 1e-9, "abs": 1e-12}


def array(values: list) -> np.ndarray:
    return np.array(values, dtype=float)  # JSON's null becomes not-a-number


def cases(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", R[name].values(), ids=R[name].keys())


# --- pairs ---


@cases("pairs")
def test_the_paired_t_test_agrees_with_r(case):
    test = k.paired_t(array(case["before"]), array(case["after"]))
    assert test.name == "paired t test, two-sided"
    assert test.statistic == pytest.approx(case["t"], **CLOSE)
    assert test.p == pytest.approx(case["t_p"], **CLOSE)
    assert (test.n, test.exact, test.note) == (len(case["before"]), False, "")


@cases("pairs")
def test_the_exact_signed_rank_test_agrees_with_r_with_and_without_ties_and_zeros(case):
    test = k.signed_rank(array(case["before"]), array(case["after"]))
    assert test.name == "Wilcoxon signed-rank test, exact, two-sided"
    assert (test.exact, test.n) == (True, len(case["before"]))
    assert test.statistic == case["T"]
    assert test.p == pytest.approx(case["wilcoxon_p"], **CLOSE)
    assert ("ties share mean ranks" in test.note) is case["tied"]
    assert (f"zero differences dropped ({case['zeros']})" in test.note) is (case["zeros"] > 0)


@cases("pairs")
def test_the_signed_rank_test_without_ties_agrees_with_base_r(case):
    if case["wilcoxon_p_base"] is None:
        assert case["tied"], "base R gives an exact p wherever there are no ties"
        return
    test = k.signed_rank(array(case["before"]), array(case["after"]))
    assert test.p == pytest.approx(case["wilcoxon_p_base"], **CLOSE)


@cases("pairs")
def test_pratts_rule_agrees_with_the_permutation_of_r(case):
    test = k.signed_rank_pratt(array(case["before"]), array(case["after"]))
    assert test.name == "Wilcoxon signed-rank test, Pratt's zeros, exact, two-sided"
    assert test.statistic == case["pratt_T"]
    assert test.p == pytest.approx(case["pratt_p"], **CLOSE)
    assert (f"zero differences ranked, then dropped ({case['zeros']})" in test.note) is (case["zeros"] > 0)


@pytest.mark.parametrize(("falls", "p"), [((), 0.0078), ((1,), 0.0156), ((2,), 0.0234), ((3,), 0.0391), ((4,), 0.0547)])
def test_eight_patients_get_the_textbook_probabilities(falls, p):
    change = array([-step if step in falls else step for step in range(1, 9)])
    assert k.signed_rank(np.zeros(8), change).p == pytest.approx(p, abs=5e-5)


def test_one_zero_among_eight_costs_the_second_star():
    test = k.signed_rank(np.zeros(8), array([0, 1, 2, 3, 4, 5, 6, 7]))
    assert (test.p, k.stars(test.p), test.note) == (0.015625, "*", "zero differences dropped (1)")


def test_binary_dust_neither_breaks_ties_nor_makes_changes():
    before, after = array([10.1, 1.4, 0.3, 100.0]), array([11.0, 2.3, 3 * 0.1, 100.9])
    test = k.signed_rank(before, after)
    assert len(set((after - before).tolist())) == 4  # three equal rises and no change, had decimals been kept
    assert (test.statistic, test.p) == (0.0, 0.25)
    assert test.note == "zero differences dropped (1); ties share mean ranks"


def test_sixty_pairs_get_the_normal_approximation_of_r_and_the_name_says_so():
    case = R["many_pairs"]
    test = k.signed_rank(array(case["before"]), array(case["after"]))
    assert test.name == "Wilcoxon signed-rank test, normal approximation with continuity correction, two-sided"
    assert not test.exact
    assert test.p == pytest.approx(case["p"], **CLOSE)


@pytest.mark.parametrize(("rule", "kernel"), [("wilcox", k.signed_rank), ("pratt", k.signed_rank_pratt)])
def test_the_normal_approximation_agrees_with_scipy_under_both_zero_rules(rule, kernel):
    change = np.random.default_rng(7).integers(-9, 12, 400).astype(float)
    peer = scipy.stats.wilcoxon(change, zero_method=rule, correction=True, method="asymptotic")
    test = kernel(np.zeros(400), change)
    assert (test.statistic, test.p) == (peer.statistic, pytest.approx(peer.pvalue, **CLOSE))


@pytest.mark.parametrize(("moved", "exact"), [(50, True), (51, False)])
def test_the_exact_distribution_ends_at_fifty_changes(moved, exact):
    change = np.arange(1.0, moved + 1) * np.where(np.arange(moved) % 3, 1, -1)
    peer = scipy.stats.wilcoxon(change, method="exact" if exact else "asymptotic", correction=not exact)
    test = k.signed_rank(np.zeros(moved), change)
    assert test.exact is exact
    assert test.p == pytest.approx(peer.pvalue, **CLOSE)


def test_a_hundred_thousand_zeros_leave_pratts_test_exact():
    change = np.zeros(100_000)
    change[:3] = 1.0, -2.0, 3.0
    test = k.signed_rank_pratt(np.zeros(100_000), change)
    assert test.exact
    assert test.p == 0.75  # of eight patterns only + + - and its mirror lie nearer to the middle than + - +


def test_pairs_with_a_missing_value_are_dropped_and_counted():
    before, after = array([1, 2, None, 4, 7]), array([3, 5, 6, None, 8])
    whole, part = k.paired_t(before, after), k.paired_t(array([1, 2, 7]), array([3, 5, 8]))
    assert (whole.n, whole.p, whole.note) == (3, part.p, "pairs with a missing value dropped (2)")
    assert k.signed_rank(before, after).note == "pairs with a missing value dropped (2)"


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        (k.paired_t(array([1]), array([2])), "fewer than two complete pairs"),
        (k.paired_t(array([]), array([])), "fewer than two complete pairs"),
        (k.paired_t(array([10.1, 100.0]), array([11.0, 100.9])), "all differences are equal"),
        (k.signed_rank(array([1, 2]), array([1, 2])), "all differences are zero; zero differences dropped (2)"),
        (
            k.signed_rank(array([None, 2]), array([1, None])),
            "no complete pairs; pairs with a missing value dropped (2)",
        ),
        (
            k.signed_rank_pratt(array([3]), array([3])),
            "all differences are zero; zero differences ranked, then dropped (1)",
        ),
        (k.mcnemar(np.array([True, False]), np.array([True, False])), "nobody changed"),
        (k.mcnemar(array([]), array([])), "no complete pairs"),
        (k.welch_t(array([1]), array([2, 3])), "a group has fewer than two values"),
        (k.welch_t(array([0.3, 3 * 0.1]), array([2, 2])), "neither group varies"),
        (
            k.one_way_anova([array([1, 2]), array([])]),
            "fewer than two groups, or one value in each; empty groups left out (1)",
        ),
        (k.one_way_anova([array([1, 1]), array([2, 2])]), "no group varies"),
        (k.one_way_anova([]), "fewer than two groups, or one value in each"),
        (k.mann_whitney(array([]), array([2, 3])), "a group has no values"),
        (k.mann_whitney(array([2]), array([2, 2])), "all values are equal"),
        (k.kruskal_wallis([array([1, 2])]), "fewer than two groups"),
        (k.kruskal_wallis([array([2, 2]), array([2])]), "all values are equal"),
        (k.chi_square(array([[3, 0], [5, 0]])), "only one row or column holds anybody"),
        (k.chi_square(array([[0, 0], [0, 0]])), "only one row or column holds anybody"),
        (k.chi_square(array([[3, -1], [5, 0]])), "a count is missing or negative"),
        (k.fisher_exact(array([[0, 0], [0, 0]])), "the table is empty"),
        (k.fisher_exact(array([[1, None], [5, 0]])), "a count is missing or negative"),
        (k.fisher_exact(array([[1, 2, 3], [5, 0, 1]])), "the table is not two by two"),
    ],
)
def test_a_test_that_cannot_be_done_says_why_instead_of_failing(test, reason):
    assert isnan(test.p)
    assert isnan(test.statistic)
    assert test.note == reason


@pytest.mark.parametrize("kernel", [k.paired_t, k.signed_rank, k.signed_rank_pratt, k.mcnemar])
def test_arrays_that_are_not_pairs_are_a_mistake_of_the_caller(kernel):
    with pytest.raises(SchemaError, match="Found shapes"):
        kernel(array([1]), array([1, 2, 3]))


@cases("answers")
def test_mcnemar_agrees_with_the_binomial_test_of_r(case):
    test = k.mcnemar(array(case["before"]), array(case["after"]))
    as_booleans = k.mcnemar(array(case["before"]) == 1, array(case["after"]) == 1)
    assert test == as_booleans
    assert test.name == "McNemar test, exact, two-sided"
    assert test.statistic == case["statistic"]
    assert test.p == pytest.approx(case["p"], **CLOSE)


def test_mcnemar_leaves_unknown_answers_out():
    test = k.mcnemar(array([0, 0, 0, None]), array([1, 1, 0, 1]))
    assert (test.n, test.p) == (3, 0.5)
    assert test.note == "unchanged pairs carry no weight (1); pairs with a missing value dropped (1)"


# --- independent groups ---


@cases("two_groups")
def test_two_independent_groups_agree_with_r(case):
    a, b = array(case["a"]), array(case["b"])
    welch, ranks = k.welch_t(a, b), k.mann_whitney(a, b)
    assert (welch.statistic, welch.p) == (pytest.approx(case["t"], **CLOSE), pytest.approx(case["t_p"], **CLOSE))
    assert ranks.name == "Mann–Whitney U test, exact, two-sided"
    assert (ranks.statistic, ranks.p) == (case["U"], pytest.approx(case["exact_p"], **CLOSE))
    if case["base_p"] is not None:
        assert ranks.p == pytest.approx(case["base_p"], **CLOSE)


def test_a_crowd_gets_the_normal_approximation_of_r():
    test = k.mann_whitney(array(R["crowd"]["a"]), array(R["crowd"]["b"]))
    assert test.name == "Mann–Whitney U test, normal approximation with continuity correction, two-sided"
    assert test.p == pytest.approx(R["crowd"]["p"], **CLOSE)
    assert test.note == "ties share mean ranks"


@cases("several_groups")
def test_several_groups_agree_with_r(case):
    groups = [array(group) for group in case["groups"]]
    means, ranks = k.one_way_anova(groups), k.kruskal_wallis(groups)
    assert (means.statistic, means.p) == (pytest.approx(case["F"], **CLOSE), pytest.approx(case["F_p"], **CLOSE))
    assert (ranks.statistic, ranks.p) == (pytest.approx(case["H"], **CLOSE), pytest.approx(case["H_p"], **CLOSE))
    assert means.name == "one-way analysis of variance"
    assert ranks.name == "Kruskal–Wallis test, chi-squared approximation"


def test_groups_lose_their_unknown_values_and_say_how_many():
    assert k.welch_t(array([1, 2, None]), array([4, None, 6])).note == "missing values dropped (2)"
    assert k.kruskal_wallis([array([1, None]), array([2, 3]), array([])]).note == (
        "empty groups left out (1); missing values dropped (1)"
    )


# --- counts ---


@cases("tables")
def test_tables_of_counts_agree_with_r(case):
    fisher, pearson = k.fisher_exact(array(case["table"])), k.chi_square(array(case["table"]))
    assert (fisher.name, fisher.exact) == ("Fisher exact test, two-sided", True)
    assert fisher.p == pytest.approx(case["fisher_p"], **CLOSE)
    assert pearson.statistic == pytest.approx(case["chi"], **CLOSE)
    assert pearson.p == pytest.approx(case["chi_p"], **CLOSE)


def test_a_wide_table_agrees_with_r_and_an_empty_row_changes_nothing():
    table = array(R["wide_table"]["table"])
    test = k.chi_square(table)
    assert test.p == pytest.approx(R["wide_table"]["p"], **CLOSE)
    assert test == k.chi_square(np.vstack((table, np.zeros(3))))


def test_small_expected_counts_are_declared():
    assert k.chi_square(array([[7, 1], [3, 5]])).note == "expected count below 5 in 2 of 4 cells"


def test_a_table_in_which_everyone_responded_has_p_one_as_in_r():
    test = k.fisher_exact(array(R["empty_margin"]["table"]))
    assert test.p == R["empty_margin"]["fisher_p"]
    assert test.note == "a row or column is empty: no other table is possible"
    assert isnan(test.statistic)


def test_the_odds_ratio_is_infinite_where_only_one_way_is_empty():
    assert k.fisher_exact(array([[8, 0], [5, 3]])).statistic == inf
    assert k.fisher_exact(array([[6, 2], [3, 4]])).statistic == 4.0


# --- intervals, adjustment, stars, quantiles ---


@pytest.mark.parametrize("case", R["intervals"], ids=lambda c: f"{c['count']} of {c['n']}")
def test_clopper_pearson_agrees_with_r(case):
    low, high = k.clopper_pearson(case["count"], case["n"], case["level"])
    assert (low, high) == (pytest.approx(case["low"], **CLOSE), pytest.approx(case["high"], **CLOSE))


@pytest.mark.parametrize(
    ("count", "percent"), [(7, (47.3, 99.7)), (3, (8.5, 75.5)), (8, (63.1, 100.0)), (5, (24.5, 91.5))]
)
def test_the_founding_papers_rates_have_their_intervals(count, percent):
    assert tuple(round(100 * bound, 1) for bound in k.clopper_pearson(count, 8)) == percent


def test_nobody_everybody_and_no_one_at_all_have_exact_ends():
    assert k.clopper_pearson(0, 8)[0] == 0.0
    assert k.clopper_pearson(8, 8)[1] == 1.0
    assert all(isnan(bound) for bound in k.clopper_pearson(0, 0))


@pytest.mark.parametrize("case", R["holm"], ids=str)
def test_holms_adjustment_agrees_with_r(case):
    adjusted = k.holm(array(case["p"]))
    assert adjusted.tolist() == pytest.approx(array(case["adjusted"]).tolist(), nan_ok=True, **CLOSE)


@pytest.mark.parametrize("case", R["quantiles"], ids=lambda c: f"{len(c['values'])} values")
def test_quantiles_are_type_seven_as_in_r(case):
    found = [k.quantile(array(case["values"]), q) for q in case["q"]]
    assert found == pytest.approx(case["expected"], **CLOSE)


def test_no_values_have_no_quantile():
    assert isnan(k.quantile(array([]), 0.5))


@pytest.mark.parametrize(
    ("p", "marks"), [(0.0, "**"), (0.0099, "**"), (0.01, "*"), (0.0499, "*"), (0.05, ""), (1.0, ""), (nan, "")]
)
def test_stars_begin_strictly_below_their_bounds(p, marks):
    assert k.stars(p) == marks


# --- laws ---

law = settings(deadline=None, max_examples=60)  # no deadline: the machine is shared

numbers = st.one_of(st.integers(-6, 6).map(float), st.floats(-1e6, 1e6), st.just(nan))
pairs = st.lists(st.tuples(numbers, numbers), max_size=60)
groups = st.lists(st.lists(numbers, max_size=30).map(array), max_size=4)
PAIRED = [k.paired_t, k.signed_rank, k.signed_rank_pratt]


def split(rows: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    return array([row[0] for row in rows]), array([row[1] for row in rows])


def is_probability(test: k.Test) -> bool:
    return 0 <= test.p <= 1 or (isnan(test.p) and test.note != "")


@pytest.mark.parametrize("kernel", PAIRED)
@law
@given(rows=pairs)
def test_a_paired_p_is_a_probability_or_a_reason_and_swapping_keeps_it(kernel, rows):
    before, after = split(rows)
    there, back = kernel(before, after), kernel(after, before)
    assert is_probability(there)
    assert there.p == pytest.approx(back.p, nan_ok=True, **CLOSE)


@pytest.mark.parametrize("kernel", PAIRED)
@law
@given(rows=pairs, draw=st.data())
def test_the_order_of_patients_does_not_matter(kernel, rows, draw):
    shuffled = draw.draw(st.permutations(rows))
    a, b = kernel(*split(rows)), kernel(*split(shuffled))
    assert (a.name, a.n, a.note) == (b.name, b.n, b.note)
    assert a.p == pytest.approx(b.p, nan_ok=True, rel=1e-6, abs=1e-12)


@law
@given(rows=st.lists(st.tuples(st.sampled_from([0.0, 1.0, nan]), st.sampled_from([0.0, 1.0, nan])), max_size=80))
def test_mcnemar_is_the_same_from_both_ends(rows):
    before, after = split(rows)
    assert is_probability(k.mcnemar(before, after))
    assert k.mcnemar(before, after).p == pytest.approx(k.mcnemar(after, before).p, nan_ok=True)


@law
@given(parts=groups)
def test_group_tests_give_probabilities_or_reasons(parts):
    assert is_probability(k.one_way_anova(parts))
    assert is_probability(k.kruskal_wallis(parts))


@law
@given(a=st.lists(numbers, max_size=40).map(array), b=st.lists(numbers, max_size=40).map(array))
def test_two_groups_may_be_named_in_either_order(a, b):
    for kernel in (k.welch_t, k.mann_whitney):
        assert is_probability(kernel(a, b))
        assert kernel(a, b).p == pytest.approx(kernel(b, a).p, nan_ok=True, **CLOSE)


@law
@given(cells=st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_fishers_test_agrees_with_scipy_and_ignores_the_orientation(cells):
    table = array(cells).reshape(2, 2)
    test = k.fisher_exact(table)
    assert is_probability(test)
    assert k.fisher_exact(table.T).p == pytest.approx(test.p, nan_ok=True, rel=1e-8)
    if sum(cells):
        assert test.p == pytest.approx(scipy.stats.fisher_exact(table.astype(int)).pvalue, rel=1e-7, abs=1e-12)


small_steps = st.lists(st.integers(-5, 5), min_size=1, max_size=10).filter(any)


@law
@given(steps=small_steps)
def test_the_exact_signed_rank_p_is_the_share_of_all_sign_patterns(steps):
    change = array(steps)
    moved = change[change != 0]
    for kernel, ranks in (
        (k.signed_rank, scipy.stats.rankdata(np.abs(moved))),
        (k.signed_rank_pratt, scipy.stats.rankdata(np.abs(change))[change != 0]),
    ):
        signs = array(list(product((-1, 1), repeat=moved.size)))
        sums = np.abs(signs @ ranks)
        seen = abs(float(np.sign(moved) @ ranks))
        assert kernel(np.zeros(change.size), change).p == pytest.approx(float((sums >= seen).mean()), **CLOSE)


@law
@given(steps=st.lists(st.integers(-5, 5), min_size=1, max_size=5).filter(any), zeros=st.integers(0, 60))
def test_many_zeros_do_not_disturb_the_exact_count_under_pratts_rule(steps, zeros):
    change = np.concatenate((array(steps), np.zeros(zeros)))
    ranks = scipy.stats.rankdata(np.abs(change))[change != 0]
    moved = change[change != 0]
    sums = np.abs(array(list(product((-1, 1), repeat=moved.size))) @ ranks)
    share = float((sums >= abs(float(np.sign(moved) @ ranks))).mean())
    assert k.signed_rank_pratt(np.zeros(change.size), change).p == pytest.approx(share, **CLOSE)


@law
@given(
    a=st.lists(st.integers(0, 5), min_size=1, max_size=5).map(array),
    b=st.lists(st.integers(0, 5), min_size=1, max_size=6).map(array),
)
def test_the_exact_mann_whitney_p_is_the_share_of_all_ways_to_split(a, b):
    test = k.mann_whitney(a, b)
    ranks = scipy.stats.rankdata(np.concatenate((a, b)))
    if np.ptp(ranks) == 0:
        assert isnan(test.p)
        return
    middle = a.size * (ranks.size + 1) / 2
    far = np.abs(array([sum(chosen) for chosen in combinations(ranks, a.size)]) - middle)
    assert test.p == pytest.approx(float((far >= abs(ranks[: a.size].sum() - middle)).mean()), **CLOSE)


@law
@given(p=st.lists(st.one_of(st.floats(0, 1), st.just(nan)), max_size=30).map(array))
def test_holms_adjustment_never_lowers_a_p_and_keeps_their_order(p):
    adjusted = k.holm(p)
    known = ~np.isnan(p)
    assert (np.isnan(adjusted) == ~known).all()
    assert ((adjusted[known] >= p[known]) & (adjusted[known] <= 1)).all()
    assert (np.diff(adjusted[known][np.argsort(p[known])]) >= 0).all()


@law
@given(n=st.integers(1, 300), share=st.floats(0, 1))
def test_an_interval_holds_its_own_proportion(n, share):
    count = round(n * share)
    low, high = k.clopper_pearson(count, n)
    assert 0 <= low <= count / n <= high <= 1


def test_the_kernels_never_load_the_slow_statistics_package():
    code = (
        "import sys, numpy as np\n"
        "from remission.stats import kernels as k\n"
        "assert not any(name.startswith('scipy') for name in sys.modules), 'scipy came with the import'\n"
        "x, y = np.array([1., 2, 4, 7]), np.array([2., 5, 5, 9])\n"
        "k.paired_t(x, y), k.mcnemar(x > 2, y > 2), k.fisher_exact(np.ones((2, 2))), k.clopper_pearson(1, 2)\n"
        "k.one_way_anova([x, y]), k.kruskal_wallis([x, y]), k.chi_square(np.eye(2))\n"
        "assert 'scipy.special' in sys.modules and 'scipy.stats' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
