"""Every model of the shelf against the same model written out as differential equations and run by deSolve in R."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from remission.pk.find import find, names
from remission.pk.solve import levels
from remission.pk.timeline import Dose, timeline

ORACLE = json.loads(Path(__file__).with_name("oracles").joinpath("profiles.json").read_text(encoding="utf-8"))
CASES = ORACLE["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["model"] for case in CASES])
def test_a_model_gives_the_profile_that_desolve_gives(case):
    model = find(case["model"])
    doses = [Dose(start=when, amount=mg) for when, mg in zip(case["dose_times"], case["doses"], strict=True)]
    known = {name: np.array(values)[:, None] for name, values in case["covariates"].items()}
    line = timeline(doses, begin=(0.0, ORACLE["change"]), covariates=known)
    found = levels(model, line, np.array(ORACLE["times"])[:, None], eta=case["eta"])[:, 0]
    expected = np.array(case["levels"])
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10 * expected.max())


def test_every_model_of_the_shelf_has_its_profile():
    assert {case["model"] for case in CASES} == set(names())


def test_a_profile_uses_every_deviation_and_every_covariate_of_its_model():
    for case in CASES:
        model = find(case["model"])
        assert set(case["covariates"]) == {covariate.name for covariate in model.covariates}
        assert set(case["eta"]) == set(model.etas)
