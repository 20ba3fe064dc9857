"""Name the resources of a protocol, so that the same protocol has the same names wherever it is exported.

A canonical address is `base/type/id`, and is cited with its version. The version ends with a digest of everything that is
said under it: a protocol of which anything changes, a dose or a choice, cannot pass for the one that was published before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

from remission.protocols.protocol import Protocol
from remission.report.fhir.codes import Json

_LONGEST = 64
"""Characters that an id of FHIR may have."""
_DIGEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Hold what the names of a protocol's resources are made of.

    Attributes:
        base: Where canonical addresses begin.
        root: Id of the protocol.
        version: Version of everything that belongs to it.
    """

    base: str
    root: str
    version: str

    def id(self, *parts: object) -> str:
        """Name a part of the protocol."""
        return as_id(".".join([self.root, *map(str, parts)]))

    def url(self, kind: str, name: str) -> str:
        """Give the canonical address of a resource."""
        return f"{self.base}/{kind}/{name}"

    def canonical(self, kind: str, name: str) -> str:
        """Give the canonical address of a resource in this version."""
        return f"{self.url(kind, name)}|{self.version}"


def identity_of(protocol: Protocol, base: str, *, told: Iterable[Json] = ()) -> Identity:
    """Name a protocol; one with other choices than its defaults is another artefact, and has another name.

    Args:
        protocol: The protocol, with what is chosen.
        base: Where canonical addresses begin.
        told: Everything that is said under the version; nothing for names without a version yet.
    """
    chosen = {s.name: protocol.choice(s.name) for s in protocol.switches if protocol.choice(s.name) != s.default}
    root = protocol.name + (f"-{_digest(chosen)}" if chosen else "")
    said = list(told)
    number = f"{version('remission')}-sha{_digest(said)}" if said else ""
    return Identity(base=base.rstrip("/"), root=as_id(root), version=number)


def as_id(text: str) -> str:
    """Make an id of a text: letters, digits, dashes and points, at most 64; what is cut off is told by a digest.

    Example:
        >>> as_id("himeji_2012.tacrolimus")
        'himeji-2012.tacrolimus'
        >>> len(as_id("x" * 80))
        64
    """
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-")
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - _DIGEST - 1]}-{_digest(text)}"


def computable(text: str) -> str:
    """Make a name for machines of a key: `Himeji2012` of `himeji_2012`."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", text)) or "Protocol"


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:_DIGEST]
