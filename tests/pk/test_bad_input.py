"""What is wrong with what one is given: each slip is told with its row and what to do, and no dose rests on it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from remission.app.cli import main
from remission.errors import ModelError, SchemaError
from remission.pk.bands import course
from remission.pk.believable import too_young
from remission.pk.dose import Advice, dose
from remission.pk.events import read_events
from remission.pk.find import find
from remission.pk.models import tacrolimus_han_2013
from remission.pk.targets import aimed

HAN = find("tacrolimus_han_2013")
HEAD = ("ID", "TIME", "AMT", "EVID", "II", "ADDL", "DV")
DOSES = (1, 0.0, 3.0, 1, 24.0, 20, None)


def events(*rows: tuple[float | None, ...], doses: tuple[float | None, ...] = DOSES) -> pl.DataFrame:
    return pl.DataFrame([doses, *rows], schema=HEAD, orient="row", strict=False)


def asked(*rows: tuple[float | None, ...], doses: tuple[float | None, ...] = DOSES) -> Advice:
    (record,) = read_events(HAN, events(*rows, doses=doses).sort("TIME", maintain_order=True))
    return dose(HAN, record, aimed("trough:5-10"))


def level(time: float, value: float) -> tuple[float | None, ...]:
    return (1, time, None, 0, None, None, value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([level(-5, 4.0)], r"\(row 2\) at -5 h lies before the first dose. Check its time, or add the doses before it"),
        ([level(0, 4.0)], r"at 0 h lies before the first dose"),
        ([level(168, 300.0)], r"\(row 3\) is impossible \(plausible: 0 to 150 ng/mL\). Check value and unit"),
        ([level(168, 0.0)], r"\(row 3\) is 0, which no assay reports. Mark it as below the limit"),
        ([level(168, -1.0)], r"\(row 3\) is no level. Correct it"),
        ([level(168, 60.0)], r"\(row 3\) is not plausible with the recorded dose time"),
        ([level(168, 0.005)], r"\(row 3\) is not plausible"),  # mg/L written as if it were ng/mL
    ],
)
def test_a_level_that_cannot_be_is_no_basis_for_a_dose(rows, said):
    found = asked(*rows)
    assert found.suggestion is None
    assert found.because.startswith("No suggestion, because")
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(found.because)


def test_a_level_long_after_the_last_dose_is_asked_about():
    (says,) = [text for text in asked(level(700, 0.4)).says if "stopped" in text]
    assert "(row 3) was drawn 220 h after the last recorded dose" in says
    assert "Add them" in says


@pytest.mark.parametrize(
    ("rows", "doses", "said"),
    [
        ([], (1, 0.0, 0.0, 1, 24.0, 20, None), r"A dose is above 0. Found AMT 0 in row 2"),
        ([level(168, 4.0), level(24, 4.0)], DOSES, r"Times of a patient rise. Found TIME 24 in row 4"),
        ([], (1, 0.0, 3.0, 1, None, 20, None), r"with II 0 in row 2. Give II, h"),
        ([], (1, 0.0, None, 1, 24.0, 20, None), r"Found no AMT in row 2. Give mg"),
        ([], (1, None, 3.0, 1, 24.0, 20, None), r"Found no TIME in row 2"),
    ],
)
def test_a_table_that_cannot_be_names_the_row(rows, doses, said):
    with pytest.raises(SchemaError, match=said):
        read_events(HAN, events(*rows, doses=doses))


@pytest.mark.parametrize(
    ("column", "texts", "said"),
    [("AMT", ["three", None], "AMT is a number. Found 'three' in row 2"), ("DV", [None, "low"], "Found 'low' in row 3"),
     ("ID", ["1", None], "Found no ID in row 3"), ("TIME", ["0", "inf"], "Found 'inf' in row 3")],
)  # fmt: skip
def test_a_text_in_place_of_a_number_names_its_row(column, texts, said):
    table = {"ID": ["1", "1"], "TIME": ["0", "12"], "AMT": ["3", None], "EVID": ["1", "0"], "DV": [None, "5"]}
    with pytest.raises(SchemaError, match=said):
        read_events(HAN, pl.DataFrame(table | {column: texts}))


def test_a_level_written_as_a_bound_is_one():
    table = {"ID": [1, 1, 1], "TIME": [0, 12, 20], "AMT": [3, None, None], "DV": [None, "<1.5", "> 30"]}
    (record,) = read_events(HAN, pl.DataFrame(table))
    assert [(level.value, level.censored, level.row) for level in record.levels] == [(1.5, "<", 3), (30, ">", 4)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Found nothing in 'e.csv'"),
        ("ID,TIME,AMT\n", "Found only a header in 'e.csv'"),
        ("ID;TIME;AMT\n1;0;3\n", "Found semicolons in 'e.csv'. Save it with commas"),
        ("ID,TIME,AMT\n1,0,3,4,5\n", "'e.csv' could not be read"),
    ],
)
def test_a_file_that_is_no_table_of_events_is_told_in_a_line(tmp_path: Path, text, said):
    file = tmp_path / "e.csv"
    file.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(main, ["dose", HAN.name, str(file), "--events", "--target", "trough:5-10"])
    assert answer.exit_code == 2
    assert said in " ".join(answer.output.split())
    assert isinstance(answer.exception, SystemExit)


def test_columns_that_no_covariate_is_called_by_are_named_with_what_is_wanted():
    rows = events(level(168, 4.0)).with_columns(HCT=pl.lit(33), CYP3A5=pl.lit(0))
    (says,) = read_events(HAN, rows)[0].says
    assert "Not used: HCT (perhaps hematocrit?), CYP3A5 (perhaps cyp3a5_expresser?)." in says
    assert "wants cyp3a5_expresser, hematocrit" in says


def test_no_later_level_of_a_table_of_events_counts_on_a_day(tmp_path: Path):
    file = tmp_path / "e.csv"
    events(level(48, 3.0), level(168, 9.0)).write_csv(file)
    words = ["dose", HAN.name, str(file), "--events", "--target", "trough:5-10", "--day", "3", "--json"]
    made = json.loads(CliRunner().invoke(main, words).stdout)
    assert [one["level"]["time"] for one in made["levels"]] == [48]
    assert "What came from hour 72 on is not looked at: 1 level." in made["says"]


def test_a_covariate_that_is_missing_is_taken_at_its_reference_and_said():
    says = " ".join(asked(level(168, 4.0)).says)
    assert "Hematocrit is not known: 33 %, the reference of tacrolimus_han_2013, is used." in says
    assert "CYP3A5 expresser is not known: its values are mixed" in says


def test_a_covariate_beyond_the_models_population_is_said():
    rows = events(level(168, 4.0)).with_columns(hematocrit=pl.lit(15.0), cyp3a5_expresser=pl.lit(0.0))
    (record,) = read_events(HAN, rows)
    says = " ".join(dose(HAN, record, aimed("trough:5-10")).says)
    assert "Hematocrit of 15 % lies outside the population" in says
    assert "CYP3A5" not in says


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit="L/h"', 'unit=""', "has no unit. Found an empty text. Name the unit"),
        ('unit="L/h"', 'unit="mL/min"', "is not in L/h, in which it is used. Found 'mL/min'. Convert its value"),
        ('unit="ng/mL"', 'unit="ng"', "have no unit that is known"),
        ("iiv=Spread(of={", 'iiv=Spread(correlations={("cl", "v"): 1.2}, of={', "is not positive definite"),
    ],
)
def test_a_model_file_that_cannot_be_is_told_at_once(tmp_path: Path, old, new, said):
    text = Path(tacrolimus_han_2013.__file__).read_text("utf-8").replace("tacrolimus_han_2013", "ours")
    assert old in text
    file = tmp_path / "ours.py"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ModelError, match=said):
        find(str(file))
    answer = CliRunner().invoke(main, ["show", "model", str(file)])
    assert answer.exit_code == 2
    assert said in answer.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (', unit="L/h"', "", "missing 1 required keyword-only argument: 'unit' (line "),
        (
            "    residual=Residual(proportional=0.385),\n",
            "",
            "missing 1 required keyword-only argument: 'residual' (line ",
        ),
        ("structure=Linear(", "structure=Linear((", "Found SyntaxError: "),
    ],
)
def test_a_model_file_that_cannot_be_run_names_its_line(tmp_path: Path, old, new, said):
    text = Path(tacrolimus_han_2013.__file__).read_text("utf-8").replace("tacrolimus_han_2013", "ours")
    assert old in text
    file = tmp_path / "ours.py"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    answer = CliRunner().invoke(main, ["show", "model", str(file)])
    assert answer.exit_code == 2
    assert f"The model file '{file}' cannot be run. " in answer.output
    assert said in answer.output
    assert "write-a-model.md has a whole example" in answer.output


def test_units_of_a_chart_are_read_and_another_is_a_finding(tmp_path: Path):
    for unit, value, said in (("ug/L", "4.0", ""), ("mg/L", "0.004", "unit")):
        folder = tmp_path / unit.replace("/", "_")
        folder.mkdir()
        (folder / "map.toml").write_text(
            'name = "w"\n[[sheet]]\nfile = "r.csv"\npatient = "patient"\ntime = { column = "day", unit = "day" }\n'
            'layout = "long"\ntable = "measured"\nanalyte = "analyte"\nvalue = "value"\nunit = "unit"\n'
            '[[sheet]]\nfile = "d.csv"\npatient = "patient"\ntime = { column = "day", unit = "day" }\nlayout = "long"\n'
            'table = "given"\ndrug = "drug"\ndose = "dose"\nunit = "unit"\n',
            encoding="utf-8",
        )
        (folder / "r.csv").write_text(
            f"patient,day,analyte,value,unit\nA,14,tacrolimus_trough,{value},{unit}\n", encoding="utf-8"
        )
        (folder / "d.csv").write_text("patient,day,drug,dose,unit\nA,0,tacrolimus,3,mg\n", encoding="utf-8")
        words = [
            "dose",
            "tacrolimus-han-2013",
            str(folder),
            "--target",
            "trough:5-10",
            "--taken",
            "8",
            "--drawn-after",
            "24",
        ]
        shown = " ".join(CliRunner().invoke(main, words).output.split())
        assert ("No level is known" in shown) is bool(said)
        checked = CliRunner().invoke(main, ["check", str(folder)]).output
        assert said in checked


@pytest.mark.parametrize(
    ("name", "stated", "said"),
    [
        ("han", "weight=0", "believable: 2 to 300 kg"),
        ("han", "weight=500", "believable: 2 to 300 kg"),
        ("han", "hematocrit=-3", "believable: 8 to 75 %"),
        ("han", "hematocrit=0.33", "believable as 33 %, written in %"),
        ("han", "cyp3a5_expresser=7", "believable: 0 for no, 1 for yes"),
        ("han", "days_after_transplant=0", "believable: above 0 d"),
        ("han", "weight=nan", "cannot be"),
    ],
)
def test_a_covariate_that_nobody_can_have_is_refused(name, stated, said):
    answer = CliRunner().invoke(main, ["pk", "simulate", "tacrolimus_han_2013", "--dose", "3", "--set", stated])
    assert answer.exit_code == 2
    assert said in answer.output


def test_a_simulation_tells_an_extrapolation_and_the_genotype_that_it_takes():
    says = " ".join(course(HAN, 3.0, days=2, covariates={"hematocrit": 55.0}, patients=2).says)
    assert "Hematocrit of 55 % lies outside the population of tacrolimus_han_2013 (20 to 50)" in says
    assert "CYP3A5 expresser is not stated: all have 0. Others are frequent" in says
    assert not course(HAN, 3.0, days=2, covariates={"cyp3a5_expresser": 1.0}, patients=2).says


def test_a_course_without_end_is_refused():
    with pytest.raises(SchemaError, match="at most 4000 doses"):
        course(HAN, 3.0, days=1e6)


def test_an_impossible_covariate_of_a_record_is_set_aside_and_said():
    (record,) = read_events(HAN, events(level(300, 6.0)))
    odd = replace(record, covariates={"cyp3a5_expresser": (7.0,), "hematocrit": (0.33,)})
    found = dose(HAN, odd, aimed("trough:5-10"))
    says = " ".join(found.says)
    assert "Hematocrit of 0.33 % cannot be (believable: 8 to 75 %); it would be believable as 33 %" in says
    assert "CYP3A5 expresser of 7 cannot be" in says
    unknown = dose(HAN, record, aimed("trough:5-10"))
    assert [option.inside for option in found.options] == [option.inside for option in unknown.options]


def test_a_child_is_said_to_be_none_of_the_adults_of_a_model():
    assert "made from adults (Korean adults" in too_young(HAN, 6.0)
    assert not too_young(HAN, 18.0)
    assert not too_young(find("mizoribine_toyama_2012"), 6.0)


def test_a_dose_in_micrograms_is_told_with_its_unit():
    found = asked(level(300, 6.0), doses=(1, 0.0, 3000.0, 1, 24.0, 20, None))
    assert found.suggestion is None
    assert "A dose of 3000 mg of tacrolimus cannot be (believable: up to 30 mg a day)" in found.because
    assert "it would be believable as 3000 µg. Doses are in mg: check the unit." in found.because
