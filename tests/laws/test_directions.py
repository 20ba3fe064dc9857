"""Which way an answer may move when a number moves."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from drawn_charts import chart, cohorts, tables
from hypothesis import given
from hypothesis import strategies as st

from remission.definitions.definition import Definition, levels
from remission.definitions.derive import answer, derive
from remission.definitions.shelf import find
from remission.terms.analytes import proteinuria
from remission.terms.rounding import half_up
from remission.terms.sources import Source
from remission.terms.words import Word

creatinines = st.integers(10, 2500).map(lambda n: n / 100)


@given(low=creatinines, high=creatinines, age=st.integers(18, 100), female=st.booleans())
def test_a_higher_creatinine_never_gives_a_higher_egfr(low, high, age, female):
    low, high = sorted((low, high))
    rows = pl.DataFrame({"creatinine": [low, high], "age": [age] * 2, "female": [female] * 2})
    first, second = answer(rows, [find("egfr_jsn_2009")])["egfr_jsn_2009"]
    assert first >= second
    assert (first > second) == (low < high)


@given(age=st.integers(18, 99), creatinine=creatinines, female=st.booleans())
def test_an_older_patient_has_a_lower_egfr_and_a_woman_a_lower_one_than_a_man(age, creatinine, female):
    rows = pl.DataFrame(
        {"creatinine": [creatinine] * 3, "age": [age, age + 1, age], "female": [female, female, not female]}
    )
    now, later, other = answer(rows, [find("egfr_jsn_2009")])["egfr_jsn_2009"]
    assert later < now
    assert (now < other) == female


@given(who=cohorts, measured=tables, limits=st.tuples(st.floats(0.01, 9), st.floats(0.01, 9)))
def test_a_stricter_threshold_never_gives_more_responders(who, measured, limits):
    strict, loose = sorted(limits)
    asked = [
        Definition(
            name=name, label=name, value=levels(complete=proteinuria < limit), source=Source("kagawa_2012"), words=name
        )
        for name, limit in (("strict", strict), ("loose", loose))
    ]
    answers = derive(chart(who, measured), asked)
    assert answers.filter(pl.col("strict") == "complete", pl.col("loose") != "complete").is_empty()
    assert (answers["strict"] == "complete").sum() <= (answers["loose"] == "complete").sum()


decimals = st.decimals(min_value=0, max_value=99999, places=3)


@given(value=decimals, places=st.integers(0, 3))
def test_half_up_is_decimal_half_up(value: Decimal, places: int):
    assert half_up(float(value), places) == str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@given(value=decimals.filter(lambda v: v >= Decimal("0.0005")), places=st.integers(0, 3))
def test_half_up_rounds_a_negative_number_as_its_mirror_image(value: Decimal, places: int):
    mirrored = half_up(float(value), places)
    assert half_up(-float(value), places) == (mirrored if Decimal(mirrored) == 0 else f"-{mirrored}")


@given(hundredths=st.integers(1, 3000), factor=st.sampled_from([115, 125, 130, 150]))
def test_a_value_at_exactly_the_allowed_multiple_of_baseline_is_equal_to_it(hundredths: int, factor: int):
    value, base = Word.of("value", "value"), Word.of("base", "base")
    exact = Decimal(hundredths) * factor / 10000
    just_above = exact + Decimal("0.0001")
    row = pl.DataFrame({"value": [float(exact), float(just_above)], "base": [hundredths / 100] * 2})
    limit = (factor / 100) * base
    held = row.select(
        le=(value <= limit).expr, lt=(value < limit).expr, ge=(value >= limit).expr, gt=(value > limit).expr
    )
    assert held.row(0) == (True, False, True, False)
    assert held.row(1) == (False, False, True, True)


@pytest.mark.parametrize("limit", [0, 0.0])
def test_nothing_is_allowed_around_zero(limit):
    word = Word.of("x", "x")
    row = pl.DataFrame({"x": [0.0, 1e-12, -1e-12]})
    assert row.select((word <= limit).expr).to_series().to_list() == [True, False, True]
    assert row.select((word < limit).expr).to_series().to_list() == [False, False, True]
