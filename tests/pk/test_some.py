"""Only the rows that matter are worked on: the answer is the one that all rows give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from remission.pk import exact
from remission.pk.find import find, names
from remission.pk.parts import Linear
from remission.pk.records import Level, Record, together
from remission.pk.solve import levels
from remission.pk.some import Some, few
from remission.pk.timeline import Dose


def people(model):
    """Two patients whose epochs, doses and levels have nothing in common."""
    often = tuple(Dose(start=8.0 + 24 * day, amount=1.0 + day % 3, every=24.0) for day in range(6))
    steady = tuple(Dose(start=at, amount=2.0, every=12.0, steady=True) for at in (96.0, 480.0))
    first = Record(
        patient="1",
        doses=often,
        levels=tuple(Level(time=at, value=1.0) for at in (8.0, 30.0, 31.5, 80.0, 152.0)),
        begin=(0.0, 31.5, 77.0),
        washed=(False, False, False),
    )
    second = Record(
        patient="2",
        doses=steady,
        levels=tuple(Level(time=at, value=1.0) for at in (96.0, 97.0, 480.0, 484.0)),
        begin=(96.0, 480.0),
        washed=(False, True),
    )
    varied = {c.name: (c.low + 0.1, c.reference, c.high) for c in model.covariates if c.low < c.high}
    return [replace(first, covariates=varied), second]


@pytest.mark.parametrize("name", [name for name in names() if isinstance(find(name).structure, Linear)])
def test_levels_are_those_that_all_rows_give(name, monkeypatch):
    model = find(name)
    batch = together(model, people(model))
    eta = {name: np.array([0.1, -0.2]) for name in model.etas}
    found = levels(model, batch.line, batch.times, eta=eta)
    monkeypatch.setattr(exact, "few", lambda _, here: Some(here=here, places=None))
    every = levels(model, batch.line, batch.times, eta=eta)
    assert found == pytest.approx(every, rel=1e-12)
    assert (every[batch.there > 0] >= 0).all()


def test_an_engine_that_compiles_keeps_all_rows():
    assert few(object(), np.array([[True], [False]])).places is None
