"""A file of cases that cannot be read says so in a sentence, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from remission.definitions.cases import read_cases
from remission.errors import SchemaError


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- name: a\n  given: {visit: {upcr: 0.4}\n  expected: yes\n", r"\(mine\.yaml, line 3\)"),
        ("name: a\n", "A file of cases is a list. Found dict"),
        ("- 5\n", "Found int '5' in mine.yaml"),
    ],
)
def test_cases_that_are_no_list_of_cases_are_told(tmp_path: Path, text: str, says: str):
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=says):
        read_cases(file)
