"""A protocol as a bundle of FHIR R4: valid by checkers that are not ours, whole, and the same every time."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from fhir_checks import actions, codings, entries, faults, is_ucum, texts, units
from fhir_days import doses_of_definition
from shelf_plans import AT_THE_BANDS, SHELF, by_day, planned

from remission.protocols.find import find
from remission.protocols.protocol import Ask, Course, Down, Monitor, PerKg, Protocol, Restart, Rule, Steps, Stop, Taper
from remission.report.fhir import protocol_bundle
from remission.terms.analytes import ANALYTES, creatinine
from remission.terms.drugs import DRUGS
from remission.terms.sources import Source


@pytest.fixture(scope="module", params=SHELF)
def bundle(request):
    return protocol_bundle(find(request.param))


@pytest.fixture
def himeji():
    return find("himeji_2012")


def test_every_protocol_on_the_shelf_is_valid_fhir(bundle):
    assert faults(bundle) == []
    assert [found for one in entries(bundle) for found in faults(one)] == []


def test_ids_are_ids_and_no_two_are_the_same(bundle):
    ids = [one["id"] for one in entries(bundle)]
    inner = [one["id"] for one in actions(entries(bundle, "PlanDefinition")[0]["action"])]
    for listed in (ids, inner):
        assert len(set(listed)) == len(listed)
        assert [name for name in listed if not re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", name)] == []


def test_every_activity_is_pointed_at_by_its_canonical_and_nothing_else_is(bundle):
    (pd,) = entries(bundle, "PlanDefinition")
    defined = {f"{one['url']}|{one['version']}" for one in entries(bundle, "ActivityDefinition")}
    assert set(texts(pd, "definitionCanonical")) == defined
    assert {one["version"] for one in entries(bundle)} == {pd["version"]}


def test_every_pointer_inside_the_plan_leads_somewhere(bundle):
    (pd,) = entries(bundle, "PlanDefinition")
    listed = {one["id"] for one in actions(pd["action"])}
    assert {related["actionId"] for many in texts(pd["action"], "relatedAction") for related in many} <= listed
    assert {goal for many in texts(pd["action"], "goalId") for goal in many} <= {
        goal["id"] for goal in pd.get("goal", [])
    }


def test_every_drug_sample_and_rule_cites_its_source(bundle):
    (pd,) = entries(bundle, "PlanDefinition")
    ordered = [a for a in actions(pd["action"]) if "documentation" in a]
    assert ordered
    for action in ordered:
        assert action["documentation"][0]["type"] == "citation"
        assert re.search(r"\(.+\)$", action["documentation"][0]["citation"]), "the place in the source"


def test_every_variable_of_a_condition_is_an_input(bundle):
    (pd,) = entries(bundle, "PlanDefinition")
    conditional = [a for a in actions(pd["action"]) if "condition" in a]
    for action in conditional:
        paths = " ".join(condition["expression"]["expression"] for condition in action["condition"])
        assert set(re.findall(r"%(\w+)", paths)) == {one["id"] for one in action["input"]}, action["id"]


def test_units_are_ucum_and_codes_are_those_of_the_tables(bundle):
    assert [unit for unit in units(bundle) if not is_ucum(unit)] == []
    loinc = {code for analyte in ANALYTES.values() for code in analyte.loinc} | {"29463-7", "8302-2"}
    atc = {drug.atc for drug in DRUGS.values()}
    for one in codings(bundle):
        assert one["system"] != "http://loinc.org" or one["code"] in loinc
        assert one["system"] != "http://www.whocc.no/atc" or one["code"] in atc


@pytest.mark.parametrize("name", SHELF)
def test_the_same_protocol_gives_the_same_bundle_and_another_version_says_that_something_changed(name):
    protocol = find(name)
    once = protocol_bundle(protocol)
    assert json.dumps(once) == json.dumps(protocol_bundle(replace(protocol)))
    first = protocol.courses[0]
    other = replace(first, readings=("One sentence more.",))
    changed = protocol_bundle(replace(protocol, courses=(other, *protocol.courses[1:])))
    assert once["entry"][0]["fullUrl"] == changed["entry"][0]["fullUrl"]
    assert (once["entry"][0]["resource"]["version"] != changed["entry"][0]["resource"]["version"]) == (
        first in protocol.in_use(protocol.courses)
    )


def test_other_choices_make_another_artefact_and_are_told(himeji):
    default, chosen = (
        protocol_bundle(p)["entry"][0]["resource"] for p in (himeji, himeji.choose(tacrolimus_step="half_mg"))
    )
    assert default["url"] != chosen["url"]
    assert "tacrolimus_step=half_mg" in chosen["usage"]
    told = [one["label"] for one in chosen["relatedArtifact"] if one.get("label", "").startswith("choice")]
    assert "choice tacrolimus_step=half_mg (or 1_mg)" in told
    assert len(told) == len(himeji.switches)


def test_a_choice_that_is_the_default_changes_nothing(himeji):
    assert protocol_bundle(himeji.choose(tacrolimus_step="1_mg")) == protocol_bundle(himeji)


def test_the_readings_and_the_place_stand_beside_the_protocol(himeji):
    (pd,) = entries(protocol_bundle(himeji), "PlanDefinition")
    told = [one.get("display") for one in pd["relatedArtifact"]]
    assert all(reading in told for reading in himeji.readings)


def test_what_nobody_compared_with_its_source_is_a_draft(himeji):
    draft = protocol_bundle(replace(himeji, verified=False))
    assert {one["status"] for one in entries(draft)} == {"draft"}
    assert "Not verified" in entries(draft)[0]["usage"]


def test_two_samples_on_other_days_are_two_actions_of_one_definition(himeji):
    (pd,) = entries(protocol_bundle(himeji), "PlanDefinition")
    troughs = [
        a for a in actions(pd["action"]) if a["id"].startswith("tacrolimus-trough") and "definitionCanonical" in a
    ]
    assert [a["relatedAction"][0]["offsetDuration"]["value"] for a in troughs] == [7, 14, 21, 28, 61, 122, 152, 183]
    assert len({a["definitionCanonical"] for a in troughs}) == 1
    assert {(a["relatedAction"][1]["offsetRange"]["low"]["value"], a["relatedAction"][1]["offsetRange"]["high"]["value"])
            for a in troughs[:2]} == {(4, 10), (11, 17)}  # fmt: skip


def test_the_goal_of_the_trough_and_of_proteinuria_are_those_of_the_paper(himeji):
    (pd,) = entries(protocol_bundle(himeji), "PlanDefinition")
    targets = {
        (target["measure"]["coding"][0]["code"], q["comparator"], q["value"], q["code"])
        for goal in pd["goal"]
        for target in goal["target"]
        if (q := target.get("detailQuantity"))
    }
    assert {("77348-1", "<", 10, "ng/mL"), ("2889-4", "<", 0.2, "g/d")} <= targets


@pytest.mark.parametrize(("name", "weight"), [two for two in AT_THE_BANDS if two[1]])
def test_the_written_out_doses_of_a_definition_are_those_of_the_plan(name, weight):
    """On the days of every stretch that has an end; after the last step a rule may have moved the dose."""
    protocol = find(name)
    bundle = protocol_bundle(protocol)
    activities = {f"{one['url']}|{one['version']}": one for one in entries(bundle, "ActivityDefinition")}
    given = by_day(planned(name, weight).doses)
    compared = 0
    for action in actions(entries(bundle, "PlanDefinition")[0]["action"]):
        definition = activities.get(action.get("definitionCanonical", ""), {})
        if definition.get("kind") != "MedicationRequest" or ".rule-" in action["id"] or not _holds(action, weight):
            continue
        dosages = [
            d for d in definition["dosage"] if d.get("doseAndRate", [{}])[0].get("doseQuantity", {}).get("code") == "mg"
        ]
        ended = [d for d in dosages if "boundsDuration" in d["timing"]["repeat"]]
        if len(dosages) < len(definition["dosage"]) or not ended:
            continue
        begin = next(c.start for c in protocol.courses if action["id"].startswith(_id(c)))
        told = doses_of_definition({**definition, "dosage": ended}, begin, protocol.length)
        assert {day: told[day] for day in told} == {day: given.get(day) for day in told}, action["id"]
        compared += len(told)
    if name == "himeji_2012":
        assert compared > 50


def _id(course: Course) -> str:
    return f"{course.drug}.{course.route}.day-{course.start}".replace("_", "-")


def _holds(action, weight: float) -> bool:
    """Decide the bands of weight, by an evaluator that is not ours."""
    from fhirpathpy import evaluate
    from fhirpathpy.models import models

    kg = {"value": weight, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
    scale = {"resourceType": "Observation", "status": "final", "code": {"text": "weight"}, "valueQuantity": kg}
    return all(
        evaluate({}, one["expression"]["expression"], {"weight": scale}, models["r4"]) == [True]
        for one in action.get("condition", [])
    )


def test_prednisolone_of_a_lighter_and_a_heavier_patient_are_two_definitions(himeji):
    bundle = protocol_bundle(himeji)
    (light, heavy) = (one for one in entries(bundle, "ActivityDefinition") if ".prednisolone.oral" in one["id"])
    mg = [[d["doseAndRate"][0]["doseQuantity"]["value"] for d in one["dosage"]] for one in (light, heavy)]
    assert mg == [[60, 50, 40, 30, 25, 20], [80, 70, 60, 50, 40, 30, 25, 20]]
    assert [d["timing"]["repeat"].get("boundsDuration", {}).get("value") for d in light["dosage"]] == [
        7,
        7,
        7,
        14,
        14,
        None,
    ]
    (pd,) = entries(bundle, "PlanDefinition")
    group = next(a for a in actions(pd["action"]) if a.get("selectionBehavior") == "exactly-one")
    said = [a["condition"][0]["expression"]["description"] for a in group["action"]]
    assert said == ["weight ≤ 60 kg", "weight > 60 kg"]


def test_steps_by_weight_and_in_mg_are_written_out_one_after_the_other():
    source = Source("kagawa_2012", at="Methods, treatment")
    steps = Steps({0: PerKg(0.7, most=50), 14: PerKg(0.6, most=40), 28: 20.0, 42: 15.0})
    course = Course(drug="prednisolone", dose=steps, until=55, times_a_day=2, source=source)
    bundle = protocol_bundle(Protocol(name="any", label="Any", source=source, length=100, courses=(course,)))
    (definition,) = entries(bundle, "ActivityDefinition")
    amounts = [dose["doseAndRate"][0]["doseQuantity"] for dose in definition["dosage"]]
    assert [(a["value"], a["code"]) for a in amounts] == [(0.35, "mg/kg"), (0.3, "mg/kg"), (10, "mg"), (7.5, "mg")]
    assert [d["timing"]["repeat"]["boundsDuration"]["value"] for d in definition["dosage"]] == [14, 14, 14, 14]
    most = [d.get("maxDosePerPeriod", {}).get("numerator", {}).get("value") for d in definition["dosage"]]
    assert most == [50, 40, None, None]
    assert faults(definition) == []


def test_a_taper_from_a_dose_by_weight_is_exact_as_far_as_it_goes_and_then_told():
    source = Source("kagawa_2012", at="Methods, treatment")
    taper = Taper(start=PerKg(0.6), first=28, down=(Down(5, every=14, to=20),))
    course = Course(drug="prednisolone", dose=taper, source=source)
    bundle = protocol_bundle(Protocol(name="any", label="Any", source=source, length=100, courses=(course,)))
    first, rest = entries(bundle, "ActivityDefinition")[0]["dosage"]
    assert first["timing"]["repeat"]["boundsDuration"]["value"] == 28
    assert (rest["sequence"], rest["text"]) == (2, "then 5 mg less every 14 days to 20 mg")


@pytest.mark.parametrize(
    ("then", "more", "path"),
    [
        (Stop(), {}, "%tacrolimus.where(status = 'active').exists()"),
        (Restart(), {}, "%tacrolimus.where(status = 'stopped' or status = 'on-hold').exists()"),
        (Ask("why?"), {}, "%tacrolimus.where(status = 'active').exists()"),
        (Ask("again?", while_stopped=True), {}, "%tacrolimus.where(status = 'stopped' or status = 'on-hold').exists()"),
        (Ask("yet?"), {"at_start": True}, "%tacrolimus.exists().not()"),
    ],
)
def test_a_rule_looks_at_a_drug_that_is_taken_or_stopped_or_has_not_begun(then, more, path):
    source = Source("kagawa_2012", at="Methods, treatment")
    course = Course(drug="tacrolimus", dose=3, titrated=True, source=source)
    rule = Rule(drug="tacrolimus", when=creatinine > 2, then=then, source=source, **more)
    seen = (Monitor(analyte=creatinine, source=source),)
    bundle = protocol_bundle(
        Protocol(name="any", label="Any", source=source, length=100, courses=(course,), monitors=seen, rules=(rule,))
    )
    (action,) = (a for a in actions(entries(bundle)[0]["action"]) if ".rule-" in a["id"])
    assert [c["expression"]["expression"] for c in action["condition"]] == [
        path,
        "%creatinine.value.where(code = 'mg/dL').value > 2",
    ]
    first = [{"actionId": "tacrolimus.oral.day-0", "relationship": "before-start"}] if more else None
    assert action.get("relatedAction") == first
    assert faults(bundle) == []


def test_steps_that_do_not_rise_say_so():
    falling = protocol_bundle(find("kdigo_2024_moderate"))
    steps = next(one for one in entries(falling, "ActivityDefinition") if len(one.get("dosage", [])) > 3)
    said = [d.get("additionalInstruction", [{}])[0].get("text", "") for d in steps["dosage"]]
    assert said == ["", *["Not more than the dose before"] * (len(said) - 1)]
