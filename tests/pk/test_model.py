"""What a model refuses when it is made, and what it gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from remission.errors import ModelError, SchemaError, UnknownName
from remission.pk.find import faults, find, names
from remission.pk.model import Covariate, Linear, Model, Parameter, Residual, Spread
from remission.pk.solve import exposure, levels
from remission.pk.timeline import Dose, timeline

WOILLARD = find("tacrolimus_woillard_2011")


@pytest.mark.parametrize("name", names())
def test_a_model_lacks_nothing_that_a_reader_needs(name: str):
    model = find(name)
    assert model.name == name
    assert faults(model) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parameters": (Parameter(name="cl", value=1.0, unit=""),)}, "has no unit"),
        ({"covariates": (Covariate(name="weight", unit=" ", reference=60, low=40, high=90),)}, "has no unit"),
        (
            {"covariates": (Covariate(name="weight", unit="kg", reference=30, low=40, high=90),)},
            "outside its own range",
        ),
        ({"covariates": ()}, "uses a covariate that it does not declare"),
        ({"parameters": WOILLARD.parameters[1:]}, "uses a parameter that it does not declare"),
        ({"parameters": (*WOILLARD.parameters, WOILLARD.parameters[0])}, "has a parameter twice"),
        ({"iiv": Spread(of={"cl": 0.1}), "iov": Spread()}, "uses a deviation that it does not declare"),
        ({"iiv": Spread(of={"cl": 0.0})}, "not positive definite"),
        ({"iiv": Spread(of={"cl": 0.1, "v": 0.1}, correlations={("cl", "v"): 1.01})}, "not positive definite"),
        ({"iiv": Spread(of={"cl": 0.1}, correlations={("cl", "v"): 0.1})}, "names what does not vary"),
        ({"residual": Residual()}, "no residual error"),
        ({"unit": "g/L"}, "no unit that is known"),
        ({"unit": "nmol/L"}, "no unit that is known"),
        (
            {"structure": Linear(compartments=3, absorption="erlang", stages=3)},
            "does not give what its structure needs",
        ),
    ],
)
def test_a_model_that_contradicts_itself_is_refused(change: dict[str, object], said: str):
    with pytest.raises(ModelError, match=said):
        replace(WOILLARD, **change)


def test_a_drug_that_nobody_knows_is_refused():
    with pytest.raises(UnknownName, match="tacrolimus"):
        replace(WOILLARD, drug="tacrolimos")


def test_a_model_of_ones_own_is_found_by_its_path_with_the_same_checks(tmp_path: Path):
    there = Path(find.__wrapped__.__code__.co_filename).parent / "models" / "tacrolimus_woillard_2011.py"
    text = there.read_text(encoding="utf-8").replace("tacrolimus_woillard_2011", "mine")
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    assert isinstance(find(str(path)), Model)
    path = tmp_path / "other.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match="no Model named 'other'"):
        find(str(path))
    path.write_text(text.replace("mine", "other").replace('at="Table 4, whole data set", ', ""), encoding="utf-8")
    find.cache_clear()
    with pytest.raises(SchemaError, match="Its source has no place"):
        find(str(path))


def test_the_typical_patient_of_woillard_has_the_exposure_that_a_scratch_run_of_another_engine_gave():
    daily = timeline([Dose(start=0, amount=3, steady=True)], covariates={"hematocrit": 33.0})
    day = exposure(WOILLARD, daily, 0, 24)
    assert day.area[0] == pytest.approx(132, abs=0.5)
    assert (day.peak[0], day.peak_time[0]) == (pytest.approx(16.1, abs=0.05), pytest.approx(1.0, abs=0.05))
    twelve, trough = levels(WOILLARD, daily, np.array([[12.0], [24.0]]))[:, 0]
    assert (twelve, trough) == (pytest.approx(4.7, abs=0.05), pytest.approx(2.6, abs=0.05))
