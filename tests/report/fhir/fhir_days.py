"""Read doses back out of FHIR, day by day, knowing nothing but FHIR: what an importer on the other side would do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fhir_checks import actions, entries

Json = dict[str, Any]
Days = dict[tuple[int, str, str], float]
"""mg a week at the pace of the day, by study day, drug and route: a dose of 300 mg on 3 days a week is 900."""
_PERIODS = {"d": 1, "wk": 7}
_ROUTES = {"PO": "oral", "IV": "iv", "SQ": "sc"}


def doses_of_care_plan(bundle: Json, day_0: date | None = None) -> Days:
    """Read the doses of a care plan; with dates, the days before and after are counted from the date of day 0."""
    requests = {
        e["fullUrl"]: e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationRequest"
    }
    (group,) = entries(bundle, "RequestGroup")
    found: Days = {}
    for action in actions(group.get("action", [])):
        request = requests.pop(action.get("resource", {}).get("reference", ""), None)
        if request is not None:
            name = request["medicationCodeableConcept"]["text"]
            begin = action["relatedAction"][0]["offsetDuration"]["value"]
            for day, route, rate in _days(request["dosageInstruction"], begin, day_0):
                assert (day, name, route) not in found, "two orders for one day"
                found[day, name, route] = rate
    assert not requests, "an order that no action places"
    return found


def doses_of_definition(definition: Json, begin: int, end: int) -> Days:
    """Read the doses of an activity definition that begins on a day; what has no end goes on to the end of the protocol."""
    name = definition["productCodeableConcept"]["text"]
    return {(day, name, route): rate for day, route, rate in _days(definition["dosage"], begin, None, end)}


def _days(dosages: list[Json], begin: int, day_0: date | None, end: int = 0) -> Iterator[tuple[int, str, float]]:
    assert [d["sequence"] for d in dosages] == list(range(1, len(dosages) + 1))
    for dosage in dosages:
        repeat = dosage["timing"]["repeat"]
        first, last = _bounds(repeat, begin, day_0, end)
        amount = dosage["doseAndRate"][0]["doseQuantity"]
        assert (amount["system"], amount["code"]) == ("http://unitsofmeasure.org", "mg")
        route = _ROUTES[dosage["route"]["coding"][0]["code"]]
        span = repeat["period"] * _PERIODS[repeat["periodUnit"]]
        taken = amount["value"] * repeat["frequency"]
        if "count" in repeat or (repeat["periodUnit"] == "d" and span > 7):
            times = repeat.get("count", (last - first) // span + 1)
            assert first + (times - 1) * span <= last
            yield from ((first + n * span, route, taken * 7) for n in range(times))
        else:
            weekly = taken * len(repeat["dayOfWeek"]) if "dayOfWeek" in repeat else taken * 7 / span
            yield from ((day, route, weekly) for day in range(first, last + 1))
        begin = last + 1


def _bounds(repeat: Json, begin: int, day_0: date | None, end: int) -> tuple[int, int]:
    if "boundsPeriod" in repeat:
        assert day_0 is not None
        first, last = (date.fromisoformat(repeat["boundsPeriod"][side]) for side in ("start", "end"))
        return (first - day_0).days, (last - day_0).days
    if "boundsDuration" not in repeat:
        return begin, end
    assert repeat["boundsDuration"]["code"] == "d"
    return begin, begin + repeat["boundsDuration"]["value"] - 1
