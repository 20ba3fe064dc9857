"""A protocol is taken as it is or by its name, wherever one is asked for."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission import Chart, audit, decide, diff, plan
from remission.errors import ProtocolError, UnknownName
from remission.protocols.audit import spans_of
from remission.protocols.find import find

CHART = Chart.of(who=pl.DataFrame({"patient": ["1"], "weight": [54.0]}))


def test_a_protocol_may_be_given_by_its_name():
    himeji = find("himeji_2012")
    assert plan("himeji-2012", weight=54).doses.equals(plan(himeji, weight=54).doses)
    assert decide("himeji-2012", CHART, 3).doses.equals(decide(himeji, CHART, 3).doses)
    assert audit("himeji-2012", CHART).adherence.equals(audit(himeji, CHART).adherence)
    assert spans_of("himeji-2012", CHART).equals(spans_of(himeji, CHART))
    assert diff("himeji-2012", "mok-2016").equals(diff(himeji, find("mok_2016")))


@pytest.mark.parametrize(
    "ask", [lambda p: plan(p, weight=54), lambda p: decide(p, CHART, 3), lambda p: audit(p, CHART)]
)
def test_what_is_no_protocol_is_told(ask: Any):
    with pytest.raises(UnknownName, match="The nearest name is 'himeji_2012'"):
        ask("himeji-2013")
    with pytest.raises(ProtocolError, match="Found dict"):
        ask({})


@pytest.mark.parametrize("day", ["8", 8.5, None])
def test_a_day_is_a_whole_number(day: Any):
    with pytest.raises(ProtocolError, match="Give a study day, a whole number"):
        decide("himeji-2012", CHART, day)


def test_one_strength_needs_no_list():
    one, listed = (plan("himeji-2012", weight=54, strengths={"prednisolone": mg}) for mg in (1, [1]))
    assert one.doses["tablets"].to_list() == listed.doses["tablets"].to_list()
