"""List, from HL7's own R4 definitions, the codes that each element with a required binding may have.

Validators that check shapes accept any word as a code, so our exports are held against this list too. Run it with the folder of
the npm package hl7.fhir.r4.examples: `python required_codes.py FOLDER > required_codes.json`. For each type it lists the elements
that have such codes, and those that lead to some; then the codes of HL7's own systems that our concepts are taken from.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TYPES = ("ActivityDefinition", "Bundle", "CarePlan", "Goal", "MedicationRequest", "Observation", "Patient",
         "PlanDefinition", "RequestGroup", "ServiceRequest")  # fmt: skip
"""What we export, and two types in which the tests make faults."""
SYSTEMS = (
    "http://hl7.org/fhir/resource-types",
    "http://terminology.hl7.org/CodeSystem/action-type",
    "http://terminology.hl7.org/CodeSystem/definition-topic",
    "http://terminology.hl7.org/CodeSystem/dose-rate-type",
    "http://terminology.hl7.org/CodeSystem/plan-definition-type",
    "http://terminology.hl7.org/CodeSystem/usage-context-type",
    "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration",
)
SKIPPED = {"extension", "modifierExtension", "contained"}

Elements = dict[str, dict[str, Any]]


def required_codes(folder: Path) -> dict[str, Any]:
    """Read the definitions in a folder."""
    found = Definitions(folder)
    systems = {url: sorted(_all_codes(found.systems[url].get("concept", []))) for url in SYSTEMS}
    return {"types": found.listed(), "systems": systems}


class Definitions:
    """Look definitions, sets of values and systems of codes up in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sets = self._by_url("ValueSet")
        self.systems = self._by_url("CodeSystem")
        self.types: dict[str, Elements] = {}

    def listed(self) -> dict[str, Elements]:
        for name in TYPES:
            self._read(name)
        return {name: kept for name in sorted(self.types) if (kept := self._leading(name))}

    def _by_url(self, kind: str) -> dict[str, dict[str, Any]]:
        read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.folder.glob(f"{kind}-*.json")))
        return {one["url"]: one for one in read if "url" in one}

    def _read(self, name: str) -> None:
        if name in self.types:
            return
        path = self.folder / f"StructureDefinition-{name}.json"
        elements = json.loads(path.read_text(encoding="utf-8"))["snapshot"]["element"] if path.is_file() else []
        self.types[name] = {}
        for element in elements[1:]:
            holder, _, own = element["path"].rpartition(".")
            if own in SKIPPED:
                continue
            self.types.setdefault(holder, {}).update(self._told(element, own))

    def _told(self, element: dict[str, Any], own: str) -> Elements:
        if "contentReference" in element:
            return {own: {"type": element["contentReference"].removeprefix("#")}}
        told: Elements = {}
        for one in element.get("type", []):
            code = one["code"]
            name = own.replace("[x]", code[0].upper() + code[1:])
            binding = element.get("binding", {})
            if code == "code" and binding.get("strength") == "required":
                codes = self._codes(binding["valueSet"].partition("|")[0])
                told |= {name: {"codes": sorted(codes)}} if codes else {}
            elif code in ("BackboneElement", "Element"):
                told[name] = {"type": element["path"]}
            elif code == "Resource":
                told[name] = {"type": "Resource"}
            elif code[0].isupper() and code != "Extension":
                self._read(code)
                told[name] = {"type": code}
        return told

    def _codes(self, url: str) -> set[str]:
        compose = self.sets[url]["compose"]
        listed = [self._included(part) for part in compose["include"]]
        return set().union(*listed) - set().union(*(self._included(part) for part in compose.get("exclude", [])))

    def _included(self, part: dict[str, Any]) -> set[str]:
        if part.get("filter"):
            raise ValueError(f"a filter on {part['system']}")
        if "valueSet" in part:
            return set().union(*(self._codes(url.partition("|")[0]) for url in part["valueSet"]))
        if "concept" in part:
            return {concept["code"] for concept in part["concept"]}
        return _all_codes(self.systems.get(part["system"], {}).get("concept", []))

    def _leading(self, name: str) -> Elements:
        return {own: told for own, told in sorted(self.types[name].items()) if self._leads(told, frozenset())}

    def _leads(self, told: dict[str, Any], seen: frozenset[str]) -> bool:
        if "codes" in told or told["type"] == "Resource":
            return True
        name = told["type"]
        return name not in seen and any(self._leads(one, seen | {name}) for one in self.types.get(name, {}).values())


def _all_codes(concepts: list[dict[str, Any]]) -> set[str]:
    return {c["code"] for c in concepts}.union(*(_all_codes(c.get("concept", [])) for c in concepts))


if __name__ == "__main__":
    json.dump(required_codes(Path(sys.argv[1])), sys.stdout, indent=1)
    sys.stdout.write("\n")
