"""Events that rules ask about."""

from __future__ import annotations

import re

from remission.definitions.shelf import find, names
from remission.terms import events
from remission.terms.events import EVENTS
from remission.terms.words import Condition


def test_every_row_is_whole_and_is_the_condition_of_its_name():
    for name, row in EVENTS.items():
        condition = getattr(events, name)
        assert isinstance(condition, Condition)
        assert condition.expr.meta.root_names() == [f"on_record({name})"]
        assert row.label
        assert row.means.endswith(".")


def test_definitions_ask_only_about_events_of_the_table():
    asked = {name: re.findall(r"on_record\((.+?)\)", " ".join(find(name).inputs)) for name in names()}
    unknown = {name: sorted(set(found) - set(EVENTS)) for name, found in asked.items() if set(found) - set(EVENTS)}
    assert unknown == {}, "add a row to terms/events.py and import it from there"
