"""Hold the exports against HL7's own definitions, with a validator of invariants and an engine that applies plans."""

from __future__ import annotations

import copy
import importlib.util
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir_checks import ORACLE, actions, entries
from fhir_faults import EIGHT, INVARIANTS, OBSERVATION, broken, made
from shelf_plans import SHELF, planned

from remission.protocols.find import find
from remission.report.fhir import care_plan, protocol_bundle

HERE = Path(__file__).parent
NODE = shutil.which("node")
PACKAGES = HERE / "node_modules"
pytestmark = pytest.mark.skipif(
    not (NODE and PACKAGES.is_dir()), reason="needs node and its packages, which .ci/run installs"
)


def run(script: str, told: Any) -> Any:
    ran = subprocess.run(
        [str(NODE), str(HERE / script)],
        input=json.dumps(told),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@cache
def exported() -> dict[str, Any]:
    """Export every protocol, and every plan with and without dates."""
    found = {f"{name} protocol": protocol_bundle(find(name)) for name in SHELF}
    found |= {f"{name} plan": care_plan(planned(name)) for name in SHELF}
    found |= {f"{name} dated plan": care_plan(planned(name), start="2026-01-05", subject="Patient/1") for name in SHELF}
    return found


def test_every_export_meets_the_official_definitions():
    listed = [(name, one) for name, bundle in exported().items() for one in (bundle, *entries(bundle))]
    found = run("validate.mjs", [one for _, one in listed])
    assert [
        (name, one["resourceType"], faults) for (name, one), faults in zip(listed, found, strict=True) if faults
    ] == []


def test_the_official_examples_meet_them_too():
    """A validator that refused them would prove nothing."""
    kinds = ("PlanDefinition", "ActivityDefinition", "CarePlan", "RequestGroup", "MedicationRequest", "ServiceRequest")
    folder = PACKAGES / "hl7.fhir.r4.examples"
    examples = [
        json.loads(path.read_text(encoding="utf-8")) for kind in kinds for path in sorted(folder.glob(f"{kind}-*.json"))
    ]
    assert len(examples) >= 100
    assert [found for found in run("validate.mjs", examples) if found] == []


def test_faults_are_found_invariant_by_invariant():
    bundles = [exported()[f"himeji_2012 {what}"] for what in ("protocol", "plan")]
    first = {one["resourceType"]: one for bundle in bundles for one in entries(bundle)[::-1]}
    first |= {"Bundle": bundles[0], "Observation": OBSERVATION}
    wrong = [broken(first[kind], make) for _, kind, make in INVARIANTS.values()]
    for (rule, _, _), faults in zip(INVARIANTS.values(), run("validate.mjs", wrong), strict=True):
        assert any(rule in fault for fault in faults), (rule, faults)


def test_most_of_the_eight_faults_are_found_here_as_well():
    found = dict(zip(EIGHT, run("validate.mjs", [made(fault) for fault in EIGHT]), strict=True))
    overlooked = {fault for fault, faults in found.items() if not faults}
    assert overlooked <= {"a status that does not exist", "two values", "30 February", "a gender that does not exist"}


def test_the_codes_that_the_tests_without_node_hold_against_are_still_those_of_hl7():
    spec = importlib.util.spec_from_file_location("required_codes", ORACLE.with_suffix(".py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.required_codes(PACKAGES / "hl7.fhir.r4.examples") == json.loads(ORACLE.read_text(encoding="utf-8"))


# --- an engine applies what we export -----------------------------------------------------------------------------


def applied(name: str, row: dict[str, Any]) -> list[Any]:
    """Decide the conditions by one foreign evaluator, and let another engine apply the rest."""
    bundle = protocol_bundle(find(name))
    (plan,) = entries(bundle, "PlanDefinition")
    plan = copy.deepcopy(plan)
    plan["action"] = _decided(plan["action"], row)
    patient = {"resourceType": "Patient", "id": "1"}
    definitions = entries(bundle, "ActivityDefinition")
    return run("apply.mjs", {"plan": plan, "definitions": definitions, "patient": patient})


def _decided(listed: list[Any], held: dict[str, Any]) -> list[Any]:
    kept = [action for action in listed if _holds(action, held)]
    for action in kept:
        action.pop("condition", None)
        if "action" in action:
            action["action"] = _decided(action["action"], held)
    return [action for action in kept if action.get("action") or "definitionCanonical" in action]


def _holds(action: Any, held: dict[str, Any]) -> bool:
    from fhirpathpy import evaluate
    from fhirpathpy.models import models

    variables = {one["id"]: held.get(one["id"], []) for one in action.get("input", [])}
    wanted = [c["expression"]["expression"] for c in action.get("condition", []) if c["kind"] == "applicability"]
    return all(evaluate({}, path, variables, models["r4"]) == [True] for path in wanted)


def kg(value: float) -> Any:
    amount = {"value": value, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
    return {"resourceType": "Observation", "status": "final", "code": {"text": "weight"}, "valueQuantity": amount}


@pytest.mark.parametrize(("weight", "first"), [(54, 60), (60, 60), (60.1, 80)])
def test_applied_to_a_patient_the_protocol_orders_the_dose_of_her_weight(weight, first):
    care, group, *orders = applied("himeji_2012", {"weight": kg(weight)})
    assert (care["resourceType"], group["resourceType"]) == ("CarePlan", "RequestGroup")
    medicines = {o["medicationCodeableConcept"]["text"]: o for o in orders if o["resourceType"] == "MedicationRequest"}
    assert medicines.keys() == {"Methylprednisolone", "Prednisolone", "Tacrolimus", "Mizoribine"}
    dose = medicines["Prednisolone"]["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]
    assert (dose["value"], dose["code"]) == (first, "mg")


def test_samples_of_one_definition_on_other_days_become_orders_of_their_own():
    _, group, *orders = applied("himeji_2012", {"weight": kg(54)})
    troughs = [o for o in orders if o.get("code", {}).get("coding", [{}])[0].get("code") == "77348-1"]
    assert len(troughs) == len({o["id"] for o in troughs}) == 8
    assert len([a for a in actions(group["action"]) if a["id"].startswith("tacrolimus-trough.monitor-1.day")]) == 8


def test_a_trough_that_is_too_high_makes_the_engine_propose_less_tacrolimus():
    high = copy.deepcopy(OBSERVATION)
    high["valueQuantity"]["value"] = 12
    begun = {"resourceType": "MedicationStatement", "status": "active", "effectivePeriod": {"start": "2026-01-05"}}
    _, _, *orders = applied("himeji_2012", {"weight": kg(54), "tacrolimus_trough": high, "tacrolimus": begun})
    medicines = [o for o in orders if o["resourceType"] == "MedicationRequest"]
    ours = [o for o in medicines if o["medicationCodeableConcept"]["text"] == "Tacrolimus"]
    said = [o["dosageInstruction"][0]["text"] for o in ours]
    assert sorted(said) == ["3 mg once a day by mouth", "reduce by 1 mg, not below 1 mg"]


def test_what_the_engine_proposes_meets_the_official_definitions_but_for_its_own_status():
    """The engine writes the status "option" and a canonical as text, which R4 does not know; the rest is ours."""
    proposed = applied("himeji_2012", {"weight": kg(54)})
    for one in proposed:
        one["status"] = "draft"
        one.pop("basedOn", None)
        one.pop("instantiatesCanonical", None)
    assert [(one, found) for one, found in zip(proposed, run("validate.mjs", proposed), strict=True) if found] == []
