"""A fitted model is written as a file that reads back as the same model."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner
from patients import drawn

from remission.app.cli import main
from remission.errors import SchemaError
from remission.pk.events import write_events
from remission.pk.find import find
from remission.pk.fit import fit
from remission.pk.fitted import model_file, results
from remission.pk.meals import after_supper
from remission.pk.solve import levels
from remission.pk.timeline import Dose, timeline

HAN = find("tacrolimus_han_2013")
THREE = timeline([Dose(start=0, amount=3, count=10)])
TIMES = np.array([[5.0], [100.0], [230.0]])


@pytest.fixture(scope="module")
def fitted():
    return fit(HAN, drawn(HAN, 20, seed=3), hold=["ka"])


def test_the_file_holds_the_fitted_model(fitted, tmp_path):
    file = tmp_path / "own_levels.py"
    file.write_text(model_file(fitted, "own_levels", base="tacrolimus-han-2013"), encoding="utf-8")
    read = find(str(file))
    assert levels(read, THREE, TIMES) == pytest.approx(levels(fitted.model, THREE, TIMES), rel=1e-4)
    assert read.iiv.omega == pytest.approx(fitted.model.iiv.omega, rel=1e-4)
    assert read.residual.proportional == pytest.approx(fitted.model.residual.proportional, rel=1e-4)
    assert "Held as they were: " in read.readings[0]
    assert not read.verified


def test_a_model_after_supper_and_one_with_correlations_read_back_too(tmp_path):
    storset = find("tacrolimus_storset_2014")
    records = drawn(storset, 6, seed=3)
    hold = ["v", "q", "v2", "ka", "tlag", "iiv.v", "iiv.q", "iiv.cl", "iiv.cl~v", "iiv.cl~q", "iov"]
    plain = fit(storset, records, hold=hold)
    fed = fit(after_supper(storset), records, hold=hold)
    for name, made in (("plain", plain), ("fed", fed)):
        file = tmp_path / f"{name}.py"
        file.write_text(model_file(made, name, base="tacrolimus_storset_2014"), encoding="utf-8")
        read = find(str(file))
        assert levels(read, THREE, TIMES) == pytest.approx(levels(made.model, THREE, TIMES), rel=1e-4)
        assert read.iiv.omega == pytest.approx(made.model.iiv.omega, rel=1e-4)
        assert read.iov.omega == pytest.approx(made.model.iov.omega, rel=1e-4)


@pytest.mark.parametrize("name", ["Two words", "tacrolimus_han_2013", "1st"])
def test_a_name_that_cannot_be_is_refused(fitted, name):
    with pytest.raises(SchemaError, match="name of its own"):
        model_file(fitted, name, base="tacrolimus_han_2013")


def test_results_are_plain_values(fitted):
    told = json.loads(json.dumps(results(fitted), allow_nan=False))
    assert [row["name"] for row in told["estimates"]] == ["cl", "v", "iiv.cl", "iiv.v", "residual.proportional"]
    assert told["patients"] == 20
    assert told["held"]


def test_the_command_writes_a_model_results_and_pictures(tmp_path):
    table = tmp_path / "levels.csv"
    write_events(HAN, drawn(HAN, 15, seed=3)).write_csv(table)
    out = tmp_path / "out"
    asked = ["pk", "fit", "tacrolimus-han-2013", str(table), "--events", "--hold", "ka", "--hold", "iiv.v"]
    ran = CliRunner().invoke(main, [*asked, "--name", "own", "--out", str(out), "--studies", "100"])
    assert ran.exit_code == 0, ran.output
    files = {"own.py", "results.json", "estimates.csv", "levels.csv"}
    pictures = {f"{n}.{e}" for n in ("goodness-of-fit", "visual-check", "prediction-errors") for e in ("svg", "png")}
    assert {path.name for path in out.iterdir()} == files | pictures
    told = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert told["npde"]["count"] == 60
    assert find(str(out / "own.py")).name == "own"
    again = CliRunner().invoke(main, [*asked, "--name", "own", "--out", str(out)])
    assert again.exit_code == 2
    assert "is there already" in again.output
    # The fitted model is fitted once more, by its path, and stays where it is.
    more = CliRunner().invoke(main, ["pk", "fit", str(out / "own.py"), str(table), "--events", "--hold", "ka", "--hold", "iiv.v",
                                     "--json"])  # fmt: skip
    assert more.exit_code == 0, more.output
    rows = {row["name"]: row for row in json.loads(more.stdout)["estimates"]}
    assert rows["cl"]["value"] == pytest.approx(rows["cl"]["start"], rel=1e-3)


def test_a_chart_needs_hours():
    ran = CliRunner().invoke(main, ["pk", "fit", "tacrolimus-han-2013", "himeji"])
    assert ran.exit_code == 2
    assert "--taken 19 --drawn-after 12" in ran.output
