"""Tables, figures and sentences, made from result rows. The verb is `report`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remission.report.write import report

__all__ = ["report"]


def __getattr__(name: str) -> Any:
    """Import the verb when it is first asked for, so that the parts of this room stay light."""
    if name not in __all__:
        raise AttributeError(f"module 'remission.report' has no attribute {name!r}")
    return getattr(import_module("remission.report.write"), name)
