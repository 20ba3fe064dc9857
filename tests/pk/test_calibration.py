"""What posteriors say is as often true as they say: a quick run here, and the recorded one of the whole shelf."""

from __future__ import annotations

import json

import numpy as np
import pytest
from calibration import PATIENTS, RECORDED, places
from scipy.stats import chisquare, kstest
from three import three

from remission.pk.find import find, names
from remission.pk.parts import Linear

KEPT = json.loads(RECORDED.read_text("utf-8"))
RARE = 1e-4
"""Some forty deviations are looked at."""


def test_truths_are_spread_evenly_over_posteriors():
    for row in places(three, 150, seed=3):
        assert kstest(row, "uniform").pvalue > 0.003


def test_every_linear_model_of_the_shelf_is_recorded():
    assert set(KEPT) == {name for name in names() if isinstance(find(name).structure, Linear)}


@pytest.mark.parametrize("name", KEPT)
def test_the_recorded_run_is_calibrated(name):
    kept = KEPT[name]
    assert kept["patients"] == PATIENTS
    assert kept["deviations"] == list(find(name).iiv.names)
    for counts in kept["tenths"]:
        assert sum(counts) == PATIENTS
        assert chisquare(counts).pvalue > RARE
    for part, held in kept["held"].items():
        share = float(part) / 100
        error = np.sqrt(share * (1 - share) / PATIENTS)
        assert held == pytest.approx([share] * len(held), abs=4 * error)
