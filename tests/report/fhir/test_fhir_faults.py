"""The checkers find faults: a resource that is wrong is refused by at least one, so silence means something."""

from __future__ import annotations

import pytest
from fhir_checks import by_fhir_resources, by_fhirkit, by_required_codes, entries, faults
from fhir_faults import EIGHT, IN_EXPORTS, OBSERVATION, PATIENT, broken, made
from shelf_plans import planned

from remission.protocols.find import find
from remission.report.fhir import care_plan, protocol_bundle


@pytest.fixture(scope="module")
def exported():
    bundles = (protocol_bundle(find("himeji_2012")), care_plan(planned("himeji_2012")))
    found = {}
    for bundle in bundles:
        for one in entries(bundle):
            found.setdefault(one["resourceType"], one)
    return found


def test_what_has_no_fault_passes():
    assert faults(PATIENT) == []
    assert faults(OBSERVATION) == []


@pytest.mark.parametrize("fault", EIGHT)
def test_each_of_the_eight_faults_is_found(fault):
    assert faults(made(fault))


@pytest.mark.parametrize("fault", IN_EXPORTS)
def test_a_fault_in_an_export_is_found(fault, exported):
    kind, make = IN_EXPORTS[fault]
    assert faults(exported[kind]) == []
    assert faults(broken(exported[kind], make))


def test_no_checker_would_do_alone():
    """Why there are three: each of them overlooks something."""
    for check in (by_fhirkit, by_fhir_resources, by_required_codes):
        assert [fault for fault in EIGHT if not check(made(fault))]
