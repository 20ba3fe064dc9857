"""The value that stands for a visit, against a plain search through the rows."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.chart.visits import outside, wide
from remission.terms.windows import HIMEJI_VISITS, Visit

days = st.one_of(st.none(), st.integers(-45, 440))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "patient": st.sampled_from(["a", "b"]),
            "day": days,
            "analyte": st.sampled_from(["c3", "creatinine"]),
            "value": st.one_of(st.none(), st.floats(0.1, 300)),
        }
    ),
    max_size=30,
    unique_by=lambda row: (row["patient"], row["day"], row["analyte"]),
)


def searched(measured: list[dict[str, object]], patient: str, analyte: str, visit: Visit) -> float | None:
    """Search as the readings of the visits say: nearest to the due day, of two equally near the later."""
    best: tuple[int, float] | None = None
    for row in measured:
        day, value = row["day"], row["value"]
        if (row["patient"], row["analyte"]) != (patient, analyte) or day is None or value is None:
            continue
        if not visit.low <= day <= visit.high:
            continue
        away = abs(day - visit.target)
        nearest = None if best is None else abs(best[0] - visit.target)
        if nearest is None or away < nearest or (away == nearest and day > best[0]):
            best = (day, value)
    return best[1] if best else None


def charted(measured: list[dict[str, object]]) -> Chart:
    return Chart.of(
        who=pl.DataFrame({"patient": ["a", "b"]}), measured=pl.DataFrame(measured, infer_schema_length=None)
    )


@given(measured=rows)
@example(measured=[{"patient": "a", "day": d, "analyte": "c3", "value": float(d)} for d in (60, 62)])
@example(measured=[{"patient": "a", "day": d, "analyte": "c3", "value": float(d)} for d in (31, 91)])
@example(
    measured=[{"patient": "a", "day": d, "analyte": "c3", "value": 1.0} for d in (30, 92, 152, 153, 213, 214, 304)]
)
def test_each_visit_has_the_value_that_a_plain_search_finds(measured):
    found = wide(charted(measured), ["c3", "creatinine"], HIMEJI_VISITS)
    for row in found.iter_rows(named=True):
        visit = next(v for v in HIMEJI_VISITS if v.name == row["visit"])
        for analyte in ("c3", "creatinine"):
            assert row[analyte] == searched(measured, row["patient"], analyte, visit), (row["visit"], analyte)


@given(measured=rows)
def test_baseline_is_the_last_value_on_or_before_day_0_at_most_28_days_old(measured):
    found = wide(charted(measured), ["baseline(c3)"], HIMEJI_VISITS)
    for patient in ("a", "b"):
        before = {
            row["day"]: row["value"]
            for row in measured
            if row["patient"] == patient
            and row["analyte"] == "c3"
            and row["value"] is not None
            and row["day"] is not None
            and -28 <= row["day"] <= 0
        }
        expected = before[max(before)] if before else None
        seen = found.filter(pl.col("patient").cast(pl.String) == patient)["baseline(c3)"]
        assert set(seen) == {expected}


@given(measured=rows)
def test_every_patient_has_every_visit_once_and_in_order(measured):
    found = wide(charted(measured), ["c3"], HIMEJI_VISITS)
    assert list(found.select("patient", "visit").iter_rows()) == [
        (patient, visit.name) for patient in ("a", "b") for visit in HIMEJI_VISITS
    ]


@given(measured=rows)
def test_results_outside_every_window_are_counted_and_no_others(measured):
    inside = [(-28, 0), (31, 91), (92, 152), (153, 213), (305, 425)]
    expected = {
        (row["patient"], row["day"])
        for row in measured
        if row["day"] is not None and not any(low <= row["day"] <= high for low, high in inside)
    }
    found = outside(charted(measured), HIMEJI_VISITS)
    assert len(found) == len(expected)
    for patient, says in found.select("patient", "says").iter_rows():
        assert any(patient == p and f" of day {day} " in says for p, day in expected)


def test_no_day_belongs_to_two_visits():
    for day in range(-40, 440):
        assert sum(v.low <= day <= v.high for v in HIMEJI_VISITS) <= 1, day
