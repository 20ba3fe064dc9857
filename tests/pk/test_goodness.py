"""What a fit is judged by: residuals, prediction errors, and the spread of simulated studies."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from patients import drawn
from scipy.stats import kstest
from theophylline import ORACLE, PEOPLE, theophylline

from remission.errors import SchemaError
from remission.pk.estimate import climb
from remission.pk.find import find
from remission.pk.goodness import goodness
from remission.pk.npde import errors_of, npde, tests
from remission.pk.problem import problem
from remission.pk.records import Level, Record
from remission.pk.replicates import replicates
from remission.pk.timeline import Dose
from remission.pk.visual_check import bins, points, visual_check

R = json.loads(Path(__file__).with_name("oracles").joinpath("npde.json").read_text(encoding="utf-8"))
BERGMANN = find("tacrolimus_bergmann_2014")
tests.__test__ = False  # pytest would take it for a test


def test_prediction_errors_are_those_that_r_finds():
    assert errors_of(np.array(R["seen"]), np.array(R["drawn"])) == pytest.approx(R["errors"], abs=1e-9)


def test_the_tests_of_prediction_errors_are_those_of_r():
    found = tests(np.array([*R["forty"], np.nan]))
    assert (found.count, found.mean, found.variance) == (40, pytest.approx(R["mean"]), pytest.approx(R["variance"]))
    assert [found.p_mean, found.p_variance, found.p_normal] == pytest.approx(R["p"], rel=0.02)
    assert found.p == pytest.approx(3 * min(R["p"]), rel=0.02)
    assert tests(np.array([1.0])) is None


def test_too_few_simulations_are_refused():
    with pytest.raises(SchemaError, match="too few simulations"):
        errors_of(np.array([1.0, 2.0]), np.array([[1.0, 2.0], [2.0, 3.0]]))


def test_residuals_are_those_of_the_model_linearised_around_the_mode():
    """By hand for one person: the mean is f - S z, the covariance S'S + sd², and their root takes the correlation out."""
    laid = problem(theophylline(ORACLE["additive"]["p"]), PEOPLE)
    peak = climb(laid)
    rows = goodness(laid, peak.z)
    first = rows.filter(patient="1")
    own, slopes = laid.slopes(peak.z)
    sd, s = laid.model.residual.additive, slopes[:, :, 0]
    root = np.linalg.cholesky(s.T @ s + sd**2 * np.eye(11))
    expected = np.linalg.inv(root) @ (first["level"].to_numpy() - (own[:, 0] - s.T @ peak.z[:, 0]))
    assert first["cwres"].to_numpy() == pytest.approx(expected)
    assert first["iwres"].to_numpy() == pytest.approx((first["level"].to_numpy() - own[:, 0]) / sd)
    assert rows["cwres"].std() == pytest.approx(1.0, abs=0.08)
    assert len(rows) == 132


def test_hours_since_the_dose_count_from_the_last_one_before():
    doses = (Dose(start=8, amount=1, every=24, count=3), Dose(start=200, amount=2, every=12, steady=True))
    times = (9.0, 32.0, 33.5, 130.0, 200.0, 203.0)
    record = Record(patient="1", doses=doses, levels=tuple(Level(time=time, value=1.0) for time in times))
    laid = problem(BERGMANN, [record])
    rows = goodness(laid, climb(laid).z)
    assert rows["since_dose"].to_list() == pytest.approx([1.0, 24.0, 1.5, 74.0, 12.0, 3.0])


def test_under_the_true_model_prediction_errors_are_standard_normal():
    laid = problem(BERGMANN, drawn(BERGMANN, 150, seed=11))
    errors = npde(laid, replicates(laid, 400, seed=2))
    assert kstest(errors[np.isfinite(errors)], "norm").pvalue > 0.01
    assert tests(errors).p > 0.01


def test_a_wrong_model_is_found_out():
    slow = replace(
        BERGMANN,
        parameters=tuple(replace(p, value=p.value * 0.6) if p.name == "cl" else p for p in BERGMANN.parameters),
    )
    laid = problem(slow, drawn(BERGMANN, 80, seed=11))
    studies = replicates(laid, 300, seed=2)
    assert tests(npde(laid, studies)).p < 1e-4
    check = visual_check(laid, studies).filter(percentile=50)
    assert (check["observed"] < check["from"]).any()


def test_simulated_studies_depend_on_the_seed_alone():
    laid = problem(BERGMANN, drawn(BERGMANN, 3))
    few, many = replicates(laid, 5, seed=3), replicates(laid, 45, seed=3)
    assert np.array_equal(few, many[:5])
    assert not np.array_equal(few, replicates(laid, 5, seed=4))


def test_prediction_correction_takes_doses_out():
    """Twice the dose is twice the level in a linear model: corrected, such patients are alike."""
    records = drawn(BERGMANN, 20, seed=5)
    more = [
        replace(
            r,
            patient=f"{r.patient}-twice",
            doses=tuple(replace(dose, amount=2 * dose.amount) for dose in r.doses),
            levels=tuple(replace(level, value=2 * level.value) for level in r.levels),
        )
        for r in records
    ]
    laid = problem(BERGMANN, [*records, *more])
    seen = points(laid)["level"].to_numpy().reshape(-1, 40)
    assert seen[:, :20] == pytest.approx(seen[:, 20:])
    plain = points(laid, corrected=False)["level"].to_numpy().reshape(-1, 40)
    assert plain[:, 20:] == pytest.approx(2 * plain[:, :20])


def test_bins_hold_enough_and_never_part_equal_values():
    x = np.concatenate([np.repeat(12.0, 142), np.repeat([1.0, 2.0, 3.0, 4.0, 8.0], [6, 6, 2, 6, 5])])
    found = bins(x)
    assert [int(part.sum()) for part in found] == [12, 13, 142]
    assert np.sum(found, axis=0).tolist() == [1] * len(x)


def test_a_level_that_is_only_a_bound_has_no_residual():
    records = drawn(BERGMANN, 12, seed=1)
    records[0] = replace(records[0], levels=(replace(records[0].levels[0], censored="<"), *records[0].levels[1:]))
    laid = problem(BERGMANN, records)
    rows = goodness(laid, climb(laid).z)
    assert rows.filter(pl.col("censored") == "<")["cwres"].to_list() == [None]
    errors = npde(laid, replicates(laid, 100, seed=1))
    assert np.isnan(errors[0, 0])
    assert int(visual_check(laid, replicates(laid, 100, seed=1)).filter(percentile=50)["levels"].sum()) == 47
