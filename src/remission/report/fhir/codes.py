"""Say drugs, quantities, routes and amounts in the codes and units of FHIR.

Only codes that were read in a text are given; everything else is a name. LOINC and ATC codings carry no display, because
their displays belong to LOINC and to WHO; what a reader sees is in `text`. Japanese drug codes name a product and its
strength, not a substance, so no drug here has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from remission.definitions import shelf
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS

Json = dict[str, Any]

BASE = "https://remission.example/fhir"
"""Where canonical addresses begin unless the caller has an address: a name reserved for examples, which nobody can own."""
LOINC = "http://loinc.org"
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the "
    "Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at "
    "http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."
)
_UCUM = "http://unitsofmeasure.org"
_ATC = "http://www.whocc.no/atc"
_ROUTE = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"
_ROUTES = {"oral": ("PO", "by mouth"), "iv": ("IV", "into a vein"), "sc": ("SQ", "under the skin")}
_TRAITS = {"weight": "29463-7", "height": "8302-2"}
"""LOINC codes of traits that are measured."""
_PLACES = 9
"""Decimals that are kept: more than any dose has, and fewer than a computer's own rounding shows."""


def number(value: float) -> float:
    """Write a number as people do: 60 for 60.0, 32.4 for 32.400000000000006."""
    near = round(float(value), _PLACES)
    return int(near) if near.is_integer() else near


def quantity(value: float, unit: str, *, printed: str = "") -> Json:
    """Give an amount with its UCUM unit."""
    return {"value": number(value), "unit": printed or unit, "system": _UCUM, "code": unit}


def days(count: float) -> Json:
    """Give a duration in days."""
    return quantity(count, "d", printed="day" if count == 1 else "days")


def concept(text: str, *codings: Json) -> Json:
    """Give a concept: what a reader sees, with the codes that mean it."""
    return {"coding": list(codings), "text": text} if codings else {"text": text}


def coding(system: str, code: str, display: str = "") -> Json:
    """Give one code."""
    return {"system": system, "code": code, "display": display} if display else {"system": system, "code": code}


def drug(name: str) -> Json:
    """Give a drug by its ATC code and its INN, or by the INN alone where WHO has no code."""
    known = DRUGS.get(name)
    if known is None:
        return concept(name.replace("_", " "))
    return concept(known.label, *([coding(_ATC, known.atc)] if known.atc and known.verified else []))


def route(name: str) -> Json:
    """Give a route of administration."""
    code, words = _ROUTES[name]
    return concept(words, coding(_ROUTE, code))


def measure(name: str, base: str, *, all_codes: bool = False) -> Json:
    """Give a quantity of a chart: an analyte, a trait or the answer of a definition.

    Args:
        name: Its key.
        base: Where canonical addresses begin; codes of our own belong to it.
        all_codes: Whether every LOINC code that means it is given, as a filter needs, or only the first, as an order does.
    """
    codes = loinc(name)
    if not codes:
        return concept(label(name), coding(f"{base}/CodeSystem/quantities", name, label(name)))
    return concept(label(name), *(coding(LOINC, code) for code in (codes if all_codes else codes[:1])))


def loinc(name: str) -> Sequence[str]:
    """List the LOINC codes of a quantity that were read in a text; none for most scores and for definitions."""
    if name in ANALYTES:
        return ANALYTES[name].loinc if ANALYTES[name].verified else ()
    return (_TRAITS[name],) if name in _TRAITS else ()


def label(name: str) -> str:
    """Give what a reader calls a quantity."""
    term = ANALYTES.get(name) or TRAITS.get(name)
    if term is not None:
        return term.label
    return shelf.find(name).label if name in shelf.names() else name.replace("_", " ")


def unit_of(name: str) -> tuple[str, str]:
    """Give the UCUM unit of a quantity and how people write it; "" where it has none."""
    if name in ANALYTES:
        return ANALYTES[name].unit, ANALYTES[name].printed_unit
    if name in TRAITS:
        return TRAITS[name].unit, TRAITS[name].printed_unit
    found = shelf.find(name) if name in shelf.names() else None
    return (found.unit, found.printed_unit) if found else ("", "")


def without_empty(value: Any) -> Any:
    """Leave out what is empty: FHIR knows no empty list and no empty text."""
    if isinstance(value, dict):
        held = {name: without_empty(one) for name, one in value.items()}
        return {name: one for name, one in held.items() if one not in ("", [], {}, None)}
    return [without_empty(one) for one in value] if isinstance(value, list) else value
