"""The most probable parameters of patients: against a general optimiser on an objective that is written anew here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from patients import drawn
from scipy.optimize import minimize
from scipy.stats import lognorm, multivariate_normal, norm

from remission.errors import ConvergenceError
from remission.pk.estimate import FLAT, climb, estimate, estimates
from remission.pk.find import find, names
from remission.pk.model import Residual, Spread
from remission.pk.occasions import MOMENT, occasions
from remission.pk.problem import problem
from remission.pk.records import Level, Record, together
from remission.pk.solve import levels
from remission.pk.timeline import Dose

BERGMANN = find("tacrolimus_bergmann_2014")
STEPPED = {"mycophenolate_sheng_2020"}
ERRORS = {
    "proportional": Residual(proportional=0.2),
    "additive": Residual(additive=0.8),
    "combined": Residual(proportional=0.1, additive=0.7),
    "combined, SDs add up": Residual(proportional=0.1, additive=0.7, adds="sds"),
    "log": Residual(log=0.25),
}


def log_density(model, level, f):
    """The log density of a level, or the log probability to lie beyond a bound, in the words of a statistics library."""
    r = model.residual
    if r.log:
        known = lognorm(s=r.log, scale=f)
    else:
        sd = r.proportional * f + r.additive if r.adds == "sds" else np.hypot(r.proportional * f, r.additive)
        known = norm(f, sd)
    return {"": known.logpdf, "<": known.logcdf, ">": known.logsf}[level.censored](level.value)


def objective(model, record):
    """Minus the log posterior of deviations: those between patients first, then those of each occasion in turn."""
    cut, numbers = occasions(record) if model.iov.names else (record, (0,))
    line, between = together(model, [cut]).line, len(model.iiv.names)
    times = np.array([[level.time] for level in cut.levels])
    many = max(numbers) + 1 if model.iov.names else 0

    def depth(x):
        """Take one guess, (unknowns,), or several side by side, (unknowns, guesses)."""
        x = np.asarray(x)
        guesses = x.reshape(len(x), -1)
        own = dict(zip(model.iiv.names, guesses[:between], strict=True))
        total = -multivariate_normal(cov=model.iiv.omega).logpdf(guesses[:between].T)
        nothing = np.zeros(guesses.shape[1])
        eta = {name: np.tile(own.get(name, nothing), (len(numbers), 1)) for name in model.etas}
        for number in range(many):
            part = guesses[between + number * len(model.iov.names) :][: len(model.iov.names)]
            total -= multivariate_normal(cov=model.iov.omega).logpdf(part.T)
            for name, value in zip(model.iov.names, part, strict=True):
                eta[name][np.array(numbers) == number] += value
        predicted = levels(model, line, times, eta=eta)
        total = total - sum(log_density(model, level, f) for level, f in zip(record.levels, predicted, strict=True))
        return total if x.ndim > 1 else total[0]

    return depth, between + many * len(model.iov.names)


def by_scipy(model, record):
    depth, size = objective(model, record)
    away = 1e-5 * np.concatenate([np.zeros((size, 1)), np.eye(size), -np.eye(size)], axis=1)

    def with_slope(x):
        found = depth(x[:, None] + away)
        return found[0], (found[1 : size + 1] - found[size + 1 :]) / 2e-5

    return minimize(with_slope, np.zeros(size), jac=True, method="BFGS", options={"gtol": 1e-6}).x


def ours(found):
    return np.array([*found.eta.values(), *(value for part in found.within for value in part.values())])


@pytest.mark.parametrize("name", [name for name in names() if name not in STEPPED])
def test_every_model_of_the_shelf_finds_what_a_general_optimiser_finds(name):
    model = find(name)
    for record in drawn(model, 1):
        assert ours(estimate(model, record)) == pytest.approx(by_scipy(model, record), abs=1e-4)


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("bound", ["", "<", ">"])
def test_every_kind_of_error_and_bound_finds_what_a_general_optimiser_finds(name, bound):
    spread = Spread(of={"cl": 0.5, "v": 0.7, "ka": 0.5}, correlations={("cl", "v"): 0.6})
    model = replace(BERGMANN, residual=ERRORS[name], iiv=replace(spread, of=dict(spread.of) | {"v2": 0.4}))
    (record,) = drawn(model, 1, seed=3)
    marked = tuple(replace(level, censored=bound if at == 1 else "") for at, level in enumerate(record.levels))
    record = replace(record, levels=marked)
    assert ours(estimate(model, record)) == pytest.approx(by_scipy(model, record), abs=1e-4)


ORACLE = json.loads(Path(__file__).with_name("oracles").joinpath("map.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", ORACLE, ids=[f"{case['model']}: {case['case']}" for case in ORACLE])
def test_the_mode_is_that_which_r_finds_on_an_objective_of_its_own(case):
    levels = zip(case["times"], case["levels"], case["bounds"], strict=True)
    record = Record(
        patient="1",
        doses=(Dose(start=0, **case["dose"]),),
        levels=tuple(Level(time=time, value=value, censored=bound) for time, value, bound in levels),
    )
    found = estimate(find(case["model"]), record)
    within = {f"{name}_{n}": value for n, part in enumerate(found.within, 1) for name, value in part.items()}
    assert found.eta | within == pytest.approx(case["eta"], abs=1e-4)


@pytest.mark.parametrize("name", [name for name in names() if name not in STEPPED])
def test_everyone_is_done_by_the_gradient(name):
    model = find(name)
    peak = climb(problem(model, drawn(model, 60, seed=5)))
    assert peak.done.all()
    assert peak.gradient.max() <= FLAT
    assert peak.rounds.max() < 50


@pytest.mark.slow
def test_a_model_that_is_solved_step_by_step_has_an_estimate_too():
    model = find("mycophenolate_sheng_2020")
    dose = Dose(start=0, amount=1000, every=12, count=3)
    record = Record(patient="1", doses=(dose,), levels=(Level(time=26, value=9.0), Level(time=36, value=2.0)))
    found = estimate(model, record)
    depth, _ = objective(model, record)
    at = ours(found)
    for part in np.eye(len(at)) * 0.01:
        assert depth(at) <= min(depth(at + part), depth(at - part))


def test_many_patients_find_what_each_finds_alone():
    records = drawn(BERGMANN, 30)
    for found, record in zip(estimates(BERGMANN, records), records, strict=True):
        assert found.patient == record.patient
        assert found.z == pytest.approx(estimate(BERGMANN, record).z, abs=1e-5)


def test_without_levels_a_patient_is_the_typical_one_with_the_priors_interval():
    found = estimate(BERGMANN, Record(patient="1", doses=(Dose(start=0, amount=3),)))
    assert found.eta == dict.fromkeys(BERGMANN.iiv.names, 0.0)
    low, high = found.intervals["cl"]
    assert (low, high) == (
        pytest.approx(23.9 * np.exp(-1.645 * 0.486), rel=1e-3),
        pytest.approx(23.9 * np.exp(1.645 * 0.486), rel=1e-3),
    )
    assert "typical patient" in found.says[-1]


def test_the_interval_is_that_of_the_observed_curvature():
    record = drawn(BERGMANN, 1)[0]
    found = estimate(BERGMANN, record)
    depth, size = objective(BERGMANN, record)
    at, h = ours(found), 1e-3
    unit = np.eye(size) * h
    curve = np.array(
        [[depth(at + a + b) - depth(at + a - b) - depth(at - a + b) + depth(at - a - b) for a in unit] for b in unit]
    ) / (4 * h * h)
    sd = np.sqrt(np.linalg.inv(curve)[0, 0])
    assert np.log(found.intervals["cl"][1] / found.parameters["cl"]) == pytest.approx(1.6449 * sd, rel=1e-3)


def test_more_levels_make_the_interval_narrower():
    early, late = (drawn(BERGMANN, 1, times=times)[0] for times in [(180.0,), (180.0, 204.0, 228.0, 252.0)])
    wide, narrow = (np.divide(*estimate(BERGMANN, record).intervals["cl"][::-1]) for record in (early, late))
    assert narrow < wide


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"doses": ()}, "No dose is known"),
        ({"levels": (Level(time=-5, value=4.0, row=7),)}, r"\(row 7\) at -5 h lies before the first dose"),
        ({"levels": (Level(time=30, value=0.0),)}, "which no assay reports"),
        ({"levels": (Level(time=30, value=float("nan")),)}, "is no level"),
    ],
)
def test_what_cannot_be_is_said_and_does_not_stop_the_others(change, said):
    good = drawn(BERGMANN, 2)
    bad = replace(good[0], patient="bad", **change)
    first, middle, last = estimates(BERGMANN, [good[0], bad, good[1]])
    assert first.done
    assert last.done
    assert not middle.done
    assert middle.patient == "bad"
    with pytest.raises(ConvergenceError, match=said):
        estimate(BERGMANN, bad)


def test_a_level_that_no_parameters_explain_still_ends_or_says_why():
    record = replace(drawn(BERGMANN, 1)[0], levels=(Level(time=180, value=140.0), Level(time=181, value=0.1)))
    (found,) = estimates(BERGMANN, [record])
    assert found.done or "did not end" in found.says[-1]


def test_the_last_level_of_an_occasion_belongs_to_it():
    weekly = tuple(Level(time=24.0 * day + 12.0, value=5.0) for day in (7, 14, 21))
    record = Record(patient="1", doses=(Dose(start=0, amount=3, every=12, count=60),), levels=weekly)
    laid = problem(find("tacrolimus_woillard_2011"), [record])
    z = np.zeros((laid.size, 1))
    typical = laid.levels(z)
    for occasion in range(3):
        z = np.zeros((laid.size, 1))
        z[5 + 3 * occasion + 1] = 1.0  # the volume of this occasion
        changed = np.abs(laid.levels(z) / typical - 1) > 1e-3
        assert changed[: occasion + 1].ravel().tolist() == [False] * occasion + [True]


def test_a_level_keeps_the_dose_and_the_covariates_that_were_recorded_with_it():
    doses = tuple(Dose(start=at, amount=3, every=12, steady=True) for at in (168.0, 336.0))
    record = Record(
        patient="1",
        doses=doses,
        levels=(Level(time=168.0, value=5.0), Level(time=336.0, value=5.0)),
        begin=(168.0, 336.0),
        washed=(False, True),
        covariates={"hematocrit": (30.0, 45.0)},
    )
    woillard = find("tacrolimus_woillard_2011")
    laid = problem(woillard, [record])
    assert laid.levels(np.zeros((laid.size, 1))) == pytest.approx(
        np.array([[levels(woillard, replace(record, doses=(dose,), begin=(0.0,), washed=(False,),
                                            covariates={"hematocrit": (h,)}).line, np.array([[dose.start]]))[0, 0]]
                  for dose, h in zip(doses, (30.0, 45.0), strict=True)])
    )  # fmt: skip
    assert laid.occasion[:, 0].tolist() == [0, 1, 1][: len(laid.occasion)] or laid.occasion.max() == 1


def test_an_occasion_begins_when_the_last_level_of_the_one_before_is_drawn():
    some = tuple(Level(time=time, value=5.0) for time in (31.0, 36.0, 170.0, 200.0))
    record = Record(
        patient="1",
        doses=(Dose(start=19, amount=3, count=20),),
        levels=some,
        begin=(0.0, 100.0),
        washed=(False, False),
        covariates={"hematocrit": (30.0, 40.0), "cyp3a5_expresser": (1.0,)},
    )
    cut, numbers = occasions(record)
    assert (cut.begin, numbers) == ((0.0, 36.0, 100.0, 170.0), (0, 1, 1, 2))
    assert [level.time for level in cut.levels] == [31.0, 36.0 - MOMENT, 170.0 - MOMENT, 200.0]
    assert cut.covariates == {"hematocrit": (30.0, 30.0, 40.0, 40.0), "cyp3a5_expresser": (1.0,)}
