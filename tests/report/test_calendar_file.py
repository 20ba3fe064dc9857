"""The iCalendar file is read back by a library that knows nothing of plans."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest

from remission.errors import SchemaError
from remission.protocols.find import find, names
from remission.protocols.plan import Plan, plan
from remission.report.calendar_file import PROPOSAL, calendar_file

START = "2026-01-05"
DAY_0 = date(2026, 1, 5)
TRAITS = {"weight": 54.0, "height": 160.0, "age": 30.0, "female": True}


def planned(name: str, **traits: float) -> Plan:
    return plan(find(name), **(TRAITS | traits))


def events(made: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(made).walk("VEVENT")


def on(event: icalendar.Event) -> int:
    return (event.decoded("dtstart") - DAY_0).days


@pytest.mark.parametrize("name", names())
def test_every_dose_sample_and_visit_of_every_protocol_is_on_its_day(name: str):
    made = planned(name)
    found = events(calendar_file(made, start=START))
    kinds = {kind: {on(e) for e in found if e.categories == [kind]} for kind in ("dose", "sample", "visit", "ask")}
    assert kinds["dose"] == set(made.doses["day"])
    assert kinds["visit"] == set(made.visits["due"])
    assert kinds["sample"] <= set(made.samples["due"]) <= kinds["sample"] | kinds["visit"]
    assert kinds["ask"] == set(made.asks["day"])


@pytest.mark.parametrize("name", names())
def test_no_two_events_share_an_identifier_and_each_says_who_decides(name: str):
    found = events(calendar_file(planned(name), start=START))
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == len(uids)
    assert all(str(event["description"]).endswith(PROPOSAL) for event in found)
    assert all(event.decoded("dtend") > event.decoded("dtstart") for event in found)


def test_a_dose_by_mouth_stands_on_the_day_of_the_change_and_an_infusion_on_each_of_its_days():
    found = {str(event["summary"]): event for event in events(calendar_file(planned("himeji_2012"), start=START))}
    fifty = found["Prednisolone: 50 mg a day by mouth: 10 × 5 mg"]
    assert (fifty.decoded("dtstart"), fifty.decoded("dtend")) == (date(2026, 1, 15), date(2026, 1, 16))
    assert "From 2026-01-15 to 2026-01-21." in str(fifty["description"])
    pulse = found["Methylprednisolone: 500 mg a day into a vein: 1 × 500 mg"]
    assert pulse.decoded("dtend") - pulse.decoded("dtstart") == timedelta(days=3)


def test_a_sample_says_how_many_hours_after_the_dose_and_which_days_count():
    first = next(e for e in events(calendar_file(planned("himeji_2012"), start=START)) if e.categories == ["sample"])
    assert str(first["summary"]) == "Sample: tacrolimus trough concentration, 12 hours after the dose"
    assert "Any day from 2026-01-09 to 2026-01-15 counts." in str(first["description"])


def test_a_plan_made_again_replaces_its_events_and_another_patient_has_others():
    uids = [
        {str(event["uid"]) for event in events(calendar_file(planned("himeji_2012", weight=weight), start=START, name=who))}
        for weight, who in ((54, "A"), (75, "A"), (54, "B"))
    ]  # fmt: skip
    again, heavier, other = uids
    assert len(again & heavier) >= len(again) - 2  # the heavier has more steps
    assert not again & other
    assert calendar_file(planned("himeji_2012"), start=START) == calendar_file(planned("himeji_2012"), start=START)


def test_what_is_not_known_is_an_event_that_asks():
    asked = [e for e in events(calendar_file(plan(find("himeji_2012")), start=START)) if e.categories == ["ask"]]
    assert [(on(event), str(event["summary"])) for event in asked] == [
        (3, "Ask a clinician: Weight is not known, and the dose of prednisolone depends on it.")
    ]


def test_a_drug_of_three_days_a_week_comes_back_on_the_days_that_are_named():
    made = calendar_file(planned("himeji_2012"), start=START, weekdays={"mizoribine": ["tue", "thu", "sat"]})
    (event,) = (e for e in events(made) if "Mizoribine" in str(e["summary"]))
    assert str(event["summary"]).startswith("Mizoribine: 300 mg on Tue, Thu, Sat by mouth")
    assert event.decoded("dtstart") == date(2026, 1, 6)  # day 0 is a Monday
    assert event.decoded("dtend") == date(2026, 1, 7)
    rule = event["rrule"]
    assert (rule["freq"], rule["byday"]) == (["WEEKLY"], ["TU", "TH", "SA"])
    last = planned("himeji_2012").doses.filter(drug="mizoribine")["until"][0]
    assert DAY_0 + timedelta(days=last - 2) <= rule["until"][0] <= DAY_0 + timedelta(days=last)
    plain = next(e for e in events(calendar_file(planned("himeji_2012"), start=START)) if "Mizor" in str(e["summary"]))
    assert "rrule" not in plain
    assert str(plain["uid"]) == str(event["uid"]), "the calendar replaces the event"
    with pytest.raises(SchemaError, match="3 days a week"):
        calendar_file(planned("himeji_2012"), start=START, weekdays={"mizoribine": ["tue"]})


def test_a_name_is_one_line():
    made = calendar_file(planned("himeji_2012"), start=START, name="Sato\nHanako ")
    assert all(str(event["summary"]).startswith("Sato Hanako: ") for event in events(made))
    with pytest.raises(SchemaError, match="printed on one line"):
        calendar_file(planned("himeji_2012"), start=START, name="Sato\x00")


@pytest.mark.parametrize("start", ["9999-06-01", "0001-01-01"])
def test_a_date_that_nobody_means_is_refused(start: str):
    with pytest.raises(SchemaError, match="Write year, month and day"):
        calendar_file(planned("himeji_2012"), start=start)


def test_a_calendar_without_dates_is_refused():
    with pytest.raises(SchemaError, match="Give `start`"):
        calendar_file(planned("himeji_2012"), start=None)
