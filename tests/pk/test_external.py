"""What the page of the external check prints is what the models say; the recipients' data are read where they lie."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "external-check.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script():
    sys.path.insert(0, str(ROOT / "bench"))
    spec = importlib.util.spec_from_file_location("pk_external", ROOT / "bench" / "pk_external.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(ROOT / "bench"))
    return module


def test_the_japanese_table_is_what_the_models_say(script):
    rows = script.japanese()
    assert script.japanese_in_words(rows) in PAGE
    areas = [row["auc 0"] / 163.1 for row in rows]
    assert min(areas) > 0.75
    assert max(areas) < 1.15


@pytest.mark.slow
def test_the_recipients_table_is_what_the_models_say(script):
    if not script.DATA.exists():
        pytest.skip("the recipients' data are not in this repository")
    found = script.recipients(script.DATA)
    assert script.recipients_in_words(found) in PAGE
    for name, rows in found.items():
        stages = {row.earlier: row for row in rows}
        assert stages[None].fair < 50, f"{name}: Zhao 2016 found fewer than half within 30 % for every model"
        assert stages[3].fair > stages[0].fair + 15, f"{name}: earlier levels help"
        assert abs(stages[3].bias) < 15, name
