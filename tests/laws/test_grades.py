"""Which way grades of laboratory values, exposures and what follows from a response may move."""

from __future__ import annotations

import polars as pl
import pytest
from drawn_charts import chart, courses
from hypothesis import given
from hypothesis import strategies as st

from remission.definitions.derive import answer, derive
from remission.definitions.shelf import find, shelves
from remission.terms.analytes import ANALYTES

GRADES = ("none", "grade_1", "grade_2", "grade_3", "grade_4")
TERMS = tuple(name for name in shelves()["safety"] if "_ctcae_" in name)
LOW = {"hemoglobin", "wbc", "lymphocytes", "neutrophils", "platelets", "albumin", "magnesium"}
"""What is graded because it is low."""


def graded(name: str) -> str:
    """Name the analyte that a term grades; of a blood pressure, the systolic."""
    return next(i for i in reversed(find(name).inputs) if i in ANALYTES and i != "diastolic")


def grades(name: str, rows: pl.DataFrame) -> list[int | None]:
    return [None if told is None else GRADES.index(told) for told in answer(rows, [find(name)])[name].to_list()]


@pytest.mark.parametrize("name", TERMS)
@given(data=st.data())
def test_a_value_further_from_normal_never_has_a_lower_grade(name, data):
    analyte = graded(name)
    low, high = ANALYTES[analyte].plausible
    top = min(
        high, {"creatinine": 8, "proteinuria": 6, "magnesium": 3, "potassium": 9, "hemoglobin": 18}.get(analyte, 700)
    )
    value = st.floats(low, top, allow_nan=False)
    near, far, base = data.draw(value), data.draw(value), data.draw(st.none() | value)
    limits = sorted(data.draw(st.tuples(value, value)))
    if (far < near) != (analyte in LOW):
        near, far = far, near
    rows = pl.DataFrame(
        {
            analyte: [near, far],
            f"baseline({analyte})": pl.Series([base] * 2, dtype=pl.Float64),
            f"lower_normal({analyte})": limits[:1] * 2,
            f"upper_normal({analyte})": limits[1:] * 2,
            "diastolic": [70.0] * 2,
            "age": [40.0] * 2,
        }
    )
    milder, graver = grades(name, rows)
    assert None in (milder, graver) or milder <= graver


@given(
    value=st.integers(20, 900),
    base=st.integers(20, 400),
    low=st.integers(30, 60),
    width=st.integers(10, 70),
)
def test_version_5_never_grades_a_creatinine_lower_than_version_6(value, base, low, width):
    rows = pl.DataFrame(
        {
            "creatinine": [value / 100],
            "baseline(creatinine)": [base / 100],
            "lower_normal(creatinine)": [low / 100],
            "upper_normal(creatinine)": [(low + width) / 100],
        }
    )
    five, six = (grades(f"creatinine_increased_ctcae_{version}", rows)[0] for version in (5, 6))
    assert six <= five
    assert six == five or base >= low


@given(given_=st.lists(courses, max_size=6, unique_by=lambda c: (c["patient"], c["day"], c["drug"])))
def test_pulses_and_the_rest_add_up_to_the_total(given_):
    names = ("cumulative_pulses", "cumulative_without_pulses", "cumulative_prednisolone")
    for pulses, rest, total in derive(chart([{}] * 3, [], given_), names).select(names).iter_rows():
        assert (pulses is None) == (rest is None) == (total is None)
        assert total is None or pulses + rest == pytest.approx(total)


@given(given_=st.lists(courses, max_size=6, unique_by=lambda c: (c["patient"], c["day"], c["drug"])))
def test_there_are_no_more_days_above_a_higher_dose(given_):
    names = [f"prednisolone_days_above_{mg}" for mg in ("5", "7_5", "20")]
    answers = derive(chart([{}] * 3, [], given_), names)
    for day, *days in answers.select("day", *names).iter_rows():
        assert days.count(None) in (0, 3)
        assert None in days or day + 1 >= days[0] >= days[1] >= days[2] >= 0


def test_a_better_response_goes_with_a_longer_life():
    rows = pl.DataFrame({"chen_2008": pl.Series(["complete", "partial", "none", None])})
    for name in shelves()["prognosis"]:
        complete, partial, none, unknown = answer(rows, [find(name)])[name]
        assert complete > partial > none
        assert unknown is None
