"""A plan as FHIR R4: valid, everything pointed at, and the same doses on the same days when it is read back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import product

import pytest
from fhir_checks import actions, entries, faults, is_ucum, texts, units
from fhir_days import doses_of_care_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_plans import AT_THE_BANDS, SHELF, by_day, planned

from remission.errors import SchemaError, UnknownName
from remission.protocols.find import find
from remission.protocols.plan import plan
from remission.protocols.protocol import Course, Down, PerKg, Protocol, Steps, Taper
from remission.report.fhir import care_plan, protocol_bundle
from remission.terms.sources import Source

DAY_0 = date(2026, 1, 5)
MON_WED_FRI = {"mizoribine": ("mon", "wed", "fri")}


@pytest.fixture(scope="module", params=product(SHELF, (None, "2026-01-05")), ids=str)
def bundle(request):
    name, start = request.param
    return care_plan(planned(name), start=start)


@pytest.fixture
def himeji():
    return planned("himeji_2012")


def test_every_plan_is_valid_fhir(bundle):
    assert faults(bundle) == []
    assert [found for one in entries(bundle) for found in faults(one)] == []
    assert [unit for unit in units(bundle) if not is_ucum(unit)] == []


def test_every_reference_leads_to_a_resource_of_the_type_it_names(bundle):
    there = {e["fullUrl"]: e["resource"]["resourceType"] for e in bundle["entry"]}
    assert len(there) == len(bundle["entry"])
    pointed = list(_references(bundle))
    assert pointed
    assert [ref for ref in pointed if there.get(ref["reference"]) != ref["type"]] == []


def _references(value):
    if isinstance(value, dict):
        if "reference" in value and isinstance(value["reference"], str):
            yield value
        for one in value.values():
            yield from _references(one)
    for one in value if isinstance(value, list) else ():
        yield from _references(one)


def test_every_order_is_placed_once_and_belongs_to_the_care_plan(bundle):
    (group,) = entries(bundle, "RequestGroup")
    placed = [a["resource"]["reference"] for a in actions(group["action"]) if "resource" in a]
    requests = [
        e["fullUrl"]
        for e in bundle["entry"]
        if e["resource"]["resourceType"] in ("MedicationRequest", "ServiceRequest")
    ]
    assert sorted(placed) == sorted(requests)
    (whole,) = (e["fullUrl"] for e in bundle["entry"] if e["resource"]["resourceType"] == "CarePlan")
    assert {r["basedOn"][0]["reference"] for r in entries(bundle, "MedicationRequest")} == {whole}


@pytest.mark.parametrize("name", SHELF)
def test_what_is_ordered_is_defined_by_the_exported_protocol(name):
    protocol = protocol_bundle(find(name))
    defined = {f"{one['url']}|{one['version']}" for one in entries(protocol)}
    instantiated = {url for urls in texts(care_plan(planned(name)), "instantiatesCanonical") for url in urls}
    assert instantiated <= defined
    assert f"{entries(protocol)[0]['url']}|{entries(protocol)[0]['version']}" in instantiated


@pytest.mark.parametrize(("name", "weight"), AT_THE_BANDS)
def test_the_doses_read_back_are_those_of_the_plan(name, weight):
    made = planned(name, weight)
    expected = pytest.approx(by_day(made.doses))
    assert len(made.doses)
    assert doses_of_care_plan(care_plan(made)) == expected
    assert doses_of_care_plan(care_plan(made, start=str(DAY_0)), DAY_0) == expected


def test_weekdays_say_on_which_days_and_change_no_dose(himeji):
    bundle = care_plan(himeji, weekdays=MON_WED_FRI)
    assert faults(bundle) == []
    assert texts(bundle, "dayOfWeek") == [["mon", "wed", "fri"]]
    assert doses_of_care_plan(bundle) == by_day(himeji.doses)
    assert "300 mg once a day on Mon, Wed, Fri by mouth (6 × 50 mg)" in json.dumps(bundle, ensure_ascii=False)


def test_a_drug_of_three_days_a_week_is_not_given_days_that_nobody_named(himeji):
    bundle = care_plan(himeji)
    assert texts(bundle, "dayOfWeek") == []
    (mizoribine,) = (
        r for r in entries(bundle, "MedicationRequest") if r["medicationCodeableConcept"]["text"] == "Mizoribine"
    )
    (dosage,) = mizoribine["dosageInstruction"]
    assert {k: dosage["timing"]["repeat"][k] for k in ("frequency", "period", "periodUnit")} == {
        "frequency": 3,
        "period": 1,
        "periodUnit": "wk",
    }
    assert dosage["maxDosePerPeriod"]["numerator"]["value"] == 300


def test_a_taper_is_one_order_whose_doses_follow_one_another(himeji):
    bundle = care_plan(himeji, start=str(DAY_0))
    (oral,) = (
        r for r in entries(bundle, "MedicationRequest") if r["medicationCodeableConcept"]["text"] == "Prednisolone"
    )
    said = [
        (d["doseAndRate"][0]["doseQuantity"]["value"], d["timing"]["repeat"]["boundsPeriod"]["start"])
        for d in oral["dosageInstruction"]
    ]
    assert said[:3] == [(60, "2026-01-08"), (50, "2026-01-15"), (40, "2026-01-22")]


def test_samples_and_visits_carry_their_windows_and_due_days(himeji):
    bundle = care_plan(himeji, start=str(DAY_0))
    (group,) = entries(bundle, "RequestGroup")
    requests = {e["fullUrl"]: e["resource"] for e in bundle["entry"]}
    placed = [(a, requests[a["resource"]["reference"]]) for a in actions(group["action"]) if "timingDateTime" in a]
    told = [
        (
            r["code"]["coding"][0]["code"],
            a["timingDateTime"],
            r["occurrencePeriod"]["start"],
            r["occurrencePeriod"]["end"],
        )
        for a, r in placed
        if "coding" in r["code"] and r["code"]["coding"][0]["code"] == "77348-1"
    ]
    days = [
        (7, 4, 10),
        (14, 11, 17),
        (21, 18, 24),
        (28, 25, 31),
        (61, 47, 75),
        (122, 108, 136),
        (152, 138, 166),
        (183, 169, 197),
    ]
    assert told == [("77348-1", *(str(DAY_0 + timedelta(days=day)) for day in three)) for three in days]
    assert sum(r["code"]["text"].startswith("Visit") for _, r in placed) == len(find("himeji_2012").visits)


def test_without_a_date_nothing_has_a_date(himeji):
    held = json.dumps(care_plan(himeji))
    assert "dateTime" not in held
    assert "Period" not in held.replace("maxDosePerPeriod", "")


def test_the_date_of_day_0_moves_everything_and_changes_nothing_else(himeji):
    one, other = (care_plan(himeji, start=start) for start in ("2026-01-05", "2027-02-28"))
    assert doses_of_care_plan(one, DAY_0) == doses_of_care_plan(other, date(2027, 2, 28))
    assert {e["fullUrl"] for e in one["entry"]}.isdisjoint({e["fullUrl"] for e in other["entry"]})


def test_the_same_plan_gives_the_same_bundle_and_another_patient_other_names(himeji):
    assert care_plan(himeji) == care_plan(plan(find("himeji_2012"), weight=54))
    theirs = care_plan(himeji, subject="Patient/2")
    assert {e["fullUrl"] for e in theirs["entry"]}.isdisjoint({e["fullUrl"] for e in care_plan(himeji)["entry"]})
    assert {one["reference"] for one in texts(theirs, "subject")} == {"Patient/2"}


def test_what_must_be_asked_stands_on_the_care_plan_and_no_dose_is_made_up():
    bundle = care_plan(planned("himeji_2012", weight=None))
    (whole,) = entries(bundle, "CarePlan")
    assert any("Weight is not known" in note["text"] for note in whole["note"])
    assert "Prednisolone" not in {r["medicationCodeableConcept"]["text"] for r in entries(bundle, "MedicationRequest")}


def test_everything_is_a_proposal_until_somebody_says_otherwise(himeji):
    assert set(texts(care_plan(himeji), "intent")) == {"proposal"}
    assert set(texts(care_plan(himeji, intent="plan"), "intent")) == {"plan"}
    assert set(texts(entries(care_plan(himeji, intent="plan"), "CarePlan"), "status")) == {"draft", "generated"}


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"start": "5 January"}, SchemaError, "year, month and day"),
        ({"start": "2026-02-30"}, SchemaError, "2026-02-30"),
        ({"subject": "Hanako Sato"}, SchemaError, "a reference to the patient on a server, and no name"),
        ({"subject": "Patient/a b"}, SchemaError, "Write Patient/123"),
        ({"subject": "Practitioner/1"}, SchemaError, "Write Patient/123"),
        ({"weekdays": {"mizoribine": ["mon", "wed"]}}, SchemaError, "3 days a week"),
        ({"weekdays": {"mizoribine": ["mon", "mon", "wed"]}}, SchemaError, "3 different days"),
        ({"weekdays": {"mizoribine": ["mon", "wed", "frei"]}}, UnknownName, "day of the week"),
        ({"weekdays": {"mizoribin": ["mon", "wed", "fri"]}}, UnknownName, "mizoribine"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(himeji, wrong, error, says):
    with pytest.raises(error, match=says):
        care_plan(himeji, **wrong)


@pytest.mark.parametrize(
    "subject",
    [
        "Patient/123",
        "https://fhir.example.org/r4/Patient/a-1",
        "urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7",
        "urn:oid:1.2.3",
    ],
)
def test_a_patient_is_referred_to_in_the_ways_of_the_standard(himeji, subject):
    assert entries(care_plan(himeji, subject=subject), "CarePlan")[0]["subject"] == {"reference": subject}


# --- schedules of every kind, whatever the shelf holds today -----------------------------------------------------

_source = Source("kagawa_2012", at="Methods, treatment")
_doses = st.sampled_from([2.5, 5.0, 7.9, 23.7, 60.0, 100 / 3])
_pulses = st.sampled_from([500.0, 750.0, 2000 / 3])


def _days(start, until):
    """Give how long a taper may stay on its first dose: it must come down before the course ends, which is at least a day."""
    return 9 if until is None else min(9, until - start)


@st.composite
def _courses(draw):
    start, intakes = draw(st.integers(0, 9)), draw(st.integers(1, 3))
    kind = draw(st.sampled_from(["flat", "taper", "steps", "pulses", "per kg"]))
    until = draw(st.one_of(st.none(), st.integers(start + (kind == "taper"), start + 50)))
    if kind == "pulses":
        every, times = draw(st.integers(2, 28)), draw(st.one_of(st.none(), st.integers(1, 5)))
        return Course(
            drug="cyclophosphamide",
            dose=draw(_pulses),
            start=start,
            every=every,
            times=times,
            route="iv",
            source=_source,
        )
    dose = {
        "flat": lambda: draw(_doses),
        "taper": lambda: Taper(
            start=60, down=(Down(10, every=draw(st.integers(1, _days(start, until))), to=30), Down(5, every=14, to=20))
        ),
        "steps": lambda: Steps({0: draw(_doses), draw(st.integers(1, 20)): draw(_doses)}),
        "per kg": lambda: PerKg(0.6, to_nearest=draw(st.sampled_from([2.5, None]))),
    }[kind]()
    per_week = draw(st.sampled_from([7.0, 7.0, 3.0, 3.5]))
    return Course(
        drug="prednisolone",
        dose=dose,
        start=start,
        until=until,
        days_per_week=per_week,
        times_a_day=intakes,
        source=_source,
    )


@settings(max_examples=60)
@given(_courses(), st.sampled_from([None, str(DAY_0)]))
def test_any_course_reads_back_as_it_was_planned(course, start):
    made = plan(Protocol(name="any", label="Any", source=_source, length=60, courses=(course,)), weight=54)
    bundle = care_plan(made, start=start)
    assert faults(bundle) == []
    assert doses_of_care_plan(bundle, DAY_0) == pytest.approx(by_day(made.doses))


def test_pulses_of_every_four_weeks_are_one_order_that_is_repeated():
    pulses = Course(drug="cyclophosphamide", dose=750, every=28, times=6, route="iv", source=_source)
    made = plan(Protocol(name="any", label="Any", source=_source, length=365, courses=(pulses,)))
    (order,) = entries(care_plan(made), "MedicationRequest")
    repeat = order["dosageInstruction"][0]["timing"]["repeat"]
    assert (repeat["count"], repeat["period"], repeat["periodUnit"], repeat["boundsDuration"]["value"]) == (
        6,
        28,
        "d",
        141,
    )


def test_a_plan_of_no_doses_is_still_a_plan():
    unknown = Course(drug="prednisolone", dose=PerKg(1), source=_source)
    made = plan(Protocol(name="any", label="Any", source=_source, length=60, courses=(unknown,)))
    bundle = care_plan(made)
    assert doses_of_care_plan(bundle) == {}


def test_two_schemes_side_by_side_are_one_protocol_and_one_plan():
    drugs = find("alms_mmf_2009").without("prednisone")
    both = drugs.beside(
        find("kdigo_2024_reduced"), name="mmf_with_kdigo", label="Mycophenolate mofetil, reduced glucocorticoids"
    )
    bundle = protocol_bundle(both)
    made = plan(both, weight=54)
    assert faults(bundle) == []
    assert entries(bundle)[0]["id"] == "mmf-with-kdigo"
    assert doses_of_care_plan(care_plan(made)) == pytest.approx(by_day(made.doses))
