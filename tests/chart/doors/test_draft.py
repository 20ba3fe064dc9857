"""A draft says what headers surely mean and asks about the rest; a template needs no mapping at all."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from remission.chart.doors.draft import UNSURE, doubts, draft
from remission.chart.doors.headers import guess
from remission.chart.doors.mapping_file import parse_mapping
from remission.chart.doors.read import COHORTS, read
from remission.chart.doors.template import is_template, write_template
from remission.errors import SchemaError


@pytest.mark.parametrize(
    ("header", "role", "name", "unit", "when"),
    [
        ("血清クレアチニン (mg/dL)", "measured", "creatinine", "mg/dL", None),
        ("Cr[mg/dL]", "measured", "creatinine", "mg/dL", None),
        ("UP (g/日)", "measured", "proteinuria", "g/d", None),
        ("蛋白尿 (g/gCr)", "measured", "upcr", "g/g", None),
        ("抗dsDNA抗体 (IU/mL) / ２か月", "measured", "ds_dna", "[IU]/mL", ("month", 2)),
        ("補体C3（mg/dL）治療前", "measured", "c3", "mg/dL", ("day", 0)),
        ("Urine protein (g/day)", "measured", "proteinuria", "g/d", None),
        ("urine protein, mg/dL", "measured", "urine_protein", "mg/dL", None),
        ("Urinary protein (mg/mmol)", "measured", "upcr", "mg/mmol", None),
        ("Cystatin C", "measured", "cystatin_c", None, None),
        ("アルブミン", "measured", "albumin", None, None),
        ("Hb_m6", "measured", "hemoglobin", None, ("month", 6)),
        ("c3 baseline", "measured", "c3", None, ("day", 0)),
        ("creatinine_mg_dl_m2", "measured", "creatinine", "mg/dL", ("month", 2)),
        ("体重 (kg)", "who", "weight", "kg", None),
        ("性別", "who", "female", None, None),
        ("タクロリムス / 用量 (mg/日)", "given", "tacrolimus", "mg", None),
        ("タクロリムス / トラフ (ng/mL)", "measured", "tacrolimus_trough", "ng/mL", None),
        ("有害事象", "happened", "", None, None),
        ("靴のサイズ", "", "", None, None),
    ],
)
def test_headers_are_understood(
    header: str, role: str, name: str, unit: str | None, when: tuple[str, int] | None
) -> None:
    found = guess(header)
    assert (found.role, found.name, found.unit, found.when) == (role, name, unit, when)


def test_a_draft_is_a_mapping_that_can_be_read(tmp_path: Path) -> None:
    for path in [*COHORTS.glob("himeji*/himeji*.csv"), *COHORTS.glob("*/*.xlsx")]:
        assert parse_mapping(draft(path), file=path.name, name="x").sheets, path.name
    odd = tmp_path / "odd.csv"
    odd.write_text('"患者","a ""b"" \\ c","x\ny"\n1,2,3\n', encoding="utf-8")
    assert draft(odd).count(UNSURE) >= 2
    parse_mapping(draft(odd), file="odd.csv", name="x")


def test_what_cannot_be_decided_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("id,sex,採血日,Cr,Alb (g/dL)\nA,1,03/04/2010,0.7,3.1\nB,2,05/04/2010,0.9,4.0\n", encoding="utf-8")
    lines = {line.partition(" =")[0]: line for line in draft(path).splitlines()}
    assert UNSURE in lines["sex"]
    assert "what 1, 2 mean" in lines["sex"]
    assert UNSURE in lines["time"]
    assert "month-first" in lines["time"]
    assert UNSURE in lines["day0"]
    assert "names no unit" in lines["Cr"]
    assert lines['"Alb (g/dL)"'] == '"Alb (g/dL)" = { measured = "albumin", unit = "g/dL" }'


def test_decimal_commas_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("patient;month;test;value;unit\nA;0;Cr;0,72;mg/dL\n")
    assert "decimal_comma = true" in draft(path)
    assert read(path).measured["value"].to_list() == [0.72]


def test_titles_and_merged_headers_of_a_workbook_are_seen() -> None:
    text = draft(COHORTS / "himeji_japanese/himeji_japanese.xlsx")
    assert "skip_rows = 1\nheader_rows = 2\n" in text
    assert '"治療開始日" = { day0 = "plain" }' in text
    assert '"蛋白尿 (g/日) / ２か月" = { measured = "proteinuria", unit = "g/d", on = "検査日 / ２か月" }' in text


def test_an_empty_template_says_that_there_is_no_patient(tmp_path: Path) -> None:
    path = write_template(tmp_path / "mine.xlsx")
    assert is_template(path)
    with pytest.raises(SchemaError, match="no patient to read"):
        read(path)


def test_a_template_is_never_written_over_a_file_or_under_another_ending(tmp_path: Path) -> None:
    write_template(tmp_path / "mine.xlsx")
    for name in ("mine.xlsx", "mine.csv"):
        with pytest.raises(SchemaError, match="template was not written"):
            write_template(tmp_path / name)


def test_a_filled_template_is_read_without_a_mapping(tmp_path: Path) -> None:
    path = write_template(tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(path)
    fill(book["who"], {"Patient": "A", "Sex": "F", "Age (years)": 32, "Hypertension": "no"})
    fill(book["measured"], {"Patient": "A", "Visit": "Baseline", "24-hour urine protein (g/day)": "5.7 H"})
    fill(book["measured"], {"Patient": "A", "Visit": "Month 2", "24-hour urine protein (g/day)": "<0.1"}, row=3)
    fill(book["measured"], {"Patient": "A", "Visit": "day 45", "Serum creatinine (mg/dL)": 0.7}, row=4)
    fill(
        book["given"],
        {"Patient": "A", "Study day": 0, "Drug": "Tacrolimus", "Dose (mg on a day of intake)": 3, "Route": "oral"},
    )
    fill(book["happened"], {"Patient": "A", "Study day": 30, "What happened": "Herpes zoster", "Grade": 2})
    fill(book["SLEDAI"], {"Patient": "A", "Visit": "Baseline", "rash": 1, "fever": 0})
    book.save(path)
    chart = read(path)
    assert chart.findings.filter(pl.col("severity") != "note").is_empty()
    assert chart.who.select("female", "age", "hypertension").rows() == [(True, 32.0, False)]
    got = chart.measured.select(pl.col("analyte", "censored").cast(pl.String), "day", "value").rows()
    assert sorted(got, key=str) == [
        ("creatinine", None, 45, 0.7), ("proteinuria", "<", 61, 0.1), ("proteinuria", None, 0, 5.7),
        ("sledai_fever", None, 0, 0.0), ("sledai_rash", None, 0, 1.0),
    ]  # fmt: skip
    assert chart.given.select(pl.col("drug", "route").cast(pl.String), "day", "dose").rows() == [
        ("tacrolimus", "oral", 0, 3.0)
    ]
    assert chart.happened.select("what", "grade", "day").rows() == [("Herpes zoster", 2, 30)]


def test_a_filled_template_holds_the_hours_of_a_drug_level(tmp_path: Path) -> None:
    path = write_template(tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(path)
    fill(book["who"], {"Patient": "A"})
    level, hours = (
        "Tacrolimus trough concentration (ng/mL)",
        "Hours from the last dose to the tacrolimus trough concentration",
    )
    fill(book["measured"], {"Patient": "A", "Visit": "day 7", level: 6.1, hours: 12})
    fill(book["measured"], {"Patient": "A", "Visit": "day 14", level: 7.2}, row=3)
    fill(book["measured"], {"Patient": "A", "Visit": "day 21", level: 5.0, hours: "noon"}, row=4)
    book.save(path)
    chart = read(path)
    assert chart.measured.select("day", "value", "hour").rows() == [(7, 6.1, 12.0), (14, 7.2, None), (21, 5.0, None)]
    assert chart.findings.filter(rule="unreadable-hour").select("patient", "row").rows() == [("A", 4)]


@pytest.mark.parametrize(("hours", "want"), [("12", 12.0), ('"drawn after"', 11.5)])
def test_the_hours_of_a_level_are_a_number_or_a_column(tmp_path: Path, hours: str, want: float) -> None:
    mapping = f"""
[[sheet]]
file = "who.csv"
patient = "id"
time = {{ column = "day", unit = "day" }}
columns = {{ tac = {{ measured = "tacrolimus_trough", unit = "ng/mL", hours = {hours} }} }}
"""
    (tmp_path / "who.csv").write_text("id,day,tac,drawn after\nA,7,6.1,11.5\n", encoding="utf-8")
    (tmp_path / "map.toml").write_text(mapping, encoding="utf-8")
    chart = read(tmp_path)
    assert chart.measured["hour"].to_list() == [want]
    unused = "unknown-column" in chart.findings["rule"].to_list()
    assert unused == (hours == "12")


def test_hours_of_what_is_no_drug_level_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="it is no drug level"):
        parse_mapping(
            '[[sheet]]\nfile = "a.csv"\npatient = "id"\n'
            'columns = { cr = { measured = "creatinine", unit = "mg/dL", hours = 12 } }\n',
            file="map.toml",
            name="mine",
        )


def test_the_drop_downs_of_a_template_cover_sex_drugs_routes_and_visits(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "mine.xlsx"))
    rules = {sheet.title: [rule.formula1 for rule in sheet.data_validations.dataValidation] for sheet in book}
    assert '"F,M"' in rules["who"]
    assert any("Baseline,Month 2" in rule for rule in rules["measured"])
    assert '"oral,iv,sc"' in rules["given"]
    assert any(rule.startswith("Lists!") for rule in rules["given"])
    assert book["who"].freeze_panes == "B2"


def fill(sheet: object, cells: dict[str, object], row: int = 2) -> None:
    header = {cell.value: cell.column for cell in sheet[1]}  # type: ignore[index]
    for name, value in cells.items():
        sheet.cell(row=row, column=header[name], value=value)  # type: ignore[attr-defined]


def test_a_template_asks_for_criteria_and_lesions_only_where_it_is_told_to(tmp_path: Path) -> None:
    plain = openpyxl.load_workbook(write_template(tmp_path / "plain.xlsx"))
    asked = openpyxl.load_workbook(write_template(tmp_path / "asked.xlsx", criteria=True))
    assert set(asked.sheetnames) - set(plain.sheetnames) == {"Criteria", "Biopsy"}
    assert not {cell.value for cell in plain["who"][1]} & {cell.value for cell in asked["Criteria"][1][1:]}
    assert [cell.value for cell in plain["who"][1]] == [cell.value for cell in asked["who"][1]]


def test_criteria_and_lesions_of_a_filled_template_are_read(tmp_path: Path) -> None:
    path = write_template(tmp_path / "mine.xlsx", criteria=True)
    book = openpyxl.load_workbook(path)
    fill(book["who"], {"Patient": "A", "Sex": "F", "ISN/RPS class": "IV + V"})
    fill(book["Criteria"], {"Patient": "A", "Malar rash, ever": "yes", "Seizure, ever": "no"})
    fill(book["Biopsy"], {"Patient": "A", "Fibrinoid necrosis (0–3)": 2, "NIH chronicity index as reported (0–12)": 13})
    book.save(path)
    chart = read(path)
    read_ = chart.who.select("isn_rps", "ever_malar_rash", "ever_seizure", "nih_fibrinoid_necrosis")
    assert read_.rows() == [("IV + V", True, False, 2.0)]
    assert "ever_psychosis" not in chart.who.columns
    assert chart.who["nih_chronicity_total"].to_list() == [None]
    (says,) = chart.findings.filter(severity="error")["says"]
    assert "NIH chronicity index as reported (0–12) of 13 is impossible (believable: 0 to 12)" in says


def test_a_draft_knows_criteria_and_lesions_by_their_names(tmp_path: Path) -> None:
    file = tmp_path / "sle.csv"
    file.write_text(
        "id,Malar rash,光線過敏,抗核抗体,Activity index,細胞性半月体\n1,yes,no,陽性,12,2\n", encoding="utf-8"
    )
    text = draft(file)
    assert doubts(text) == 0
    for header, trait in (("Malar rash", "ever_malar_rash"), ("光線過敏", "ever_photosensitivity"), ("抗核抗体", "ever_ana"),
                          ("Activity index", "nih_activity_total"), ("細胞性半月体", "nih_cellular_crescents")):  # fmt: skip
        assert f'"{header}" = {{ who = "{trait}" }}' in text


def test_a_draft_says_why_a_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("patient,day,loinc,result,unit\nA,0,33804-6,1,\nA,0,2160-0,0.7,mg/dL\n")
    (tmp_path / "wide.csv").write_text("patient,day,23905-3,2160-0 (mg/dL)\nA,0,2.1,0.7\n")
    assert "# 33804-6: it is LOINC 33804-6, presence of red-cell casts. It says only" in draft(tmp_path / "list.csv")
    wide = draft(tmp_path / "wide.csv")
    assert (
        '23905-3 = { skip = "not recognised" }  # ? it is LOINC 23905-3, mycophenolic acid in serum or plasma' in wide
    )


def test_a_header_of_urea_in_mg_is_not_urea_nitrogen(tmp_path: Path) -> None:
    (tmp_path / "labs.csv").write_text("patient,day,Urea (mg/dL),BUN (mg/dL),尿素窒素(mg/dL)\nA,0,36,16.8,16.8\n")
    text = draft(tmp_path / "labs.csv")
    assert '"Urea (mg/dL)" = { measured = "urea", unit = "mg/dL" }' in text
    assert '"BUN (mg/dL)" = { measured = "urea_nitrogen", unit = "mg/dL" }' in text
    assert '"尿素窒素(mg/dL)" = { measured = "urea_nitrogen", unit = "mg/dL" }' in text


@pytest.mark.parametrize(
    "rows",
    [
        "患者番号,経過月,検査,値,単位\nA,0,クレアチニン,0.7,mg/dL\nA,0,1日尿蛋白,3.1,g/日\n",
        "patient,month,loinc,result,unit\nA,0,14682-9,61.9,umol/L\nA,0,2889-4,3.1,g/(24.h)\n",
    ],
)
def test_a_long_list_in_japanese_or_in_loinc_codes_needs_no_mapping(tmp_path: Path, rows: str) -> None:
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    measured = read(tmp_path / "list.csv").measured
    assert measured.select(pl.col("analyte").cast(pl.String), pl.col("value").round(2)).rows() == [
        ("creatinine", 0.7),
        ("proteinuria", 3.1),
    ]
