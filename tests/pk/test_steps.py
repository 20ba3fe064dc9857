"""What is solved step by step, against the exact solver and against itself run for long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from remission.errors import ModelError
from remission.pk.engine import engine
from remission.pk.find import find
from remission.pk.model import Nonlinear
from remission.pk.solve import areas, levels
from remission.pk.timeline import Dose, timeline

LINEAR = find("tacrolimus_bergmann_2014")
SHENG = find("mycophenolate_sheng_2020")


def slopes(xp, p, amounts, since):
    depot, central, outer = amounts
    there, back = p["q"] / p["v"] * central, p["q"] / p["v2"] * outer
    return -p["ka"] * depot, p["ka"] * depot - p["cl"] / p["v"] * central - there + back, there - back


STEPPED = replace(
    LINEAR,
    structure=Nonlinear(
        names=("cl", "v", "q", "v2", "ka", "tlag"),
        amounts=("depot", "central", "peripheral"),
        derivatives=slopes,
        concentration=lambda xp, p, amounts: amounts[1] / p["v"],
        lag=True,
    ),
)
TIMES = np.array([[0.2], [3.0], [24.0], [24.3], [60.0], [100.0]])


@pytest.mark.parametrize("begin", [(0.0,), (0.0, 30.0)])
def test_a_linear_model_written_as_derivatives_agrees_with_the_exact_solver(begin):
    doses = [Dose(start=0, amount=3, count=3), Dose(start=72, amount=2, every=12, count=2)]
    line = timeline(doses, begin=begin, covariates={"cyp3a5_expresser": np.array([0.0, 1.0])})
    eta = {"cl": np.array([0.1, -0.3]), "ka": np.array([0.5, 0.0])}
    np.testing.assert_allclose(levels(STEPPED, line, TIMES, eta=eta), levels(LINEAR, line, TIMES, eta=eta), rtol=1e-8)
    begin_, end = np.array([[0.0]]), np.array([[48.0]])
    np.testing.assert_allclose(areas(STEPPED, line, begin_, end), areas(LINEAR, line, begin_, end), rtol=1e-6)


def test_steady_state_and_washing_out_agree_too():
    doses = [Dose(start=0, amount=3, every=12, count=2, steady=True), Dose(start=72, amount=2, steady=True)]
    line = timeline(doses, begin=(0.0, 72.0), washed=(False, True))
    np.testing.assert_allclose(levels(STEPPED, line, TIMES), levels(LINEAR, line, TIMES), rtol=1e-7)


def test_recirculation_at_steady_state_is_where_many_doses_lead():
    many = timeline([Dose(start=0, amount=750, every=12, count=161)])
    steady = timeline([Dose(start=0, amount=750, every=12, steady=True)])
    points = np.array([[0.0], [1.0], [4.2], [6.0], [11.0], [12.0]])
    np.testing.assert_allclose(levels(SHENG, steady, points), levels(SHENG, many, 1920 + points), rtol=1e-4)


def test_recirculation_makes_a_second_peak_after_the_meal():
    steady = timeline([Dose(start=0, amount=750, every=12, steady=True)])
    more = {"recycled": np.array([1.5])}
    before, after = levels(SHENG, steady, np.array([[4.0], [5.5]]), eta=more)[:, 0]
    assert after > before


def test_what_is_solved_step_by_step_takes_no_vein_and_no_other_engine():
    with pytest.raises(ModelError, match="by mouth only"):
        levels(SHENG, timeline([Dose(start=0, amount=1, central=True)]), TIMES)
    pytest.importorskip("jax", reason="JAX, the extra `pk`, is not installed")
    with pytest.raises(ModelError, match="Use NumPy"):
        levels(SHENG, timeline([Dose(start=0, amount=1)]), TIMES, xp=engine("jax").xp)


def test_patients_who_take_steps_together_have_the_levels_that_each_has_alone():
    doses = [Dose(start=0, amount=750, every=12, count=3), Dose(start=36, amount=500, steady=True)]
    line = timeline(doses, begin=(0.0, 20.0), washed=(False, True))
    eta = {"tlag": np.array([0.0, 0.7, -0.9]), "cl": np.array([0.3, 0.0, -0.2])}
    points = np.array([[1.0], [11.0], [25.0], [50.0]])
    every = levels(SHENG, line, points, eta=eta)
    for at in range(3):
        alone = levels(SHENG, line, points, eta={name: value[at : at + 1] for name, value in eta.items()})
        np.testing.assert_allclose(every[:, at], alone[:, 0], rtol=1e-7)


def test_a_time_that_is_off_a_meal_by_rounding_alone_is_solved():
    daily = timeline([Dose(start=0.0, amount=1000.0, every=12.0, count=11)])
    quick = {"recycled": np.array([2.0]), "ka": np.array([1.0])}
    near, at = levels(SHENG, daily, np.array([[130 * (1 - 1e-9)], [130.0]]), eta=quick)[:, 0]
    assert near == pytest.approx(at, rel=1e-6)
