"""Every regimen says what nobody compared, and its cases cover what its doses depend on."""

from __future__ import annotations

import pytest

from remission.protocols.cases import cases_of
from remission.protocols.find import faults, find, names
from remission.terms.sources import cite

NOT_COMPARED = ("not compared", "from memory", "digests", "a digest")
SOME_WEIGHTS = {50, 60, 60.1, 75}


@pytest.mark.parametrize("name", names())
def test_every_part_can_be_cited_with_its_place(name: str) -> None:
    protocol = find(name)
    for part in (protocol, *protocol.courses, *protocol.monitors, *protocol.rules):
        assert cite(part.source).endswith(f"({part.source.at})")


@pytest.mark.parametrize("name", names())
def test_it_lacks_nothing_that_a_file_of_a_user_s_own_must_have(name: str) -> None:
    assert faults(find(name)) == []


@pytest.mark.parametrize("name", names())
def test_what_nobody_compared_is_named_in_a_reading(name: str) -> None:
    protocol = find(name)
    assert protocol.readings
    told = any(words in reading.lower() for reading in protocol.readings for words in NOT_COMPARED)
    assert protocol.verified or told, "an unverified protocol names exactly what was not compared"


@pytest.mark.parametrize("name", names())
def test_its_cases_cover_the_weights_that_its_doses_depend_on(name: str) -> None:
    cases = cases_of(name)
    assert len(cases) >= 2, f"write tests/cases/protocols/{name}.yaml: what a clinician would work out by hand"
    by_weight = any("kg" in course.words for course in find(name).courses)
    seen = {case.given.get("who", {}).get("weight") for case in cases}
    assert not by_weight or seen >= SOME_WEIGHTS, f"cases at {sorted(SOME_WEIGHTS)} kg"
