"""Say what a definition is: a named, cited rule over the words of the field.

A definition's value is one of three things: a `Condition` (yes, no, unknown), `levels` (the best level that a patient
reaches, "none", or unknown), or a `Word` (a number or a category).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from remission.terms.sources import Source
from remission.terms.words import Condition, Word

ADULT = 18
"""Completed years from which a patient is an adult."""
ADULTS = (ADULT, None)
"""The ages of a rule for adults."""
NONE = "none"
"""What `levels` answers when every level is ruled out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Hold ordered levels of response, best first, each with its condition. Made by `levels`."""

    conditions: dict[str, Condition]

    @property
    def expr(self) -> pl.Expr:
        """Give the best level that holds; unknown where a better level cannot be ruled out."""
        return self.best({level: condition.expr for level, condition in self.conditions.items()})

    def best(self, holds: dict[str, pl.Expr]) -> pl.Expr:
        """Give the best level out of what says whether each holds."""
        scale = pl.Enum([*self.conditions, NONE])
        answer = pl.lit(NONE, dtype=scale)
        for level, held in reversed(holds.items()):
            answer = pl.when(held).then(pl.lit(level, dtype=scale)).when(~held).then(answer)
        return answer


def levels(**conditions: Condition) -> Levels:
    """Make one ordered answer out of as many conditions as the source gives, best first.

    Example:
        >>> proteinuria = Word.of("proteinuria", "proteinuria")
        >>> response = levels(complete=proteinuria < 0.2, partial=proteinuria < 1.0)
        >>> rows = pl.DataFrame({"proteinuria": [0.1, 0.2, 3.0, None]})
        >>> rows.select(response.expr.alias("response"))["response"].to_list()
        ['complete', 'partial', 'none', None]
    """
    return Levels(conditions=conditions)


Kind = Literal["condition", "levels", "number", "category"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Definition:
    """Hold one definition, its source, and how its text was understood.

    Attributes:
        name: Key: the name of its file and of the object in it.
        label: What a reader sees.
        value: The rule.
        source: Where it was published.
        words: The rule as a sentence for footnotes.
        unit: UCUM unit of a number; "" otherwise.
        printed_unit: The unit as people write it.
        decimals: How many decimals a number is printed with.
        readings: One sentence for each place where the source left something open.
        ages: First and last age, in completed years, for which the rule holds, both included; None where there is no last.
            Under or over it, or without an age, the answer is unknown. (0, None) holds for everyone, of whatever age.
        verified: Whether someone opened the source and compared.
        expr: Filled in: the rule as a polars expression over a wide row, named after the definition.
        inputs: Filled in: the columns that the rule reads.
    """

    name: str
    label: str
    value: Condition | Levels | Word
    source: Source
    words: str
    unit: str = ""
    printed_unit: str = ""
    decimals: int = 1
    readings: tuple[str, ...] = ()
    ages: tuple[int, int | None] = (0, None)
    verified: bool = True
    expr: pl.Expr = field(init=False, repr=False)
    inputs: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the expression once: it is asked for at every question, and is the same each time."""
        object.__setattr__(self, "expr", self.at_its_ages(self.value.expr))
        object.__setattr__(self, "inputs", tuple(dict.fromkeys(self.expr.meta.root_names())))

    @property
    def kind(self) -> Kind:
        """Tell what the definition answers with."""
        if isinstance(self.value, Condition):
            return "condition"
        if isinstance(self.value, Levels):
            return "levels"
        return "number" if self.unit else "category"

    def at_its_ages(self, expr: pl.Expr) -> pl.Expr:
        """Let an answer stand for the ages of the rule only, under the name of the definition."""
        low, high = self.ages
        if high is not None:
            expr = pl.when(pl.col("age").is_between(low, high)).then(expr)
        elif low:
            expr = pl.when(pl.col("age") >= low).then(expr)
        return expr.alias(self.name)

    @property
    def for_ages(self) -> str:
        """Say in words for which ages the rule holds; "" where it holds for all."""
        low, high = self.ages
        if high is None:
            return f"{low} years and older" if low else ""
        return f"{low} to {high} years"

    def holds_at(self, age: float) -> bool:
        """Tell whether the rule holds for someone of an age in years."""
        low, high = self.ages
        return low <= age and (high is None or age < high + 1)

    @property
    def conditions(self) -> dict[str, Condition]:
        """Give the named conditions behind the answer; none for a number or a category."""
        if isinstance(self.value, Levels):
            return self.value.conditions
        return {"yes": self.value} if isinstance(self.value, Condition) else {}


def derived(name: str, words: str) -> Word:
    """Mean the answer of another definition, by its name.

    Shelf files never import one another; a definition that rests on another names it, and `derive` finds it.
    """
    return Word.of(name, words)


def holds(name: str, words: str) -> Condition:
    """Mean that another definition, one that says yes or no, says yes."""
    return derived(name, words).holds()
