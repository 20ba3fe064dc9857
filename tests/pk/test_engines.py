"""NumPy and JAX run the same source and agree to 1e-10."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace

import numpy as np
import pytest
from patients import drawn

from remission.errors import MissingExtra, UnknownName
from remission.pk.engine import engine
from remission.pk.estimate import estimates
from remission.pk.find import find, names
from remission.pk.grid import days, troughs
from remission.pk.model import Linear, Residual
from remission.pk.simulate import draw, simulate
from remission.pk.solve import exposure, levels, parameters
from remission.pk.timeline import Dose, timeline

needs_jax = pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="JAX, the extra `pk`, is not installed")
LINEAR = [name for name in names() if isinstance(find(name).structure, Linear)]
GRIDDED = [
    name for name in LINEAR if not (find(name).observe or find(name).fraction or find(name).structure.zero_order)
]
AGREE = 1e-10
LINE = timeline(
    [Dose(start=0, amount=3, count=10), Dose(start=250, amount=2, every=12, count=5, steady=True)],
    begin=(0.0, 250.0),
    washed=(False, True),
)
SIMPLE = timeline([Dose(start=0, amount=3, count=10), Dose(start=250, amount=2, every=12, count=5)])
TIMES = np.array([[1.0], [7.0], [24.0], [99.0], [251.0], [300.0]])


def step_by_step():
    """Run JAX one operation after another: what is compiled for one model then serves all of them."""
    import jax

    return jax.disable_jit()


@needs_jax
@pytest.mark.parametrize("name", LINEAR)
def test_numpy_and_jax_agree_on_levels(name: str):
    model, jax = find(name), engine("jax")
    eta = draw(model, np.random.default_rng(1), 20)
    with step_by_step():
        found = levels(model, SIMPLE, TIMES, eta=eta, xp=jax.xp)
    np.testing.assert_allclose(found, levels(model, SIMPLE, TIMES, eta=eta), rtol=AGREE)


@needs_jax
def test_numpy_and_jax_agree_on_epochs_and_steady_states():
    model, jax = find("tacrolimus_woillard_2011"), engine("jax")
    eta = draw(model, np.random.default_rng(1), 20, occasions=(0, 1))
    compiled = jax.compile(lambda eta: levels(model, LINE, TIMES, eta=eta, xp=jax.xp))
    np.testing.assert_allclose(compiled(eta), levels(model, LINE, TIMES, eta=eta), rtol=AGREE)


@needs_jax
def test_numpy_and_jax_agree_on_areas_and_peaks():
    model, jax = find("mizoribine_honda_2006"), engine("jax")
    one = exposure(model, SIMPLE, 24, 48)
    area, peak, when = jax.compile(lambda eta: _three(exposure(model, SIMPLE, 24, 48, eta=eta, xp=jax.xp)))({})
    np.testing.assert_allclose([area, peak], [one.area, one.peak], rtol=AGREE)
    np.testing.assert_allclose(when, one.peak_time, atol=1e-5)


def _three(found):
    return found.area, found.peak, found.peak_time


@needs_jax
@pytest.mark.parametrize("name", GRIDDED)
def test_numpy_and_jax_agree_on_grids(name: str):
    model, jax = find(name), engine("jax")
    eta = draw(model, np.random.default_rng(1), 20)
    unequal = np.arange(9.0)

    def grids(on, eta):
        given = {name: value[..., :1, :][0] if value.ndim > 1 else value for name, value in eta.items()}
        given = parameters(model, SIMPLE, eta=given, xp=on.xp)
        every_day = [days(on, model, given, amounts=mg, every=24.0, points=6) for mg in (np.full(9, 3.0), unequal)]
        return *every_day, troughs(on, model, given, amount=3.0, every=24.0, count=30)

    with step_by_step():
        on_jax = grids(jax, eta)
    for found, expected, near in zip(on_jax, grids(engine(), eta), (1e-12, 1e-12, 0.0), strict=True):
        np.testing.assert_allclose(found, expected, rtol=AGREE, atol=near)


@needs_jax
def test_a_simulation_draws_the_same_patients_on_both_engines():
    model = find("tacrolimus_woillard_2011")
    one, other = (next(simulate(model, SIMPLE, TIMES, patients=20, seed=4, on=name)) for name in ("numpy", "jax"))
    np.testing.assert_allclose(other.levels, one.levels, rtol=AGREE)
    assert other.levels.dtype == np.float64


@needs_jax
def test_numpy_and_jax_find_the_same_modes_for_a_batch_and_one_bad_patient_stops_nobody():
    residual = Residual(proportional=0.1, additive=0.5)
    model = replace(find("mizoribine_honda_2006"), residual=residual)
    records = drawn(model, 60)
    low = replace(records[7].levels[1], censored="<")
    records[7] = replace(records[7], levels=(records[7].levels[0], low, *records[7].levels[2:]))
    records[11] = replace(records[11], doses=())
    one, other = (estimates(model, records, on=on) for on in ("numpy", "jax"))
    assert [found.done for found in other] == [at != 11 for at in range(60)]
    assert "No dose is known" in other[11].says[-1]
    for found, expected in zip(other, one, strict=True):
        assert found.rounds == expected.rounds
        np.testing.assert_allclose(found.z, expected.z, rtol=0, atol=AGREE)
        for name, ends in expected.intervals.items():
            assert found.intervals[name] == pytest.approx(ends, rel=1e-6)


def test_derivatives_of_an_engine_are_those_of_differences():
    on, z = engine(), np.array([[0.3, -1.0], [2.0, 0.5]])
    found, slopes = on.slopes(lambda z: np.stack([z[0] * np.exp(z[1]), z[1] ** 2]), z)
    np.testing.assert_allclose(found, [z[0] * np.exp(z[1]), z[1] ** 2])
    np.testing.assert_allclose(slopes, [[np.exp(z[1]), 0 * z[0]], [z[0] * np.exp(z[1]), 2 * z[1]]], rtol=1e-14)


def test_a_complex_step_gives_the_derivative():
    model = find("tacrolimus_woillard_2011")
    step = 1e-30
    slope = levels(model, LINE, TIMES, eta={"cl": np.array([1j * step])}).imag / step
    high, low = (levels(model, LINE, TIMES, eta={"cl": np.array([change])}) for change in (1e-5, -1e-5))
    np.testing.assert_allclose(slope, (high - low) / 2e-5, rtol=1e-7)


def test_an_engine_that_nobody_knows_is_refused():
    with pytest.raises(UnknownName, match="nearest name is 'numpy'"):
        engine("numpi")


def test_without_jax_the_command_that_brings_it_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "jax", None)
    engine.cache_clear()
    with pytest.raises(MissingExtra, match=r"pip install 'remission\[pk\]'"):
        engine("jax")
    engine.cache_clear()
