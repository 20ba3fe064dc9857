"""Name every way in which a call to Remission can go wrong.

    RemissionError
    ├── UnknownName      (LookupError)    a name that no shelf, chart or file knows
    ├── UnitError        (ValueError)     a unit that is missing, unreadable or of another dimension
    ├── SchemaError      (ValueError)     a file or table that has not the promised shape
    ├── ProtocolError    (ValueError)     a protocol that contradicts itself, or cannot be followed
    ├── ModelError       (ValueError)     a population model that lacks something, or contradicts itself
    ├── ConvergenceError (ArithmeticError) a calculation that did not come to an end
    └── MissingExtra     (ImportError)    an optional library that is not installed

Errors are for what is wrong with the *call*. What is wrong with the *data* is a finding: a row in `chart.findings`.
Every message has three parts: what happened, what was found, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 12
"""How many known names a message lists."""


class RemissionError(Exception):
    """Stand at the root of the tree, so that one `except` catches all of ours and nothing else."""


class UnknownName(RemissionError, LookupError):
    """Say that a name is not known, and which known names come nearest."""

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str]) -> UnknownName:
        """Build the error for `name`, which should have been one of `known`.

        Args:
            kind: What the name should have named, in the reader's words ("definition", "analyte").
            name: The name that was asked for.
            known: Every name that would have been understood.

        Example:
            >>> print(UnknownName.among("drug", "tacrolimos", ["mizoribine", "tacrolimus"]))
            There is no drug called 'tacrolimos'. The nearest name is 'tacrolimus'. Use one of: mizoribine, tacrolimus.
        """
        names = sorted(known)
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        found = f" The nearest name is {near[0]!r}." if near else ""
        listed = ", ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if len(names) > MOST else "")
        return cls(f"There is no {kind} called {name!r}.{found} Use one of: {listed or 'none is known'}.")


class UnitError(RemissionError, ValueError):
    """Say that a unit is missing, cannot be read, or measures something else."""


class SchemaError(RemissionError, ValueError):
    """Say that a file or table has not the shape that was promised."""


class ProtocolError(RemissionError, ValueError):
    """Say that a protocol contradicts itself, cites nothing, or cannot be followed."""


class ModelError(RemissionError, ValueError):
    """Say that a population model lacks a unit, contradicts itself, or cannot be solved."""


class ConvergenceError(RemissionError, ArithmeticError):
    """Say that a calculation did not come to an end, and what to look at."""


class MissingExtra(RemissionError, ImportError):
    """Say that an optional library is not installed, with the command that installs it."""
