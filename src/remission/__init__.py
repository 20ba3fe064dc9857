"""Treat-to-target combination therapy of lupus nephritis, executable.

The verbs, each of which is a command too: `read` a chart, `derive` definitions on it, `check` its data, `evaluate` it,
`compare_definitions` of response, recompute a paper's `facts`; `remission.report.report` writes the report. A protocol that
`find_protocol` finds is followed by three: `plan` it for one patient, `decide` a day, `audit` a cohort. With a population
model that `find_model` finds, `dose` looks for the dose that brings a level to its target, and `fit` moves the model to the
levels of a centre. Everything is imported when it is first used, so that `import remission` costs nothing.

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
    from remission.pk.dose import Advice, dose
    from remission.pk.find import find as find_model
    from remission.pk.fit import Fit, fit
    from remission.pk.targets import aimed
    from remission.protocols.audit import Audit, audit
    from remission.protocols.decide import Decision, decide
    from remission.protocols.differences import diff
    from remission.protocols.find import find as find_protocol
    from remission.protocols.plan import Plan, plan
    from remission.protocols.protocol import Protocol
    from remission.report.comparison import Comparison, compare_definitions
    from remission.report.evaluation import Evaluation, evaluate
    from remission.report.facts import facts

__all__ = [
    "Advice",
    "Audit",
    "Chart",
    "Comparison",
    "Decision",
    "Definition",
    "Evaluation",
    "Fit",
    "Plan",
    "Protocol",
    "aimed",
    "audit",
    "check",
    "compare_definitions",
    "decide",
    "derive",
    "diff",
    "dose",
    "evaluate",
    "explain",
    "facts",
    "find_model",
    "find_protocol",
    "fit",
    "over_time",
    "plan",
    "read",
    "why_unknown",
]

_HOMES = {
    "Advice": "pk.dose",
    "Audit": "protocols.audit",
    "Chart": "chart.chart",
    "Comparison": "report.comparison",
    "Decision": "protocols.decide",
    "Definition": "definitions.definition",
    "Evaluation": "report.evaluation",
    "Fit": "pk.fit",
    "Plan": "protocols.plan",
    "Protocol": "protocols.protocol",
    "aimed": "pk.targets",
    "audit": "protocols.audit",
    "check": "definitions.check",
    "compare_definitions": "report.comparison",
    "decide": "protocols.decide",
    "derive": "definitions.derive",
    "diff": "protocols.differences",
    "dose": "pk.dose",
    "evaluate": "report.evaluation",
    "explain": "definitions.explain",
    "facts": "report.facts",
    "find_model": "pk.find:find",
    "find_protocol": "protocols.find:find",
    "fit": "pk.fit",
    "over_time": "definitions.over_time",
    "plan": "protocols.plan",
    "read": "chart.doors.read",
    "why_unknown": "definitions.explain",
}


def __getattr__(name: str) -> Any:
    """Import a verb or noun when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'remission' has no attribute {name!r}")
    home, _, called = _HOMES[name].partition(":")
    return getattr(import_module(f"remission.{home}"), called or name)


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__]
