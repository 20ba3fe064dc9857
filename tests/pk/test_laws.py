"""Laws that any linear model keeps, whoever wrote it down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remission.pk import linear
from remission.pk.find import find, names
from remission.pk.model import Linear
from remission.pk.simulate import draw
from remission.pk.solve import areas, exposure, levels, parameters
from remission.pk.timeline import Dose, timeline

PROPORTIONAL = [
    name
    for name in names()
    if isinstance(find(name).structure, Linear) and not (find(name).observe or find(name).fraction)
]
TIMES = np.array([[3.0], [25.0], [50.5], [97.0], [240.0]])
a_model = st.sampled_from(PROPORTIONAL)
a_seed = st.integers(0, 10**6)
hours = st.floats(0, 90)
mg = st.floats(0.1, 1000)


def someone(name: str, seed: int):
    model = find(name)
    return model, draw(model, np.random.default_rng(seed), 3)


@settings(deadline=None, max_examples=40)
@given(a_model, a_seed, hours, hours, mg, mg)
def test_doses_superpose(name, seed, first, second, one, other):
    model, eta = someone(name, seed)
    doses = Dose(start=first, amount=one, count=3), Dose(start=second, amount=other, every=12, count=2)
    both = levels(model, timeline(doses), TIMES, eta=eta)
    apart = sum(levels(model, timeline([dose]), TIMES, eta=eta) for dose in doses)
    np.testing.assert_allclose(both, apart, rtol=1e-9, atol=1e-9 * both.max())


@settings(deadline=None, max_examples=40)
@given(a_model, a_seed, mg, st.floats(0.1, 10))
def test_twice_the_dose_is_twice_the_level(name, seed, dose, factor):
    model, eta = someone(name, seed)
    one, more = (
        levels(model, timeline([Dose(start=0, amount=dose * f, count=5)]), TIMES, eta=eta) for f in (1, factor)
    )
    np.testing.assert_allclose(more, factor * one, rtol=1e-12)


@settings(deadline=None, max_examples=40)
@given(a_model, a_seed, st.floats(-500, 500))
def test_all_shifted_in_time_is_the_same(name, seed, shift):
    model, eta = someone(name, seed)
    here = levels(model, timeline([Dose(start=1, amount=3, count=4)]), TIMES, eta=eta)
    there = levels(model, timeline([Dose(start=1 + shift, amount=3, count=4)]), TIMES + shift, eta=eta)
    np.testing.assert_allclose(there, here, rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(a_model, a_seed, mg)
def test_what_went_in_comes_out(name, seed, dose):
    """The area times clearance is what was absorbed, whatever the rest."""
    model, eta = someone(name, seed)
    line = timeline([Dose(start=0, amount=dose)])
    p = parameters(model, line, eta=eta)
    area = areas(model, line, np.array([[0.0]]), np.array([[1e6]]), eta=eta)[0]
    np.testing.assert_allclose(area * p["cl"], dose * p.get("f", 1.0) * model.scale * np.ones(3), rtol=1e-9)


@settings(deadline=None, max_examples=40)
@given(a_model, a_seed, st.sampled_from([8.0, 12.0, 24.0, 48.0]))
def test_steady_state_is_where_many_doses_lead_and_its_area_is_that_of_one_dose(name, seed, every):
    model, eta = someone(name, seed)
    count = 20_000
    many = timeline([Dose(start=0, amount=3, every=every, count=count + 1)])
    steady = timeline([Dose(start=0, amount=3, every=every, steady=True)])
    points = np.linspace(0, every, 9)[:, None]
    led = levels(model, many, count * every + points, eta=eta)
    np.testing.assert_allclose(levels(model, steady, points, eta=eta), led, rtol=1e-7)
    one = areas(model, timeline([Dose(start=0, amount=3)]), np.array([[0.0]]), np.array([[1e6]]), eta=eta)
    over = areas(model, steady, np.array([[0.0]]), np.array([[every]]), eta=eta)
    np.testing.assert_allclose(over, one, rtol=1e-9)


@settings(deadline=None, max_examples=30)
@given(a_model, a_seed, st.lists(st.floats(0.5, 200), min_size=1, max_size=4, unique=True))
def test_a_course_that_is_cut_into_epochs_without_change_is_the_same(name, seed, cuts):
    model, eta = someone(name, seed)
    doses = [Dose(start=2, amount=3, every=12, count=9), Dose(start=130, amount=5)]
    whole = levels(model, timeline(doses), TIMES, eta=eta)
    cut = levels(model, timeline(doses, begin=(0.0, *sorted(cuts))), TIMES, eta=eta)
    np.testing.assert_allclose(cut, whole, rtol=1e-8, atol=1e-10)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.05, 3), st.floats(1e-3, 48), st.integers(1, 6), st.floats(-16, -1))
def test_an_absorption_as_fast_as_the_disposition_loses_no_digit(rate, time, stages, near):
    """At k → λ the chain tends to one stage more of an Erlang density, which is known in closed form."""
    exact = (rate * time) ** stages / np.prod(np.arange(1, stages + 1)) * np.exp(-rate * time)
    found = linear.fed(np, rate * (1 + 10.0**near), stages, rate, time)[-1]
    np.testing.assert_allclose(found, exact, rtol=1e-13 + 30 * stages * (1 + rate * time) * 10.0**near)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.01, 30), st.floats(0.01, 30), st.floats(1e-4, 100), st.integers(1, 6))
def test_no_pair_of_rates_makes_a_feed_negative_or_unsteady(stage, rate, time, stages):
    """What the last stage brings is the earlier ones' answer fed on: k (c[n-1] - c[n]) - (λ - 0) c[n] is its slope."""
    found = linear.fed(np, stage, stages, rate, time)
    assert all(0 <= value <= 1 for value in found)
    step = time * 1e-6
    later = linear.fed(np, stage, stages, rate, time + step)
    sooner = linear.fed(np, stage, stages, rate, time - step)
    slopes = [(b - a) / (2 * step) for a, b in zip(sooner, later, strict=True)]
    passed = [stage * np.exp(-stage * time) * (stage * time) ** n / np.prod(np.arange(1, n + 1)) for n in range(stages)]
    for slope, value, arriving in zip(slopes, found, passed, strict=True):
        assert slope == pytest.approx(arriving - rate * value, rel=1e-4, abs=1e-6 * (stage + rate))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0.2, 200), min_size=6, max_size=6))
def test_three_compartments_give_back_the_amounts_that_went_in(values):
    cl, v, q, v2, q3, v3 = (np.float64(value) for value in values)
    m = linear.modes(np, cl=cl, v=v, peripherals=((q, v2), (q3, v3)))
    held = (np.float64(3.0), np.float64(5.0), np.float64(0.5))
    back = linear.amounts(m, linear.State(chain=(), modes=linear.amplitudes(m, held)))
    np.testing.assert_allclose(back, held, rtol=1e-5)


def test_a_peak_is_where_the_slope_is_nothing_and_above_all_of_a_fine_grid():
    model, eta = someone("tacrolimus_woillard_2011", 4)
    line = timeline([Dose(start=0, amount=3, steady=True)])
    day = exposure(model, line, 0, 24, eta=eta)
    grid = levels(model, line, np.linspace(0, 24, 20_001)[:, None], eta=eta)
    assert np.all(day.peak >= grid.max(axis=0) * (1 - 1e-12))
    np.testing.assert_allclose(day.peak_time, np.linspace(0, 24, 20_001)[grid.argmax(axis=0)], atol=2e-3)


def test_an_area_summed_up_by_gauss_is_the_exact_one():
    model, eta = someone("tacrolimus_bergmann_2014", 4)
    same = replace(model, observe=lambda xp, p, level, covariates: level * 1.0)
    line = timeline([Dose(start=-30, amount=3, every=24, count=4), Dose(start=5, amount=1, duration=3, central=True)])
    begin, end = np.array([[0.0], [3.0]]), np.array([[24.0], [50.0]])
    one, other = (areas(some, line, begin, end, eta=eta) for some in (model, same))
    np.testing.assert_allclose(other, one, rtol=1e-9)
