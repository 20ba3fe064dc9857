"""Show what is on the shelves: one thing with its source and readings, or the list of everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from remission.app.model_in_words import told_of
from remission.chart.doors.read import cohorts
from remission.definitions import shelf
from remission.definitions.cases import Case, answer_of, cases_of, holds
from remission.definitions.definition import Definition
from remission.errors import SchemaError, UnknownName
from remission.pk import find as models
from remission.protocols import find as protocols
from remission.protocols.calendar import Line, calendar
from remission.protocols.cases import Case as CaseOfProtocol
from remission.protocols.cases import answers_of, same
from remission.protocols.cases import cases_of as cases_of_protocol
from remission.protocols.protocol import Protocol
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.refused import REFUSED
from remission.terms.sources import bibtex, cite, known_keys
from remission.terms.trait import Group
from remission.terms.traits import TRAITS

SHORT = 40
"""Texts below this length are listed in one line."""
KINDS = ("protocol", "definition", "model", "analyte", "trait", "drug", "cohort", "source")


def contents() -> dict[str, Any]:
    """List the name of everything that can be shown, by kind."""
    return {
        "definition": {name: list(names) for name, names in shelf.shelves().items()},
        "protocol": list(protocols.names()),
        "model": list(models.names()),
        "analyte": list(ANALYTES),
        "trait": {group: [t.name for t in TRAITS.values() if t.group == group] for group in get_args(Group)},
        "drug": list(DRUGS),
        "cohort": list(cohorts()),
        "source": list(known_keys()),
    }


def described(name: str, *, kind: str = "") -> dict[str, Any]:
    """Describe one thing.

    Args:
        name: Its name, with dashes or underscores, or the path of a file of the user's own.
        kind: What kind of thing it is, where the name alone is not enough; "" for any.

    Raises:
        UnknownName: There is no such thing, or no such kind.
    """
    if kind and kind not in KINDS:
        raise UnknownName.among("kind of thing", kind, KINDS)
    key = name if name.endswith(".py") else name.replace("-", "_").lower()
    kind = kind or _kind_in(name)
    for at in [kind] if kind else KINDS:
        if found := _DESCRIBE[at](key):
            return {"kind": at} | found | _also(at, key)
    of_kind = {"definition": shelf.names(), "protocol": protocols.names(), "model": models.names(), "analyte": ANALYTES,
               "trait": TRAITS, "drug": DRUGS, "cohort": cohorts(), "source": known_keys()}  # fmt: skip
    known = dict.fromkeys(name for at in ([kind] if kind else KINDS) for name in of_kind.get(at, ()))
    raise UnknownName.among(kind or "thing on the shelves", name, known)


def _kind_in(name: str) -> str:
    """Tell what a file of the user's own holds: it says so in the import that it begins with."""
    path = Path(name)
    if path.suffix != ".py" or not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8", errors="ignore")
    return "protocol" if "remission.protocols" in text else "model" if "remission.pk" in text else "definition"


def lines(answer: dict[str, Any]) -> Iterator[str]:
    """Print a description for reading: a heading, then one line per thing said."""
    if "kind" not in answer:
        for kind, names in answer.items():
            yield f"{kind}s"
            groups = names.items() if isinstance(names, dict) else [("", names)]
            yield from (f"  {group + ': ' if group else ''}{', '.join(listed)}" for group, listed in groups)
        return
    yield f"{answer['kind']} {answer['name']}: {answer.get('label', '')}".rstrip(": ")
    if answer.get("verified") is False:
        yield "  NOT VERIFIED: nobody has compared this with its source yet."
    for name, value in answer.items():
        if name in ("kind", "name", "label", "verified") or value in ("", None, [], ()):
            continue
        if isinstance(value, list | tuple) and all(len(str(item)) < SHORT for item in value):
            yield f"  {name}: {', '.join(map(str, value))}"
        elif isinstance(value, list | tuple):
            yield f"  {name}:"
            yield from (f"    - {item}" for item in value)
        else:
            yield f"  {name}: {value}"


def sources_in(results: Path) -> list[str]:
    """Read which sources a results.json rests on.

    Raises:
        SchemaError: The file is not one of ours.
    """
    try:
        content = json.loads(results.read_text(encoding="utf-8"))
        return [str(key) for key in content["sources"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SchemaError(
            f"That file names no sources. '{results}' is not a results.json of `remission report`. Give that file."
        ) from error


def _definition(key: str) -> dict[str, Any] | None:
    if key not in shelf.names() and not key.endswith(".py"):
        return None
    d = shelf.find(key)
    return {
        "name": d.name,
        "label": d.label,
        "verified": d.verified,
        "words": d.words,
        "conditions": [leaf.words for c in d.conditions.values() for leaf in c.leaves()],
        "reads": list(d.inputs),
        "unit": d.printed_unit,
        "ages": d.for_ages,
        "source": cite(d.source),
        "says": d.source.says,
        "readings": list(d.readings),
        "cases": [_proved(case, d) for case in cases_of(key)],
    }


def _also(kind: str, key: str) -> dict[str, Any]:
    """Tell of a definition or protocol of the same name, as a trial has a response and a regimen."""
    shelves = {"definition": shelf.names(), "protocol": protocols.names()}
    other = {"definition": "protocol", "protocol": "definition"}.get(kind, "")
    twice = other and key in shelves[other]
    return {"also": f"a {other} has this name too: remission show {other} {key}"} if twice else {}


def _protocol(key: str) -> dict[str, Any] | None:
    if key not in protocols.names() and not key.endswith(".py"):
        return None
    p = protocols.find(key)
    lines = calendar(p)
    return {
        "name": p.name,
        "label": p.label,
        "verified": p.verified,
        "source": cite(p.source),
        "says": p.source.says,
        "days": p.length + 1,
        "doses": [_printed(line) for line in lines if line.kind == "dose"],
        "samples": [_printed(line) for line in lines if line.kind == "sample"],
        "rules": [_printed(line) for line in lines if line.kind == "rule"],
        "response": p.response,
        "switches": [f"{s.name}: {', '.join(s.choices)}; the first is the default. {s.reading}" for s in p.switches],
        "readings": [*p.readings, *(reading for line in lines for reading in line.readings)],
        "cases": [_kept(case, p) for case in cases_of_protocol(key)],
    }


def _model(key: str) -> dict[str, Any] | None:
    if key not in models.names() and not key.endswith(".py"):
        return None
    return told_of(models.find(key))


def _kept(case: CaseOfProtocol, p: Protocol) -> str:
    """Print a case of a protocol, what the protocol gives now where that is not what is expected, and where that is from."""
    told = answers_of(case, p)
    wrong = {name: got for name, got in told.items() if not same(got, case.expected[name])}
    return f"{case.name}{f' BUT GIVES {wrong}' if wrong else ''} [{case.source}]"


def _printed(line: Line) -> str:
    return f"{line.when}: {line.words} [{line.source.key}, {line.source.at}]"


def _proved(case: Case, d: Definition) -> str:
    """Print a case, what is expected, what the definition answers now, and where the expectation is from."""
    got = answer_of(case, d)
    verdict = "" if holds(case, d) else f" BUT ANSWERS {got!r}"
    return f"{case.name}: {case.shown}{verdict} [{case.source}]"


def _analyte(key: str) -> dict[str, Any] | None:
    if key not in ANALYTES:
        return None
    a = _renamed(asdict(ANALYTES[key]), "kind of quantity")
    ranges = [
        f"{r['name']}, {r['sex']}: {r['low']} to {r['high']}{f'; {note}' if (note := r['note']) else ''}"
        f"{'' if r['verified'] else ' (not verified)'}"
        for r in a.pop("reference")
    ]
    refused = [f"{code.loinc}: {code.means}. {code.why}" for code in REFUSED.values() if code.resembles == key]
    return a | {"plausible": f"{a['plausible'][0]:g} to {a['plausible'][1]:g}", "reference": ranges, "refused": refused}


def _trait(key: str) -> dict[str, Any] | None:
    return _renamed(asdict(TRAITS[key]), "kind of value") if key in TRAITS else None


def _drug(key: str) -> dict[str, Any] | None:
    if key not in DRUGS:
        return None
    daily = DRUGS[key].daily
    by_mouth = f", by mouth to {daily.by_mouth:g}" if daily.by_mouth is not None else ""
    believable = f"{daily.least:g} to {daily.most:g} mg on a day{by_mouth}: {daily.because}"
    return _renamed(asdict(DRUGS[key]), "kind of drug") | {"daily": believable}


def _renamed(row: dict[str, Any], kind: str) -> dict[str, Any]:
    return {(kind if name == "kind" else name): value for name, value in row.items()}


def _cohort(key: str) -> dict[str, Any] | None:
    if key not in cohorts():
        return None
    readme = files("remission.chart").joinpath("cohorts", key, "README.md")
    return {"name": key, "about": readme.read_text(encoding="utf-8").strip() if readme.is_file() else ""}


def _source(key: str) -> dict[str, Any] | None:
    return {"name": key, "reference": cite(key), "bibtex": bibtex([key])} if key in known_keys() else None


_DESCRIBE = {
    "definition": _definition,
    "protocol": _protocol,
    "model": _model,
    "analyte": _analyte,
    "trait": _trait,
    "drug": _drug,
    "cohort": _cohort,
    "source": _source,
}
