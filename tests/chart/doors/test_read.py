"""What goes wrong with real files: nothing is dropped in silence, and nothing is guessed."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from remission.chart.chart import Chart
from remission.chart.check import check
from remission.chart.doors.read import cohorts, read
from remission.errors import SchemaError, UnknownName

LONG = """
[[sheet]]
file = "labs.csv"
patient = "id"
layout = "long"
time = { column = "month", unit = "month" }
analyte = "test"
value = "value"
unit = "unit"
"""
WHO = """
[[sheet]]
file = "who.csv"
patient = "id"
[sheet.columns]
sex = { who = "female" }
age = { who = "age", unit = "years" }
"""
HEAD = "id,month,test,value,unit\n"
BOTH = "id,sex,age\nA,F,30\nB,M,50\n"


def folder(tmp: Path, mapping: str, **files: str) -> Path:
    (tmp / "map.toml").write_text(mapping, encoding="utf-8")
    for name, text in files.items():
        (tmp / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp


def labs(tmp: Path, *rows: str, mapping: str = "", who: str = BOTH) -> Chart:
    return read(folder(tmp, WHO + LONG + mapping, who=who, labs=HEAD + "\n".join(rows) + "\n"))


def found(chart: Chart, rule: str) -> list[tuple[str | None, str, int | None, str]]:
    rows = chart.findings.filter(pl.col("rule") == rule)
    return rows.select("patient", "file", "row", pl.col("severity").cast(pl.String)).rows()


def says(chart: Chart, rule: str) -> str:
    return chart.findings.filter(pl.col("rule") == rule)["says"][0]


def values(chart: Chart) -> list[tuple[object, ...]]:
    return chart.measured.select(pl.col("patient", "analyte", "censored").cast(pl.String), "day", "value").rows()


def test_long_rows_become_results_in_the_only_unit(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,2,Cr,88.4,umol/L", "A,0,C3,0.4,g/L", "B,4,蛋白尿,1500,mg/日")
    got = {(row[0], row[1], row[3]): row[4] for row in values(chart)}
    assert got == {
        ("A", "creatinine", 61): pytest.approx(1.0, abs=1e-4),
        ("A", "c3", 0): pytest.approx(40),
        ("B", "proteinuria", 122): pytest.approx(1.5),
    }
    assert chart.findings.is_empty()


def test_a_missing_unit_is_found_and_the_value_set_aside(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,creatinine,0.7,", "A,0,c3,40,mg/dL")
    assert found(chart, "unit-missing") == [("A", "labs.csv", 2, "error")]
    assert "Name the unit: mg/dL" in says(chart, "unit-missing")
    assert [row[1] for row in values(chart)] == ["c3"]


def test_a_score_needs_no_unit(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,SLEDAI,4,")
    assert (len(values(chart)), chart.findings.height) == (1, 0)


def test_an_unknown_unit_is_found_with_the_nearest_one(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,creatinine,0.7,mg/dLL")
    assert found(chart, "unit-unknown") == [("A", "labs.csv", 2, "error")]
    assert "nearest unit is mg/dL" in says(chart, "unit-unknown")
    assert values(chart) == []


def test_an_impossible_value_names_the_suspected_unit(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,creatinine,72,mg/dL")
    assert found(chart, "impossible-value") == [("A", "labs.csv", 2, "error")]
    assert "µmol/L" in says(chart, "impossible-value")
    assert values(chart) == []


def test_contradicting_repeats_are_all_set_aside_and_equal_ones_counted_once(tmp_path: Path) -> None:
    rows = ["A,0,creatinine,0.7,mg/dL", "A,0,creatinine,0.9,mg/dL", "A,0,c3,40,mg/dL", "A,0,c3,40,mg/dL"]
    chart = labs(tmp_path, *rows)
    assert found(chart, "contradicting-repeat") == [("A", "labs.csv", 2, "error"), ("A", "labs.csv", 3, "error")]
    assert [row[1] for row in values(chart)] == ["c3"]


def test_a_visit_outside_every_window_and_a_patient_without_baseline_are_found(tmp_path: Path) -> None:
    chart = check(labs(tmp_path, "A,0,c3,40,mg/dL", "A,9,c3,80,mg/dL", "B,2,c3,50,mg/dL"))
    assert found(chart, "visit-outside-windows") == [("A", "labs.csv", 3, "note")]
    assert [row[0] for row in found(chart, "baseline-missing")] == ["B"]


def test_a_missing_sex_is_found(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,c3,40,mg/dL", who="id,sex,age\nA,,30\n")
    assert [row[0] for row in found(chart, "sex-missing")] == ["A"]


def test_an_unknown_column_is_found_and_a_promised_one_that_is_missing_is_an_error(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,c3,40,mg/dL", who="id,sex,age,shoe size\nA,F,30,38\n")
    assert found(chart, "unknown-column") == [(None, "who.csv", None, "warning")]
    assert "'shoe size'; its 1 cell(s) were set aside" in says(chart, "unknown-column")
    with pytest.raises(UnknownName, match=r"no column in who\.csv called 'age'.*nearest name is 'ages'"):
        labs(tmp_path, "A,0,c3,40,mg/dL", who="id,sex,ages\nA,F,30\n")


def test_an_unknown_analyte_is_counted_once_a_word(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,sodium,140,mmol/L", "A,2,sodium,141,mmol/L", "A,0,chloride,100,mmol/L")
    assert found(chart, "unknown-analyte") == [(None, "labs.csv", 2, "warning"), ("A", "labs.csv", 4, "warning")]
    told = sorted(text.partition(" were")[0] for text in chart.findings["says"])
    assert told == ["1 row(s) of 'chloride'", "2 row(s) of 'sodium'"]


def test_a_code_that_resembles_an_analyte_is_refused_with_its_reason(tmp_path: Path) -> None:
    chart = labs(
        tmp_path, "A,0,31348-6,positive,", "A,0,11253-2,7.1,ng/mL", "A,2,11253-2,3.9,ng/mL", "A,0,5130-0,186,IU/mL"
    )
    assert [str(name) for name in chart.measured["analyte"]] == ["ds_dna"]
    assert sorted(found(chart, "refused-analyte"), key=str) == [
        ("A", "labs.csv", 2, "warning"),
        (None, "labs.csv", 3, "warning"),
    ]
    told = sorted(chart.findings["says"])
    assert told[0].startswith("1 row(s) of '31348-6' were set aside: it is LOINC 31348-6, presence of")
    assert told[1].startswith(
        "2 row(s) of '11253-2' were set aside: it is LOINC 11253-2, tacrolimus in blood at any time."
    )
    assert '"11253-2" = "tacrolimus_trough"' in told[1]
    assert chart.findings["aside"].sum() == 3


def test_a_refused_code_is_read_where_the_mapping_says_what_it_is(tmp_path: Path) -> None:
    mapping = """
[[sheet]]
file = "labs.csv"
patient = "id"
layout = "long"
analyte = "test"
value = "result"
unit = "unit"
time = { column = "day", unit = "day" }
[sheet.names]
"11253-2" = "tacrolimus_trough"
"""
    chart = read(folder(tmp_path, mapping, labs="id,day,test,result,unit\nA,28,11253-2,7.1,ng/mL\n"))
    assert chart.measured.select(pl.col("analyte").cast(pl.String), "value").rows() == [("tacrolimus_trough", 7.1)]


def test_an_empty_file_is_refused_and_one_without_rows_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"labs\.csv is empty"):
        read(folder(tmp_path, WHO + LONG, who=BOTH, labs=""))
    chart = read(folder(tmp_path, WHO + LONG, who=BOTH, labs=HEAD))
    assert found(chart, "no-rows") == [(None, "labs.csv", None, "warning")]


def test_two_patients_with_one_id_are_found_and_neither_is_believed(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,c3,40,mg/dL", who="id,sex,age\nA,F,30\nB,M,50\nA,F,64\n")
    assert found(chart, "two-patients-one-id") == [("A", "who.csv", 2, "error"), ("A", "who.csv", 4, "error")]
    assert chart.who.select(pl.col("patient").cast(pl.String), "female", "age").rows() == [
        ("A", True, None),
        ("B", False, 50.0),
    ]


def test_a_cell_that_looks_like_a_formula_is_text_and_never_run(tmp_path: Path) -> None:
    chart = labs(tmp_path, 'A,0,c3,"=HYPERLINK(""http://x"",1)",mg/dL', 'A,0,c4,"=1+1",mg/dL')
    assert [row[2] for row in found(chart, "unreadable-value")] == [2, 3]
    assert values(chart) == []


def test_bounds_are_kept_and_an_included_bound_stays_possible(tmp_path: Path) -> None:
    chart = labs(
        tmp_path,
        "A,0,ds_dna,>400,IU/mL",
        "A,2,ds_dna,400以上,IU/mL",
        "A,4,ds_dna,＜0.5,IU/mL",
        "A,6,proteinuria,≦0.2,g/d",
    )
    got = {row[3]: (row[2], row[4]) for row in values(chart)}
    assert got[0] == (">", 400.0)
    assert got[122] == ("<", 0.5)
    assert got[61][0] == ">"
    assert 399.99 < got[61][1] < 400  # type: ignore[operator]
    assert got[183][0] == "<"
    assert 0.2 < got[183][1] < 0.2001  # type: ignore[operator]
    assert "bound that is included" in says(chart, "bound-included")


def test_blank_cells_are_counted_and_are_no_errors(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,c3,ND,mg/dL", "A,2,c3,,mg/dL", "A,4,c3,未測定,mg/dL", "A,6,c3,80,mg/dL")
    assert "3 cell(s) are blank" in says(chart, "blank")
    assert chart.findings["severity"].cast(pl.String).unique().to_list() == ["note"]


def test_rows_without_patient_or_time_are_set_aside(tmp_path: Path) -> None:
    chart = labs(tmp_path, ",0,c3,40,mg/dL", "A,,c3,40,mg/dL", "A,soon,c3,40,mg/dL")
    assert found(chart, "patient-missing") == [(None, "labs.csv", 2, "error")]
    assert found(chart, "time-missing") == [("A", "labs.csv", 3, "error"), ("A", "labs.csv", 4, "error")]


def test_a_patient_who_is_in_no_list_is_kept_with_a_warning(tmp_path: Path) -> None:
    chart = labs(tmp_path, "C,0,c3,40,mg/dL")
    assert chart.patients == ("A", "B", "C")
    assert found(chart, "patient-unlisted") == [("C", "labs.csv", 2, "warning")]


def test_ids_in_full_width_are_the_same_patient(tmp_path: Path) -> None:
    assert labs(tmp_path, "Ａ,0,c3,40,mg/dL").patients == ("A", "B")


def test_a_printed_unit_is_read_otherwise_only_with_a_stated_reason(tmp_path: Path) -> None:
    rule = '[sheet.units]\nds_dna = { printed = "IU/L", read = "IU/mL", reading = "A slip of the header." }\n'
    chart = labs(tmp_path, "A,0,ds_dna,186,IU/L", "A,2,ds_dna,16,IU/mL", mapping=rule)
    assert [row[4] for row in values(chart)] == [186.0, 16.0]
    assert "1 value(s) was read otherwise than it is printed. A slip" in says(chart, "unit-read-otherwise")


DATED = """
[[sheet]]
file = "labs.csv"
patient = "id"
layout = "long"
time = { column = "day", unit = "date" }
analyte = "test"
value = "value"
unit = "unit"
[[sheet]]
file = "drugs.csv"
patient = "id"
layout = "long"
table = "given"
time = { column = "from", unit = "date" }
until = "to"
drug = "drug"
dose = "dose"
unit = "unit"
route = "route"
"""


def test_dates_become_days_since_the_first_dose(tmp_path: Path) -> None:
    text = "id,day,test,value,unit\nA,H22.4.1,c3,40,mg/dL\nA,2010/3/31,c3,38,mg/dL\nA,03/04/2010,c3,41,mg/dL\n"
    text += "B,2010-01-01,c3,50,mg/dL\n"
    drugs = "id,from,to,drug,dose,unit,route\nA,2010-04-01,2010-04-03,mPSL,0.5,g,点滴\nA,2010-04-04,,プレドニン,60,mg,内服\n"
    chart = read(folder(tmp_path, 'day0 = "first dose"\n' + DATED, labs=text, drugs=drugs))
    assert [(row[0], row[3]) for row in values(chart)] == [("A", 0), ("A", -1)]
    given = chart.given.select(pl.col("drug", "route").cast(pl.String), "day", "until", "dose").rows()
    assert given == [("methylprednisolone", "iv", 0, 2, 500.0), ("prednisolone", "oral", 3, None, 60.0)]
    assert found(chart, "time-missing") == [("A", "labs.csv", 4, "error")]
    assert '"day-first"' in says(chart, "time-missing")
    assert found(chart, "day0-missing") == [("B", "labs.csv", 5, "error")]


def test_what_stands_beside_a_dose_and_cannot_be_read_is_said_and_the_dose_kept(tmp_path: Path) -> None:
    mapping = """
[[sheet]]
file = "drugs.csv"
patient = "id"
layout = "long"
table = "given"
time = { column = "day", unit = "day" }
drug = "drug"
dose = "dose"
dose_unit = "mg"
until = "to"
route = "route"
days_per_week = "per week"
"""
    text = (
        "id,day,drug,dose,to,route,per week,note\nA,0,MZR,300,open,nose,often,x\nA,0,aspirin,100,,,,\nA,0,TAC,<3,,,,\n"
    )
    chart = read(folder(tmp_path, mapping, drugs=text))
    assert chart.given.select("day", "until", "drug", "dose", "days_per_week", "route").rows() == [
        (0, None, "mizoribine", 300.0, None, None),
        (0, None, None, 100.0, None, None),
        (0, None, "tacrolimus", None, None, None),
    ]
    for rule in ("unreadable-until", "unreadable-route", "unreadable-days-per-week"):
        assert found(chart, rule) == [("A", "drugs.csv", 2, "warning")]
    assert found(chart, "unknown-drug") == [("A", "drugs.csv", 3, "warning")]
    assert found(chart, "unreadable-dose") == [("A", "drugs.csv", 4, "error")]
    assert found(chart, "unused-column") == [(None, "drugs.csv", None, "note")]


def test_dates_without_a_day_0_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="has dates but no day 0"):
        read(folder(tmp_path, DATED, labs=HEAD, drugs=HEAD))


def test_a_wide_sheet_holds_doses_events_and_traits(tmp_path: Path) -> None:
    mapping = """
[[sheet]]
file = "wide.csv"
patient = "id"
decimal_comma = true
[sheet.columns]
weight = { who = "weight", unit = "kg" }
htn = { who = "hypertension" }
"Cr m2" = { measured = "creatinine", unit = "µmol/L", month = 2 }
tac = { given = "tacrolimus", unit = "mg", route = "po", days_per_week = 7, trajectory = true, month = 6 }
ae = { happened = true, split = ";" }
zoster = { happened = "herpes zoster" }
"""
    text = (
        "id;weight;htn;Cr m2;tac;ae;zoster\nA;52,5;yes;88,4;3 → 2 → stopped;rash;1\nB;n.a.;maybe;1.234;x;none;perhaps\n"
    )
    text = text.replace("rash;", '"rash;fever";')
    chart = read(folder(tmp_path, mapping, wide=text))
    assert chart.who.select("weight", "hypertension").rows() == [(52.5, True), (None, None)]
    assert values(chart)[0][3:] == (61, pytest.approx(1.0, abs=1e-4))
    assert chart.given.select("day", "dose").rows() == [(None, 3.0), (None, 2.0), (183, 0.0)]
    assert chart.happened.select(pl.col("patient").cast(pl.String), "what").rows() == [
        ("A", "rash"), ("A", "fever"), ("A", "herpes zoster"),
    ]  # fmt: skip
    rules = {row["rule"] for row in chart.findings.iter_rows(named=True) if row["patient"] == "B"}
    assert rules == {"unreadable-value", "unreadable-trajectory", "sex-missing"}
    assert chart.findings.filter(pl.col("rule") == "unreadable-value")["table"].sort().to_list() == [
        "happened",
        "measured",
        "who",
    ]


def test_workbook_errors_and_formulas_are_findings_of_the_chart(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "labs.xlsx")
    sheet = book.add_worksheet("labs")
    sheet.write_row(0, 0, ["id", "c3", "c4"])
    sheet.write_row(1, 0, ["A", 40])
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    sheet.write_row(2, 0, ["B"])
    sheet.write_formula(2, 1, "=B2*2", None, 80)
    sheet.write_formula(2, 2, "=B2", None, "")
    book.add_worksheet("notes").write_row(0, 0, ["something", "else"])
    book.close()
    columns = "[sheet.columns]\n" + "".join(
        f'{c} = {{ measured = "{c}", unit = "mg/dL", day = 0 }}\n' for c in ("c3", "c4")
    )
    chart = read(folder(tmp_path, f'[[sheet]]\nfile = "labs.xlsx"\npatient = "id"\n{columns}'))
    assert [(row[0], row[4]) for row in values(chart)] == [("A", 40.0), ("B", 80.0)]
    assert found(chart, "error-cell") == [(None, "labs.xlsx [labs]", 2, "error")]
    assert found(chart, "formula-without-value") == [(None, "labs.xlsx [labs]", 3, "error")]
    assert found(chart, "unknown-sheet") == [(None, "labs.xlsx", None, "warning")]


def test_items_that_are_not_listed_at_a_listed_visit_are_absent_only_where_that_is_declared(tmp_path: Path) -> None:
    listed = 'layout = "long"\ntime = { column = "month", unit = "month" }\nanalyte = "item"\nlisted = 1\n'
    sheet = f'[[sheet]]\nfile = "items.csv"\npatient = "id"\n{listed}'
    items = "id,month,item\nA,0,rash\nA,0,fever\nA,2,rash\n"
    assert len(read(folder(tmp_path, sheet, items=items)).measured) == 3
    chart = read(folder(tmp_path, f"{sheet}absent = 0\n", items=items))
    by_day = chart.measured.group_by("day").agg(pl.len(), pl.col("value").sum()).sort("day").rows()
    assert by_day == [(0, 24, 2.0), (61, 24, 1.0)]


def test_without_a_mapping_a_certain_draft_is_used_and_an_uncertain_one_refused(tmp_path: Path) -> None:
    sure = tmp_path / "sure.csv"
    sure.write_text("patient,month,test,result,unit\nA,0,Cr,0.7,mg/dL\n")
    assert [row[1] for row in values(read(sure))] == ["creatinine"]
    unsure = tmp_path / "unsure.csv"
    unsure.write_text("patient,age,shoe\nA,30,38\n")
    with pytest.raises(SchemaError, match=r"2 open question\(s\).*remission map unsure\.csv"):
        read(unsure)
    (tmp_path / "unsure.csv.map.toml").write_text(
        '[[sheet]]\nfile = "unsure.csv"\npatient = "patient"\n[sheet.columns]\nage = { who = "age", unit = "years" }\n'
        'shoe = { skip = "of no use" }\n'
    )
    assert read(unsure).who["age"].to_list() == [30.0]


def test_what_is_not_there_is_answered_with_the_cohorts_that_are(tmp_path: Path) -> None:
    assert {"himeji", "himeji_japanese"} <= set(cohorts())
    with pytest.raises(UnknownName, match="nearest name is 'himeji'"):
        read("himejj")
    with pytest.raises(SchemaError, match=r"has no map\.toml"):
        read(tmp_path)


def test_a_mapping_may_be_passed_by_name(tmp_path: Path) -> None:
    place = folder(tmp_path, WHO, who=BOTH)
    (place / "map.toml").rename(place / "other.toml")
    assert read(place, mapping=place / "other.toml").patients == ("A", "B")


def test_a_folder_with_a_broken_value_still_loads_and_says_how_much_was_set_aside(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,c3,40,mg/dL", "A,0,c4,(+),mg/dL", "A,0,creatinine,0.7 mg/dL,mg/dL", "A,2,c3,90,stone")
    errors = chart.findings.filter(pl.col("severity") == "error")
    assert sorted(errors["row"]) == [3, 4, 5]
    assert len(values(chart)) == 1


def test_a_day_beyond_any_life_is_set_aside(tmp_path: Path) -> None:
    rows = ("A,0,creatinine,0.7,mg/dL", "A,99999999999,creatinine,0.8,mg/dL", "A,-1e9,creatinine,0.9,mg/dL")
    chart = labs(tmp_path, *rows)
    assert values(chart) == [("A", "creatinine", None, 0, 0.7)]
    assert found(chart, "time-missing") == [("A", "labs.csv", 3, "error"), ("A", "labs.csv", 4, "error")]
    assert "further from day 0 than a life is long" in says(chart, "time-missing")


def test_one_answer_in_two_spellings_is_one_answer(tmp_path: Path) -> None:
    chart = labs(tmp_path, who="id,sex,age\nA,F,30\nA,Female,30.0\nA,女性,３０\n")
    assert chart.who.select("female", "age").rows() == [(True, 30.0)]
    assert found(chart, "two-patients-one-id") == []


def test_two_rows_of_one_id_are_mentioned_where_no_cell_contradicts_another(tmp_path: Path) -> None:
    wide = "id,sex,age,up0 (g/day),cr0 (mg/dL)\nA,F,30,3.1,\nA,F,30,,0.7\nB,F,30,3.1,0.7\n"
    text = """
[[sheet]]
file = "wide.csv"
patient = "id"
[sheet.columns]
sex = { who = "female" }
age = { who = "age", unit = "years" }
"up0 (g/day)" = { measured = "proteinuria", unit = "g/day", month = 0 }
"cr0 (mg/dL)" = { measured = "creatinine", unit = "mg/dL", month = 0 }
"""
    chart = read(folder(tmp_path, text, wide=wide))
    assert found(chart, "patient-repeated") == [("A", "wide.csv", 3, "warning")]
    assert "stands on row 2 already" in says(chart, "patient-repeated")


def test_an_unreadable_sex_asks_for_a_sex(tmp_path: Path) -> None:
    chart = labs(tmp_path, "A,0,creatinine,0.7,mg/dL", who="id,sex,age\nA,x,30\n")
    assert says(chart, "unreadable-value").startswith("Sex: 'x' is neither female nor male")


def test_a_result_that_is_dated_in_the_future_is_set_aside_and_a_planned_dose_is_kept(tmp_path: Path) -> None:
    text = """
day0 = "first dose"
[[sheet]]
file = "labs.csv"
patient = "id"
layout = "long"
time = { column = "date", unit = "date" }
analyte = "test"
value = "value"
unit = "unit"
[[sheet]]
file = "doses.csv"
patient = "id"
layout = "long"
table = "given"
time = { column = "date", unit = "date" }
drug = "drug"
dose = "mg"
dose_unit = "mg"
"""
    rows = "id,date,test,value,unit\nA,2012-04-01,c3,50,mg/dL\nA,2112-04-01,c3,90,mg/dL\n"
    chart = read(folder(tmp_path, text, labs=rows, doses="id,date,drug,mg\nA,2012-04-01,PSL,60\nA,2112-04-08,PSL,50\n"))
    assert values(chart) == [("A", "c3", None, 0, 50.0)]
    assert (
        says(chart, "time-missing")
        == "'90' is set aside with its row: its time '2112-04-01' lies in the future; correct it."
    )
    assert chart.given["dose"].to_list() == [60.0, 50.0]


def test_a_name_of_a_bundled_cohort_means_the_cohort_and_a_path_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "himeji"
    mine.mkdir()
    folder(mine, WHO + LONG, who=BOTH, labs=HEAD + "A,0,c3,50,mg/dL\n")
    assert len(read("himeji").who) == 8
    assert len(read("./himeji").who) == len(read(Path("himeji")).who) == 2


def test_a_column_of_races_is_read_and_what_names_none_is_left_unknown_with_a_finding(tmp_path: Path) -> None:
    mapping = WHO.replace('sex = { who = "female" }', 'race = { who = "black" }')
    people = "id,race,age\nA,Black or African American,30\nB,Japanese,50\nC,other,40\nD,,40\n"
    chart = read(folder(tmp_path, mapping, who=people))
    assert chart.who["black"].to_list() == [True, False, None, None]
    assert says(chart, "unreadable-value").startswith("Black: 'other' is neither yes nor no")
