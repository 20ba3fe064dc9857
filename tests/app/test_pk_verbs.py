"""Run the verbs of drug levels as a user does."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from remission.app.cli import main

WOILLARD = "tacrolimus-woillard-2011"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def told(*words: object) -> dict[str, object]:
    answer = run(*words, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


# --- pk simulate -------------------------------------------------------------------------------------------------


def test_a_population_is_simulated_and_printed_hour_by_hour_with_its_units():
    answer = run("pk", "simulate", WOILLARD, "--dose", 3, "--days", 7, "--patients", 200)
    assert answer.exit_code == 0, answer.output
    for said in ("median (ng/mL)", "hours since the dose", "hematocrit 35 %", "not verified"):
        assert said in answer.output


def test_twice_the_dose_is_twice_the_level():
    once, twice = (
        told("pk", "simulate", WOILLARD, "--dose", mg, "--days", 3, "--patients", 100)["course"] for mg in (2, 4)
    )
    assert [row["median"] * 2 for row in once] == pytest.approx([row["median"] for row in twice])


def test_a_covariate_is_stated_and_a_misspelt_one_is_told():
    low, high = (
        told("pk", "simulate", WOILLARD, "--dose", 3, "--days", 3, "--patients", 100, "--set", f"hematocrit={value}")
        for value in (25, 45)
    )
    assert low["course"][-1]["median"] < high["course"][-1]["median"]
    answer = run("pk", "simulate", WOILLARD, "--dose", 3, "--set", "hematocritt=30")
    assert answer.exit_code == 2
    assert "The nearest name is 'hematocrit'" in answer.output


def test_a_course_is_written_and_drawn(tmp_path: Path):
    table, svg, png = (tmp_path / name for name in ("a.csv", "a.svg", "a.png"))
    words = ("pk", "simulate", WOILLARD, "--dose", 3, "--days", 2, "--patients", 50)
    assert run(*words, "--out", table, "--figure", svg).exit_code == 0
    assert run(*words, "--figure", png).exit_code == 0
    assert pl.read_csv(table).columns == ["hour", "day", "p5", "median", "p95"]
    assert "Tacrolimus, whole blood (ng/mL)" in svg.read_text("utf-8")
    assert png.read_bytes()[:4] == b"\x89PNG"
    assert "one of these endings" in run(*words, "--figure", tmp_path / "a.gif").output


@pytest.mark.parametrize("wrong", [("--dose", 0), ("--dose", 3, "--every", -1)])
def test_a_dose_that_cannot_be_is_told(wrong):
    answer = run("pk", "simulate", WOILLARD, *wrong)
    assert answer.exit_code == 2
    assert "above 0" in answer.output


# --- show model --------------------------------------------------------------------------------------------------


def test_a_model_is_shown_with_units_spread_source_and_readings():
    answer = run("show", "model", WOILLARD)
    for said in (
        "NOT VERIFIED",
        "cl = 21.2 L/h",
        "(CV 28 %)",
        "11.3 % of the level",
        "Table 4",
        "the equation is used",
    ):
        assert said in answer.output
    assert "tacrolimus_woillard_2011" in run("show", "model").output
    assert "nearest name" in run("show", "model", "tacrolimus_woilard_2011").output


def test_a_model_file_of_ones_own_is_shown(tmp_path: Path):
    from remission.pk.models import tacrolimus_han_2013

    file = tmp_path / "ours.py"
    text = Path(tacrolimus_han_2013.__file__).read_text("utf-8")
    file.write_text(text.replace("tacrolimus_han_2013", "ours"), encoding="utf-8")
    assert run("show", file).output.startswith("model ours")
