"""Checks that are not ours, or rest on HL7's own lists: what is wrong with a resource, one sentence a fault."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
UCUM = "http://unitsofmeasure.org"
TIMES = {"s", "min", "h", "d", "wk", "mo", "a"}
ORACLE = Path(__file__).parent / "oracles" / "required_codes.json"


def faults(resource: Json) -> list[str]:
    """List what every checker in Python finds."""
    return [*by_fhirkit(resource), *by_fhir_resources(resource), *by_required_codes(resource), *by_types(resource)]


def by_fhirkit(resource: Json) -> list[str]:
    """Ask a validator of R4 proper, written in Rust."""
    import fhirkit

    return [f"fhirkit: {issue}" for issue in fhirkit.validate(resource)]


def by_fhir_resources(resource: Json) -> list[str]:
    """Ask the models of R4B, which for our types are those of R4."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fhir.resources.R4B import get_fhir_model_class
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValueError as found:
        return [f"fhir.resources: {found}"]
    return []


def by_required_codes(resource: Json) -> list[str]:
    """Hold every code with a required binding against HL7's sets of values, and concepts against HL7's own systems."""
    bound = [
        f"{path} is '{code}'" for path, code, known in _bound(resource, resource["resourceType"]) if code not in known
    ]
    systems = _oracle()["systems"]
    odd = [
        f"{c['code']} is not in {c['system']}"
        for c in codings(resource)
        if c["code"] not in systems.get(c["system"], [c["code"]])
    ]
    return [*bound, *odd]


def by_types(resource: Json) -> list[str]:
    """Hold amounts and expressions against the invariants of their types, which the validators we know leave out."""
    found = [
        f"qty-3: {held}" for held in _dicts(resource) if "code" in held and "unit" in held and "system" not in held
    ]
    timed = [
        one for held in _dicts(resource) for name, one in held.items() if name.endswith("Duration") or name == "due"
    ]
    found += [
        f"drt-1: {one}" for one in timed if not ("value" in one and one.get("system") == UCUM and one["code"] in TIMES)
    ]
    ranges = [
        held for held in _dicts(resource) if isinstance(held.get("low"), dict) and isinstance(held.get("high"), dict)
    ]
    found += [f"rng-2: {held}" for held in ranges if not held["low"]["value"] <= held["high"]["value"]]
    found += [
        f"exp-1: {held}"
        for held in _dicts(resource)
        if "language" in held and not {"expression", "reference"} & set(held)
    ]
    return found


def codings(value: Any) -> Iterator[Json]:
    """List every coding."""
    for held in _dicts(value):
        yield from (c for c in held.get("coding", []) if "system" in c)


def units(value: Any) -> set[str]:
    """List every UCUM unit."""
    return {held["code"] for held in _dicts(value) if held.get("system") == UCUM}


def is_ucum(unit: str) -> bool:
    """Ask a parser of UCUM."""
    from lark.exceptions import LarkError

    try:
        _ucum().parse(unit)
    except LarkError:
        return False
    return True


def texts(value: Any, name: str) -> list[Any]:
    """List what stands in every element of a name."""
    return [held[name] for held in _dicts(value) if name in held]


def actions(action: list[Json]) -> Iterator[Json]:
    """List all actions of a tree."""
    for one in action:
        yield one
        yield from actions(one.get("action", []))


def entries(bundle: Json, kind: str = "") -> list[Json]:
    """List the resources of a bundle, or those of one type."""
    return [e["resource"] for e in bundle["entry"] if kind in ("", e["resource"]["resourceType"])]


def _dicts(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _dicts(one)


@cache
def _ucum() -> Any:
    from ucumvert import get_ucum_parser

    return get_ucum_parser()


@cache
def _oracle() -> Json:
    return json.loads(ORACLE.read_text(encoding="utf-8"))


def _bound(value: Json, kind: str) -> Iterator[tuple[str, str, list[str]]]:
    kind = value.get("resourceType", kind)
    for name, told in _oracle()["types"].get(kind, {}).items():
        held = value.get(name, [])
        for one in held if isinstance(held, list) else [held]:
            if "codes" in told:
                yield f"{kind}.{name}", one, told["codes"]
            else:
                yield from _bound(one, told["type"])
