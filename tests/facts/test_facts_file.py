"""The list of what the founding paper prints is complete, well formed and true to its text."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "src/remission/chart/cohorts/himeji/facts.csv"
PAPER = ROOT.parent / "shared/founding_paper.txt"

COLUMNS = ["id", "place", "says", "printed", "variable", "level", "visit", "statistic", "note", "if_differs"]
VARIABLES = {
    "age",
    "female",
    "sle_duration",
    "first_nephritis",
    "musculoskeletal",
    "mucocutaneous",
    "neuropsychiatric",
    "hematologic",
    "isn_rps_2003",
    "ds_dna_positive",
    "ds_dna",
    "hemoglobin",
    "creatinine",
    "egfr_jsn_2009",
    "albumin",
    "c3",
    "proteinuria",
    "nephrotic_syndrome_japan",
    "active_casts",
    "hypertension",
    "sledai_total",
    "himeji_2012",
    "sledai_remission",
    "ds_dna_normal",
    "creatinine_high",
    "creatinine_increase",
    "proliferative",
    "mizoribine_dose",
    "mizoribine_peak",
    "tacrolimus_dose",
    "tacrolimus_trough",
    "prednisolone_dose",
    "response",
    "adverse_events",
    "patients",
}
CLASSES = {"II", "III", "IV-S", "IV-G", "V"}
PATIENTS = set("12345678")
VISITS = ["baseline", "month_2", "month_4", "month_6"]
STATISTICS = {"n", "mean", "sd", "min", "max", "count", "percent", "stars", "text", "significant", "unit"}
COUNT_WORDS = {"all", "All", "one", "three", "four", "five", "seven", "eight"}
NUMBER = r"(?<![A-Za-z\d.])\d+(?:\.\d+)?"
TOKEN = rf"{NUMBER}|\*+|\b(?:{'|'.join(sorted(COUNT_WORDS))})\b"


def read_facts() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read_facts()


def rows_at(place: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["place"] == place]


def between(text: str, start: str, end: str) -> str:
    found = re.search(rf"{start} (.*?) {end}", text)
    assert found, f"the paper's text has no part from {start!r} to {end!r}"
    return found.group(1)


@pytest.fixture(scope="module")
def paper() -> dict[str, str]:
    if not PAPER.exists():
        pytest.skip("the founding paper's text is not beside this repository")
    text = " ".join(PAPER.read_text(encoding="utf-8").split())
    abstract, body = text.split(" Introduction ", 1)
    results, discussion = between(body, "Results", "Figure legends").split(" Discussion ", 1)
    return {
        "Abstract, Methods": between(abstract, "Methods", "Results"),
        "Abstract, Results": between(abstract, "Results", "Conclusions"),
        "Results, paragraph 1": results,
        "Discussion": discussion,
        "Table 1": between(body, r"Table 1\.", r"ISN/RPS classification, International"),
        "Table 2": between(body, r"Table 2\.", r"Data are shown"),
        "Table 3": between(body, r"Table 3\.", r"CR, complete"),
    }


def tokens(text: str) -> list[str]:
    return re.findall(TOKEN, text)


def stands_in(text: str, piece: str) -> bool:
    """Tell whether the text has the piece as a whole word; "significant" may begin a sentence."""
    flags = re.IGNORECASE if piece == "significant" else 0
    return bool(re.search(rf"(?<![\w.]){re.escape(piece)}(?!\w|\.\d)", text, flags))


def test_the_file_has_the_agreed_columns_and_no_row_is_ragged():
    with FACTS.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == COLUMNS
    assert {len(line) for line in table} == {len(COLUMNS)}


def test_every_fact_has_its_own_dotted_id():
    ids = [row["id"] for row in ROWS]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", name)] == []


def test_the_id_begins_with_the_place():
    prefix = {"Abstract, Methods": "abstract", "Abstract, Results": "abstract", "Results, paragraph 1": "results"}
    for row in ROWS:
        expected = prefix.get(row["place"], row["place"].lower().replace(" ", ""))
        assert row["id"].split(".")[0] == expected, row["id"]


def test_every_fact_uses_only_agreed_words():
    for row in ROWS:
        assert row["variable"] in VARIABLES, row["id"]
        assert row["statistic"] in STATISTICS, row["id"]
        assert row["visit"] in {*VISITS, "month_12", ""}, row["id"]
        assert row["says"], row["id"]


def test_a_level_is_a_class_or_a_patient_of_table_3():
    for row in ROWS:
        if row["statistic"] == "text":
            assert row["level"] in PATIENTS, row["id"]
        elif row["variable"] == "isn_rps_2003":
            assert row["level"] in CLASSES, row["id"]
        else:
            assert row["level"] == "", row["id"]


def test_no_two_checkable_facts_of_one_place_ask_for_the_same_statistic():
    keys = ("place", "variable", "level", "visit", "statistic")
    asked = Counter(tuple(row[key] for key in keys) for row in ROWS if not row["note"])
    assert [question for question, times in asked.items() if times > 1] == []


def test_every_value_has_the_form_that_its_statistic_asks_for():
    form = {
        **dict.fromkeys(("mean", "sd", "min", "max", "percent"), r"\d+(\.\d+)?"),
        **dict.fromkeys(("n", "count"), rf"\d+|{'|'.join(COUNT_WORDS)}"),
        "stars": r"\*{0,2}",
        "significant": "significant",
        "unit": r"[A-Za-zμ/]+( per 1\.73m2)?",
        "text": r"\S.*\S|\S",
    }
    assert [row["id"] for row in ROWS if not re.fullmatch(form[row["statistic"]], row["printed"])] == []


def test_table_2_has_mean_sd_and_stars_of_every_measurement_at_every_visit():
    cells = {(row["variable"], row["visit"], row["statistic"]) for row in rows_at("Table 2")}
    for variable in (
        "proteinuria",
        "albumin",
        "c3",
        "ds_dna",
        "creatinine",
        "egfr_jsn_2009",
        "hemoglobin",
        "sledai_total",
    ):
        for visit in VISITS:
            assert {(variable, visit, "mean"), (variable, visit, "sd")} <= cells
            assert ((variable, visit, "stars") in cells) == (visit != "baseline")


def test_table_3_has_ten_cells_for_each_of_eight_patients():
    cells = Counter(row["level"] for row in rows_at("Table 3") if row["statistic"] == "text")
    assert cells == dict.fromkeys(PATIENTS, 10)


def test_only_what_the_cohort_does_not_hold_is_noted_as_uncheckable():
    assert {row["id"] for row in ROWS if row["note"]} == {
        "results.creatinine_increase.improved",
        *(f"discussion.{what}.month_12.{statistic}"
          for what in ("cr", "sledai_remission", "microalbuminuria") for statistic in ("count", "percent")),
    }  # fmt: skip


def test_every_printed_string_stands_in_the_part_of_the_paper_that_the_row_names(paper: dict[str, str]):
    pieces = [(row, piece) for row in ROWS for piece in row["printed"].split("; ")]
    assert [(row["id"], piece) for row, piece in pieces if not stands_in(paper[row["place"]], piece)] == []


@pytest.mark.parametrize(
    ("place", "labels"),
    [
        ("Table 1", ["1.73"]),  # the unit of eGFR
        ("Table 2", ["2", "4", "6", "1.73"]),  # the column heads; the unit of eGFR
    ],
)
def test_the_facts_of_a_table_are_its_numbers_and_stars_in_printed_order(
    paper: dict[str, str], place: str, labels: list[str]
):
    printed = [row["printed"] for row in rows_at(place) if row["statistic"] != "unit" and row["printed"]]
    found = tokens(paper[place])
    for label in labels:
        found.remove(label)
    assert found == printed


@pytest.mark.parametrize("place", ["Table 1", "Table 2", "Table 3"])
def test_the_units_of_a_table_are_those_of_its_heads_in_printed_order(paper: dict[str, str], place: str):
    heads = paper[place].replace("at 6 months", "")  # a visit, not a unit
    units = re.findall(r"\b(?:years|months|IU/L|[mμn]?g/(?:dL|day|d|mL)|ml/min per 1\.73m2)(?!\w)", heads)
    assert [row["printed"] for row in rows_at(place) if row["statistic"] == "unit"] == units


@pytest.mark.parametrize("patient", sorted(PATIENTS))
def test_the_cells_of_a_patient_hold_every_word_of_her_line_in_table_3(paper: dict[str, str], patient: str):
    line = re.split(r"Patient (?=\d)", paper["Table 3"])[int(patient)]
    cells = [row["printed"] for row in rows_at("Table 3") if row["level"] == patient]
    word = r"[\w.+→()-]+"
    assert re.findall(word, " ".join(cells)) == re.findall(word, line)[1:]


@pytest.mark.parametrize(
    ("place", "other"),
    [
        ("Abstract, Methods", []),
        # "All eight" says one number twice; months 2 and 6 are visits
        ("Abstract, Results", ["All", "2", "6"]),
        # "all eight" as above; Tables 1, 2 and 3; Figures 1 and 2; the 2003 criteria; months 6, 2 and 6
        ("Results, paragraph 1", ["all", "1", "2", "3", "1", "2", "2003", "6", "2", "6"]),
    ],
)
def test_no_number_of_these_sentences_is_left_out(paper: dict[str, str], place: str, other: list[str]):
    printed = [row["printed"] for row in rows_at(place) if row["statistic"] != "significant"]
    assert Counter(tokens(paper[place])) == Counter([*printed, *other])
