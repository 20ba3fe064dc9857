"""A kept protocol has no deviations; nobody peeks; one patient is a cohort of one; a plan and a decision agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from drawn_regimens import (
    HIMEJI,
    PATIENTS,
    REGIMENS,
    STILL,
    TOY,
    busy_days,
    chart,
    follow,
    measurements,
    named,
    people,
    prescriptions,
    shifted,
    treated,
    unremarkable,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from remission.chart.chart import Chart
from remission.protocols.audit import audit, judged_in_groups
from remission.protocols.core import compiled
from remission.protocols.decide import decide
from remission.protocols.judge import Kind
from remission.protocols.known import baseline_answers, in_order, known_by
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol
from remission.protocols.turns import horizons

TABLES = ("doses", "samples", "visits", "response", "next", "unknown", "asks")
regimens = st.sampled_from(REGIMENS)


@pytest.mark.slow
@settings(max_examples=6)
@given(protocol=regimens, who=people, measured=measurements)
def test_a_kept_protocol_has_no_deviations(protocol, who, measured):
    kept = follow(protocol, chart(who, measured), 70)
    found = audit(protocol, kept, tolerance_days=0, through=70).deviations
    assert found.filter(pl.col("about").is_in(protocol.drugs), pl.col("kind") != "unrecorded").rows() == []


@given(drawn=treated(), data=st.data())
def test_deleting_what_came_later_never_changes_a_decision(drawn, data):
    protocol, *tables = drawn
    whole, day = chart(*tables), data.draw(busy_days(*tables[1:]))
    told, known = decide(protocol, whole, day), decide(protocol, known_by(whole, day), day)
    for table in TABLES:
        assert_frame_equal(getattr(told, table), getattr(known, table))


@given(drawn=treated(), data=st.data())
def test_care_is_a_cohort_of_one(drawn, data):
    protocol, *tables = drawn
    cohort, day = chart(*tables), data.draw(busy_days(*tables[1:]))
    together = decide(protocol, cohort, day)
    for patient in PATIENTS:
        alone = decide(protocol, cohort.only([patient]), day)
        for table in TABLES:
            mine = named(getattr(together, table)).filter(pl.col("patient") == patient)
            assert_frame_equal(named(getattr(alone, table)), mine)


@given(drawn=treated(), patient=st.sampled_from(PATIENTS))
def test_a_patient_is_audited_alone_as_among_others(drawn, patient):
    protocol, *tables = drawn
    cohort = chart(*tables)
    together, alone = audit(protocol, cohort), audit(protocol, cohort.only([patient]))
    for table in ("deviations", "adherence"):
        mine = named(getattr(together, table)).filter(pl.col("patient") == patient)
        assert_frame_equal(named(getattr(alone, table)).filter(pl.col("patient") == patient), mine)


@settings(max_examples=12)
@given(drawn=treated(), data=st.data())
def test_the_order_of_rows_changes_nothing(drawn, data):
    protocol, who, measured, taken = drawn
    single = list(
        {
            (row["patient"], row["drug"], row["route"], row["day"]): row for row in taken if row["day"] is not None
        }.values()
    )
    first = chart(who, measured, single)
    other = chart(who, data.draw(st.permutations(measured)), data.draw(st.permutations(single)))
    for day in (8, 33):
        for table in TABLES:
            assert_frame_equal(
                getattr(decide(protocol, first, day), table),
                getattr(decide(protocol, other, day), table),
                check_row_order=False,
            )
    assert_frame_equal(audit(protocol, first).deviations, audit(protocol, other).deviations, check_row_order=False)


@pytest.mark.parametrize("protocol", STILL, ids=lambda p: p.name)
@settings(max_examples=15)
@given(who=people, measured=measurements, taken=prescriptions, day=st.integers(0, 80))
def test_moving_all_days_of_a_regimen_and_of_a_chart_changes_nothing(protocol, who, measured, taken, day):
    by = 35

    def moved(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        days = ("day", "until")
        return [row | {d: row[d] + by for d in days if row.get(d) is not None} for row in rows]

    now = decide(protocol, chart(who, measured, taken), day)
    later = decide(shifted(protocol, by), chart(who, moved(measured), moved(taken)), day + by)
    same = ("patient", "drug", "dose", "days_per_week", "route", "act")
    assert_frame_equal(now.doses.select(same), later.doses.select(same))
    for table in (now.samples, now.visits):
        other = later.samples if table is now.samples else later.visits
        back = other.with_columns(pl.col("due", "low", "high") - by)
        assert_frame_equal(table, back)
    assert_frame_equal(now.response.drop("day"), later.response.drop("day"))


@given(drawn=treated())
def test_an_audit_of_turning_days_is_an_audit_of_every_day(drawn):
    protocol, *tables = drawn
    cohort = chart(*tables)
    some, every = spans(protocol, cohort, every=False), spans(protocol, cohort, every=True)
    assert some.keys() == every.keys()
    for drug, mine in some.items():
        assert_frame_equal(mine, every[drug])


def spans(protocol: Protocol, cohort: Chart, *, every: bool) -> dict[str, pl.DataFrame]:
    c = compiled(protocol)
    line, ends = in_order(c, cohort, today=True), horizons(cohort, protocol.length)
    groups = judged_in_groups(protocol, line, ends, baseline_answers(c, cohort), tolerance_days=3, every=every)
    names = ("patient", "day", "until", "kind", "expected", "given", "weekly")
    return {alone.seats[0].key: pl.DataFrame({name: span[name] for name in names}) for alone, _, span in groups}


@pytest.mark.parametrize("weight", [45.0, 50.0, 60.0, 60.1, 75.0])
@pytest.mark.parametrize("protocol", [HIMEJI, TOY], ids=lambda p: p.name)
def test_plan_and_decide_agree_while_nothing_unexpected_is_measured(protocol: Protocol, weight: float):
    who = [{"weight": weight, "age": 40.0, "female": True}] * 3
    kept = follow(protocol, chart(who, unremarkable(protocol)), 80)
    planned = plan(protocol, weight=weight, age=40.0, female=True).doses
    for drug in protocol.drugs:
        assert by_day(kept.given.filter(pl.col("patient") == "7"), drug) == by_day(planned, drug), drug


def by_day(rows: pl.DataFrame, drug: str) -> list[float]:
    doses = np.zeros(81)
    for day, until, dose in rows.filter(pl.col("drug") == drug).sort("day").select("day", "until", "dose").iter_rows():
        doses[day : 81 if until is None else until + 1] = dose
    return doses.tolist()


@given(who=people, measured=measurements, taken=prescriptions)
def test_every_day_is_judged_once_however_odd_the_record(who, measured, taken):
    cohort = chart(who, measured, taken)
    c = compiled(TOY)
    line, ends = in_order(c, cohort, today=True), horizons(cohort, TOY.length)
    for _, _, span in judged_in_groups(TOY, line, ends, {}, tolerance_days=3):
        for place, end in enumerate(ends):
            mine = span["patient"] == place
            days = (span["until"] - span["day"] + 1)[mine]
            assert days.sum() == end + 1
            assert (span["kind"][mine] <= max(Kind)).all()


def test_renaming_patients_changes_only_their_names():
    who = [{"weight": 55.0, "age": 40.0, "female": True}] * 3
    cohort = follow(HIMEJI, chart(who, unremarkable(HIMEJI)), 30)
    renamed = {"7": "x", "1": "y", "3": "z"}

    def rename(table: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns(pl.col("patient").cast(pl.String).replace(renamed))

    other = Chart.of(
        who=rename(cohort.who), measured=rename(cohort.measured), given=rename(cohort.given), limits=cohort.limits
    )
    for table in TABLES:
        assert_frame_equal(
            rename(getattr(decide(HIMEJI, cohort, 21), table)), named(getattr(decide(HIMEJI, other, 21), table))
        )


def test_a_decision_reads_nothing_of_its_own_day_that_is_still_to_be_decided():
    who = [{"weight": 55.0, "age": 40.0, "female": True}] * 3
    before = follow(HIMEJI, chart(who, unremarkable(HIMEJI)), 9)
    after = follow(HIMEJI, chart(who, unremarkable(HIMEJI)), 10)
    assert len(after.given) > len(before.given)
    assert_frame_equal(decide(HIMEJI, before, 10).doses, decide(HIMEJI, replace(before, given=after.given), 10).doses)
