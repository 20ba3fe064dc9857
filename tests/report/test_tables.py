"""Tables 1, 2 and 3 equal those of the founding paper, character for character."""

from __future__ import annotations

import polars as pl

from remission.chart.chart import Chart
from remission.report.document import Cell, Table
from remission.report.evaluation import Evaluation, evaluate
from remission.report.tables.baseline import baseline_table
from remission.report.tables.comparisons import comparisons_table
from remission.report.tables.course import course_table
from remission.report.tables.patients import patients_table
from remission.report.tables.rates import rates_table

TABLE_1 = """
Age at lupus nephritis, years | 48.5 (20.3); range, 22–70
Females, number (%) | 8 (100)
Systemic lupus erythematosus duration, months | 1.1 (2.1); range, 0–5
First-time nephritis, number (%) | 8 (100)
Extrarenal features, number (%)
Musculoskeletal | 4 (50)
Mucocutaneous | 4 (50)
Neuropsychiatric | 0 (0)
Hematologic | 8 (100)
ISN/RPS classification | Class II: 1, class III: 3, class IV-G: 1, class V: 3
Anti-double-strand DNA, number (%) | 8 (100)
Anti-double-strand DNA, IU/mL | 186 (129); range, 48–400
Hemoglobin, g/dL | 11.1 (1.5); range, 9.4–13.7
Serum creatinine, mg/dL | 0.72 (0.4); range, 0.33–1.55
eGFR, mL/min per 1.73 m² | 89.5 (50.8); range, 27.2–178
Serum albumin, g/dL | 2.69 (0.7); range, 1.6–3.8
Serum C3 level, mg/dL | 41.3 (16.4); range, 23–68
Proteinuria, g/day | 4.56 (2.8); range, 0.77–8.2
Nephrotic syndrome, number (%) | 4 (50)
Active urinary casts, number (%) | 7 (88)
Hypertension, number (%) | 4 (50)
SLEDAI scores | 22.0 (2.1); range, 20–26
"""
"""As printed, but for the unit of anti-dsDNA (IU/L in the paper) and the spelling of that of the eGFR."""

TABLE_2 = """
Proteinuria, g/day | 4.56 (2.8) | 0.09 (0.1)** | 0.34 (0.7)** | 0.20 (0.3)**
Nephrotic syndrome, number (%) | 4 (50) | 0 (0) | 0 (0) | 0 (0)
Serum albumin, g/dL | 2.69 (0.7) | 3.89 (0.3)** | 3.94 (0.5)** | 4.13 (0.4)**
Serum C3 level, mg/dL | 41.3 (16.4) | 68.8 (22.1)** | 83.6 (22.8)** | 85.4 (22.5)**
Anti-double-strand DNA, IU/mL | 186 (129) | 16.7 (16.9)** | 11.6 (9.6)** | 9.3 (7.4)**
Serum creatinine, mg/dL | 0.72 (0.4) | 0.84 (0.4) | 0.72 (0.2) | 0.70 (0.2)
eGFR, mL/min per 1.73 m² | 89.5 (50.8) | 68.7 (32.1) | 76.0 (31.9) | 77.5 (31.8)
Hemoglobin, g/dL | 11.1 (1.5) | 12.0 (2.1) | 12.4 (1.5)* | 12.6 (1.5)**
SLEDAI scores | 22.0 (2.1) | 3.3 (2.8)** | 2.8 (4.3)** | 2.0 (1.9)**
"""
"""As printed, but for the baseline mean of the eGFR (89.6 here in the paper, 89.5 in its Table 1) and the two units."""

TABLE_3 = """
Patient 1 | 32/F | class V | 300 | 1.81 | 3 | 3.77 | 15 | CR | Dyslipidemia
Patient 2 | 40/F | class V | 300 | 1.16 | 3 | 5.86 | 15 | CR | Dyslipidemia
Patient 3 | 27/F | class IV-G (A) | 300 | ND | 3 → 2 | 7.07 → 3.95 | 10 | None | Increase in serum creatinine/Hypertension/Diabetes mellitus
Patient 4 | 66/F | class II | 300 | ND | 3 | 8.22 | 13 | CR | None
Patient 5 | 22/F | class V | 300 | ND | 3 | 9.03 | 10 | CR + SLEDAI-R | Dyslipidemia
Patient 6 | 62/F | class V + III (A/C) | 300 | 1.96 | 3 → 2 | 7.70 → 3.43 | 10 | CR | Increase in serum creatinine/Diabetes mellitus/Dyslipidemia
Patient 7 | 69/F | class III (A/C) | 300 | 1.96 | 3 → 2 → stopped | 3.80 → 2.69 | 10 | CR + SLEDAI-R | Increase in serum creatinine/Diabetes mellitus/Dyslipidemia
Patient 8 | 70/F | class III (A/C) | 300 | ND | 3 → 2 | 6.33 → 2.90 | 11 | CR + SLEDAI-R | Diabetes mellitus/HZV
"""  # noqa: E501 # a row of the paper is a row here


def printed(table: Table) -> str:
    def said(cell: Cell) -> str:
        return (cell.text + cell.mark).replace("\n", "/")

    return "\n" + "".join(" | ".join(said(cell) for cell in row.cells) + "\n" for row in table.body)


def test_table_1_is_the_paper_s(evaluated: Evaluation):
    assert printed(baseline_table(evaluated)) == TABLE_1


def test_table_2_is_the_paper_s_with_all_its_stars(evaluated: Evaluation):
    table = course_table(evaluated)
    assert printed(table) == TABLE_2
    assert [cell.text for cell in table.head[0].cells] == ["", "Baseline", "Month 2", "Month 4", "Month 6"]


def test_table_3_is_the_paper_s(evaluated: Evaluation):
    assert printed(patients_table(evaluated)) == TABLE_3


def test_the_remission_rates_have_their_exact_intervals(evaluated: Evaluation):
    # month 6: the paper's 87.5 % and 37.5 %; Clopper and Pearson 47.3 to 99.7 % and 8.5 to 75.5 %
    complete, sledai = (row.cells[-1].text for row in rates_table(evaluated).body)
    assert complete == "7/8: 87.5 %\n(47.3–99.7)"
    assert sledai == "3/8: 37.5 %\n(8.5–75.5)"


def test_every_number_of_every_table_stands_on_a_result_that_there_is(evaluated: Evaluation):
    known = set(evaluated.results["id"])
    for make in (baseline_table, course_table, patients_table, comparisons_table, rates_table):
        for row in make(evaluated).body:
            for cell in row.cells:
                assert set(cell.results) <= known, cell
                if cell.kind == "number" and any(letter.isdigit() for letter in cell.text):
                    assert cell.results, f"{make.__name__}: {cell.text} stands on nothing"


def test_the_number_of_patients_is_told_where_it_is_not_everyone(himeji: Chart):
    some = himeji.measured.filter(~((himeji.measured["patient"] == "1") & (himeji.measured["day"] > 100)))
    fewer = Chart.of(who=himeji.who, measured=some, given=himeji.given, happened=himeji.happened, limits=himeji.limits)
    table = course_table(evaluate(fewer))
    assert [cell.text for cell in table.body[0].cells] == ["Patients with results, number", "8", "8", "7", "7"]


def test_a_cohort_of_one_has_every_table(himeji: Chart):
    e = evaluate(himeji.only(["7"]))
    assert printed(patients_table(e)) == "\n" + TABLE_3.strip().splitlines()[6] + "\n"
    assert "**" not in printed(course_table(e))
    assert "69.0 (–)" in printed(baseline_table(e))
    assert rates_table(e).body[0].cells[-1].text == "1/1: 100.0 %\n(2.5–100.0)"  # exact interval of 1 in 1


def test_a_cohort_without_any_result_says_so_instead_of_failing(himeji: Chart):
    empty = evaluate(Chart.of(who=himeji.who))
    for make in (baseline_table, course_table, patients_table, comparisons_table, rates_table):
        assert make(empty).columns >= 1
    assert any("Not in the data" in note for note in course_table(empty).notes)


def test_what_nobody_could_be_judged_for_is_no_rate_of_zero(himeji: Chart):
    unscored = himeji.measured.filter(~himeji.measured["analyte"].cast(str).str.starts_with("sledai"))
    e = evaluate(Chart.of(who=himeji.who, measured=unscored, limits=himeji.limits))
    assert [row.cells[0].text for row in rates_table(e).body] == ["Complete remission", "SLEDAI remission"]
    assert {cell.text for cell in rates_table(e).body[1].cells[1:]} == {"–"}


def test_a_heading_with_nothing_below_it_is_not_printed():
    e = evaluate(Chart.of(who=pl.DataFrame({"patient": ["1"], "age": [40.0]})))
    assert printed(baseline_table(e)) == "\nAge at lupus nephritis, years | 40.0 (–); range, 40–40\n"
    assert baseline_table(e).title.endswith("the 1 patient")


def test_a_footnote_names_the_tests_whose_p_is_printed(himeji: Chart):
    arms = himeji.who.with_columns(arm=pl.Series(["A", "B"] * 4))
    e = evaluate(
        Chart.of(who=arms, measured=himeji.measured, given=himeji.given, happened=himeji.happened, limits=himeji.limits)
    )
    (note,) = (note for note in baseline_table(e).notes if note.startswith("P compares"))
    shown, others = note.split(" Also in the results: ")
    assert shown.partition(": ")[2].removesuffix(".").split("; ") == [
        "Welch's t test, two-sided",
        "Pearson chi-squared test, without continuity correction",
        "Fisher exact test, two-sided",
    ]
    assert others.startswith("Mann–Whitney U test, exact")


def test_a_footnote_says_which_test_declares_what(evaluated: Evaluation):
    assert "McNemar test: unchanged pairs carry no weight (up to 4)." in course_table(evaluated).notes


def test_a_patient_without_an_arm_is_among_all_patients_and_in_no_arm(himeji: Chart, evaluated: Evaluation):
    arms = himeji.who.with_columns(arm=pl.Series(["A", "B", "A", "B", "A", "B", "A", None]))
    e = evaluate(Chart.of(who=arms, measured=himeji.measured, limits=himeji.limits))
    assert e.results["id"].is_unique().all()
    age = next(row for row in baseline_table(e).body if row.cells[0].text.startswith("Age"))
    assert [cell.text.partition("\n")[0] for cell in age.cells[1:4]] == ["48.5 (20.3)", "37.5 (21.4)", "56.0 (14.0)"]
    assert "1 patient without an arm: only in the column of all patients." in baseline_table(e).notes
    assert evaluated.results["id"].is_unique().all()
