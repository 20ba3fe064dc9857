"""Check the coefficients of agreement against published figures, statsmodels, scikit-learn and irrCAC, and by laws."""

from __future__ import annotations

import json
from math import isnan, nan, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.errors import SchemaError
from remission.stats.agreement import Agreement, cohen_kappa, fleiss_kappa

PEERS = json.loads((Path(__file__).parent / "oracles" / "agreement.json").read_text(encoding="utf-8"))
SPREAD = 1e-12
two = pytest.mark.parametrize("case", PEERS["two"], ids=lambda case: case["case"])
many = pytest.mark.parametrize("case", PEERS["many"], ids=lambda case: case["case"])
answers = st.sampled_from([0.0, 1.0, nan])


def array(values: list) -> np.ndarray:
    return np.array(values, dtype=float)  # JSON's null becomes not-a-number


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def clipped(end: float) -> object:
    return pytest.approx(max(-1.0, min(1.0, end)), rel=1e-8, abs=1e-8)


@two
def test_cohen_s_kappa_is_that_of_statsmodels_and_scikit_learn(case):
    found = cohen_kappa(array(case["first"]), array(case["second"]))
    assert found.kappa == close(case["kappa"]) == close(case["kappa_sklearn"])
    assert (found.n, found.patients, found.missing) == (len(case["first"]), len(case["first"]), 0)


@two
def test_its_standard_error_is_that_of_irrcac_and_the_large_sample_one_with_n_less_one(case):
    found = cohen_kappa(array(case["first"]), array(case["second"]))
    assert found.se == close(case["se"])
    assert found.se == close(case["se_large_sample"] * sqrt(found.n / (found.n - 1)))
    if case["se"] > SPREAD:
        assert (found.low, found.high) == (clipped(case["low"]), clipped(case["high"]))


def test_sas_prints_the_same_kappa_and_standard_error():
    # printout of PROC FREQ, as statsmodels quotes it: kappa 0.4842, ASE 0.1380
    case = next(case for case in PEERS["two"] if "SAS" in case["case"])
    found = cohen_kappa(array(case["first"]), array(case["second"]))
    assert round(found.kappa, 4) == 0.4842
    assert round(found.se * sqrt((found.n - 1) / found.n), 4) == 0.1380


@many
def test_fleiss_kappa_and_its_interval_are_those_of_irrcac_and_statsmodels(case):
    found = fleiss_kappa(array(case["answers"]))
    assert (found.kappa, found.observed, found.expected) == tuple(
        close(case[n]) for n in ("kappa", "observed", "expected")
    )
    assert (found.se, found.low, found.high) == (close(case["se"]), clipped(case["low"]), clipped(case["high"]))
    if case["kappa_statsmodels"] is not None:
        assert found.kappa == close(case["kappa_statsmodels"])


def test_fleiss_printed_0_430_for_his_thirty_patients():
    assert round(fleiss_kappa(array(PEERS["many"][0]["answers"])).kappa, 3) == 0.430


# --- what cannot be said is not said ---


@pytest.mark.parametrize(
    ("first", "second", "kappa", "note"),
    [
        ([1, 1, 1], [1, 1, 1], nan, "everyone has the same answer, so chance alone agrees always"),
        ([1, nan], [nan, 0], nan, "no complete pairs"),
        ([], [], nan, "no complete pairs"),
        ([1, 0, 1, 0], [1, 0, 1, 0], 1.0, "no interval: no spread between patients"),
        ([1, 1, 1], [1, 0, 1], 0.0, "no interval: no spread between patients"),
    ],
)
def test_a_kappa_or_interval_that_there_is_not_says_why(first, second, kappa, note):
    found = cohen_kappa(array(first), array(second))
    assert (found.kappa, found.low, found.high) == (close(kappa) if not isnan(kappa) else pytest.approx(nan, nan_ok=True),
                                                    *[pytest.approx(nan, nan_ok=True)] * 2)  # fmt: skip
    assert found.note == note


def test_one_patient_gives_a_kappa_and_no_interval():
    found = cohen_kappa(array([1, 0, 1, 0]), array([1, 0, 0, 0]), np.zeros(4, dtype=np.int64))
    assert (found.kappa, found.patients, found.note) == (close(0.5), 1, "one patient gives no interval")
    assert isnan(found.low)


def test_answers_to_other_rows_are_refused():
    with pytest.raises(SchemaError, match="same rows"):
        cohen_kappa(array([1, 0]), array([1]))


# --- laws ---


def same(one: Agreement, other: Agreement, *names: str) -> None:
    for name in names:
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9, abs=1e-9, nan_ok=True), name


@given(rows=st.lists(st.tuples(answers, answers), max_size=40))
def test_neither_the_raters_nor_the_rows_have_an_order_and_a_gap_is_no_answer(rows):
    table = array(rows).reshape(-1, 2)
    there = cohen_kappa(table[:, 0], table[:, 1])
    same(there, cohen_kappa(table[:, 1], table[:, 0]), "kappa", "se", "low", "high", "observed", "n")
    same(there, cohen_kappa(table[::-1, 0], table[::-1, 1]), "kappa", "se", "n", "missing")
    whole = table[np.isfinite(table).all(axis=1)]
    same(there, cohen_kappa(whole[:, 0], whole[:, 1]), "kappa", "se", "n")
    assert there.n + there.missing == len(table)


@given(rows=st.lists(st.tuples(answers, answers, answers), min_size=2, max_size=25), copies=st.integers(2, 4))
def test_seeing_every_patient_several_times_the_same_makes_nothing_surer(rows, copies):
    table = array(rows).reshape(-1, 3)
    patients = np.tile(np.arange(len(rows)), copies)
    again = np.tile(table, (copies, 1))
    same(fleiss_kappa(table), fleiss_kappa(again, patients), "kappa", "se", "low", "high", "patients")
    same(cohen_kappa(table[:, 0], table[:, 1]), cohen_kappa(again[:, 0], again[:, 1], patients), "kappa", "se", "low")


@given(rows=st.lists(st.tuples(answers, answers), min_size=1, max_size=40))
def test_kappa_lies_between_minus_one_and_one_and_within_its_interval(rows):
    table = array(rows).reshape(-1, 2)
    for found in (cohen_kappa(table[:, 0], table[:, 1]), fleiss_kappa(table)):
        if isnan(found.kappa):
            assert found.note
            continue
        assert -1 <= round(found.kappa, 9) <= 1
        assert isnan(found.low) == bool(found.note)
        assert isnan(found.low) or -1 <= found.low <= found.kappa + SPREAD <= found.high + 2 * SPREAD <= 1 + 2 * SPREAD


def test_the_interval_by_patients_is_near_the_one_by_leaving_each_patient_out():
    draw = np.random.default_rng(3)
    patients = np.repeat(np.arange(60), 4)
    tendency = draw.random(60)[patients]
    first, second = (draw.random(240) < tendency).astype(float), (draw.random(240) < tendency).astype(float)
    found = cohen_kappa(first, second, patients)
    left = np.array([cohen_kappa(first[patients != p], second[patients != p]).kappa for p in range(60)])
    jackknife = sqrt(59 / 60 * ((left - left.mean()) ** 2).sum())
    assert found.se == pytest.approx(jackknife, rel=0.05)
