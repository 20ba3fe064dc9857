"""The same patients under other definitions: the numbers, the sentences, the tables and the figures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from crowds import crowd

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.definition import Definition, levels
from remission.errors import SchemaError, UnknownName
from remission.report.comparison import Comparison, compare_definitions, short_name
from remission.report.compose_comparison import comparison_sources, compose_comparison
from remission.report.document import Figure, Heading, Listing, Paragraph, Table
from remission.report.figures.agreement_matrix import agreement_matrix
from remission.report.figures.responder_sets import _sets, responder_sets
from remission.report.figures.responses import responses
from remission.report.in_words import footnotes, headline, sentence, sentences
from remission.report.tables.deciding_conditions import deciding_conditions_table
from remission.report.tables.definition_rates import definition_rates_table
from remission.terms.analytes import creatinine, proteinuria, upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above

SOURCE = Source("kagawa_2012", at="nowhere", says="made up for a test")
STAND_IN = "proteinuria-for-upcr"


def rule(name: str, **more: object) -> Definition:
    conditions = {level: condition for level, condition in more.items() if level != "verified"}
    return Definition(name=name, label=f"Made up ({name})", value=levels(**conditions), source=SOURCE, words="Made up.",
                      verified=bool(more.get("verified", True)))  # fmt: skip


HALF = rule("half_gram", complete=proteinuria <= 0.5, partial=proteinuria <= 0.5 * baseline(proteinuria))
RATIO = rule("ratio", complete=(upcr <= 0.15) & (creatinine <= 1.1 * baseline(creatinine)), verified=False)
STEROID = rule("steroid", response=(proteinuria <= 0.5) & ~dosed_above("glucocorticoids", 10, days=3, within=56))
MADE = ("himeji_2012", HALF, RATIO, STEROID)


@pytest.fixture(scope="module")
def plain(himeji: Chart) -> Comparison:
    return compare_definitions(himeji, MADE)


@pytest.fixture(scope="module")
def allowed(himeji: Chart) -> Comparison:
    return compare_definitions(himeji, MADE, stand_ins=[STAND_IN])


def value(c: Comparison, *parts: str) -> float | None:
    found = c.get(*parts)
    assert found is not None, parts
    return found.value


# --- numbers ---


def test_the_paper_s_rate_is_the_first_row_with_its_exact_interval(plain: Comparison):
    assert plain.definitions[0].name == "himeji_2012"
    told = [
        value(plain, "himeji_2012", "complete", "month_6", s)
        for s in ("count", "percent", "percent_low", "percent_high")
    ]
    # Kagawa 2012: 7 of 8; Clopper and Pearson 47.3 to 99.7 %
    assert told == [7, 87.5, pytest.approx(47.35, abs=0.01), pytest.approx(99.68, abs=0.01)]


def test_a_ratio_that_the_chart_lacks_is_unknown_until_something_may_stand_in(plain: Comparison, allowed: Comparison):
    count = plain.get("ratio", "complete", "month_6", "count")
    assert count is not None
    # by hand: 0.38/0.33, 0.84/0.43, 0.75/0.53 and 0.79/0.71 are above 1.1: patients 1, 3, 5 and 7 are a no without a ratio
    assert (count.value, count.n, count.missing) == (0, 4, 4)
    assert value(allowed, "ratio", "complete", STAND_IN, "month_6", "count") is not None
    assert allowed.moved == {"ratio"}
    kept = allowed.get("ratio", "complete", "month_6", "count")
    assert kept == count, "what it says as it is written stays beside it"


def test_pairs_are_compared_only_where_both_judge(plain: Comparison):
    kappa = plain.get("ratio", "himeji_2012", "month_6", "agreement")
    assert kappa is not None
    assert (kappa.n, kappa.missing) == (4, 4)


def test_agreement_and_kappa_are_what_one_counts_by_hand(allowed: Comparison):
    rows = allowed.answers().filter(pl.col("visit") == "month_6")
    same = (rows["himeji_2012"] == "complete") == (rows["half_gram"] == "complete")
    assert value(allowed, "half_gram", "himeji_2012", STAND_IN, "month_6", "agreement") == 100 * same.mean()
    everyone = allowed.answers()
    first, second = (everyone[name].eq("complete").cast(int).to_numpy() for name in ("himeji_2012", "half_gram"))
    observed = (first == second).mean()
    chance = first.mean() * second.mean() + (1 - first.mean()) * (1 - second.mean())
    told = value(allowed, "half_gram", "himeji_2012", STAND_IN, "every_visit", "kappa")
    assert told == pytest.approx((observed - chance) / (1 - chance))


def test_a_kappa_that_means_nothing_is_not_told(plain: Comparison):
    never = rule("never", complete=proteinuria < 0)
    c = compare_definitions(plain.chart, ["himeji_2012", never])
    kappa = c.get("never", "himeji_2012", "every_visit", "kappa")
    assert kappa is not None
    assert (kappa.value, kappa.note.partition(":")[0]) == (None, "one of the two gives only one answer")


def test_whom_a_definition_denies_is_counted_by_the_condition_that_decides(allowed: Comparison):
    denied = allowed.get("ratio", "himeji_2012", STAND_IN, "month_6", "denied")
    assert denied is not None
    reasons = [allowed.get("ratio", "himeji_2012", STAND_IN, "month_6", f"denied_{at}") for at in (1, 2, 3)]
    assert sum(r.value for r in reasons if r) == denied.value
    assert {r.note for r in reasons if r} <= {"decides alone", "several conditions together"}


def test_no_id_stands_twice(allowed: Comparison):
    assert allowed.results["id"].is_unique().all()


def test_every_disagreement_is_listed_with_its_condition_and_who_grants_it(allowed: Comparison):
    listed = allowed.disagreements()
    row = listed.filter(patient="5", visit="month_6", definition="ratio").row(0, named=True)
    assert row["requirement_not_met"] == "serum creatinine ≤ 1.1 × baseline serum creatinine"
    assert (row["decides_alone"], row["seen"]) == (True, "0.75 mg/dL (limit 0.583)")
    assert "himeji_2012" in row["granted_by"]
    assert not listed["requirement_not_met"].null_count()


# --- which definitions ---


def test_every_definition_of_the_shelf_is_compared_where_none_is_named(himeji: Chart):
    c = compare_definitions(himeji, brief=True)
    named = {d.name for d in c.definitions} | {name for names in c.left_out.values() for name in names}
    assert named == {name for name in shelf.shelves()["response"] if shelf.find(name).conditions}


def test_in_brief_what_cannot_judge_most_patients_is_left_out_by_what_it_wants(himeji: Chart):
    c = compare_definitions(himeji, brief=True)
    assert "aurora_1_2021" in c.left_out["urine protein/creatinine ratio"]
    assert "himeji_2012" in {d.name for d in c.definitions}


def test_a_comparison_needs_two_that_are_known(himeji: Chart):
    with pytest.raises(SchemaError, match="needs two definitions"):
        compare_definitions(himeji, ["himeji_2012", "himeji-2012"])
    with pytest.raises(UnknownName, match="nearest name is 'chen_2008'"):
        compare_definitions(himeji, ["himeji_2012", "chen_2008"], reference="chen_2009")
    with pytest.raises(UnknownName, match="no visit called 'month-5'"):
        compare_definitions(himeji, ["himeji_2012", "chen_2008"], at="month-5")
    with pytest.raises(UnknownName, match="no stand-in called"):
        compare_definitions(himeji, ["himeji_2012", "chen_2008"], stand_ins=["upcr"])


def test_another_reference_and_another_visit_can_be_asked_for(himeji: Chart):
    c = compare_definitions(himeji, MADE, reference="half-gram", at="month-2")
    assert (c.definitions[0].name, c.endpoint.name) == ("half_gram", "month_2")


@pytest.mark.parametrize(
    ("name", "short"),
    [("himeji_2012", "Himeji 2012"), ("aurora_1_2021", "AURORA 1 2021"), ("kdigo_2024_perr", "KDIGO 2024 PERR")],
)
def test_a_short_name_is_spelt_as_the_source_spells_it(name, short):
    assert short_name(shelf.find(name)) == short


# --- sentences ---


def test_what_would_the_paper_s_rate_be_under_the_rule_of_aurora(himeji: Chart):
    asked = ["himeji_2012", "aurora_1_2021"]
    without, with_ = (compare_definitions(himeji, asked, stand_ins=s) for s in ((), (STAND_IN,)))
    assert (
        headline(without)
        == "Complete responders at month 6 by Himeji 2012: 7 of 8 (87.5 %, 95 % interval 47.3–99.7 %)."
    )
    (told,) = sentences(without)
    assert told.startswith("AURORA 1 2021: nobody can be judged; not known: urine protein/creatinine ratio (8), ")
    (told,) = sentences(with_)
    # Table 3 prints the doses of month 6 alone, and four of them are above 10 mg; proteinuria rules out patient 3 only
    assert (
        "with the stand-in, between 0 and 7 of 8 (0.0–87.5 %), because 7 cannot be judged (not known: dose of glu"
        in told
    )
    assert any("24-hour protein in g/day stands for g/g" in note for note in footnotes(with_))
    assert any("--allow proteinuria-for-upcr" in note for note in footnotes(without))


def test_a_sentence_says_whom_it_denies_and_what_is_not_met(allowed: Comparison):
    told = sentence(allowed, "ratio")
    assert told.startswith(
        "Ratio [not verified]: as written, between 0 and 4 of 8 (0.0–50.0 %), because 4 cannot be judged"
    )
    assert "whom Himeji 2012 counts (not met: " in told
    assert told.endswith(".")


def test_the_same_answers_are_said_to_be_the_same(himeji: Chart):
    c = compare_definitions(himeji, ["himeji_2012", "chen_2008"])
    assert sentence(c, "chen_2008").endswith("; the same answer as by Himeji 2012 in all 8 whom both judge.")


def test_without_any_visit_after_baseline_there_is_a_sentence_and_no_failure(himeji: Chart):
    c = compare_definitions(Chart.of(who=himeji.who), MADE)
    assert headline(c) == "No visit after baseline has results: there is no response to compare."
    assert sentences(c) == ()
    assert compose_comparison(c).tables == ()


# --- tables and the document ---


def tables(c: Comparison) -> list[Table]:
    return [definition_rates_table(c, "Table 1"), deciding_conditions_table(c, "Table 2")]


def test_the_table_has_both_answers_of_a_definition_that_something_stood_in_for(allowed: Comparison):
    rows = {
        row.cells[0].text: [cell.text for cell in row.cells[1:]]
        for row in definition_rates_table(allowed, "Table 1").body
    }
    assert rows["Himeji 2012"][:2] == ["7/8: 87.5 %\n(47.3–99.7)", "0"]
    assert rows["Ratio [not verified]"][:2] == ["0/4: 0.0 %\n(0.0–60.2)", "4\n[0–4 of 8]"]  # 1 − 0.025^(1/4) = 0.602
    assert "with the stand-in" in rows
    assert "All together (Fleiss)" in rows


def test_the_deciding_condition_stands_with_each_patient_and_the_value_it_saw(allowed: Comparison):
    table = deciding_conditions_table(allowed, "Table 2")
    texts = [[cell.text for cell in row.cells] for row in table.body]
    line = next(row for row in texts if row[0] == "serum creatinine ≤ 1.1 × baseline serum creatinine")
    assert "5: 0.75 mg/dL (limit 0.583)" in line[2].split("\n")


@pytest.mark.parametrize("patients", [1, 30])
def test_every_number_of_every_table_stands_on_a_result_that_there_is(patients: int):
    c = compare_definitions(crowd(patients), MADE)
    known = set(c.results["id"])
    for table in tables(c):
        for row in table.body:
            for cell in row.cells:
                assert set(cell.results) <= known
                if cell.kind == "number" and re.search(r"\d", cell.text):
                    assert cell.results, cell.text


def test_the_document_knows_what_stands_behind_every_number_and_cites_what_it_used(allowed: Comparison):
    document = compose_comparison(allowed)
    assert {type(block) for block in document.blocks} == {Heading, Paragraph, Listing, Table, Figure}
    seen = document.provenance["ratio.himeji_2012.proteinuria-for-upcr.every_visit.kappa"]
    assert (
        seen.label
        == "Made up (ratio), beside Complete remission, proteinuria-for-upcr, all visits after baseline, Cohen's kappa"
    )
    assert seen.verified is False
    assert {"kagawa_2012", "christopher_stine_2004", "cohen_1960", "fleiss_1971", "gwet_2021", "clopper_1934"} <= set(
        comparison_sources(allowed)
    )
    assert any("UpSet" in reference for reference in document.references)


def test_a_rule_of_one_s_own_brings_its_reference(himeji: Chart, tmp_path: Path):
    file = tmp_path / "ward.py"
    file.write_text(
        "from remission.definitions.definition import Definition, levels\n"
        "from remission.terms.analytes import proteinuria\n"
        "from remission.terms.sources import Source\n"
        "ward = Definition(name='ward', label='Ward', value=levels(complete=proteinuria < 0.3), words='Below 0.3 g/day.',\n"
        "    source=Source('ward_2026', reference='Ward protocol, version 3.', at='page 2', says='below 0.3'))\n"
    )
    document = compose_comparison(compare_definitions(himeji, ["himeji_2012", str(file)]))
    assert "Ward protocol, version 3." in document.references
    assert document.provenance["ward.complete.month_6.count"].source == "Ward protocol, version 3. (page 2)"


# --- figures ---


@pytest.mark.parametrize("draw", [responses, agreement_matrix, responder_sets])
@pytest.mark.parametrize("patients", [1, 60])
def test_a_figure_is_drawn_of_one_patient_and_of_a_crowd(draw, patients: int):
    c = compare_definitions(crowd(patients), MADE)
    figure = draw(c, "Figure 1")
    assert figure.key == "figure-1"
    assert figure.png[:4] == b"\x89PNG"
    assert figure.alt.endswith(".")
    for d in c.definitions:
        if draw is responses:
            assert short_name(d) in figure.svg
    assert any("†Not verified" in note for note in figure.notes) == ("ratio" in c.granting or draw is responses)


def test_many_patients_are_drawn_as_shares_and_few_one_by_one():
    few, many = (responses(compare_definitions(crowd(n), MADE), "Figure 1") for n in (40, 41))
    assert few.title == "What each definition says of each patient at month 6"
    assert many.title == "Responders under each definition"
    assert re.search(r">\d+/\d+, \d+ unknown<", many.svg)


def test_patients_with_long_names_are_numbered_and_the_note_says_so(himeji: Chart):
    renamed = {patient: f"$patient_{patient}" for patient in himeji.patients}
    who, measured = (
        table.with_columns(pl.col("patient").cast(pl.String).replace(renamed))
        for table in (himeji.who, himeji.measured)
    )
    figure = responses(
        compare_definitions(Chart.of(who=who, measured=measured, limits=himeji.limits), MADE), "Figure 1"
    )
    assert ">1.<" in figure.svg
    assert "$patient" not in figure.svg
    assert "Patients are numbered in the order of the data." in figure.notes


def test_the_sets_hold_every_patient_visit_once():
    c = compare_definitions(crowd(60), MADE)
    sets = _sets(c)
    assert sum(count for _, count in sets.patterns) + sets.rest[1] == sets.rows == 60 * 4


def test_the_order_of_patients_changes_no_number(himeji: Chart):
    turned = Chart.of(who=himeji.who.reverse().with_columns(pl.col("patient").cast(pl.String)),
                      measured=himeji.measured.with_columns(pl.col("patient").cast(pl.String)),
                      given=himeji.given.with_columns(pl.col("patient").cast(pl.String)),
                      happened=himeji.happened.with_columns(pl.col("patient").cast(pl.String)), limits=himeji.limits)  # fmt: skip
    one, other = (compare_definitions(chart, MADE).results.sort("id") for chart in (himeji, turned))
    assert one["id"].to_list() == other["id"].to_list()
    assert np.allclose(one["value"].fill_null(-9).to_numpy(), other["value"].fill_null(-9).to_numpy())
