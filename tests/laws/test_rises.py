"""Rises over the days before, against a plain search through all pairs of results."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.chart.visits import wide
from remission.definitions.derive import derive
from remission.terms.windows import Visit

VISITS = (
    Visit(name="early", label="Early", target=0, low=-5, high=5),
    Visit(name="late", label="Late", target=20, low=12, high=25),
)
ROW = st.fixed_dictionaries(
    {
        "patient": st.sampled_from(["a", "b"]),
        "day": st.one_of(st.none(), st.integers(-12, 30)),
        "analyte": st.sampled_from(["creatinine", "creatinine", "c3"]),
        "value": st.integers(10, 300).map(lambda n: n / 100),
        "censored": st.sampled_from([None] * 9 + ["<"]),
    }
)
ROWS = st.lists(ROW, max_size=30)


def asked(rows: list[dict[str, object]], days: int) -> pl.DataFrame:
    measured = pl.DataFrame(rows, infer_schema_length=None)
    chart = Chart.of(who=pl.DataFrame({"patient": ["a", "b"]}), measured=measured)
    columns = [f"rise_within(creatinine, {days})", f"ratio_within(creatinine, {days})", "peak(creatinine)"]
    return wide(chart, columns, VISITS)


def searched(rows: list[dict[str, object]], patient: str, visit: Visit, days: int) -> list[float | None]:
    mine = [r for r in rows if r["patient"] == patient and r["analyte"] == "creatinine" and r["day"] is not None]
    inside = [r for r in mine if visit.low <= r["day"] <= visit.high]
    pairs = [(r, e) for r in inside for e in mine if 1 <= r["day"] - e["day"] <= days]
    known = all(r["censored"] is None and e["censored"] is None for r, e in pairs)
    rise = max((r["value"] - e["value"] for r, e in pairs), default=None) if known else None
    ratio = max((r["value"] / e["value"] for r, e in pairs), default=None) if known else None
    exact = all(r["censored"] is None for r in inside)
    return [rise, ratio, max((r["value"] for r in inside), default=None) if exact else None]


@given(rows=ROWS, days=st.integers(1, 9))
def test_the_largest_rise_is_the_one_that_a_search_through_all_pairs_finds(rows, days):
    found = asked(rows, days)
    for patient, name, _, *told in found.iter_rows():
        visit = next(v for v in VISITS if v.name == name)
        assert told == pytest.approx(searched(rows, patient, visit, days), abs=1e-9)


@given(rows=ROWS, days=st.integers(1, 8))
def test_a_longer_look_back_never_finds_a_smaller_rise(rows, days):
    exact = [row | {"censored": None} for row in rows]
    for near, far in zip(asked(exact, days).iter_rows(), asked(exact, days + 1).iter_rows(), strict=True):
        assert all(n is None or n <= f for n, f in zip(near[3:], far[3:], strict=True))


@given(rows=ROWS, days=st.integers(1, 9), data=st.data())
def test_the_order_of_results_changes_no_rise(rows, days, data):
    assert asked(rows, days).equals(asked(data.draw(st.permutations(rows)), days))


STAGES = ("none", "stage_1", "stage_2", "stage_3")


def stages(rows: list[dict[str, object]]) -> list[str | None]:
    who = pl.DataFrame({"patient": ["a", "b"], "age": [40.0, 12.0], "height": [None, 140.0]})
    measured = pl.DataFrame([row | {"censored": None} for row in rows], infer_schema_length=None)
    answers = derive(Chart.of(who=who, measured=measured), ["aki_kdigo_2012"], visits=VISITS)
    return answers["aki_kdigo_2012"].to_list()


@given(rows=ROWS, more=ROW)
def test_one_more_result_never_lowers_the_stage_of_an_injury(rows, more):
    for before, after in zip(stages(rows), stages([*rows, more]), strict=True):
        assert before is None or STAGES.index(after) >= STAGES.index(before)


@given(rows=ROWS)
def test_no_stage_is_claimed_where_no_two_results_lie_within_seven_days(rows):
    for stage, (_, _, _, _, ratio, _) in zip(
        stages(rows), asked([r | {"censored": None} for r in rows], 7).iter_rows(), strict=True
    ):
        assert stage is None or ratio is not None
