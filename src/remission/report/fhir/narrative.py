"""Say a resource in words, for a reader whose program shows nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from remission.report.fhir.codes import Json


def narrative(title: str, lines: Iterable[str] = ()) -> Json:
    """Give a title and some lines as the XHTML that FHIR carries."""
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    body = f"<p>{escape(title)}</p>" + (f"<ul>{listed}</ul>" if listed else "")
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}
