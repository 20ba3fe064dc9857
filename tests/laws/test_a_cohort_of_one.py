"""One patient is a cohort of one; the order of rows and the company of others change nothing."""

from __future__ import annotations

import io

import polars as pl
import pytest
from drawn_charts import DEFINITIONS, PATIENTS, chart, cohorts, courses, lines, people, tables
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from remission.chart.chart import GIVEN, HAPPENED, MEASURED, WHO, Chart
from remission.chart.check import checked
from remission.chart.doses import levels, trajectory
from remission.definitions.derive import derive


@given(who=cohorts, measured=tables, given_=lines, patient=st.sampled_from(PATIENTS))
def test_care_is_a_cohort_of_one(who, measured, given_, patient):
    cohort = chart(who, measured, given_)
    alone = derive(cohort.only([patient]), DEFINITIONS)
    together = derive(cohort, DEFINITIONS).filter(pl.col("patient").cast(pl.String) == patient)
    assert_frame_equal(named(alone), named(together))


@pytest.mark.parametrize("patient", [str(n) for n in range(1, 9)])
def test_each_himeji_patient_alone_is_answered_as_in_the_cohort(himeji: Chart, patient: str):
    alone = derive(himeji.only([patient]), DEFINITIONS)
    together = derive(himeji, DEFINITIONS).filter(pl.col("patient").cast(pl.String) == patient)
    assert_frame_equal(named(alone), named(together))


@given(who=cohorts, measured=tables, given_=lines, data=st.data())
def test_the_order_of_results_and_courses_changes_nothing(who, measured, given_, data):
    shuffled = chart(who, data.draw(st.permutations(measured)), data.draw(st.permutations(given_)))
    assert_frame_equal(derive(chart(who, measured, given_), DEFINITIONS), derive(shuffled, DEFINITIONS))


def test_shuffling_the_himeji_results_changes_nothing(himeji: Chart):
    shuffled = Chart.of(
        who=himeji.who, measured=himeji.measured.sample(fraction=1, shuffle=True, seed=1), given=himeji.given,
        limits=himeji.limits,
    )  # fmt: skip
    assert_frame_equal(derive(himeji, DEFINITIONS), derive(shuffled, DEFINITIONS))


@given(
    given_=st.lists(courses.filter(lambda c: c["day"] is not None), max_size=6, unique_by=lambda c: c["day"]),
    data=st.data(),
)
def test_the_order_of_dated_courses_does_not_change_how_doses_are_printed(given_, data):
    who = [{"age": 40.0}] * 3
    ours = trajectory(chart(who, [], given_), "prednisolone")
    assert trajectory(chart(who, [], data.draw(st.permutations(given_))), "prednisolone") == ours


def test_the_order_of_dated_levels_does_not_change_how_they_are_printed():
    rows = [
        {"patient": "1", "day": day, "analyte": "tacrolimus_trough", "value": value}
        for day, value in ((7, 7.07), (60, 3.95))
    ]
    assert levels(chart([{}], rows), "tacrolimus_trough") == levels(chart([{}], rows[::-1]), "tacrolimus_trough")


@given(who=cohorts, measured=tables, given_=lines, newcomer=people)
def test_another_patient_changes_nobodys_answers(who, measured, given_, newcomer):
    two = [row for row in measured if row["patient"] != "3"]
    before = derive(chart(who[:2], two, [row for row in given_ if row["patient"] != "3"]), DEFINITIONS)
    after = derive(chart([*who[:2], newcomer], measured, given_), DEFINITIONS)
    assert_frame_equal(named(before), named(after.filter(pl.col("patient").cast(pl.String) != "3")))


@given(who=cohorts, measured=tables)
def test_checking_twice_finds_nothing_new(who, measured):
    once = checked(chart(who, measured))
    again = checked(Chart.of(who=once.who, measured=once.measured))
    assert_frame_equal(again.measured, once.measured)


@given(who=cohorts, measured=tables.map(lambda rows: rows + rows))
def test_equal_repeats_are_counted_once(who, measured):
    dated = [row for row in measured if row["day"] is not None]
    single = len({(row["patient"], row["day"], row["analyte"]) for row in dated})
    assert len(checked(chart(who, dated)).measured) == single


@pytest.mark.parametrize("written", ["parquet", "csv"])
@given(who=cohorts, measured=tables, given_=lines)
def test_a_chart_survives_being_written_and_read_back(written, who, measured, given_):
    ours = chart(who, measured, given_)
    back = Chart.of(
        who=through(ours.who, written, WHO), measured=through(ours.measured, written, MEASURED),
        given=through(ours.given, written, GIVEN), happened=through(ours.happened, written, HAPPENED), limits=ours.limits,
    )  # fmt: skip
    for table in ("who", "measured", "given", "happened"):
        assert_frame_equal(getattr(back, table), getattr(ours, table))


def through(table: pl.DataFrame, written: str, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    file = io.BytesIO()
    if written == "parquet":
        table.write_parquet(file)
        return pl.read_parquet(io.BytesIO(file.getvalue()))
    table.write_csv(file)
    plain = {n: pl.String if isinstance(t, pl.Enum | pl.Categorical) else t for n, t in schema.items()}
    return pl.read_csv(io.BytesIO(file.getvalue()), schema_overrides={"patient": pl.String, **plain})


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """Write patients as text: each chart has its own list of them."""
    return rows.with_columns(pl.col("patient").cast(pl.String))
