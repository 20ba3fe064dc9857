"""Write a fitted model down: as a model file of the user's own, and as figures for other programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite, log10
from pathlib import Path
from typing import Any

from remission.errors import SchemaError
from remission.pk.find import names
from remission.pk.fit import Fit
from remission.pk.meals import MEAL
from remission.pk.model import Model
from remission.pk.parts import Residual, Spread

DIGITS = 6
"""Significant digits of an estimate in a file: more than any data give."""


def model_file(fit: Fit, name: str, *, base: str) -> str:
    """Write the fitted model as Python: the model it came from, with every number that the fit gave it.

    Args:
        fit: The fit.
        name: Name of the file and of the model in it: letters, digits and underscores.
        base: The model that was fitted: a name of the shelf, or the path of a file, which then has to stand beside this one.

    Raises:
        SchemaError: The name cannot be a name in Python, or is one of the shelf.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in names():
        raise SchemaError(
            f"A model of your own needs a name of its own. Found {name!r}. Use small letters, digits and underscores, begin "
            "with a letter, and choose no name of the shelf."
        )
    own = base.endswith(".py")
    there = f'str(Path(__file__).with_name("{Path(base).name}"))' if own else f'"{fit.base.name}"'
    meal = not own and fit.base.name not in names() and MEAL in fit.base.iov.names
    if meal:
        there = f'"{fit.base.name.removesuffix("_after_supper")}"'
    found = f"after_supper(find({there}))" if meal else f"find({there})"
    ways = ["from remission.pk.meals import after_supper"] if meal else []
    lines = [
        f'"""{_line(fit.base.label)}: fitted to {_count(fit)}."""',
        "",
        "from dataclasses import replace",
        *(["from pathlib import Path"] if own else []),
        "",
        "from remission.pk.find import find",
        *ways,
        "from remission.pk.model import Parameter, Residual, Spread",
        "from remission.terms.sources import Source",
        "",
        f"base = {found}",
        "",
        f"{name} = replace(",
        "    base,",
        f'    name="{name}",',
        f"    label={_text(f'{fit.base.label}, fitted to {_count(fit)}')},",
        "    parameters=(",
        *[
            f"        Parameter(name={_text(p.name)}, value={_number(p.value)}, unit={_text(p.unit)}, says={_text(p.says)}),"
            for p in fit.model.parameters
        ],
        "    ),",
        f"    iiv={_spread(fit.model.iiv)},",
        f"    iov={_spread(fit.model.iov)},",
        f"    residual={_residual(fit.model.residual)},",
        f"    population={_text(f'{_count(fit)}, fitted by remission')},",
        f"    source=Source({_text(name)}, at={_text('fitted by remission')}, says={_text(_verdict(fit))},",
        f"                  reference={_text(f'Own data, unpublished: {fit.base.label} fitted to {_count(fit)}.')}),",
        "    readings=(",
        *[f"        {_text(reading)}," for reading in _readings(fit)],
        "    ),",
        "    verified=False,",
        ")",
    ]
    return "\n".join(lines) + "\n"


def results(fit: Fit) -> dict[str, Any]:
    """Give a fit as plain values that JSON can hold; what is not known is None."""
    low = fit.lowest
    return {
        "model": fit.base.name,
        "verified": fit.base.verified,
        "method": "FOCE with interaction",
        "patients": fit.problem.patients,
        "levels": fit.levels,
        "objective": fit.objective,
        "bic": fit.bic,
        "done": fit.done,
        "steps": low.rounds,
        "could_still_fall_by": _known(low.left),
        "estimates": [asdict(number) | {"rse": number.rse} for number in fit.numbers],
        "held": list(fit.held),
        "findings": list(fit.findings),
        "set_aside": list(fit.set_aside),
        "assumed": list(fit.assumed),
        "sources": ["almquist_2015", "savic_2009", "hooker_2007", "comets_2008", "bergstrand_2011", _key(fit.base)],
    }


def _key(model: Model) -> str:
    return model.source.key


def _known(value: float) -> float | None:
    return value if isfinite(value) else None


def _count(fit: Fit) -> str:
    return f"{fit.levels} levels of {fit.problem.patients} patients"


def _verdict(fit: Fit) -> str:
    reached = "the lowest place was reached" if fit.done else "the search did NOT reach the lowest place"
    return f"FOCE with interaction, objective {fit.objective:.3f}, {reached}"


def _readings(fit: Fit) -> tuple[str, ...]:
    held = f"Held as they were: {', '.join(fit.held)}." if fit.held else "Nothing was held."
    return (held, "The numbers are those of one centre's levels; nobody else has looked at them.", *fit.findings)


def _number(value: float) -> str:
    if not value:
        return "0.0"
    return repr(round(value, DIGITS - 1 - int(log10(abs(value)) // 1)))


def _text(text: str) -> str:
    """Write a text with double quotes, as the shelf does."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _line(text: str) -> str:
    return text.replace('"', "'").replace("\\", "/").replace("\n", " ")


def _spread(spread: Spread) -> str:
    if not spread.of:
        return "Spread()"
    together = _pairs({(a, b): r for (a, b), r in spread.correlations.items()})
    of = ", ".join(f"{_text(name)}: {_number(sd)}" for name, sd in spread.of.items())
    return f"Spread(of={{{of}}}, scale={_text(spread.scale)}{f', correlations={together}' if together else ''})"


def _pairs(correlations: Mapping[tuple[str, str], float]) -> str:
    inside = ", ".join(f"({_text(a)}, {_text(b)}): {_number(r)}" for (a, b), r in correlations.items())
    return f"{{{inside}}}" if inside else ""


def _residual(residual: Residual) -> str:
    parts = [
        f"{kind}={_number(getattr(residual, kind))}"
        for kind in ("proportional", "additive", "log")
        if getattr(residual, kind)
    ]
    return f"Residual({', '.join([*parts, f'adds={_text(residual.adds)}'])})"
