"""Run the cases of protocols: the YAML files in `tests/cases/protocols`, one a protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from remission.errors import SchemaError
from remission.protocols.cases import Case, answers_of, cases_of, holds, read_cases
from remission.protocols.find import find

HERE = Path(__file__).parents[1] / "cases" / "protocols"
FILES = sorted(HERE.glob("*.yaml"))


def cases() -> Iterator[Any]:
    for file in FILES:
        for number, case in enumerate(read_cases(file), 1):
            yield pytest.param(file.stem, case, id=f"{file.stem}-{number}")


@pytest.mark.parametrize(("protocol", "case"), list(cases()))
def test_the_protocol_gives_what_its_case_expects(protocol: str, case: Case) -> None:
    found = find(protocol)
    assert holds(case, found), f"{case.name}: {answers_of(case, found)!r}, not {case.expected!r}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_is_a_sentence_of_its_own_and_says_where_its_doses_are_from(file: Path) -> None:
    found = read_cases(file)
    names = [case.name for case in found]
    assert len(set(names)) == len(names)
    assert [name for name in names if " " not in name] == []
    assert [case.name for case in found if len(case.source) < 8] == []
    assert len({str(case.expected) for case in found}) > 1, "cases that all expect one answer test nothing"
    assert any(case.plan for case in found), "give the days and doses of the paper's own schedule"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- name: a b\n  given: { vist: {} }\n  plan: {}\n  from: by hand\n", "unknown fields vist"),
        ("- name: a b\n  given: {}\n  plan: {}\n", "no from in 'a b' of slip.yaml"),
        ("- name: a b\n  given: {}\n  from: by hand\n", "no plan, total or decide in 'a b'"),
        ("- name: a b\n  given: {}\n  decide: { tacrolimus: 3 }\n  from: by hand\n", "no day in 'a b'"),
    ],
)
def test_a_slip_in_a_case_is_told_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "slip.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=says):
        read_cases(file)


def test_a_protocol_of_one_s_own_has_its_cases_beside_it(tmp_path: Path) -> None:
    assert cases_of(str(tmp_path / "mine.py")) == ()
    case = "- name: a b\n  given: {}\n  plan: { tacrolimus: { 0: 3 } }\n  from: by hand\n"
    (tmp_path / "mine.yaml").write_text(case, encoding="utf-8")
    assert [case.expected for case in cases_of(str(tmp_path / "mine.py"))] == [
        {"plan": {"tacrolimus": {0: 3}}, "asks": {}}
    ]
