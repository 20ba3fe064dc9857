"""Levels that a model has not seen are foretold from what came before them, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from patients import drawn

from remission.errors import SchemaError
from remission.pk.estimate import estimate
from remission.pk.find import find
from remission.pk.foretell import accuracy, foretell
from remission.pk.solve import levels

BERGMANN = find("tacrolimus_bergmann_2014")


def test_a_forecast_is_that_of_the_patients_most_probable_parameters_so_far():
    records = drawn(BERGMANN, 3, seed=6)
    rows = foretell(BERGMANN, records)
    for record in records:
        own = rows.filter(patient=record.patient)
        assert own["earlier"].to_list() == [0, 1, 2, 3]
        for at in range(4):
            eta = estimate(BERGMANN, replace(record, levels=record.levels[:at])).eta
            known = {name: np.array([value]) for name, value in eta.items()}
            expected = levels(BERGMANN, record.line, np.array([[record.levels[at].time]]), eta=known)[0, 0]
            assert own["forecast"][at] == pytest.approx(expected, rel=1e-4)
    assert rows.filter(earlier=0)["typical"].to_list() == rows.filter(earlier=0)["forecast"].to_list()


@pytest.mark.parametrize("name", ["tacrolimus_bergmann_2014", "tacrolimus_woillard_2011"])
def test_no_peeking(name):
    """What comes later changes nothing, whether a level, a dose or an occasion."""
    model = find(name)
    records = drawn(model, 2, seed=6)
    some = foretell(model, records)
    changed = [
        replace(r, levels=(*r.levels[:2], *(replace(level, value=level.value * 3) for level in r.levels[2:])))
        for r in records
    ]
    other = foretell(model, changed)
    early = pl.col("earlier") <= 2
    assert some.filter(early)["forecast"].to_list() == pytest.approx(
        other.filter(early)["forecast"].to_list(), rel=1e-6
    )


def test_accuracy_is_counted_in_per_cent_of_the_level():
    rows = pl.DataFrame({"patient": ["1"] * 4, "earlier": [0, 1, 5, 6], "level": [10.0, 10.0, 5.0, 4.0],
                         "typical": [12.0, 12.0, 12.0, 4.0], "forecast": [12.0, 9.0, None, 6.0]})  # fmt: skip
    every, first, second, more = accuracy(rows)
    assert (every.earlier, every.levels) == (None, 4)
    assert every.bias == pytest.approx((20 + 20 + 140 + 0) / 4)
    assert every.rmse == pytest.approx(np.sqrt((400 + 400 + 19600) / 4))
    assert (every.median, every.absolute, every.near, every.fair) == (20, 45, 75, 75)
    assert (first.levels, first.bias, second.bias, second.near) == (1, 20, -10, 100)
    assert (more.earlier, more.levels, more.lost, more.bias) == (3, 1, 1, 50)


def test_earlier_levels_make_forecasts_better_where_the_model_is_right():
    found = {
        a.earlier: a
        for a in accuracy(foretell(BERGMANN, drawn(BERGMANN, 60, seed=6, times=(156.0, 180.0, 204.0, 228.0))))
    }
    assert found[3].rmse < found[1].rmse < found[0].rmse


def test_nothing_to_foretell_is_told():
    with pytest.raises(SchemaError, match="nothing to foretell"):
        foretell(BERGMANN, [replace(drawn(BERGMANN, 1)[0], levels=())])
