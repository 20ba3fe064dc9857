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


# --- dose --------------------------------------------------------------------------------------------------------

AIM = ("--target", "trough:5-10@12", "--taken", 19, "--drawn-after", 12)
MAP = """\
name = "ward"
[[sheet]]
file = "results.csv"
patient = "patient"
time = { column = "day", unit = "day" }
layout = "long"
table = "measured"
analyte = "analyte"
value = "value"
unit = "unit"
hour = "hour"
[[sheet]]
file = "doses.csv"
patient = "patient"
time = { column = "day", unit = "day" }
layout = "long"
table = "given"
drug = "drug"
dose = "dose"
unit = "unit"
until = "until"
route = "route"
days_per_week = "days_per_week"
"""
RESULTS = """\
patient,day,analyte,value,unit,hour
A,0,creatinine,0.7,mg/dL,
A,0,proteinuria,3.7,g/day,
A,0,hematocrit,33,%,
A,14,tacrolimus_trough,3.1,ng/mL,12
A,28,tacrolimus_trough,{last},ng/mL,12
"""
DOSES = """\
patient,day,until,drug,dose,unit,days_per_week,route
A,0,,tacrolimus,3,mg,7,oral
"""


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    return written(tmp_path, last="4.0")


def written(folder: Path, *, last: str, doses: str = DOSES) -> Path:
    for name, text in (("map.toml", MAP), ("results.csv", RESULTS.format(last=last)), ("doses.csv", doses)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_dose_is_suggested_first_and_then_everything_it_rests_on(ward):
    answer = run("dose", WOILLARD, ward, *AIM, "--toxic", 20)
    assert answer.exit_code == 0, answer.output
    shown = " ".join(answer.output.split())
    assert shown.startswith("Patient A: 5 mg every 24 h is the lowest dose with about the highest probability")
    for said in (
        "Settled after",
        "1 × 5 mg",
        "AUC0-24, ng·h/mL (5–95 %)",
        "plausible",
        "CYP3A5 expresser is not known",
        "is not verified",
        "a clinician decides",
    ):
        assert said in shown


def test_programs_get_every_regimen_and_level(ward):
    made = told("dose", WOILLARD, ward, *AIM)
    assert made["suggestion"] in made["options"]
    assert [one["level"]["day"] for one in made["levels"]] == [14, 28]
    assert made["models"][0]["effective"] > 400
    assert (made["unit"], made["auc_unit"]) == ("ng/mL", "ng·h/mL")


def test_the_rule_of_a_protocol_stands_beside_it(ward):
    answer = run("dose", WOILLARD, ward, *AIM, "--protocol", "himeji-2012")
    assert "The protocol himeji-2012, by its own rule on day 28: continue 3 mg a day" in " ".join(answer.output.split())


def test_only_what_was_known_on_a_day_counts(ward):
    early = told("dose", WOILLARD, ward, *AIM, "--day", 14)
    assert [one["level"]["day"] for one in early["levels"]] == [14]


def test_a_chart_without_hours_says_what_to_give(ward):
    answer = run("dose", WOILLARD, ward, "--target", "trough:5-10")
    assert answer.exit_code == 2
    assert "--taken 19 --drawn-after 12" in answer.output


def test_a_level_that_cannot_be_is_no_basis_and_leaves_no_error(tmp_path):
    answer = run("dose", WOILLARD, written(tmp_path, last="60"), *AIM)
    assert answer.exit_code == 0
    shown = " ".join(answer.output.split())
    assert "No suggestion, because a level cannot be relied on. The level of 60 ng/mL on day 28" in shown
    assert "NOT PLAUSIBLE" in shown


def test_models_answer_together(ward):
    made = told("dose", WOILLARD, ward, *AIM, "--also", "tacrolimus-han-2013")
    assert sum(one["weight"] for one in made["models"]) == pytest.approx(1)
    assert len(made["models"]) == 2


def test_an_answer_is_drawn_with_its_target_and_its_levels(ward, tmp_path):
    file = tmp_path / "dose.svg"
    assert run("dose", WOILLARD, ward, *AIM, "--toxic", 20, "--figure", file).exit_code == 0
    drawn = file.read_text("utf-8")
    for said in ("study day", "Tacrolimus, whole blood (ng/mL)", "target", "limit 20 ng/mL", "measured", "(now): 90 %"):
        assert said in drawn


def test_a_table_of_events_has_hours_of_its_own(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text(
        "ID,TIME,AMT,EVID,II,ADDL,DV,hematocrit\n7,0,3,1,24,20,.,33\n7,168,.,0,.,.,4.1,33\n", encoding="utf-8"
    )
    made = told("dose", WOILLARD, file, "--events", "--target", "trough:5-10")
    assert made["patient"] == "7"
    assert made["suggestion"]["amount"] > 3


# --- pk check ----------------------------------------------------------------------------------------------------


def test_a_model_is_held_against_the_levels_of_a_chart(ward, tmp_path):
    words = ("pk", "check", "tacrolimus-han-2013", ward, "--taken", 19, "--drawn-after", 12)
    answer = run(*words)
    assert answer.exit_code == 0, answer.output
    for said in ("levels foretold", "RMSE %", "in the 90 % interval, %", "population", "patient"):
        assert said in answer.output
    made = told(*words)
    assert [(row["day"], row["foretold"]) for row in made["levels"]] == [
        (14, "population"), (28, "population"), (28, "patient"),
    ]  # fmt: skip
    file = tmp_path / "levels.csv"
    assert run(*words, "--out", file).exit_code == 0
    assert len(pl.read_csv(file)) == 3


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("300", "Tacrolimus trough concentration of 300 ng/mL is impossible"),
        ("4.0,mg/L,12\nA,30,creatinine,0.8", "is not measured in mg/L"),
        ("4.0,ng/mL,12\nA,28,tacrolimus_trough,8.0", "stands 2 times with different values"),
    ],
)
def test_a_level_that_the_chart_set_aside_is_told_and_no_dose_rests_on_the_rest(tmp_path, last, said):
    folder = written(tmp_path, last=last)
    if "mg/L" in last:
        results = RESULTS.format(last=last).replace("0.8,ng/mL,12", "0.8,mg/dL,")
        (folder / "results.csv").write_text(results, encoding="utf-8")
    shown = run("dose", WOILLARD, folder, *AIM)
    assert "No suggestion, because a measured level was set aside: " in " ".join(shown.stdout.split())
    answer = run("dose", WOILLARD, folder, *AIM, "--json")
    made = json.loads(answer.stdout)
    assert made["suggestion"] is None
    for text in (made["because"], " ".join(made["set_aside"]), " ".join(made["says"])):
        assert said in text
        assert "(results.csv, row 6)" in text
    assert said in json.loads(run("pk", "check", WOILLARD, folder, *AIM[2:], "--json").stdout)["says"][0]
    assert json.loads(run("dose", WOILLARD, folder, *AIM, "--leave-out", "--json").stdout)["suggestion"]


def test_a_dose_of_0_is_named_with_its_row(tmp_path):
    answer = run("dose", WOILLARD, written(tmp_path, last="4.0", doses=DOSES.replace(",3,mg", ",0,mg")), *AIM)
    assert "Found a dose of 0 in doses.csv (row 2)" in " ".join(answer.output.split())


@pytest.mark.parametrize(
    ("target", "columns"),
    [("peak:1-", ("peak, ng/mL", "trough, ng/mL")), ("time:5-15", ("too little", "trough, ng/mL"))],
)
def test_columns_are_named_for_what_they_hold(target, columns):
    from remission.app.dose_screen import _line
    from remission.pk.dose import dose
    from remission.pk.records import Record
    from remission.pk.timeline import Dose

    advice = dose(WOILLARD, Record(patient="1", doses=(Dose(start=0, amount=3, count=9),)), target)
    names = " ".join(_line(advice.options[0], advice))
    assert all(column in names for column in columns)
