"""Tell apart four things that papers call "response": now, ever, confirmed and sustained.

A patient may reach remission at month 2, lose it at month 4 and be back at month 6. "By month 6", "at month 6" and "from
month 2 on" are then three different counts, and a definition by itself answers only for each visit.
"""

from __future__ import annotations

import polars as pl

from remission.definitions.definition import Definition, Levels
from remission.errors import UnknownName
from remission.terms.words import Condition

READINGS = (
    "Before the first dose there is no response: visits up to day 0 do not count.",
    "Confirmed: at this visit and at the one before it; the first visit after day 0 cannot confirm.",
    "Sustained: at this visit and at every visit since it was first reached.",
    "A visit whose answer is unknown confirms nothing and leaves open whether a response was sustained.",
    "A better level counts as the lesser one too: a complete response is also at least a partial one.",
)


def over_time(rows: pl.DataFrame, definition: Definition, *, level: str = "") -> pl.DataFrame:
    """Follow one response of a definition over the visits of each patient.

    Args:
        rows: What `derive` gave, the definition among its columns.
        definition: A definition that answers yes or no, or with levels.
        level: The level to be reached, or a better one; the best where nothing is said.

    Returns:
        `patient`, `visit`, `day`, then `current`, `ever`, `confirmed`, `sustained` (yes, no, or null for unknown) and
        `first`: the visit at which the level was first known to be reached, null before.

    Raises:
        UnknownName: The definition has no such level, or answers with a number or a category.
    """
    yes, no, open_ = (pl.col("current").eq_missing(answer) for answer in (True, False, None))
    current = pl.when(pl.col("day") > 0).then(_reached(definition, level)).otherwise(pl.lit(value=False))
    seen = rows.select("patient", "visit", "day", current.alias("current")).with_columns(_so_far(yes).alias("reached"))
    lost, gap = _so_far(pl.col("reached") & no), _so_far(pl.col("reached") & open_)
    confirmed = pl.col("current") & pl.col("current").shift(1, fill_value=False).over("patient")
    return seen.select(
        "patient",
        "visit",
        "day",
        "current",
        pl.when("reached").then(pl.lit(value=True)).when(~_so_far(open_)).then(pl.lit(value=False)).alias("ever"),
        confirmed.alias("confirmed"),
        pl.when(no | lost).then(pl.lit(value=False)).when(~open_ & ~gap).then(pl.lit(value=True)).alias("sustained"),
        pl.when("reached").then(pl.col("visit").filter(yes).first().over("patient")).alias("first"),
    )


def _so_far(condition: pl.Expr) -> pl.Expr:
    """Tell whether something was ever so, up to and including this visit."""
    return (condition.cum_sum() > 0).over("patient")


def _reached(definition: Definition, level: str) -> pl.Expr:
    if isinstance(definition.value, Condition) and level in ("", "yes"):
        return pl.col(definition.name)
    if not definition.conditions:
        raise UnknownName(
            f"Only a response can be followed over time. {definition.name} answers with a {definition.kind}. Name a definition "
            "that answers yes or no, or with levels."
        )
    known = list(definition.value.conditions) if isinstance(definition.value, Levels) else []
    wanted = level or (known[0] if known else "")
    if wanted not in known:
        raise UnknownName.among(f"level of {definition.name}", wanted, known or ["yes"])
    return pl.col(definition.name).cast(pl.String).is_in(known[: known.index(wanted) + 1])
