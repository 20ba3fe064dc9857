"""Run the commands as a user does: what they print, what they write, how they leave."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from remission.app.cli import main

COURSE = "patient,day,analyte,value,unit\n1,0,creatinine,{creatinine},mg/dL\n1,0,proteinuria,4.1,g/day\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    file = tmp_path / "course.csv"
    file.write_text(COURSE.format(creatinine=0.7), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("himeji")
    answer = run("report", "himeji", "--out", out)
    assert answer.exit_code == 0, answer.output
    return out


def test_report_writes_every_file_that_it_promises(written):
    assert {path.name for path in written.iterdir()} == {
        "report.html", "report.pdf", "report.docx", "results.json", "results.csv", "figures",
    }  # fmt: skip
    assert {path.name for path in (written / "figures").iterdir()} == {
        "figure-1.png", "figure-1.svg", "figure-2.png", "figure-2.svg", "figure-s1.png", "figure-s1.svg",
    }  # fmt: skip


def test_the_same_cohort_gives_the_same_bytes_again(written, tmp_path):
    run("report", "himeji", "--out", tmp_path)
    for name in ("report.html", "report.pdf", "report.docx", "results.json", "results.csv", "figures/figure-2.svg"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_the_japanese_workbook_gives_the_identical_report(written, tmp_path):
    assert run("report", "himeji_japanese", "--out", tmp_path).exit_code == 0
    for name in ("results.csv", "figures/figure-1.svg", "figures/figure-2.svg"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name
    ours, theirs = (json.loads((folder / "results.json").read_text("utf-8")) for folder in (written, tmp_path))
    assert theirs["results"] == ours["results"]
    assert theirs["definitions"] == ours["definitions"]


def test_results_as_csv_and_json_hold_the_same_rows(written):
    rows = json.loads((written / "results.json").read_text("utf-8"))["results"]
    table = pl.read_csv(written / "results.csv")
    assert len(rows) == len(table) > 500
    assert table["id"].to_list() == [row["id"] for row in rows]
    assert table["id"].is_unique().all()


def test_no_result_stands_in_json_as_not_a_number(written):
    def refuse(name: str) -> None:
        raise AssertionError(name)

    json.loads((written / "results.json").read_text("utf-8"), parse_constant=refuse)


def test_cite_prints_the_bibliography_of_a_report(written):
    text = run("cite", written / "results.json").output
    assert "Kagawa" in text
    assert "Matsuo" in text
    assert "@article{matsuo_2009" in run("cite", written / "results.json", "--bibtex").output.replace(" ", "")


def test_cite_refuses_a_file_that_names_no_sources(tmp_path):
    (tmp_path / "other.json").write_text("{}")
    answer = run("cite", tmp_path / "other.json")
    assert answer.exit_code == 2
    assert "names no sources" in answer.output


def test_facts_tells_how_many_agree_and_lists_the_rest():
    text = run("facts").output
    assert text.startswith("337 printed figures: 327 agree")
    assert "89.6" in text
    assert "IU/L" in text


def test_facts_as_json_has_the_promised_columns():
    rows = json.loads(run("facts", "--json").stdout)
    assert {"id", "place", "printed", "recomputed", "verdict", "reason"} <= set(rows[0])
    assert {row["verdict"] for row in rows} == {"agree", "disagree", "cannot be checked"}
    assert all(row["reason"] for row in rows if row["verdict"] != "agree")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["himeji-2012"], "0.2 g/day"),
        (["definition", "egfr_jsn_2009"], "Matsuo"),
        (["creatinine"], "2160-0"),
        (["drug", "methylprednisolone"], "prednisolone_equivalent: 4"),
        (["kagawa_2012"], "760"),
        (["himeji-2012"], "days 0 to 2: methylprednisolone 500 mg a day into a vein [kagawa_2012, Methods, treatment]"),
        (["himeji-2012"], "remission show definition himeji_2012"),
        (["definition", "himeji-2012"], "remission show protocol himeji_2012"),
        (["protocol", "himeji_2012"], "from day 3 on: prednisolone 60 mg if weight ≤ 60 kg, else 80 mg"),
        (["euro-lupus-2002"], "days 0, 14, 28, 42, 56, 70: cyclophosphamide 500 mg every 14 days"),
        (["himeji"], "econstructed"),
        ([], "egfr_jsn_2009"),
    ],
)
def test_show_tells_of_everything_on_the_shelves(words, told):
    answer = run("show", *words)
    assert answer.exit_code == 0
    assert told in answer.output


def test_a_protocol_is_shown_as_a_calendar_with_its_readings_underneath():
    shown = run("show", "himeji-2012").output
    lines = ("  doses:", "  samples:", "  rules:", "  readings:")
    assert [shown.index(line) for line in lines] == sorted(shown.index(line) for line in lines)


def test_a_protocol_is_written_as_fhir(tmp_path):
    file = tmp_path / "himeji.json"
    assert run("show", "himeji-2012", "--fhir", file).output.strip() == str(file)
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(file.read_text(encoding="utf-8"))["entry"]]
    assert kinds[0] == "PlanDefinition"
    assert "ActivityDefinition" in kinds
    refused = run("show", "definition", "himeji-2012", "--fhir", file)
    assert refused.exit_code == 2
    assert "--fhir writes a protocol" in refused.output
    assert run("show", "himeji-2013", "--fhir", file).exit_code == 2


def test_show_marks_what_nobody_verified():
    assert "NOT VERIFIED" in run("show", "creatinine_increase").output


def test_a_misspelt_name_answers_with_the_nearest_and_leaves_with_2():
    answer = run("show", "himeji_2013")
    assert answer.exit_code == 2
    assert "himeji_2012" in answer.output
    assert "Traceback" not in answer.output


def test_explain_shows_which_condition_fails():
    rows = json.loads(run("explain", "himeji", "himeji_2012", "-p", "3", "--visit", "month-6", "--json").stdout)
    assert {(row["patient"], row["visit"]) for row in rows} == {("3", "month_6")}
    failing = [row for row in rows if row["holds"] is False]
    assert any("urine protein" in row["condition"] and row["seen"] == "0.95" for row in failing)


def test_explain_names_what_is_missing_on_a_day_without_results():
    rows = json.loads(run("explain", "himeji", "himeji_2012", "-p", "3", "--day", "200", "--json").stdout)
    known = {row["condition"]: (row["holds"], row["missing"]) for row in rows}
    assert known["24-hour urine protein < 0.2"] == (False, None)  # of day 183, 17 days before
    rows = json.loads(run("explain", "himeji", "himeji_2012", "-p", "3", "--day", "250", "--json").stdout)
    assert {row["missing"] for row in rows if row["holds"] is None} >= {"24-hour urine protein"}


def test_a_stand_in_is_used_only_where_it_is_allowed_and_the_footnote_says_so(course):
    course.write_text(COURSE.replace("g/day", "g/g").format(creatinine=0.6), encoding="utf-8")
    ratio = course.read_text("utf-8").replace("proteinuria", "upcr")
    course.write_text(ratio, encoding="utf-8")
    without = run("derive", course, "-d", "himeji_2012")
    allowed = run("derive", course, "-d", "himeji_2012", "--allow", "upcr-for-proteinuria")
    assert "stands for g/day" in " ".join(allowed.output.split())
    assert "stands for" not in without.output
    assert "for want of: " in " ".join(without.output.split())


def test_what_must_be_said_beside_a_file_of_answers_is_said(tmp_path):
    answer = run("derive", "himeji", "-d", "himeji_2012", "-d", "himeji_2012", "--out", tmp_path / "o.csv")
    assert "not real patients" in answer.stderr
    assert "for want of" in answer.stderr
    assert "himeji_2012" not in answer.stdout


def test_doses_that_are_not_on_record_are_named_as_what_is_missing():
    rows = json.loads(run("explain", "himeji", "aura_lv_2019", "-p", "3", "--visit", "month_2", "--json").stdout)
    told = {row["missing"] for row in rows if row["condition"].startswith("glucocorticoids")}
    assert told == {"dose of glucocorticoids on every day of the last 56"}


def test_a_kind_alone_lists_what_there_is_of_it_and_a_misspelt_name_is_sought_within_it():
    assert run("show", "cohort").stdout.startswith("cohorts")
    assert "himeji" in run("show", "cohort").stdout
    assert "acanthocytes" not in run("show", "definition", "nothing").output


def test_response_now_ever_confirmed_and_sustained_are_told_apart():
    rows = json.loads(run("derive", "himeji", "-d", "himeji_2012", "--over-time", "--json").stdout)
    end = [row for row in rows if row["visit"] == "month_6"]
    assert sum(row["current"] for row in end) == 7  # Kagawa 2012, Results
    assert sum(row["ever"] for row in end) >= sum(row["sustained"] for row in end)
    assert run("derive", "himeji", "-d", "himeji_2012", "--level", "partial").exit_code == 2
    assert run("derive", "himeji", "-d", "himeji_2012", "-d", "sledai_remission", "--over-time").exit_code == 2


def test_visits_may_be_due_on_other_days_than_those_of_the_paper():
    rows = json.loads(run("derive", "himeji", "-d", "himeji_2012", "--visits", "0,91,183", "--json").stdout)
    assert [(row["visit"], row["day"]) for row in rows[:3]] == [("baseline", 0), ("day_91", 91), ("day_183", 183)]
    assert sum(row["himeji_2012"] == "complete" for row in rows if row["day"] == 183) == 7  # Kagawa 2012, Results
    assert {row["himeji_2012"] for row in rows if row["day"] == 91} != {None}
    nothing = run("derive", "himeji", "-d", "himeji_2012", "--visits", "91", "--within", "0", "--json")
    assert {row["himeji_2012"] for row in json.loads(nothing.stdout) if row["day"] == 91} == {None}
    assert run("derive", "himeji", "-d", "himeji_2012", "--within", "10").exit_code == 2
    assert "Found 'month 3'" in run("derive", "himeji", "-d", "himeji_2012", "--visits", "month 3").output


def test_compare_definitions_answers_what_the_rate_would_be_under_another_rule():
    asked = ("compare-definitions", "himeji", "-d", "himeji_2012", "-d", "aurora-1-2021")
    without = " ".join(run(*asked).output.split())
    assert "by Himeji 2012: 7 of 8 (87.5 %, 95 % interval 47.3–99.7 %)." in without
    assert "- AURORA 1 2021: nobody can be judged; not known: urine protein/creatinine ratio (8)" in without
    assert "`--allow proteinuria-for-upcr` would let 24-hour urine protein stand in where" in without
    allowed = " ".join(run(*asked, "--allow", "proteinuria-for-upcr").output.split())
    assert "with the stand-in, between 0 and 7 of 8" in allowed
    assert "24-hour protein in g/day stands for g/g" in allowed


def test_compare_definitions_of_the_whole_shelf_is_a_table_and_says_how_to_learn_more():
    answer = run("compare-definitions", "himeji")
    assert answer.exit_code == 0
    assert "KDIGO 2024" in answer.output
    assert "name a few definitions with -d" in " ".join(answer.output.split())


def test_compare_definitions_as_json_has_sentences_and_results():
    told = json.loads(run("compare-definitions", "himeji", "-d", "himeji_2012", "-d", "chen_2008", "--json").stdout)
    assert (told["visit"], told["reference"]) == ("month_6", "himeji_2012")
    assert told["sentences"] == [
        "Chen 2008: 7 of 8 (87.5 %, 95 % interval 47.3–99.7 %); the same answer as by Himeji 2012 in all 8 whom both judge."
    ]
    (kappa,) = (row for row in told["results"] if row["id"] == "chen_2008.himeji_2012.every_visit.kappa")
    assert (kappa["n"], kappa["missing"]) == (24, 0)


def test_compare_definitions_writes_a_document_results_and_every_answer(tmp_path):
    words = (
        "compare-definitions",
        "himeji",
        "-d",
        "himeji_2012",
        "-d",
        "chen_2008",
        "--against",
        "chen-2008",
        "--visit",
        "month-2",
    )
    answer = run(*words, "--out", tmp_path)
    assert answer.exit_code == 0, answer.output
    assert {path.name for path in tmp_path.iterdir()} == {
        "comparison.html", "comparison.pdf", "comparison.docx", "results.json", "results.csv", "answers.csv",
        "disagreements.csv", "figures",
    }  # fmt: skip
    assert len(list((tmp_path / "figures").iterdir())) == 6
    assert len(pl.read_csv(tmp_path / "answers.csv")) == 24
    assert "Cohen" in run("cite", tmp_path / "results.json").output


def test_compare_definitions_refuses_one_definition_and_a_number():
    assert "needs two definitions" in run("compare-definitions", "himeji", "-d", "himeji_2012").output
    answer = run("compare-definitions", "himeji", "-d", "himeji_2012", "-d", "egfr_jsn_2009")
    assert answer.exit_code == 2
    assert "answers with a number" in answer.output


def test_the_report_lets_a_measure_stand_in_only_where_it_is_allowed(written, tmp_path):
    assert run("report", "himeji", "--out", tmp_path, "--allow", "proteinuria-for-upcr").exit_code == 0
    ours, theirs = (
        json.loads((folder / "results.json").read_text("utf-8"))["results"] for folder in (written, tmp_path)
    )
    assert not [row for row in ours if row["group"] == "proteinuria-for-upcr"]
    assert [row for row in theirs if row["id"] == "kdigo_2024.complete.proteinuria-for-upcr.month_6.percent"]
    assert "Allowed by the caller" in (tmp_path / "report.html").read_text("utf-8")


def test_derive_writes_a_csv_file(tmp_path):
    run("derive", "himeji", "-d", "sledai_total", "--out", tmp_path / "sledai.csv")
    held = pl.read_csv(tmp_path / "sledai.csv").filter(visit="month_2")
    assert held["sledai_total"].sum() == 26


def test_check_leaves_with_1_where_a_value_is_impossible(course):
    course.write_text(COURSE.format(creatinine=72), encoding="utf-8")
    answer = run("check", course)
    assert answer.exit_code == 1
    assert "72" in answer.output
    assert "µmol/L" in answer.output


def test_report_of_bad_data_is_written_all_the_same_and_leaves_with_1(course, tmp_path):
    course.write_text(COURSE.format(creatinine=72), encoding="utf-8")
    answer = run("report", course, "--out", tmp_path / "out")
    assert answer.exit_code == 1
    assert "impossible-value: 1" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_file_that_is_not_there_is_misuse(tmp_path):
    answer = run("report", tmp_path / "nothing.csv")
    assert answer.exit_code == 2
    assert "nothing.csv" in answer.output


def test_map_drafts_a_mapping_that_the_file_can_be_read_with(course):
    assert run("map", course).exit_code == 0
    assert course.with_name("course.csv.map.toml").is_file()
    assert run("check", course).exit_code == 0
    assert run("map", course).exit_code == 2


def test_template_writes_a_workbook_once(tmp_path):
    file = tmp_path / "empty.xlsx"
    assert run("template", file).exit_code == 0
    assert file.is_file()
    assert run("template", file).exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_each_shell(shell):
    assert "_REMISSION_COMPLETE" in run("completion", shell).output


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    answer = run("report", "himeji", "--out", taken / "out")
    assert answer.exit_code == 2
    assert "A file or folder could not be used" in answer.output
    assert "taken" in answer.output
