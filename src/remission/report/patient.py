"""Say whose a plan is: to people by a name, to servers by a reference; a name never goes where a reference stands."""

from __future__ import annotations

import re

from remission.errors import SchemaError

_ID = r"[A-Za-z0-9\-.]{1,64}"
_REFERENCE = re.compile(
    rf"(https?://[^\s|?#]+/)?Patient/{_ID}(/_history/{_ID})?"
    r"|urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|urn:oid:[0-2](\.(0|[1-9]\d*))+"
)


def name_in_one_line(name: str) -> str:
    r"""Give a name as it is printed: one line, with single spaces.

    Raises:
        SchemaError: It has letters that cannot be printed.

    Example:
        >>> name_in_one_line(" 佐藤\n花子 ")
        '佐藤 花子'
    """
    line = " ".join(name.split())
    if not line.isprintable():
        raise SchemaError(
            f"A name is printed on one line. Found {name!r}. Leave out what is no letter, such as a tabulator."
        )
    return line


def checked_reference(subject: str) -> str:
    """Refuse what is no reference to a patient of a FHIR server, above all a name.

    Raises:
        SchemaError: It is none.

    Example:
        >>> checked_reference("Patient/123")
        'Patient/123'
    """
    if subject and not _REFERENCE.fullmatch(subject):
        raise SchemaError(
            f"The subject of a FHIR resource is a reference to the patient on a server, and no name. Found {subject!r}. Write "
            "Patient/123, the address https://.../Patient/123, or urn:uuid:...; a name belongs on the card and in the calendar: "
            "`name`."
        )
    return subject
