"""Run the verbs of protocols as a user does."""

from __future__ import annotations

import json

import polars as pl
import pytest
from click.testing import CliRunner, Result

from remission.app.cli import main
from remission.report.write_audit import FILES

KEPT = """\
patient,day,analyte,value,unit,hour
1,0,creatinine,0.7,mg/dL,
1,0,weight,50,kg,
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def told(*words: object) -> dict[str, list[dict[str, object]]]:
    answer = run(*words, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


# --- plan --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weight", "mg"), [(50, 60), (60, 60), (60.1, 80), (75, 80)])
def test_a_plan_starts_with_the_dose_of_the_paper_for_the_weight(weight, mg):
    doses = told("plan", "himeji-2012", "--weight", weight)["doses"]
    first = next(row for row in doses if row["drug"] == "prednisolone")
    assert (first["day"], first["dose"], first["tablets"]) == (3, mg, f"{mg // 5} × 5 mg")


def test_the_date_of_day_0_dates_everything():
    made = told("plan", "himeji-2012", "--weight", 54, "--start", "2026-01-05")
    assert [row["day_date"] for row in made["doses"][:2]] == ["2026-01-05", "2026-01-08"]
    assert made["samples"][0]["due_date"] == "2026-01-12"
    answer = run("plan", "himeji-2012", "--weight", 54, "--start", "5.1.2026")
    assert answer.exit_code == 2
    assert "Write year, month and day" in answer.output


def test_without_a_weight_a_plan_asks_once_and_gives_no_dose_by_it():
    answer = run("plan", "himeji-2012")
    assert "Ask a clinician before this is followed:\n  - day 3: Weight is not known" in answer.output
    made = told("plan", "himeji-2012")
    assert [row["about"] for row in made["asks"]] == ["prednisolone"]
    assert "prednisolone" not in {row["drug"] for row in made["doses"]}


def test_a_choice_and_the_strengths_on_hand_change_a_plan():
    words = ("plan", "himeji-2012", "--weight", 54)
    at_once = told(*words, "--choose", "oral_start=day_0")
    assert at_once["chosen"]["oral_start"] == "day_0"
    assert next(row["day"] for row in at_once["doses"] if row["drug"] == "prednisolone") == 0
    small = told(*words, "--strengths", "prednisolone=1")["doses"]
    assert next(row["tablets"] for row in small if row["drug"] == "prednisolone") == "60 × 1 mg"
    large = told(*words, "--strengths", "prednisolone=7")["doses"]
    assert next(row["says"] for row in large if row["drug"] == "prednisolone") == "60 mg cannot be made of 7 mg."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--choose", "trough=24"], "There is no switch of himeji_2012 called 'trough'"),
        (["--choose", "trough_hours"], "--choose takes NAME=VALUE"),
        (["--strengths", "prednisolone=five"], "--strengths takes a number"),
        (["--strengths", "prednisolon=5"], "The nearest name is 'prednisolone'"),
        (["--strengths", "prednisolone=0"], "A tablet has some mg"),
        (["--weight", "5400"], "not believable"),
        (["--weight", "54", "--strengths", "prednisolone=0.0001"], "A tablet is not believable. Found 0.0001 mg"),
        (["--weight", "54", "--start", "9999-06-01"], "The start of a plan is a date"),
        (["--weight", "54", "--start", "0001-01-01"], "The start of a plan is a date"),
        (["--patient", "3"], "Give the chart after the protocol"),
        (["himeji", "--weight", "54"], "not both"),
        (["himeji"], "A plan is for one patient. Found 8"),
        (["himeji", "-p", "9"], "There is no patient called '9'"),
    ],
)
def test_a_plan_that_is_asked_for_wrongly_says_what_to_do(words, says):
    answer = run("plan", "himeji-2012", *words)
    assert answer.exit_code == 2
    assert says in " ".join(answer.output.split())
    assert "Traceback" not in answer.output


def test_a_plan_as_a_file_is_the_whole_calendar_in_the_order_of_days(tmp_path):
    file = tmp_path / "plan.csv"
    assert run("plan", "himeji-2012", "--weight", 54, "--start", "2026-01-05", "--out", file).exit_code == 0
    rows = pl.read_csv(file)
    assert rows["day"].is_sorted()
    assert set(rows["kind"]) == {"dose", "end", "sample", "visit"}
    assert rows.filter(kind="end").select("day", "about").rows() == [(2, "methylprednisolone")]
    trough = rows.filter(about="tacrolimus_trough").row(0, named=True)
    assert (trough["date"], trough["hours"]) == ("2026-01-12", 12)


def test_a_plan_is_written_as_a_calendar_and_as_fhir(tmp_path):
    calendar, bundle = tmp_path / "plan.ics", tmp_path / "plan.json"
    words = ("plan", "himeji-2012", "--weight", 54, "--ics", calendar, "--fhir", bundle)
    answer = run(*words, "--start", "2026-01-05", "--weekdays", "mizoribine=mon,wed,fri", "--subject", "Patient/7")
    assert answer.output.split() == [str(calendar), str(bundle)]
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert json.loads(bundle.read_text("utf-8"))["entry"][0]["resource"]["subject"] == {"reference": "Patient/7"}
    assert "Give `start`" in run(*words).output


def test_named_days_of_the_week_stand_wherever_a_plan_is_told(tmp_path):
    words = ("plan", "himeji-2012", "--weight", 54, "--weekdays", "mizoribine=mon,wed,fri")
    assert "Mizoribine: on Mon, Wed, Fri." in run(*words).output
    assert told(*words)["weekdays"] == {"mizoribine": ["mon", "wed", "fri"]}
    assert run(*words, "--out", tmp_path / "plan.csv").exit_code == 0
    assert "300 mg on Mon, Wed, Fri by mouth" in (tmp_path / "plan.csv").read_text("utf-8")
    answer = run("plan", "himeji-2012", "--weight", 54, "--weekdays", "mizoribine=mon")
    assert answer.exit_code == 2
    assert "3 days a week" in answer.output


def test_a_name_is_for_people_and_a_reference_for_servers(tmp_path):
    words = ("plan", "himeji-2012", "--weight", 54, "--start", "2026-01-05", "--name", "Hanako Sato")
    files = {kind: tmp_path / f"plan.{kind}" for kind in ("html", "ics", "json")}
    answer = run(*words, "--card", files["html"], "--ics", files["ics"], "--fhir", files["json"], "--subject", "Patient/7",
                 "--weekdays", "mizoribine=Mon, wed,fri")  # fmt: skip
    assert answer.exit_code == 0, answer.output
    assert "Hanako Sato" in files["html"].read_text("utf-8")
    assert "SUMMARY:Hanako Sato: Mizoribine: 300 mg on Mon\\, Wed\\, Fri" in files["ics"].read_text("utf-8").replace(
        "\n ", ""
    )
    assert "Hanako" not in files["json"].read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--subject", "Hanako Sato", "--fhir", "x.json"], "a reference to the patient on a server, and no name"),
        (["--subject", "Hanako Sato", "--card", "x.pdf"], "For --card and --ics give --name"),
        (["--name", "Hanako Sato", "--fhir", "x.json"], "Add --card or --ics"),
    ],
)
def test_a_name_in_the_wrong_place_is_told_and_nothing_is_written(tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    answer = run("plan", "himeji-2012", "--weight", 54, *words)
    assert answer.exit_code == 2
    assert says in " ".join(answer.output.split())
    assert not list(tmp_path.iterdir())


def test_a_plan_is_written_as_a_card_in_the_form_that_the_name_asks_for(tmp_path):
    words = ("plan", "himeji-2012", "--weight", 54, "--card")
    assert run(*words, tmp_path / "card.pdf", "--language", "ja").exit_code == 0
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    assert run(*words, tmp_path / "card.html", "--contact", "Clinic, 123").exit_code == 0
    assert "Clinic, 123" in (tmp_path / "card.html").read_text("utf-8")
    answer = run(*words, tmp_path / "card.docx")
    assert answer.exit_code == 2
    assert "one of these endings" in answer.output


# --- decide ------------------------------------------------------------------------------------------------------


def test_a_decision_says_the_dose_of_the_day_and_why():
    answer = run("decide", "himeji-2012", "himeji", "--patient", "3", "--day", "61")
    assert answer.exit_code == 0
    shown = " ".join(answer.output.split())
    assert "Patient 3: Doses of tacrolimus are on record without a day: which one is in force?" in shown
    assert "a clinician decides" in shown
    made = told("decide", "himeji-2012", "himeji", "-p", "3", "--day", "61")
    assert {row["act"] for row in made["doses"]} == {"ask"}
    assert {row["dose"] for row in made["doses"]} == {None}
    assert made["response"][0]["answer"] == "none"


def test_a_decision_prints_the_next_step_with_its_day_and_dose(capsys):
    from remission.app.protocol_screen import print_decision
    from remission.chart.chart import Chart
    from remission.protocols.decide import decide

    given = pl.DataFrame({"patient": ["1"], "drug": ["prednisolone"], "day": [3], "dose": [60.0]})
    chart = Chart.of(who=pl.DataFrame({"patient": ["1"], "weight": [55.0]}), given=given)
    print_decision(decide("himeji-2012", chart, 8), "")
    assert "Next:\n  - Patient 1: day 10, prednisolone 50 mg\n" in capsys.readouterr().out


def test_a_decision_may_be_kept_as_a_file(tmp_path):
    file = tmp_path / "doses.csv"
    assert run("decide", "himeji-2012", "himeji", "--day", "61", "--out", file).exit_code == 0
    assert len(pl.read_csv(file)) == 24


def test_a_day_before_the_first_is_misuse():
    answer = run("decide", "himeji-2012", "himeji", "--day", "-1")
    assert answer.exit_code == 2
    assert "A protocol begins on day 0" in answer.output


# --- audit -------------------------------------------------------------------------------------------------------


def test_the_audit_of_the_founding_cohort_shows_the_changes_of_tacrolimus_that_no_rule_asks_for():
    made = told("audit", "himeji-2012", "himeji")
    changed = [row for row in made["deviations"] if row["kind"] == "change_without_a_rule"]
    assert changed
    assert {(row["about"], row["expected"], row["given"]) for row in changed} == {("tacrolimus", 3.0, 2.0)}
    assert all("trough" in row["says"] for row in changed)
    shown = " ".join(run("audit", "himeji-2012", "himeji").output.split())
    assert "methylprednisolone: 8 of 8 patients" in shown
    assert "not real patients" in shown


def test_an_audit_of_one_patient_is_of_that_patient():
    made = told("audit", "himeji-2012", "himeji", "-p", "7", "--through", "100", "--tolerance-days", "0")
    assert {row["patient"] for row in made["deviations"]} == {"7"}


def test_an_audit_is_written_to_a_folder_and_its_sources_can_be_cited(tmp_path):
    answer = run("audit", "himeji-2012", "himeji", "--out", tmp_path / "audit")
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines()[-9:] == [str(tmp_path / "audit" / name) for name in FILES]
    assert "Kagawa" in run("cite", tmp_path / "audit" / "results.json").output
    picture = (tmp_path / "audit" / "figures" / "figure-1.svg").read_text(encoding="utf-8")
    for level in ("7.07", "7.70", "3.80", "6.33"):  # the puzzle of the founding paper: cut at troughs below 10
        assert f"{level}:  3 → 2 mg" in picture


# --- files outside the package -----------------------------------------------------------------------------------

MINE = '''"""Tacrolimus alone."""

from remission.protocols.protocol import Course, Protocol
from remission.terms.sources import Source

_source = Source("kagawa_2012", at="Methods", says="3 mg once daily")
mine = Protocol(
    name="mine",
    label="Mine",
    length=27,
    source=_source,
    courses=(Course(drug="tacrolimus", dose=3, titrated=True, source=_source),),
)
'''


def test_a_protocol_outside_the_package_works_by_its_path(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(MINE, encoding="utf-8")
    assert [row["until"] for row in told("plan", file)["doses"]] == [27]
    assert told("decide", file, "himeji", "-p", "1", "--day", "0")["doses"][0]["drug"] == "tacrolimus"
    assert told("audit", file, "himeji", "-p", "7")["deviations"]
    assert "protocol mine: Mine" in run("show", file).output
    assert "protocol mine: Mine" in run("show", "protocol", file).output


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (MINE.replace("dose=3", "dose=three"), "Found NameError: name 'three' is not defined (line 12)"),
        (MINE.replace("Course, Protocol", "Curse, Protocol"), "is 'Course'"),
        (MINE.replace("mine = ", "other = "), "has no Protocol named 'mine'"),
        (MINE.replace("dose=3", "dose=-3"), "line 12"),
        (MINE + ")", "SyntaxError"),
        (MINE.replace("dose=3", "dose='3 mg'"), "Found dose='3 mg' (mine.py, line 12). Write a number, PerKg(...)"),
        (MINE.replace("dose=3", "dose=None"), "Found dose=None (mine.py, line 12)"),
        (MINE.replace("source=_source", "source=None"), "Found source=None (mine.py, line 7). Write Source(...)"),
        (
            MINE.replace("kagawa_2012", "kagawa_2099"),
            "(kagawa_2099): use a key of sources.bib, or give `reference` (mine.py, line 6)",
        ),
        (MINE.replace("titrated", "titraded"), "(line 12). The nearest keyword of Course is 'titrated'"),
        (MINE + "1 / 0\n", "Found ZeroDivisionError: division by zero (line 14)"),
        (MINE + "import nowhere_at_all\n", "No module named 'nowhere_at_all' (line 14)"),
        (MINE + "raise SystemExit(3)\n", "Found SystemExit: 3 (line 14)"),
        (MINE.replace('"Mine"', '""'), "It has no label: say what a reader sees (mine.py, line 7)"),
        (MINE.replace('name="mine"', 'name="yours"'), "Found name='yours' (mine.py, line 7)"),
    ],
)
def test_a_protocol_file_that_is_broken_names_the_line_to_mend(tmp_path, broken, says):
    file = tmp_path / "mine.py"
    file.write_text(broken, encoding="utf-8")
    answer = run("plan", file)
    assert answer.exit_code == 2
    assert says in answer.output
    assert "Traceback" not in answer.output


def test_the_line_to_mend_is_named_from_a_path_beside_us_too(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MINE + "1 / 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "(line 14)" in run("plan", "mine.py").output


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        ("- name: a\n  given: {who: {weight: 50}\n  plan: {}\n", "(mine.yaml, line 3)"),
        ("- name: a\n\tgiven: 1\n", "(mine.yaml, line 2)"),
        ("name: a\n", "A file of cases is a list. Found dict"),
        ("- a case\n", "Found str 'a case' in mine.yaml"),
        ("- 0\n", "Found int '0' in mine.yaml"),
        ("- {name: a, given: {who: 5}, plan: {tacrolimus: {0: 3}}, from: x}\n", "Found given.who=5 in 'a' of mine.yaml"),
        ("- {name: a, given: {}, plan: {tacrolimus: 3}, from: x}\n", "Found plan['tacrolimus']=3 in 'a'"),
        ("- {name: a, given: {results: {0: {creatinine: low}}}, plan: {tacrolimus: {0: 3}}, from: x}\n",
         "Found given.results[0].creatinine='low'"),
    ],
)  # fmt: skip
def test_cases_that_cannot_be_read_are_told_with_their_line(tmp_path, cases, says):
    file = tmp_path / "mine.py"
    file.write_text(MINE, encoding="utf-8")
    file.with_suffix(".yaml").write_text(cases, encoding="utf-8")
    answer = run("show", "protocol", file)
    assert answer.exit_code == 2
    assert says in answer.output


# --- side by side ------------------------------------------------------------------------------------------------


def test_two_protocols_side_by_side_say_where_they_differ_and_what_they_share():
    answer = run("diff", "himeji-2012", "mok-2016", "--weight", 60)
    assert answer.exit_code == 0
    shown = " ".join(answer.output.split())
    assert "where they differ" in shown
    assert "The same in both:" in shown
    rows = told("diff", "himeji-2012", "liu-2015", "--weight", 60)["rows"]
    found = {(row["kind"], row["about"]): row for row in rows}
    assert found["dose", "methylprednisolone"]["same"] is True  # both 0.5 g for 3 days
    assert found["dose", "mizoribine"]["other"] is None
    # 3 pulses of 500 mg, and 25 days of 60, 50, 40 and 30 mg: 7 * (60 + 50 + 40) + 4 * 30
    assert found["planned", "prednisolone, first 28 days"]["one"] == "1170 mg"
    assert found["planned", "glucocorticoids as prednisolone, first 28 days"]["one"] == "3045 mg"  # 1500 * 5 / 4 + 1170


def test_a_protocol_beside_itself_differs_in_nothing(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(MINE, encoding="utf-8")
    assert {row["same"] for row in told("diff", file, file)["rows"]} == {True}
    answer = run("diff", file, file)
    assert answer.exit_code == 0
    assert "Mine: one and the same." in answer.output
    assert run("diff", "himeji-2012", "himeji-2012").exit_code == 0


def test_two_versions_of_one_protocol_are_told_apart_by_their_paths(tmp_path):
    files = [tmp_path / version / "mine.py" for version in ("v1", "v2")]
    for file, dose in zip(files, (3, 4), strict=True):
        file.parent.mkdir()
        file.write_text(MINE.replace("dose=3", f"dose={dose}"), encoding="utf-8")
    answer = run("diff", *files)
    assert answer.exit_code == 0
    assert "v1/mine.py and " in answer.output.replace("\n", "")
    assert "tacrolimus 4 mg a day" in answer.output
    assert told("diff", *files)["one"] == str(files[0])


# --- a protocol of one's own -------------------------------------------------------------------------------------


def test_a_new_protocol_fails_with_the_next_thing_to_write_until_it_is_whole(tmp_path):
    answer = run("new", "protocol", "my-hospital", "--out", tmp_path)
    assert answer.exit_code == 0
    assert "[ ] 10." in answer.output
    file, cases = tmp_path / "my_hospital.py", tmp_path / "my_hospital.yaml"
    rule = file.read_text("utf-8")
    assert rule.splitlines()[10 - 1].startswith("_source = Source("), "the line that the first message names"
    steps = [
        ("cites nothing. Found no key, or no place in the text (my_hospital.py, line 10)", 'at=""', 'at="Table 1"'),
        ("The monitor of tacrolimus trough concentration can never be reached. Found no course of tacrolimus",
         "titrated=True, source=_source),\n    ),",
         'titrated=True, source=_source),\n        Course(drug="tacrolimus", dose=3, titrated=True, source=_source),\n    ),'),
        ("The dose of the oral course of prednisolone is not believable. Found 0 mg", "start=0", "start=50"),
        ("It has no label", 'label=""', 'label="My hospital"'),
        ("A source has no words (Table 1)", 'says=""', 'says="50 mg, 5 mg less every 2 weeks"'),
        ("A reading does not end in a full stop", "source yet\"", "source yet.\""),
    ]  # fmt: skip
    seen = ""
    for says, before, after in steps:
        answer = run("show", "protocol", file)
        assert answer.exit_code == 2
        assert says in answer.output, answer.output
        assert answer.output != seen, "each message is another one"
        seen = answer.output
        assert before in rule
        rule = rule.replace(before, after, 1)
        file.write_text(rule, encoding="utf-8")
    assert "Found no from in" in run("show", "protocol", file).output
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("# from", "from"), encoding="utf-8")
    shown = run("show", "protocol", file)
    assert shown.exit_code == 0
    assert "BUT GIVES {'plan': {'prednisolone': {0: 50.0, 14: 45.0" in shown.output
    cases.write_text(text.replace("# from", "from").replace("0: 1000", "0: 50, 14: 45, 28: 40, 42: 35, 56: 30, 70: 25, 84: 20, "
                     "98: 15, 112: 10"), encoding="utf-8")  # fmt: skip
    shown = run("show", "protocol", file)
    assert "BUT GIVES" not in shown.output
    assert "NOT VERIFIED" in shown.output
    assert run("plan", file, "--weight", 50, "--start", "2026-01-05", "--ics", tmp_path / "plan.ics").exit_code == 0
    assert "Authors. Title. Journal" in (tmp_path / "plan.ics").read_text("utf-8").replace("\n ", "")
    assert run("plan", file, "--weight", 50, "--card", tmp_path / "card.html").exit_code == 0


@pytest.mark.parametrize(
    ("name", "says"),
    [("himeji-2012", "That name is taken"), ("2-weeks", "begin with a letter"), ("class", "a word of Python itself")],
)
def test_a_new_protocol_needs_a_name_of_its_own(tmp_path, name, says):
    answer = run("new", "protocol", name, "--out", tmp_path)
    assert answer.exit_code == 2
    assert says in answer.output


def test_a_new_protocol_replaces_nothing_unasked(tmp_path):
    assert run("new", "protocol", "mine", "--out", tmp_path).exit_code == 0
    assert "Add --force" in run("new", "protocol", "mine", "--out", tmp_path).output
    assert run("new", "protocol", "mine", "--out", tmp_path, "--force").exit_code == 0
