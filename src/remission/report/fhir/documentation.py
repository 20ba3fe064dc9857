"""Say on what a part rests: the publication, how it was read, and what its source left to choose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from remission.protocols.parts import Part, Switch, choices_of
from remission.protocols.protocol import Protocol
from remission.report.fhir.codes import Json
from remission.terms.sources import Source, cite

_DOI = re.compile(r"doi:(10\.\S+?)\.?(?= |$)")


def cited(source: Source) -> Json:
    """Give a publication, the place in it and the words relied on."""
    reference = cite(source)
    found = _DOI.search(reference)
    told: Json = {"type": "citation", "label": source.key, "citation": reference}
    told |= {"display": source.says} if source.says else {}
    return told | ({"url": f"https://doi.org/{found[1]}"} if found else {})


def reading(words: str) -> Json:
    """Give one reading: how an open text was understood."""
    return {"type": "documentation", "label": "reading", "display": words}


def choice(switch: Switch, chosen: str) -> Json:
    """Give what a source leaves to choose, what is chosen, and why."""
    others = [name for name in switch.choices if name != chosen]
    label = f"choice {switch.name}={chosen} (or {', '.join(others)})"
    return {"type": "documentation", "label": label, "display": switch.reading}


def behind(part: Part, protocol: Protocol) -> list[Json]:
    """List what stands behind a part: its source, its readings, and the choices that turn it on."""
    choices = choices_of(part.option)
    turned = [choice(s, choices[s.name]) for s in protocol.switches if s.name in choices]
    return [cited(part.source), *map(reading, part.readings), *turned]


def behind_all(protocol: Protocol) -> list[Json]:
    """List what stands behind a protocol: every publication once, its own readings, and every choice."""
    sources = [protocol.source, *(part.source for part in protocol.parts)]
    switches = [choice(s, protocol.choice(s.name)) for s in protocol.switches]
    return [*_once(sources), *map(reading, protocol.readings), *switches]


def _once(sources: Iterable[Source]) -> list[Json]:
    """Give the whole of each publication: the places stand on the parts."""
    whole = {source.key: Source(source.key, reference=source.reference) for source in sources}
    return [cited(source) for source in whole.values()]
