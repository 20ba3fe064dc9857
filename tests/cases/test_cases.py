"""Run the cases: the YAML files beside this one, one a definition, that a clinician can read and write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from remission.definitions.cases import Case, answer_of, cases_of, holds, read_cases
from remission.definitions.shelf import find
from remission.errors import SchemaError

HERE = Path(__file__).parent
FILES = sorted(file for file in HERE.glob("*/*.yaml") if file.parent.name != "protocols")


def cases() -> Iterator[Any]:
    for file in FILES:
        for number, case in enumerate(read_cases(file), 1):
            yield pytest.param(file.stem, case, id=f"{file.stem}-{number}")


@pytest.mark.parametrize(("definition", "case"), list(cases()))
def test_the_definition_answers_as_its_case_expects(definition: str, case: Case) -> None:
    found = find(definition)
    assert holds(case, found), f"{case.name}: {answer_of(case, found)!r}, not {case.expected!r}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_is_a_sentence_of_its_own_and_says_where_its_answer_is_from(file: Path) -> None:
    found = read_cases(file)
    names = [case.name for case in found]
    assert len(set(names)) == len(names)
    assert [name for name in names if " " not in name] == []
    assert [case.name for case in found if len(case.source) < 8] == []
    assert len({str(case.expected) for case in found}) > 1, "cases that all expect one answer test nothing"


def test_a_number_without_a_tolerance_is_compared_exactly() -> None:
    case = Case(name="", given={"baseline": {"creatinine": 1}}, day=0, expected=5, tolerance=0.0, source="")
    assert not holds(case, find("egfr_jsn_2009"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "- name: a b\n  given: { vist: { creatinine: 1 } }\n  expected: yes\n  from: by hand\n",
            "unknown fields vist",
        ),
        ("- name: a b\n  given: {}\n  expected: yes\n", "no from in 'a b' of slip.yaml"),
    ],
)
def test_a_slip_in_a_case_is_told_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "slip.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=says):
        read_cases(file)


def test_a_definition_of_one_s_own_has_its_cases_beside_it(tmp_path: Path) -> None:
    assert cases_of(str(tmp_path / "mine.py")) == ()
    case = "- name: a b\n  given: {}\n  expected: unknown\n  from: three-valued logic\n"
    (tmp_path / "mine.yaml").write_text(case, encoding="utf-8")
    assert [case.shown for case in cases_of(str(tmp_path / "mine.py"))] == ["unknown"]
