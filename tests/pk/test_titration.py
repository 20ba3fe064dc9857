"""A protocol's target reached by levels: `decide` asks, and the dose moves as a clinician would expect."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.pk.choose import best
from remission.pk.dose import dose
from remission.pk.find import find
from remission.pk.from_chart import JAPAN_EVENING, records
from remission.pk.targets import aimed
from remission.pk.titration import _Chance, aimed_at, by_posterior
from remission.protocols.decide import decide
from remission.protocols.find import find as find_protocol

HAN = find("tacrolimus_han_2013")
HIMEJI = find_protocol("himeji_2012")
TITRATE = by_posterior(HAN, habit=JAPAN_EVENING)


def chart(*levels: dict[str, Any], patients: tuple[str, ...] = ("1",)) -> Chart:
    rows = [
        {"day": 0, "analyte": "creatinine", "value": 0.6},
        {"day": 0, "analyte": "proteinuria", "value": 4.0},
        *({"analyte": "tacrolimus_trough", "hour": 12.0, **level} for level in levels),
    ]
    given = [
        {"drug": "tacrolimus", "day": 0, "dose": 3.0},
        {"drug": "mizoribine", "day": 0, "dose": 300.0, "days_per_week": 3.0},
        {"drug": "prednisolone", "day": 3, "dose": 60.0},
    ]
    return Chart.of(
        who=pl.DataFrame([{"patient": p, "weight": 55.0, "female": True} for p in patients]),
        measured=pl.DataFrame([{"patient": p, **row} for row in rows for p in patients], infer_schema_length=None),
        given=pl.DataFrame([{"patient": p, **row} for row in given for p in patients], infer_schema_length=None),
        limits=pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]}),
    )


def proposed(made: Chart, day: int = 14) -> float:
    rows = decide(HIMEJI, made, day, titrate=TITRATE).doses.filter(pl.col("drug") == "tacrolimus")
    return rows["dose"].item()


def test_a_level_well_below_the_limit_leaves_the_dose_and_one_above_it_lowers_it():
    assert proposed(chart({"day": 14, "value": 5.0})) == 3.0
    assert proposed(chart({"day": 14, "value": 15.0})) < 3.0
    assert proposed(chart({"day": 14, "value": 20.0})) <= proposed(chart({"day": 14, "value": 13.0}))


def test_without_a_level_no_dose_is_proposed():
    target = next(course.target for course in HIMEJI.courses if course.drug == "tacrolimus")
    assert TITRATE(target, chart(), 14) == [None]


def test_a_later_level_changes_nothing():
    early = {"day": 14, "value": 15.0}
    assert proposed(chart(early, {"day": 21, "value": 1.0})) == proposed(chart(early))


def test_each_patient_gets_a_dose_and_other_analytes_are_left_to_the_protocol():
    made = chart({"day": 14, "value": 15.0}, patients=("1", "2"))
    target = next(course.target for course in HIMEJI.courses if course.drug == "tacrolimus")
    doses = TITRATE(target, made, 14)
    assert len(doses) == 2
    assert doses[0] == doses[1] < 3.0
    other = next(course.target for course in HIMEJI.courses if course.drug == "mizoribine")
    assert TITRATE(other, made, 14) == [None, None]
    assert aimed_at(other, at=3).low == 1.0


def test_the_quick_way_and_the_long_way_give_one_dose():
    made = chart({"day": 14, "value": 15.0})
    (record,) = records(HAN, made, habit=JAPAN_EVENING)
    long = dose(HAN, record, aimed("trough:-10@12"))
    assert proposed(made) == long.suggestion.amount


# --- choosing ----------------------------------------------------------------------------------------------------


def chances(*inside: float, now: int | None = None) -> list[_Chance]:
    return [_Chance(amount=at + 1.0, every=24, now=at == now, inside=part) for at, part in enumerate(inside)]


@pytest.mark.parametrize(
    ("target", "inside", "now", "mg"),
    [
        ("trough:5-10", (0.2, 0.6, 0.5), None, 2),
        ("trough:5-10", (0.2, 0.6, 0.59), 2, 3),
        ("trough:-10", (0.99, 0.97, 0.93, 0.6), None, 3),
        ("trough:-10", (0.99, 0.97, 0.93, 0.6), 0, 1),
        ("trough:-10", (0.99, 0.97, 0.93, 0.6), 3, 3),
        ("trough:-10", (0.5, 0.4), 1, 1),
        ("trough:1-", (0.3, 0.92, 0.999), None, 2),
        ("trough:1-", (0.3, 0.5, 0.6), None, 3),
    ],
)
def test_a_window_is_aimed_at_its_greatest_probability_and_a_limit_is_kept_or_just_reached(target, inside, now, mg):
    assert best(chances(*inside, now=now), aimed(target), 0.1).amount == mg
