"""What was known on a morning is found as a clerk would find it, going through the rows one by one."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.chart.mornings import Record, mornings, timeline
from remission.errors import UnknownName
from remission.terms.windows import Visit

PATIENTS = ("b", "a")
LOOK_BACK = 10
days = st.integers(-15, 40)
results = st.lists(
    st.fixed_dictionaries(
        {
            "patient": st.sampled_from(PATIENTS),
            "day": st.one_of(st.none(), days),
            "analyte": st.sampled_from(["creatinine", "c3", "sledai_rash", "sledai_fever"]),
            "value": st.sampled_from([0.5, 1.0, 2.0]),
            "hour": st.sampled_from([None, 3.0, 12.0]),
            "censored": st.sampled_from([None, "<", ">"]),
        }
    ),
    max_size=25,
    unique_by=lambda row: (row["patient"], row["day"], row["analyte"]),
)
doses = st.lists(
    st.fixed_dictionaries(
        {
            "patient": st.sampled_from(PATIENTS),
            "day": st.one_of(st.none(), days),
            "until": st.sampled_from([None, 0, 4, 12]),
            "drug": st.sampled_from(["tacrolimus", "prednisolone"]),
            "dose": st.sampled_from([0.0, 2.0, 3.0, None]),
            "route": st.sampled_from(["oral", "iv", None]),
        }
    ),
    max_size=10,
    unique_by=lambda row: (row["patient"], row["day"], row["drug"]),
).map(lambda rows: [row | {"until": _after(row)} for row in rows])


def _after(row: dict[str, Any]) -> int | None:
    return None if row["until"] is None or row["day"] is None else row["day"] + row["until"]


def chart(measured: list[dict[str, Any]] | None = None, given_: list[dict[str, Any]] | None = None) -> Chart:
    return Chart.of(
        who=pl.DataFrame({"patient": PATIENTS, "weight": [50.0, None], "age": [40.0, 17.9]}),
        measured=pl.DataFrame(measured or [], infer_schema_length=None),
        given=pl.DataFrame(given_ or [], infer_schema_length=None),
        limits=pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]}),
    )


def laid(made: Chart, inputs: list[str], baseline: Visit | None = None) -> list[dict[str, Any]]:
    rows = made.who.select("patient").join(
        pl.DataFrame({"day": range(45)}, schema={"day": pl.Int32}), how="cross", maintain_order="left_right"
    )
    line = timeline(made, inputs, baseline=baseline, routes={"tacrolimus": "oral"})
    return mornings(line, rows, look_back=LOOK_BACK).with_columns(pl.col("patient").cast(pl.String)).to_dicts()


@given(measured=results)
def test_the_last_result_stands_until_it_is_too_old(measured):
    columns = ["creatinine", "day_of(creatinine)", "days_since(creatinine)", "hour(creatinine)", "sign(creatinine)",
               "last(creatinine)", "last(item)", "day_of(item)"]  # fmt: skip
    for row in laid(chart(measured), columns):
        past = [
            m for m in measured if m["patient"] == row["patient"] and m["day"] is not None and m["day"] <= row["day"]
        ]
        mine = sorted((m for m in past if m["analyte"] == "creatinine"), key=lambda m: m["day"])
        items = [m["day"] for m in past if m["analyte"].startswith("sledai")]
        last = mine[-1] if mine else None
        stands = last if last and row["day"] - last["day"] <= LOOK_BACK else None
        assert row["last(creatinine)"] == (last and last["day"])
        assert row["creatinine"] == (stands and stands["value"])
        assert row["day_of(creatinine)"] == (stands and stands["day"])
        assert row["days_since(creatinine)"] == (row["day"] - stands["day"] if stands else None)
        assert row["hour(creatinine)"] == (stands and stands["hour"])
        assert row["sign(creatinine)"] == ({"<": -1, ">": 1, None: 0}[stands["censored"]] if stands else None)
        assert row["last(item)"] == max(items, default=None)
        assert row["day_of(item)"] == max((day for day in items if row["day"] - day <= LOOK_BACK), default=None)


@given(measured=results)
def test_the_baseline_is_the_last_result_of_the_baseline_visit(measured):
    window = Visit(name="baseline", label="Baseline", target=0, low=-10, high=0)
    for row in laid(chart(measured), ["baseline(c3)", "sign(baseline(c3))"], window):
        inside = [m for m in measured if m["patient"] == row["patient"] and m["analyte"] == "c3"
                  and m["day"] is not None and -10 <= m["day"] <= 0]  # fmt: skip
        best = max(inside, key=lambda m: m["day"], default=None)
        assert row["baseline(c3)"] == (best and best["value"])
        assert row["sign(baseline(c3))"] == ({"<": -1, ">": 1, None: 0}[best["censored"]] if best else None)


def test_a_baseline_visit_that_ends_after_its_due_day_takes_the_nearest():
    window = Visit(name="baseline", label="Baseline", target=0, low=-10, high=5)
    rows = [{"patient": "a", "day": day, "analyte": "c3", "value": value} for day, value in ((-1, 80.0), (2, 90.0))]
    assert laid(chart(rows), ["baseline(c3)"], window)[-1]["baseline(c3)"] == 80.0


@given(given_=doses)
def test_the_dose_of_the_morning_is_that_of_the_day_before(given_):
    names = ("dose", "record", "changed", "days_on", "begun", "before", "last_given", "until")
    columns = [f"{name}(tacrolimus)" for name in names] + ["given(tacrolimus)", "given_record(tacrolimus)"]
    for row in laid(chart(given_=given_), columns):
        mine = [
            g for g in given_ if g["patient"] == row["patient"] and g["drug"] == "tacrolimus" and g["route"] != "iv"
        ]
        before, today = told(mine, row["day"] - 1), told(mine, row["day"])
        for name in ("dose", "record", "changed", "begun", "before", "last_given", "until"):
            assert row[f"{name}(tacrolimus)"] == before[name], name
        changed = before["changed"]
        assert row["days_on(tacrolimus)"] == (None if changed is None else row["day"] - changed)
        assert (row["given(tacrolimus)"], row["given_record(tacrolimus)"]) == (today["dose"], today["record"])


def told(courses: list[dict[str, Any]], day: int) -> dict[str, Any]:
    """Go through the courses of one drug of one patient, as a clerk would."""
    nothing = dict.fromkeys(("dose", "changed", "begun", "before", "last_given", "until"))
    dated = sorted((c for c in courses if c["day"] is not None), key=lambda c: c["day"])
    past = [c for c in dated if c["day"] <= day]
    if not past:
        return nothing | {"record": Record.UNDATED if len(dated) < len(courses) else Record.NOTHING}
    last = past[-1]
    number = dated.index(last)
    ends = [_end(dated, n) for n in range(len(dated))]
    positive = [c for c in past if (c["dose"] or 0) > 0]
    overlapped = any(
        other["until"] is not None and other["until"] >= max(day, later["day"])
        for n, later in enumerate(past)
        if n and _differ(later, past[n - 1])
        for other in past[:n]
    )
    record = Record.OVERLAP if overlapped else Record.ENDED if ends[number] is not None and ends[number] < day else (
        Record.UNSTATED if last["dose"] is None else Record.KNOWN)  # fmt: skip
    known = record == Record.KNOWN
    start = number
    while start and not _differ(dated[start], dated[start - 1]) and ends[start - 1] == dated[start]["day"] - 1:
        start -= 1
    return {
        "record": record,
        "dose": last["dose"] if known else None,
        "changed": dated[start]["day"] if known else None,
        "begun": positive[0]["day"] if positive else None,
        "before": positive[-1]["dose"] if positive else None,
        "last_given": positive[-1]["day"] if positive else None,
        "until": ends[number],
    }


def _differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["dose"] != other["dose"]


def _end(dated: list[dict[str, Any]], number: int) -> int | None:
    following = dated[number + 1]["day"] - 1 if number + 1 < len(dated) else None
    until = dated[number]["until"]
    return min((day for day in (following, until) if day is not None), default=None)


def test_traits_limits_and_sums_of_doses_are_those_of_the_morning():
    given_ = [{"patient": "b", "day": 0, "drug": "prednisolone", "dose": 10.0}]
    rows = laid(chart(given_=given_), ["weight", "upper_normal(creatinine)", "age", "cumulative(prednisolone)"])
    assert rows[5]["weight"] == 50.0
    assert rows[5]["upper_normal(creatinine)"] == 0.79
    assert rows[5]["cumulative(prednisolone)"] == 50.0, "days 0 to 4: day 5 is still to be decided"
    ages = [row["age"] for row in rows if row["patient"] == "a"]
    assert (ages[0], ages[-1]) == (17, 18)


@pytest.mark.parametrize("name", ["creatinin", "dose(tacrolimos)", "peak(creatinine)", "rise_within(creatinine, 2)"])
def test_what_no_morning_has_is_told(name: str):
    with pytest.raises(UnknownName):
        timeline(chart(), [name])
