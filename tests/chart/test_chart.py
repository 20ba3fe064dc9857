"""A chart holds what it is given, in its own columns, or says what it cannot hold."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import GIVEN, HAPPENED, LIMITS, MEASURED, WHO, Chart
from remission.chart.visits import wide
from remission.errors import SchemaError, UnknownName
from remission.terms.criteria import CRITERIA
from remission.terms.windows import HIMEJI_VISITS

WHO_TWO = pl.DataFrame({"patient": ["b", "a"], "age": [40, 50]})


def test_every_table_has_all_of_its_columns_whatever_was_given():
    chart = Chart.of(who=WHO_TWO)
    assert chart.who.columns == ["patient", *(name for name in WHO if name not in CRITERIA)]
    assert chart.measured.columns == ["patient", *MEASURED]
    assert chart.given.columns == ["patient", *GIVEN]
    assert chart.happened.columns == ["patient", *HAPPENED]
    assert chart.limits.columns == [*LIMITS]
    assert chart.who["female"].to_list() == [None, None]
    assert len(chart.findings) == 0


def test_what_few_charts_have_has_a_column_only_where_it_was_given():
    chart = Chart.of(who=WHO_TWO.with_columns(pl.Series("ever_malar_rash", [True, None])))
    assert set(chart.who.columns) & set(CRITERIA) == {"ever_malar_rash"}
    rows = wide(chart, ["ever_malar_rash", "ever_seizure", "nih_fibrinoid_necrosis"], HIMEJI_VISITS[:1])
    assert rows.select("ever_malar_rash", "ever_seizure", "nih_fibrinoid_necrosis").rows() == [
        (True, None, None),
        (None, None, None),
    ]
    assert rows.schema["nih_fibrinoid_necrosis"] == pl.Float64


def test_patients_keep_the_order_in_which_they_came():
    assert Chart.of(who=WHO_TWO).patients == ("b", "a")
    assert Chart.of(who=WHO_TWO).only(["a", "b"]).patients == ("b", "a")


def test_numbers_as_patient_ids_become_text():
    assert Chart.of(who=pl.DataFrame({"patient": [10, 2]})).patients == ("10", "2")


def test_not_a_number_is_unknown():
    measured = pl.DataFrame({"patient": ["a"], "day": [0], "analyte": ["c3"], "value": [float("nan")]})
    assert Chart.of(who=WHO_TWO, measured=measured).measured["value"].to_list() == [None]


def test_a_chart_of_nobody_is_a_chart():
    nobody = Chart.of(who=WHO_TWO).only([])
    assert nobody.patients == ()
    assert nobody.measured.columns == ["patient", *MEASURED]


def test_only_keeps_the_rows_of_the_chosen_and_the_findings_about_the_file():
    measured = pl.DataFrame({"patient": ["a", "b"], "day": [0, 0], "analyte": ["c3", "c3"], "value": [1.0, 2.0]})
    findings = pl.DataFrame({"patient": ["a", "b", None], "says": ["of a", "of b", "of the file"]})
    chart = Chart.of(who=WHO_TWO, measured=measured, findings=findings, name="two", about="notice").only(["a"])
    assert chart.measured["value"].to_list() == [1.0]
    assert chart.findings["says"].to_list() == ["of a", "of the file"]
    assert (chart.name, chart.about) == ("two", "notice")


def test_a_patient_who_is_not_there_cannot_be_chosen():
    with pytest.raises(UnknownName, match="There is no patient called 'c'"):
        Chart.of(who=WHO_TWO).only(["c"])


@pytest.mark.parametrize("ids", [["a", "a"], ["a", None]])
def test_a_patient_twice_or_without_an_id_is_refused(ids):
    with pytest.raises(SchemaError, match="A patient stands once in `who`"):
        Chart.of(who=pl.DataFrame({"patient": ids}))


def test_a_table_of_patients_without_patients_is_refused():
    with pytest.raises(SchemaError, match="no column `patient`"):
        Chart.of(who=pl.DataFrame({"age": [3]}))


@pytest.mark.parametrize(
    "measured",
    [
        {"patient": ["c"], "analyte": ["c3"], "value": [1.0]},  # nobody in `who`
        {"patient": ["a"], "analyte": ["c33"], "value": [1.0]},  # no such analyte
        {"patient": ["a"], "analyte": ["c3"], "value": ["high"]},  # no number
        {"patient": ["a"], "analyte": ["c3"], "day": ["2012-04-01"], "value": [1.0]},  # no date indoors
        {"patient": ["a"], "analyte": ["c3"], "value": [1.0], "censored": ["≤"]},  # no such sign
    ],
)
def test_a_value_that_its_column_cannot_hold_is_refused(measured):
    with pytest.raises(SchemaError, match="The `measured` table holds a value that its column cannot"):
        Chart.of(who=WHO_TWO, measured=pl.DataFrame(measured))


def test_an_unknown_column_is_answered_with_the_nearest_one():
    with pytest.raises(UnknownName, match=r"no column of `measured` called 'analyt'\. The nearest name is 'analyte'"):
        Chart.of(who=WHO_TWO, measured=pl.DataFrame({"patient": ["a"], "analyt": ["c3"]}))


def test_findings_are_added_below_those_that_are_there():
    found = pl.DataFrame({"says": ["one"], "severity": ["note"]})
    chart = Chart.of(who=WHO_TWO).with_findings(found).with_findings(pl.DataFrame({"says": ["two"]}), pl.DataFrame())
    assert chart.findings["says"].to_list() == ["one", "two"]
