"""Visits and the days that count as them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.errors import SchemaError
from remission.terms.windows import HIMEJI_VISITS, visits_on


def test_visits_on_the_days_of_the_paper_have_its_windows():
    made = visits_on([0, 61, 122, 183])
    assert [(v.target, v.low, v.high) for v in made] == [(v.target, v.low, v.high) for v in HIMEJI_VISITS[:4]]


@given(st.sets(st.integers(1, 2000), min_size=1), st.integers(0, 90))
def test_no_day_counts_twice_and_every_visit_counts_its_own_day(days: set[int], within: int):
    visits = visits_on(days, within=within)
    assert [v.target for v in visits] == [0, *sorted(days)]
    assert all(v.low <= v.target <= v.high for v in visits)
    assert all(before.high < after.low for before, after in pairwise(visits))
    assert all(v.target - v.low <= within and v.high - v.target <= within for v in visits[1:])


@pytest.mark.parametrize("days", [["month 3"], [-7], [0], [], ["91.5"]])
def test_a_day_that_is_none_is_refused(days: list[int | str]):
    with pytest.raises(SchemaError, match="Give whole numbers"):
        visits_on(days)
