"""Definitions run on charts, rest on one another, and explain themselves."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.definitions.check import check
from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.definitions.derive import answer, chart_inputs, derive, needed
from remission.definitions.explain import explain
from remission.definitions.score import least, most, total, unknown_items
from remission.definitions.shelf import find, names, shelves
from remission.errors import SchemaError, UnknownName
from remission.terms.analytes import albumin, creatinine, proteinuria
from remission.terms.sources import Source
from remission.terms.windows import Visit
from remission.terms.words import (
    Word,
    baseline,
    dosed_above,
    first_known,
    lowest,
    on_record,
    previous,
    reduction,
    upper_normal,
    where,
)

SOURCE = Source("kagawa_2012")


def define(name: str, value: object, **more: object) -> Definition:
    return Definition(name=name, label=name, value=value, source=SOURCE, words=name, **more)


def measured(*rows: tuple[object, ...], **who: object) -> Chart:
    columns = ("day", "analyte", "value", "censored")
    frame = pl.DataFrame(
        [{"patient": "1"} | dict(zip(columns, row, strict=False)) for row in rows], infer_schema_length=None
    )
    limits = pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]})
    return Chart.of(who=pl.DataFrame([{"patient": "1", "weight": 55.0, **who}]), measured=frame, limits=limits)


# --- the founding paper -------------------------------------------------------------------------------------------


def test_the_paper_s_responders_at_month_6_are_the_ones_of_its_table_3(himeji: Chart):
    rows = derive(himeji, ["himeji_2012", "sledai_remission"]).filter(visit="month_6")
    assert [p for p, cr in rows.select("patient", "himeji_2012").iter_rows() if cr == "complete"] == list("1245678")
    assert [p for p, r in rows.select("patient", "sledai_remission").iter_rows() if r] == list("578")


def test_the_paper_s_counts_at_baseline(himeji: Chart):
    # Results, paragraph 1: 8 with anti-dsDNA, 4 nephrotic, 1 with elevated creatinine; Discussion: 4 proliferative
    asked = ["ds_dna_positive", "nephrotic_syndrome_japan", "creatinine_high", "proliferative", "membranous"]
    assert derive(himeji, asked).filter(visit="baseline").select(asked).sum().row(0) == (8, 4, 1, 4, 3)


def test_seven_of_eight_have_normal_antibodies_at_month_6(himeji: Chart):
    # Results, paragraph 1
    assert derive(himeji, ["ds_dna_normal"]).filter(visit="month_6")["ds_dna_normal"].sum() == 7


def test_a_laboratory_rise_and_a_recorded_adverse_event_are_different_things(himeji: Chart):
    rows = derive(himeji, ["creatinine_increase"]).filter("creatinine_increase")
    # by hand from the cohort: 0.43/0.33, 0.91/0.43, 0.75/0.53 and 0.93/0.71 are 1.3 or more; patient 6 rises by 5 %
    assert set(rows["patient"].cast(pl.String)) == {"1", "3", "5", "7"}
    # Table 3, adverse effects
    events = himeji.happened.filter(what="Increase in serum creatinine")
    assert events["patient"].cast(pl.String).to_list() == ["3", "6", "7"]


def test_a_visit_without_results_is_unknown_and_not_a_failure(himeji: Chart):
    rows = derive(himeji, ["himeji_2012", "sledai_remission", "nephrotic_syndrome_japan"]).filter(visit="month_12")
    assert rows.null_count().row(0)[3:] == (8, 8, 8)


# --- the machinery ------------------------------------------------------------------------------------------------


def test_one_row_per_patient_and_visit_and_one_column_per_definition_asked_for(himeji: Chart):
    rows = derive(himeji, ["sledai_total", "himeji-2012", "himeji_2012"])
    assert rows.columns == ["patient", "visit", "day", "sledai_total", "himeji_2012"]
    assert len(rows) == 8 * 5


def test_what_a_definition_rests_on_is_found_and_comes_first():
    order = [d.name for d in needed([find("sledai_total")])]
    assert order[-2:] == ["sledai_2k", "sledai_total"]
    assert len(order) == len(set(order)) == 24 + 2
    assert "sledai_2k" not in chart_inputs(needed([find("sledai_total")]))


def test_levels_answer_unknown_where_a_better_level_cannot_be_ruled_out():
    response = define("response", levels(complete=(proteinuria < 0.5) & (albumin > 3.5), partial=proteinuria < 1.5))
    rows = pl.DataFrame(
        {"proteinuria": [0.4, 0.4, 0.4, 1.0, 2.0, None, None], "albumin": [4.0, 3.0, None, None, None, 3.0, 4.0]}
    )
    assert answer(rows, [response])["response"].to_list() == [
        "complete", "partial", None, "partial", "none", None, None,
    ]  # fmt: skip


def test_a_definition_for_adults_is_unknown_under_18_and_without_an_age():
    rows = pl.DataFrame({"proteinuria": [0.1] * 3, "age": [18.0, 17.0, None]})
    adults = define("adults", proteinuria < 0.2, ages=ADULTS)
    assert answer(rows, [adults])["adults"].to_list() == [True, None, None]
    assert set(adults.inputs) == {"age", "proteinuria"}
    assert adults.for_ages == "18 years and older"


def test_a_definition_for_some_ages_is_unknown_outside_them_and_its_last_year_counts_to_its_end():
    chart = Chart.of(
        who=pl.DataFrame({"patient": list("12345"), "age": [1.9, 2.0, 17.99, 18.0, None]}),
        measured=pl.DataFrame({"patient": list("12345"), "day": [0] * 5, "analyte": ["c3"] * 5, "value": [50.0] * 5}),
    )
    children = define("children", Word.of("c3", "C3") < 90, ages=(2, 17))
    assert derive(chart, [children]).filter(visit="baseline")["children"].to_list() == [None, True, True, None, None]
    assert [children.holds_at(age) for age in (1.9, 2, 17.99, 18)] == [False, True, True, False]
    assert children.for_ages == "2 to 17 years"
    assert define("everyone", proteinuria < 0.2).for_ages == ""


def test_a_definition_may_compare_with_the_baseline_of_another():
    fall = define("fall", derived("egfr_jsn_2009", "eGFR") < 0.8 * baseline(derived("egfr_jsn_2009", "eGFR")))
    chart = measured((0, "creatinine", 0.5), (61, "creatinine", 0.55), (122, "creatinine", 0.7), female=True, age=30.0)
    # the eGFR goes with creatinine to the power of -1.094: × 0.90 at month 2, × 0.69 at month 4
    assert derive(chart, [fall])["fall"].to_list() == [False, False, True, None, None]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("condition", "proliferative"), ("levels", "himeji_2012"), ("number", "sledai_2k"), ("category", "isn_rps_2003")],
)
def test_a_definition_knows_what_it_answers_with(kind, name):
    assert find(name).kind == kind


def test_a_bound_gives_no_number_and_a_number_does():
    chart = measured((0, "creatinine", 0.5, "<"), (61, "creatinine", 0.6), female=True, age=30.0)
    # 94.5: the equation worked on a calculator
    assert derive(chart, ["egfr_jsn_2009"])["egfr_jsn_2009"].to_list()[:2] == [None, pytest.approx(94.5, abs=0.05)]


def test_bounds_move_by_themselves_and_not_together():
    chart = measured((0, "creatinine", 20.0, ">"), (61, "creatinine", 20.0, ">"), (122, "creatinine", 5.0))
    # month 2 may be a rise or not; 5 mg/dL is certainly none after more than 20
    assert derive(chart, ["creatinine_increase"])["creatinine_increase"].to_list()[1:3] == [None, False]


def test_a_definition_may_compare_with_the_visit_before_and_with_the_lowest_value_so_far():
    chart = measured(
        (0, "creatinine", 1.0), (61, "creatinine", 0.5), (183, "creatinine", 0.8), (365, "creatinine", 0.9)
    )
    doubled = define("since", creatinine >= 1.5 * previous(creatinine))
    least = define("least", creatinine >= 1.5 * lowest(creatinine))
    # month 4 has no value; month 6 is compared with month 2, month 12 with month 6, and with month 2 as the lowest
    assert derive(chart, [doubled])["since"].to_list() == [None, False, None, True, False]
    assert derive(chart, [least])["least"].to_list() == [None, False, None, True, True]


def test_what_follows_from_other_definitions_can_be_compared_across_visits_too():
    fall = define("fall", derived("egfr_jsn_2009", "eGFR") < 0.8 * previous(derived("egfr_jsn_2009", "eGFR")))
    chart = measured((0, "creatinine", 0.5), (61, "creatinine", 0.55), (122, "creatinine", 0.7), female=True, age=30.0)
    # the eGFR goes with creatinine to the power of -1.094: × 0.90 at month 2, × 0.77 from there to month 4
    assert derive(chart, [fall])["fall"].to_list() == [None, False, True, None, None]


def test_of_two_visits_printed_as_bounds_neither_is_certainly_the_higher():
    chart = measured((61, "creatinine", 0.5, "<"), (122, "creatinine", 0.5, "<"), (183, "creatinine", 0.9))
    rise = define("rise", creatinine > previous(creatinine))
    assert derive(chart, [rise])["rise"].to_list()[1:4] == [None, None, True]


def test_a_condition_is_settled_before_a_score_rests_on_it():
    points = {"nephrotic_syndrome_japan": 4, "creatinine_high": 2}
    asked = [define(f.__name__, f(points), unit="{score}") for f in (total, least, most, unknown_items)]
    # 3.2 g/dL of albumin rules the nephrotic syndrome out; a creatinine below 0.9 may be above 0.79 or not
    chart = measured((0, "albumin", 3.2), (0, "creatinine", 0.9, "<"), female=True)
    assert derive(chart, asked).row(0)[3:] == (None, 0.0, 2.0, 1.0)
    # below 0.7 it is not
    chart = measured((0, "albumin", 3.2), (0, "creatinine", 0.7, "<"), female=True)
    assert derive(chart, asked).row(0)[3:] == (0.0, 0.0, 0.0, 0.0)


def test_what_rests_on_a_settled_condition_of_another_visit_is_as_unknown_as_it():
    was = define("was", previous(derived("creatinine_high", "elevated creatinine")).holds())
    chart = measured((0, "creatinine", 0.9, "<"), (61, "creatinine", 0.7, "<"), (122, "creatinine", 0.9), female=True)
    assert derive(chart, [was])["was"].to_list() == [None, None, False, True, True]


def test_a_number_that_rests_on_a_number_is_still_asked_at_every_corner():
    lowered = define("lowered", derived("egfr_jsn_2009", "eGFR") < 30)
    # more than 5 mg/dL is an eGFR of less than 13, however much more; less than 5 may be anything
    assert derive(measured((0, "creatinine", 5.0, ">"), female=True, age=30.0), [lowered])["lowered"][0] is True
    assert derive(measured((0, "creatinine", 5.0, "<"), female=True, age=30.0), [lowered])["lowered"][0] is None


def test_an_event_is_on_record_from_its_day_on_and_otherwise_is_not():
    happened = pl.DataFrame({"patient": ["1"], "day": [100], "what": ["rescue"]})
    chart = Chart.of(who=pl.DataFrame({"patient": ["1", "2"]}), happened=happened)
    told = derive(chart, [define("rescued", on_record("rescue"))]).partition_by("patient")
    assert [list(part["rescued"]) for part in told] == [[False, False, True, True, True], [False] * 5]


@pytest.mark.parametrize(
    ("until", "expected"),
    [(151, False), (152, True)],  # worked by hand: of the 14 days to day 159, 7 are from 146 to 152
)
def test_days_over_a_ceiling_are_yes_no_or_unknown(until: int, expected: bool):
    above = define("above", dosed_above("glucocorticoids", 10, days=7, within=14))
    asked = (Visit(name="asked", label="Asked", target=159, low=159, high=159),)
    doses = pl.DataFrame(
        {"patient": ["1", "1"], "day": [0, until + 1], "drug": ["prednisolone"] * 2, "dose": [15.0, 5.0]}
    )
    known = Chart.of(who=pl.DataFrame({"patient": ["1"]}), given=doses)
    assert derive(known, [above], visits=asked)["above"].to_list() == [expected]
    part = Chart.of(who=pl.DataFrame({"patient": ["1"]}), given=doses.filter(pl.col("day") > 0))
    assert derive(part, [above], visits=asked)["above"].to_list() == [None if expected else False]


def test_a_ceiling_that_holds_from_a_day_on_forgives_what_came_before():
    course = {"patient": "1", "day": 0, "until": 150, "drug": "prednisolone", "dose": 60.0}
    later = course | {"day": 151, "until": 365, "dose": 10.0}
    above = define("above", dosed_above("glucocorticoids", 10, days=1, since=122))
    told = derive(Chart.of(who=pl.DataFrame({"patient": ["1"]}), given=pl.DataFrame([course, later])), [above])
    # by hand: the ceiling holds from month 4 on, whose day still has 60 mg
    assert told["above"].to_list() == [False, False, True, True, True]
    kept = derive(Chart.of(who=pl.DataFrame({"patient": ["1"]}), given=pl.DataFrame([later])), [above])
    # nothing is known of the first 150 days, so of the days from 122 on only those to come after are
    assert kept["above"].to_list() == [False, False, None, None, None]


def test_a_fall_from_next_to_nothing_is_unknown_and_a_rise_is_no_fall():
    halved = define("halved", reduction(proteinuria, floor=0.5) >= 0.5)
    rows = pl.DataFrame(
        {"proteinuria": [1.0, 1.01, 0.25, 0.2, 0.6, 0.0, 1.0, 1.0],
         "baseline(proteinuria)": [2.0, 2.0, 0.5, 0.49, 0.49, 0.0, 0.0, None]}
    )  # fmt: skip
    assert answer(rows, [halved])["halved"].to_list() == [True, False, True, None, False, None, False, None]


def test_one_patient_s_bound_does_not_blur_another_s_answer():
    frame = pl.DataFrame(
        {
            "patient": ["1", "2"],
            "day": [61] * 2,
            "analyte": ["ds_dna"] * 2,
            "value": [400.0, 11.0],
            "censored": ["<", None],
        }
    )
    limits = pl.DataFrame({"analyte": ["ds_dna"], "high": [12.0]})
    chart = Chart.of(who=pl.DataFrame({"patient": ["1", "2"]}), measured=frame, limits=limits)
    assert derive(chart, ["ds_dna_normal"]).filter(visit="month_2")["ds_dna_normal"].to_list() == [None, True]


# --- explain ------------------------------------------------------------------------------------------------------


def test_a_patient_s_failing_condition_is_named_with_its_value_and_limit(himeji: Chart):
    rows = explain(himeji.only(["3"]), find("himeji_2012")).filter(visit="month_6")
    assert rows["condition"].to_list() == [
        "24-hour urine protein < 0.2",
        "serum creatinine ≤ upper normal limit of serum creatinine",
        "serum creatinine ≤ 1.15 × baseline serum creatinine",
    ]
    assert rows["holds"].to_list()[0] is False
    assert float(rows["seen"][0]) >= 0.2
    assert rows["limit"].to_list()[:2] == ["0.2", "0.79"]


@pytest.mark.parametrize("name", [n for n in names() if find(n).kind in ("condition", "levels")])
def test_the_conditions_together_give_the_answer_that_derive_gives(himeji: Chart, name: str):
    rows, answers = explain(himeji, find(name)), derive(himeji, [name])
    assert len(rows) == len(answers) * sum(len(c.leaves()) for c in find(name).conditions.values())
    alone = rows.group_by("patient", "visit", maintain_order=True).agg(pl.col("holds").first(), pl.len())
    if alone["len"].max() == 1:
        yes = answers[name] if find(name).kind == "condition" else answers[name] != "none"
        assert alone["holds"].equals(yes.alias("holds"))


def test_an_explanation_holds_only_what_is_certain_of_a_bound():
    chart = measured((0, "creatinine", 0.6), (61, "creatinine", 0.6), (61, "proteinuria", 0.5, "<"), female=True)
    row = explain(chart, find("himeji_2012")).filter(visit="month_2").row(0, named=True)
    assert (row["seen"], row["limit"], row["holds"]) == ("<0.5", "0.2", None)


def test_a_number_has_nothing_to_explain(himeji: Chart):
    assert explain(himeji, find("egfr_jsn_2009")).is_empty()


# --- the shelf ----------------------------------------------------------------------------------------------------


def test_a_definition_is_found_by_its_key_with_dashes_or_underscores():
    assert find("himeji-2012") is find("himeji_2012")


def test_every_definition_stands_on_one_shelf():
    assert sorted(name for shelf in shelves().values() for name in shelf) == sorted(names())


def test_a_misspelt_definition_is_answered_with_the_nearest_one():
    with pytest.raises(UnknownName, match="The nearest name is 'himeji_2012'"):
        find("himeji_2021")


def test_a_file_of_ones_own_is_a_definition_by_its_path(tmp_path, himeji):
    file = tmp_path / "my_response.py"
    file.write_text(
        "from remission.definitions.definition import Definition\n"
        "from remission.terms.analytes import proteinuria\n"
        "from remission.terms.sources import Source\n"
        "my_response = Definition(name='my_response', label='Mine', value=proteinuria < 0.5, words='Below 0.5.',\n"
        "    source=Source('kagawa_2012', at='Methods', says='less than half a gram'))\n",
        encoding="utf-8",
    )
    assert derive(himeji, [str(file)]).columns[-1] == "my_response"


def test_a_file_of_ones_own_is_held_to_the_checks_of_the_shelves(tmp_path):
    file = tmp_path / "my_guess.py"
    file.write_text(
        "from remission.definitions.definition import Definition\n"
        "from remission.terms.analytes import proteinuria\n"
        "from remission.terms.sources import Source\n"
        "my_guess = Definition(name='my_guess', label='Mine', value=proteinuria < 0.5, words='below', verified=False,\n"
        "    source=Source('nobody_2020'))\n",
        encoding="utf-8",
    )
    with pytest.raises(SchemaError, match=r"no place.*no words.*nobody_2020.*full stop.*not verified"):
        find(str(file))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mine = Definition(\n", r"SyntaxError.*line 1"),
        ("x = 1\ny = 1 / 0\n", r"ZeroDivisionError.*line 2"),
        ("from remission.terms.analytes import creatinin\n", r"line 1.*nearest name .* 'creatinine'"),
    ],
)
def test_a_file_that_cannot_be_run_is_told_in_a_sentence_with_its_line(tmp_path, text, says):
    file = tmp_path / "mine.py"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=says):
        find(str(file))


OWN = (
    "from remission.definitions.definition import Definition, derived\n"
    "from remission.terms.sources import Source\n"
    "{file} = Definition(name='{name}', label='Mine', value=derived('{on}', 'x') < 0.5, words='Below.',\n"
    "    source=Source('kagawa_2012', at='Methods', says='less than half a gram'))\n"
)


def test_a_definition_that_rests_on_itself_or_on_nothing_is_refused(tmp_path, himeji):
    file = tmp_path / "circle.py"
    file.write_text(OWN.format(file="circle", name="circle", on="circle"), encoding="utf-8")
    with pytest.raises(SchemaError, match="circle on circle"):
        derive(himeji, [str(file)])
    nowhere = tmp_path / "nowhere.py"
    nowhere.write_text(OWN.format(file="nowhere", name="nowhere", on="himeji_2021"), encoding="utf-8")
    with pytest.raises(UnknownName, match="himeji_2021"):
        derive(himeji, [str(nowhere)])


def test_a_definition_of_another_name_than_its_file_and_a_folder_are_told_apart(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(OWN.format(file="mine", name="yours", on="himeji_2012"), encoding="utf-8")
    with pytest.raises(SchemaError, match="holds one with name='yours'"):
        find(str(file))
    with pytest.raises(SchemaError, match=r"Give the path of a \.py file"):
        find(str(tmp_path / "."))


def test_a_file_without_a_definition_of_its_name_is_refused(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("yours = 1\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="has no Definition named 'mine'"):
        find(str(file))
    with pytest.raises(SchemaError, match="Found nothing at"):
        find(str(tmp_path / "nowhere.py"))


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: 0.1 <= proteinuria <= 0.5,
        lambda: (proteinuria < 0.5) and (albumin > 3),
        lambda: (proteinuria < 0.5) or (albumin > 3),
        lambda: not proteinuria < 0.5,
    ],
)
def test_a_rule_of_which_python_would_drop_half_is_refused(misuse):
    with pytest.raises(TypeError, match=r"Join two comparisons with `&` or `\|`"):
        misuse()


def test_a_misspelt_analyte_is_an_import_error():
    with pytest.raises(ImportError):
        from remission.terms.analytes import protienuria  # noqa: F401


def test_sentences_say_what_is_compared_with_what():
    rule = (proteinuria < 0.2) & (
        (creatinine <= upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine))
    )
    assert rule.words == (
        "24-hour urine protein < 0.2 and (serum creatinine ≤ upper normal limit of serum creatinine or "
        "serum creatinine ≤ 1.15 × baseline serum creatinine)"
    )
    assert (~rule).words == f"not ({rule.words})"
    assert [leaf.joint for leaf in rule.leaves()] == ["", "", ""]
    assert first_known(proteinuria < 1, albumin > 3).words.endswith("or, where that is unknown, serum albumin > 3")


def test_a_quantity_that_depends_on_an_unknown_condition_is_unknown():
    factor = where(Word.of("female", "female"), 1.0, 2.0)
    rows = pl.DataFrame({"female": [True, False, None]})
    assert rows.select(factor.expr)["literal"].to_list() == [1.0, 2.0, None]


# --- check --------------------------------------------------------------------------------------------------------


def told(chart: Chart) -> list[str]:
    return check(chart).findings["rule"].to_list()


def test_a_recorded_egfr_that_its_creatinine_does_not_give_is_told():
    # JSN look-up table: woman, 20 years, 0.60 mg/dL: 106.1
    assert told(measured((0, "creatinine", 0.6), (0, "egfr", 106.0), female=True, age=20.0)) == []
    assert told(measured((0, "creatinine", 0.6), (0, "egfr", 98.0), female=True, age=20.0)) == ["recorded-differs"]


def test_an_egfr_recorded_as_more_than_60_does_not_differ_from_106():
    assert told(measured((0, "creatinine", 0.6), (0, "egfr", 60.0, ">"), female=True, age=20.0)) == []


def test_a_minor_is_told():
    assert told(measured((0, "creatinine", 0.6), female=True, age=17.9)) == ["minor"]
    assert told(measured((0, "creatinine", 0.6), female=True, age=18.0)) == []


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (
            17.9,
            "The patient is 17.9 years old: equations for adults, such as egfr_jsn_2009, stay unknown. Those for this",
        ),
        (
            0.5,
            "The patient is 0.5 years old: equations for adults, such as egfr_jsn_2009, stay unknown. None for this age",
        ),
    ],
)
def test_a_minor_s_finding_says_which_equations_there_are(age: float, says: str):
    (finding,) = check(measured((0, "creatinine", 0.6), female=True, age=age)).findings["says"]
    assert finding.startswith(says)
