"""Absorption after the evening meal, against the levels of Japanese patients with lupus nephritis."""

from __future__ import annotations

import numpy as np
import pytest

from remission.errors import ConvergenceError, ModelError
from remission.pk.find import find
from remission.pk.meals import after_supper
from remission.pk.simulate import draw
from remission.pk.solve import exposure, levels
from remission.pk.timeline import Dose, timeline

DAILY = timeline([Dose(start=0, amount=3, steady=True)])
FASTED = ["tacrolimus_woillard_2011", "tacrolimus_storset_2014", "tacrolimus_bergmann_2014", "tacrolimus_monchaud_2012"]


@pytest.mark.parametrize("name", FASTED)
def test_after_supper_levels_peak_when_and_as_high_as_uchida_measured(name: str):
    day = exposure(after_supper(find(name)), DAILY, 0, 24)
    assert day.peak_time[0] == pytest.approx(6.7, abs=0.01)
    assert day.peak[0] / day.area[0] == pytest.approx(12.7 / 163.1, abs=1e-4)


@pytest.mark.parametrize("name", FASTED[:2])
def test_the_meal_changes_neither_how_much_is_absorbed_nor_the_rest(name: str):
    model = find(name)
    fed = after_supper(model)
    assert exposure(fed, DAILY, 0, 24).area[0] == pytest.approx(exposure(model, DAILY, 0, 24).area[0], rel=0.03)
    at = np.array([[12.0]])
    assert levels(fed, DAILY, at)[0, 0] > 1.1 * levels(model, DAILY, at)[0, 0]
    assert not fed.verified
    assert "evening meal" in fed.readings[-1]


def test_peaks_scatter_from_day_to_day_as_the_six_of_uchida_did():
    fed = after_supper(find("tacrolimus_woillard_2011"))
    eta = draw(fed, np.random.default_rng(1), 2000, occasions=(0,))
    only = {name: value if name == "meal" else value * 0 for name, value in eta.items()}
    times = exposure(fed, DAILY, 0, 24, eta=only).peak_time
    assert np.std(np.log(times)) == pytest.approx(0.27, abs=0.06)


def test_a_disposition_that_does_not_allow_such_a_peak_is_refused():
    with pytest.raises(ConvergenceError, match="No lag and rate"):
        after_supper(find("tacrolimus_han_2013"))


def test_a_model_without_such_an_absorption_is_refused():
    with pytest.raises(ModelError, match="no absorption that a meal could slow"):
        after_supper(find("mycophenolate_sheng_2020"))
