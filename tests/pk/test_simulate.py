"""Regular grids, and simulated patients in blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from remission.errors import ModelError
from remission.pk.engine import engine
from remission.pk.find import find
from remission.pk.grid import days, troughs
from remission.pk.model import Linear, Residual
from remission.pk.regular import regular
from remission.pk.simulate import BLOCK, draw, simulate
from remission.pk.solve import levels, parameters
from remission.pk.timeline import Dose, timeline

ERLANG = find("tacrolimus_woillard_2011")


def lagged(xp, theta, eta, covariates):
    given = ERLANG.individual(xp, theta, eta, covariates)
    return given | {"ka": given["ktr"] / 3, "tlag": 0.4 * xp.exp(eta["ktr"])}


LAGGED = replace(ERLANG, structure=Linear(compartments=2, absorption="first_order", lag=True), individual=lagged)
MODELS = [ERLANG, LAGGED]
SOME = 7


def some(model):
    return draw(model, np.random.default_rng(3), SOME)


@pytest.mark.parametrize("model", MODELS)
def test_troughs_of_equal_doses_are_those_of_the_solver(model):
    eta, line = some(model), timeline([Dose(start=0, amount=3, count=182)])
    expected = levels(model, line, 24.0 * np.arange(1, 183)[:, None], eta=eta)
    found = troughs(engine(), model, parameters(model, line, eta=eta), amount=3.0, every=24.0, count=182)
    np.testing.assert_allclose(found, expected, rtol=1e-11)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("second", [3.0, 2.0])
def test_an_hourly_course_is_that_of_the_solver(model, second):
    eta = some(model)
    amounts = np.r_[np.full(20, 3.0), np.full(10, second)]
    line = timeline([Dose(start=0, amount=3, count=20), Dose(start=480, amount=second, count=10)])
    expected = levels(model, line, np.arange(720.0)[:, None], eta=eta)
    found = days(engine(), model, parameters(model, line, eta=eta), amounts=amounts, every=24.0, points=24)
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-12)


def test_a_grid_may_be_written_where_the_caller_has_room():
    line = timeline([])
    room = np.empty((SOME, 30, 24))
    given = parameters(LAGGED, line, eta=some(LAGGED))
    found = days(engine(), LAGGED, given, amounts=np.full(30, 3.0), every=24.0, points=24, out=room)
    assert np.shares_memory(found, room)


def test_a_model_whose_levels_are_bent_has_no_regular_grid():
    bent = replace(ERLANG, observe=lambda xp, p, level, covariates: level**0.9)
    with pytest.raises(ModelError, match="has no regular grid"):
        troughs(engine(), bent, parameters(bent, timeline([])), amount=3.0, every=24.0, count=9)


DAILY = timeline([Dose(start=0, amount=3, count=14)], begin=(0.0, 168.0))
TIMES = np.array([[24.0], [336.0]])


def test_a_patient_is_the_same_among_few_and_among_many():
    few = next(simulate(ERLANG, DAILY, TIMES, patients=5, seed=1, measured=True))
    *_, last = simulate(ERLANG, DAILY, TIMES, patients=BLOCK + 9, seed=1, measured=True)
    first = next(simulate(ERLANG, DAILY, TIMES, patients=BLOCK + 9, seed=1, measured=True))
    assert last.first == BLOCK
    assert last.levels.shape == (2, 9)
    np.testing.assert_array_equal(few.levels, first.levels[:, :5])
    np.testing.assert_array_equal(few.measured, first.measured[:, :5])
    assert not np.array_equal(last.levels[:, :5], few.levels)
    other = next(simulate(ERLANG, DAILY, TIMES, patients=5, seed=2))
    assert not np.array_equal(other.levels, few.levels)


def test_what_is_drawn_has_the_spread_that_the_model_states():
    eta = draw(ERLANG, np.random.default_rng(5), 200_000)
    drawn = np.cov([eta[name] for name in ERLANG.iiv.names])
    np.testing.assert_allclose(drawn, ERLANG.iiv.omega, atol=5e-3)


def test_occasions_differ_and_epochs_of_one_occasion_do_not():
    eta = draw(ERLANG, np.random.default_rng(5), 100_000, occasions=(0, 0, 1))
    assert np.array_equal(eta["cl"][0], eta["cl"][1])
    within = np.var(eta["cl"][2] - eta["cl"][0]) / 2
    assert within == pytest.approx(np.log1p(0.31**2), rel=0.02)
    assert eta["q"].ndim == 1


@pytest.mark.parametrize(
    "residual", [Residual(proportional=0.2), Residual(log=0.2), Residual(additive=0.7, proportional=0.1)]
)
def test_measured_levels_scatter_as_the_residual_error_says(residual):
    model = replace(ERLANG, residual=residual)
    blocks = list(simulate(model, DAILY, TIMES[:1], patients=40_000, seed=1, measured=True))
    true, seen = (np.concatenate([getattr(b, what)[0] for b in blocks]) for what in ("levels", "measured"))
    off = np.log(seen / true) / residual.log if residual.log else (seen - true) / residual.sd(np, true)
    kept = seen > 0
    assert np.mean(off[kept]) == pytest.approx(0, abs=0.06)
    assert np.std(off[kept]) == pytest.approx(1, abs=0.06)


GRIDS = {
    "troughs": ([Dose(start=0, amount=3, count=30)], 24.0 * np.arange(1, 31)),
    "late troughs": ([Dose(start=19, amount=3, count=60)], 19 + 24.0 * np.arange(40, 60)),
    "hourly from the first dose": ([Dose(start=19, amount=3, count=9)], 19 + np.arange(216.0)),
    "every two hours, two doses a day": ([Dose(start=7, amount=3, every=12, count=20)], 13 + 2 * np.arange(90.0)),
    "a dose changes and one is missed": (
        [Dose(start=0, amount=3, count=4), Dose(start=120, amount=2, count=9)],
        12.0 * np.arange(28),
    ),
    "troughs after the last dose": ([Dose(start=0, amount=3, count=9)], 24.0 * np.arange(1, 15)),
    "two doses at once": ([Dose(start=0, amount=3, count=9), Dose(start=48, amount=1)], 8.0 * np.arange(27)),
}
OTHERS = {
    "times that are no grid": ([Dose(start=0, amount=3, count=9)], np.r_[np.arange(9.0), 9.5]),
    "doses at two intervals": (
        [Dose(start=0, amount=3, count=9), Dose(start=216, amount=1, every=12, count=2)],
        np.arange(240.0),
    ),
    "times before the first dose": ([Dose(start=24, amount=3, count=9)], np.arange(240.0)),
    "a dose into a vein": ([Dose(start=0, amount=3, count=9, central=True)], np.arange(216.0)),
    "few times": ([Dose(start=0, amount=3, count=9)], 24.0 * np.arange(1, 5)),
}


@pytest.mark.parametrize("model", [*MODELS, replace(LAGGED, structure=Linear(compartments=2, lag=True))])
@pytest.mark.parametrize("which", [*GRIDS, *OTHERS])
def test_a_simulation_on_a_grid_is_that_of_the_solver(model, which):
    doses, hours = (GRIDS | OTHERS)[which]
    line, times = timeline(doses), hours[:, None]
    assert (regular(model, line, times) is not None) == (which in GRIDS)
    block = next(simulate(model, line, times, patients=SOME, seed=1))
    np.testing.assert_allclose(block.levels, levels(model, line, times, eta=block.eta), rtol=1e-10, atol=1e-12)


def test_a_lag_as_long_as_the_interval_leaves_the_grid():
    slow = replace(LAGGED, individual=lambda *given: lagged(*given) | {"tlag": 13.0})
    line, times = timeline([Dose(start=0, amount=3, every=12, count=9)]), np.arange(108.0)[:, None]
    assert regular(slow, line, times)
    block = next(simulate(slow, line, times, patients=SOME, seed=1))
    np.testing.assert_allclose(block.levels, levels(slow, line, times, eta=block.eta), rtol=1e-12)


def test_blocks_of_many_times_have_fewer_patients_and_the_same_ones(monkeypatch: pytest.MonkeyPatch):
    few = next(simulate(ERLANG, DAILY, TIMES, patients=300, seed=1)).eta["cl"]
    monkeypatch.setattr("remission.pk.simulate.ROOM", 900 * 64)
    blocks = list(simulate(ERLANG, DAILY, np.linspace(0, 300, 900)[:, None], patients=300, seed=1))
    assert [(block.first, block.levels.shape[1]) for block in blocks] == [
        (0, 64),
        (64, 64),
        (128, 64),
        (192, 64),
        (256, 44),
    ]
    np.testing.assert_array_equal(np.concatenate([block.eta["cl"] for block in blocks]), few)
