"""Doses that are not daily are planned to the last one."""

import pytest

from remission.protocols.plan import plan
from remission.protocols.protocol import Course, Protocol
from remission.terms.sources import Source

SOURCE = Source("kagawa_2012", at="Methods, treatment")


@pytest.mark.parametrize(("times", "days"), [(6, range(0, 141, 28)), (None, range(0, 365, 28)), (1, range(1))])
def test_pulses_of_every_four_weeks_are_planned_as_often_as_they_are_given(times, days):
    course = Course(drug="cyclophosphamide", dose=750, every=28, times=times, route="iv", source=SOURCE)
    doses = plan(Protocol(name="any", label="Any", source=SOURCE, length=365, courses=(course,))).doses
    assert doses["day"].to_list() == list(days)
    assert doses["until"].to_list() == list(days)
