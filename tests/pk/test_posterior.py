"""What levels leave possible: against the density on a dense lattice, and against the prior's own draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from dense import in_chunks, on_lattice, quantiles, share, steady_trough
from patients import drawn
from scipy.stats import norm
from three import three

from remission.errors import ConvergenceError
from remission.pk.find import find
from remission.pk.posterior import POINTS, posterior, posteriors
from remission.pk.records import Level, Record, together
from remission.pk.simulate import draw
from remission.pk.timeline import Dose

HAN = find("tacrolimus_han_2013")
WOILLARD = find("tacrolimus_woillard_2011")
TROUGHS = (12 * 24.0, 14 * 24.0, 19 * 24.0, 21 * 24.0)


def known(record: Record, **covariates: float) -> Record:
    return replace(record, covariates={name: (value,) for name, value in covariates.items()})


def summary(values, weights):
    mean = values @ weights
    return np.array([mean, np.sqrt((values - mean) ** 2 @ weights), *quantiles(values, weights, [0.05, 0.95])])


# --- against dense quadrature ------------------------------------------------------------------------------------


@pytest.mark.parametrize("patient", range(3))
def test_mean_sd_quantiles_and_probability_are_those_of_a_dense_lattice(patient):
    record = drawn(three, 3, seed=11, times=TROUGHS)[patient]
    truth = on_lattice(three, record)
    value = steady_trough(three, 3.0, dict(zip(truth.names, truth.eta, strict=True)))
    found = posterior(three, record)
    ours = found.of(steady_trough(three, 3.0, found.eta))
    mean, sd, low, high = summary(value, truth.weights)
    assert [ours.mean, ours.quantile(0.05), ours.quantile(0.95)] == pytest.approx([mean, low, high], rel=0.005)
    assert ours.sd == pytest.approx(sd, rel=0.01)
    within = share(value, truth.weights, 0.9 * mean, 1.1 * mean)
    assert ours.share(0.9 * mean, 1.1 * mean) == pytest.approx(within, abs=0.005)
    assert found.evidence == pytest.approx(truth.evidence, abs=0.01)
    assert found.points == POINTS


def test_a_level_below_the_limit_of_its_assay_counts_as_one():
    record = drawn(three, 1, seed=11, times=TROUGHS)[0]
    record = replace(record, levels=(*record.levels[:2], replace(record.levels[2], value=2.0, censored="<")))
    truth, found = on_lattice(three, record), posterior(three, record)
    clearance = found.of(np.exp(found.eta["cl"]))
    value = np.exp(truth.eta[truth.names.index("cl")])
    assert clearance.mean == pytest.approx(value @ truth.weights, rel=0.01)
    assert found.evidence == pytest.approx(truth.evidence, abs=0.01)


def test_an_unknown_genotype_is_mixed_by_frequency_and_by_how_well_it_explains_the_levels():
    record = drawn(HAN, 1, seed=4)[0]
    found = posterior(HAN, record)
    of = {value: on_lattice(HAN, known(record, cyp3a5_expresser=value), step=0.15) for value in (0.0, 1.0)}
    mix = dict(next(c.mix for c in HAN.covariates if c.name == "cyp3a5_expresser"))
    odds = mix[1.0] / mix[0.0] * np.exp(of[1.0].evidence - of[0.0].evidence)
    carriers = found.weights[found.mixed["cyp3a5_expresser"] == 1].sum()
    assert carriers == pytest.approx(odds / (1 + odds), abs=0.01)
    assert "CYP3A5 expresser is not known: its values are mixed" in found.says[-1]
    stated = posterior(HAN, known(record, cyp3a5_expresser=1.0))
    assert stated.mixed == {}
    assert not any("CYP3A5" in text for text in stated.says)


# --- against draws of the prior ----------------------------------------------------------------------------------


def test_occasions_count_as_draws_of_the_prior_say():
    """Fourteen hundred good ones of 200,000 draws: an answer that needs no mode, no curvature and no lattice."""
    record = known(drawn(WOILLARD, 1, seed=8, times=(14 * 24.0,))[0], cyp3a5_expresser=0.0)
    rng = np.random.default_rng(1)
    eta = draw(WOILLARD, rng, 200_000, occasions=[0])
    eta = {name: np.atleast_2d(values)[0] for name, values in eta.items()}
    predicted = in_chunks(WOILLARD, together(WOILLARD, [record]).line, np.array([[14 * 24.0]]), eta)[0]
    sd = np.hypot(WOILLARD.residual.proportional * predicted, WOILLARD.residual.additive)
    density = norm.pdf(record.levels[0].value, predicted, sd)
    weights = density / density.sum()
    found = posterior(WOILLARD, record)
    assert found.evidence == pytest.approx(np.log(density.mean()), abs=0.02)
    between, within = found.z[: len(WOILLARD.iiv.names)], found.z[len(WOILLARD.iiv.names) :]
    assert within.shape[0] == 2 * len(WOILLARD.iov.names)
    now = found.of(np.exp(WOILLARD.iiv.omega[1, 1] ** 0.5 * between[1] + WOILLARD.iov.omega[2, 2] ** 0.5 * within[2]))
    value = np.exp(eta["cl"])
    assert now.mean == pytest.approx(value @ weights, rel=0.01)
    assert now.sd == pytest.approx(np.sqrt(weights @ (value - value @ weights) ** 2), rel=0.03)


def test_an_occasion_to_come_varies_as_the_model_says():
    found = posterior(WOILLARD, known(drawn(WOILLARD, 1, seed=8)[0], cyp3a5_expresser=0.0))
    to_come = found.z[-len(WOILLARD.iov.names) :]
    assert to_come @ found.weights == pytest.approx(np.zeros(3), abs=0.1)
    assert (to_come**2) @ found.weights == pytest.approx(np.ones(3), abs=0.15)


def test_without_levels_the_answer_is_the_population():
    found = posterior(three, Record(patient="1", doses=(Dose(start=0, amount=3),)))
    clearance = found.of(18 * np.exp(found.eta["cl"]))
    for part in (0.05, 0.5, 0.95):
        assert clearance.quantile(part) == pytest.approx(18 * np.exp(0.35 * norm.ppf(part)), rel=5e-3)
    assert "this is the population" in found.says[-1]


# --- one and many ------------------------------------------------------------------------------------------------


def test_many_patients_find_what_each_finds_alone():
    records = drawn(three, 11, seed=3)
    for found, record in zip(posteriors(three, records), records, strict=True):
        alone = posterior(three, record)
        assert found.patient == record.patient
        assert found.of(found.eta["cl"]).mean == pytest.approx(alone.of(alone.eta["cl"]).mean, abs=1e-4)
        assert found.effective > 400


def test_an_engine_that_compiles_finds_the_same():
    pytest.importorskip("jax")
    records = drawn(three, 9, seed=3)
    for ours, theirs in zip(posteriors(three, records), posteriors(three, records, on="jax"), strict=True):
        assert ours.patient == theirs.patient
        assert theirs.evidence == pytest.approx(ours.evidence, abs=1e-4)
        assert theirs.of(theirs.eta["cl"]).mean == pytest.approx(ours.of(ours.eta["cl"]).mean, abs=1e-4)


def test_one_without_an_answer_says_why_and_stops_nobody():
    good = drawn(three, 2)
    bad = replace(good[0], patient="bad", levels=(Level(time=-5, value=4.0, row=7),))
    first, middle, last = posteriors(three, [good[0], bad, good[1]])
    assert first.done
    assert last.done
    assert not middle.done
    assert "(row 7) at -5 h lies before the first dose" in middle.says[-1]
    with pytest.raises(ConvergenceError, match=r"no posterior for patient bad.*before the first dose"):
        posterior(three, bad)


def test_levels_that_hardly_fit_take_more_points_and_still_have_an_answer():
    record = replace(drawn(three, 1)[0], levels=(Level(time=180, value=60.0), Level(time=204, value=1.0)))
    found = posterior(three, record)
    assert found.done
    assert found.effective > 100 or "hardly fit" in found.says[-1]
