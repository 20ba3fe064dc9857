"""The dosing card: one page for the patient, in plain words, English or Japanese.

`dosing_card(plan)` says what stands on it; `card_html` and `card_pdf` set it on a page of A4.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remission.report.card.compose import dosing_card
    from remission.report.card.render import card_html, card_pdf

__all__ = ["card_html", "card_pdf", "dosing_card"]

_HOMES = {"card_html": "render", "card_pdf": "render", "dosing_card": "compose"}


def __getattr__(name: str) -> Any:
    """Import a verb when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'remission.report.card' has no attribute {name!r}")
    return getattr(import_module(f"remission.report.card.{_HOMES[name]}"), name)
