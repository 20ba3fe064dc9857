"""Say which names of covariates a model does not know, what they may have meant, and what it wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from remission.pk.model import Model

SHORTEST = 2
"""Letters of a short name, such as WT, that may stand for a longer one."""


def unused(model: Model, names: Sequence[str]) -> tuple[str, ...]:
    """Say what is not used; nothing where there is nothing.

    Args:
        model: The model.
        names: Names of columns or covariates; in any case.

    Example:
        >>> from remission.pk.find import find
        >>> unused(find("tacrolimus_han_2013"), ["HCT"])[0].partition(". ")[0]
        'Not used: HCT (perhaps hematocrit?)'
    """
    wanted = [covariate.name for covariate in model.covariates]
    strange = [name for name in names if name.lower() not in wanted]
    if not strange:
        return ()
    told = ", ".join(name + (f" (perhaps {near}?)" if (near := nearest(name, wanted)) else "") for name in strange)
    wants = f"wants {', '.join(wanted)}, by these names" if wanted else "wants no covariate"
    return (f"Not used: {told}. {model.name} {wants}.",)


def nearest(name: str, wanted: Sequence[str]) -> str:
    """Find the name that another one may have meant, an abbreviation or a slip; "" where none is near.

    Example:
        >>> nearest("WT", ["height", "weight"]), nearest("haematocrit", ["hematocrit"]), nearest("SITE", ["weight"])
        ('weight', 'hematocrit', '')
    """
    near = get_close_matches(name.lower(), wanted, n=1, cutoff=0.7)
    short = [full for full in wanted if len(name) >= SHORTEST and _abbreviates(name.lower(), full)]
    return [*near, *short, ""][0]


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether the letters of a short name stand in a full one in this order, the first at its beginning."""
    letters = iter(full)
    return short[0] == full[0] and all(letter in letters for letter in short)
