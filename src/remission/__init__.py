"""Treat-to-target combination therapy of lupus nephritis, executable.

The verbs, each of which is a command too: `read` a chart, `derive` definitions on it, `check` its data, `evaluate` it,
`compare_definitions` of response, recompute a paper's `facts`; `remission.report.report` writes the report. Everything is
imported when it is first used, so that `import remission` costs nothing.

Example:
    >>> from remission import derive, read
    >>> responses = derive(read("himeji"), ["himeji_2012"])
    >>> responses.filter(visit="month_6")["himeji_2012"].to_list().count("complete")
    7
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remission.chart.chart import Chart
    from remission.chart.doors.read import read
    from remission.definitions.check import check
    from remission.definitions.definition import Definition
    from remission.definitions.derive import derive
    from remission.definitions.explain import explain, why_unknown
    from remission.definitions.over_time import over_time
    from remission.report.comparison import Comparison, compare_definitions
    from remission.report.evaluation import Evaluation, evaluate
    from remission.report.facts import facts

__all__ = [
    "Chart",
    "Comparison",
    "Definition",
    "Evaluation",
    "check",
    "compare_definitions",
    "derive",
    "evaluate",
    "explain",
    "facts",
    "over_time",
    "read",
    "why_unknown",
]

_HOMES = {
    "Chart": "chart.chart",
    "Comparison": "report.comparison",
    "Definition": "definitions.definition",
    "Evaluation": "report.evaluation",
    "check": "definitions.check",
    "compare_definitions": "report.comparison",
    "derive": "definitions.derive",
    "evaluate": "report.evaluation",
    "explain": "definitions.explain",
    "facts": "report.facts",
    "over_time": "definitions.over_time",
    "read": "chart.doors.read",
    "why_unknown": "definitions.explain",
}


def __getattr__(name: str) -> Any:
    """Import a verb or noun when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'remission' has no attribute {name!r}")
    return getattr(import_module(f"remission.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__]
