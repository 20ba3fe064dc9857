"""Doses and levels by the clock, tables of events, and patients side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.errors import SchemaError
from remission.pk.events import read_events, write_events
from remission.pk.find import find
from remission.pk.from_chart import JAPAN_EVENING, MORNING_TROUGH, TWICE_DAILY, Habit, records
from remission.pk.records import Level, Record, together
from remission.pk.solve import levels
from remission.pk.timeline import Dose, timeline

MODEL = find("tacrolimus_woillard_2011")


def chart(
    given: dict[str, list[object]], measured: dict[str, list[object]] | None = None, **who: list[object]
) -> Chart:
    people = {"patient": ["1"]} | who
    fill = {"patient": ["1"] * len(given["day"])} | {"drug": ["tacrolimus"] * len(given["day"])}
    rows = (
        {"patient": ["1"] * len(measured["day"]), "analyte": ["tacrolimus_trough"] * len(measured["day"])}
        if measured
        else {}
    )
    return Chart.of(
        who=pl.DataFrame(people),
        given=pl.DataFrame(fill | given),
        measured=pl.DataFrame(rows | measured) if measured else None,
    )


def one(from_chart: Chart, habit: Habit = JAPAN_EVENING) -> Record:
    (record,) = records(MODEL, from_chart, habit=habit)
    return record


def test_an_evening_dose_is_drawn_twelve_hours_later_on_the_next_morning():
    record = one(chart({"day": [0], "dose": [3.0]}, {"day": [7], "value": [5.0]}))
    assert record.doses == (Dose(start=19, amount=3, count=36500),)
    assert [level.time for level in record.levels] == [7 * 24 + 7.0]


def test_a_trough_of_a_morning_dose_is_drawn_just_before_the_dose_of_its_day():
    record = one(chart({"day": [0], "dose": [3.0]}, {"day": [7], "value": [5.0]}), MORNING_TROUGH)
    assert record.doses[0].start == 8
    assert record.levels[0].time == 7 * 24 + 8.0


def test_twice_daily_the_dose_of_the_day_is_split_and_the_trough_is_that_of_the_morning():
    record = one(chart({"day": [0], "dose": [4.0]}, {"day": [7], "value": [5.0]}), TWICE_DAILY)
    assert [(dose.start, dose.amount) for dose in record.doses] == [(8, 2), (20, 2)]
    assert record.levels[0].time == 7 * 24 + 8.0


def test_hours_since_the_dose_that_the_chart_gives_count_more_than_the_habit():
    record = one(chart({"day": [0], "dose": [3.0]}, {"day": [7], "value": [5.0], "hour": [24.0]}))
    assert record.levels[0].time == 7 * 24 + 19.0


def test_a_course_ends_where_the_next_begins_and_a_stop_gives_nothing():
    record = one(chart({"day": [0, 14, 28], "dose": [3.0, 2.0, 0.0]}))
    assert [(dose.start, dose.amount, dose.count) for dose in record.doses] == [(19, 3, 14), (14 * 24 + 19, 2, 14)]


def test_three_days_a_week_are_three_runs_with_a_week_between_doses():
    record = one(chart({"day": [0], "until": [13], "dose": [3.0], "days_per_week": [3.0]}))
    assert [(dose.start, dose.every, dose.count) for dose in record.doses] == [
        (19, 168, 2),
        (67, 168, 2),
        (115, 168, 2),
    ]


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ({"day": [0], "value": [5.0], "row": [9]}, "before any known dose"),
        ({"day": [None], "value": [5.0], "row": [9]}, "has no day"),
        ({"day": [7], "value": [300.0], "row": [9]}, "impossible"),
        ({"day": [40], "value": [1.0], "row": [9]}, "the drug had been stopped"),
    ],
)
def test_a_level_that_cannot_be_is_named_with_its_row(measured: dict[str, list[object]], said: str):
    record = one(chart({"day": [0, 28], "dose": [3.0, 0.0]}, measured))
    (sentence,) = (*record.says, *record.aside)
    assert said in sentence
    assert "(row 9)" in sentence


def test_covariates_cut_a_patients_time_where_they_change():
    given = {"day": [0], "dose": [3.0]}
    table = pl.DataFrame(
        {
            "patient": ["1"] * 3,
            "day": [-3, 10, 20],
            "analyte": ["hematocrit", "hematocrit", "tacrolimus_trough"],
            "value": [30.0, 36.0, 5.0],
        }
    )
    told = replace(
        chart(given, cyp3a5_expresser=[True]),
        measured=Chart.of(who=pl.DataFrame({"patient": ["1"]}), measured=table).measured,
    )
    record = one(told)
    assert record.begin == (0.0, 240.0)
    assert record.covariates["hematocrit"] == (30.0, 36.0)
    assert record.covariates["cyp3a5_expresser"] == (1.0, 1.0)


def test_an_unknown_covariate_stands_at_its_reference_and_the_result_says_so():
    batch = together(MODEL, [Record(patient="1", doses=(Dose(start=0, amount=3),), covariates={"hematocrit": (60.0,)})])
    assert batch.line.covariates["hematocrit"].tolist() == [[60.0]]
    told = " ".join(batch.says[0])
    assert "CYP3A5 expresser is not known: 0, the reference of tacrolimus_woillard_2011, is used." in told
    assert "Hematocrit of 60 % lies outside the population of tacrolimus_woillard_2011 (20.9 to 46.6)" in told


def test_patients_side_by_side_get_what_each_gets_alone():
    some = [
        Record(
            patient="a",
            doses=(Dose(start=0, amount=3, count=30),),
            levels=(Level(time=100, value=4), Level(time=300, value=5)),
            begin=(0.0, 200.0),
            washed=(False, False),
            covariates={"hematocrit": (30.0, 40.0)},
        ),
        Record(
            patient="b",
            doses=(Dose(start=5, amount=1, every=12, count=9), Dose(start=50, amount=9, central=True)),
            levels=(Level(time=77, value=4),),
            covariates={"cyp3a5_expresser": (1.0,)},
        ),
        Record(patient="c", doses=(Dose(start=-48, amount=2, steady=True),), levels=(Level(time=3, value=4),)),
    ]
    batch = together(MODEL, some)
    both = levels(MODEL, batch.line, batch.times)
    for at, record in enumerate(some):
        times = np.array([[level.time] for level in record.levels])
        alone = levels(MODEL, record.line, times)[:, 0]
        np.testing.assert_allclose(both[: len(times), at], alone, rtol=1e-13)
    assert batch.there.tolist() == [[1, 1, 1], [1, 0, 0]]


EVENTS = {
    "ID": [1, 1, 1, 1, 2, 2],
    "TIME": [0.0, 24.0, 100.0, 200.0, 0.0, 12.0],
    "AMT": [3.0, 0.0, 0.0, 2.0, 5.0, 0.0],
    "EVID": [1, 0, 2, 4, 1, 0],
    "II": [24, 0, 0, 12, 12, 0],
    "ADDL": [6, 0, 0, 3, 0, 0],
    "SS": [0, 0, 0, 0, 1, 0],
    "DV": [None, 5.0, None, None, None, 7.0],
    "hematocrit": [30.0, 30.0, 36.0, 36.0, 33.0, 33.0],
}


def test_a_table_of_events_is_read_as_its_columns_say():
    first, second = read_events(MODEL, pl.DataFrame(EVENTS))
    assert first.doses == (Dose(start=0, amount=3, count=7), Dose(start=200, amount=2, every=12, count=4))
    assert (first.begin, first.washed) == ((0.0, 100.0, 200.0), (False, False, True))
    assert first.covariates["hematocrit"] == (30.0, 36.0, 36.0)
    assert second.doses == (Dose(start=0, amount=5, every=12, steady=True),)
    assert second.levels == (Level(time=12, value=7, row=7),)


def test_where_covariates_hold_until_their_row_they_change_one_row_earlier():
    first, _ = read_events(MODEL, pl.DataFrame(EVENTS), hold="until")
    assert (first.begin[:2], first.covariates["hematocrit"][:2]) == ((0.0, 24.0), (30.0, 36.0))


def test_a_table_of_events_that_was_written_is_read_back():
    some = read_events(MODEL, pl.DataFrame(EVENTS))
    again = read_events(MODEL, write_events(MODEL, some))
    for one_, other in zip(some, again, strict=True):
        assert (one_.doses, one_.begin, one_.washed) == (other.doses, other.begin, other.washed)
        assert dict(one_.covariates) == dict(other.covariates)
        assert [(level.time, level.value) for level in one_.levels] == [
            (level.time, level.value) for level in other.levels
        ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"TIME": [5.0, 1.0]}, "Times of a patient rise"),
        ({"AMT": [0.0, 0.0]}, "A dose is above 0"),
        ({"ADDL": [3, 0]}, "have an interval"),
        ({"RATE": [-1.0, 0.0]}, "A rate is above 0"),
        ({"CMT": [2, 0]}, "No dose goes into that compartment"),
        ({"EVID": [7, 0]}, "EVID says what a row is"),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_its_row(change: dict[str, list[object]], said: str):
    table = {"ID": [1, 1], "TIME": [0.0, 12.0], "AMT": [3.0, 0.0], "EVID": [1, 0], "DV": [None, 5.0]} | change
    with pytest.raises(SchemaError, match=said) as refused:
        read_events(MODEL, pl.DataFrame(table))
    assert "row 2" in str(refused.value) or "row 3" in str(refused.value)


def test_a_table_without_doses_is_refused():
    with pytest.raises(SchemaError, match="neither EVID nor AMT"):
        read_events(MODEL, pl.DataFrame({"ID": [1], "TIME": [0.0], "DV": [1.0]}))


@pytest.mark.parametrize("dose", [{"amount": -1.0}, {"every": 0.0}, {"count": -1}, {"duration": 30.0, "count": 2}])
def test_a_dose_that_cannot_be_is_refused(dose: dict[str, float]):
    with pytest.raises(SchemaError, match=r"cannot be given so|overlap"):
        timeline([Dose(**({"start": 0.0, "amount": 3.0} | dose))])
