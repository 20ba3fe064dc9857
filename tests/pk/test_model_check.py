"""A model held against levels that it made itself foretells without bias and with honest intervals; one that is off does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from dense import on_lattice, share
from patients import drawn
from scipy.stats import kstest
from three import three

from remission.pk.check import check, summary
from remission.pk.events import read_events
from remission.pk.records import Level
from remission.pk.solve import levels
from remission.pk.timeline import timeline

TROUGHS = (12 * 24.0, 14 * 24.0, 19 * 24.0, 21 * 24.0)
MANY = drawn(three, 60, seed=5, times=TROUGHS)


@pytest.fixture(scope="module")
def rows():
    return check(three, MANY)[0]


def test_percentiles_of_levels_that_the_model_made_are_spread_evenly(rows):
    first = rows.filter(foretold="population", hour=TROUGHS[0])["percentile"]
    later = rows.filter(foretold="patient", hour=TROUGHS[3])["percentile"]
    assert len(first) == len(later) == 60
    assert kstest(first, "uniform").pvalue > 0.01
    assert kstest(later, "uniform").pvalue > 0.01


def test_earlier_levels_make_forecasts_better_and_intervals_hold_nine_in_ten(rows):
    told = {row["foretold"]: row for row in summary(rows).to_dicts()}
    assert told["patient"]["rmse"] < 0.6 * told["population"]["rmse"]
    assert 84 < told["patient"]["within_90"] < 96
    assert abs(told["patient"]["bias"]) < 8  # an error beside a level that scatters is above 0 on average


def test_a_model_that_is_off_is_found_out():
    slow = replace(three, parameters=(replace(three.parameters[0], value=36.0), *three.parameters[1:]))
    told = {row["foretold"]: row for row in summary(check(slow, MANY)[0]).to_dicts()}
    assert told["population"]["bias"] < -30
    assert abs(told["patient"]["bias"]) < abs(told["population"]["bias"]) / 2


def test_a_forecast_is_that_of_a_dense_lattice(rows):
    record = MANY[0]
    row = rows.filter(patient="0", foretold="patient", hour=TROUGHS[1]).to_dicts()[0]
    truth = on_lattice(three, replace(record, levels=record.levels[:1]))
    eta = dict(zip(truth.names, truth.eta[:, ::7], strict=True))  # every seventh point is dense enough
    found = levels(three, timeline(record.doses), np.array([[TROUGHS[1]]]), eta=eta)[0]
    weights = truth.weights[::7] / truth.weights[::7].sum()
    noise = np.random.default_rng(1).standard_normal(len(found))
    seen = found + noise * np.hypot(0.1 * found, 0.5)
    assert row["percentile"] == pytest.approx(share(seen, weights, -1e9, row["measured"]), abs=0.03)


def test_who_cannot_be_foretold_is_said_and_bounds_are_left_out():
    early = replace(MANY[0], patient="early", levels=(Level(time=-3.0, value=4.0), Level(time=300.0, value=4.0)))
    bound = replace(MANY[1], patient="bound", levels=(Level(time=300.0, value=1.0, censored="<"),))
    found, says = check(three, [early, bound])
    assert found["patient"].unique().to_list() == ["early"]
    assert says
    assert "before the first dose" in says[0]


def test_a_level_at_the_time_of_a_dose_at_steady_state_is_foretold_from_the_doses_before():
    """Real tables write a trough beside the steady dose that it belongs to, and begin afresh with the next such dose."""
    rows = [(1, 168.0, 3.0, 1, 24.0, 1, None), (1, 168.0, None, 0, None, 0, 4.0),
            (1, 400.0, 5.0, 1, 24.0, 1, None), (1, 400.0, None, 0, None, 0, 7.0)]  # fmt: skip
    table = pl.DataFrame(rows, schema=("ID", "TIME", "AMT", "EVID", "II", "SS", "DV"), orient="row", strict=False)
    found, _ = check(three, read_events(three, table))
    first, second = found.filter(foretold="population")["median"]
    assert second / first == pytest.approx(5 / 3, rel=0.01)
