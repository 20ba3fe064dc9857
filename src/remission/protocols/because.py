"""Say why a dose is what it is, with what was seen that morning."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from remission.protocols.known import BOUND, TWICE
from remission.protocols.seats import Compiled, Reason, of_what
from remission.terms.analytes import ANALYTES, inside_a_sentence


def because(c: Compiled, told: pl.DataFrame, at: Any, why: Any, bound: Any, seat: Any) -> pl.Series:
    """Say why, one sentence for each place.

    Args:
        c: The protocol.
        told: Rows as `answered` gives them.
        at: Places in `told`.
        why: The number of the reason of each.
        bound: Whether the answer is left open by a result that is printed as a bound, or by two of one day.
        seat: The number of the drug of each.
    """
    rows = zip(at, why, bound, seat, strict=True)
    says = [_doubts(told, int(row), int(of)) if open_ else c.reasons[number].says for row, number, open_, of in rows]
    for number in {*why[~bound]} if len(why) else ():
        if c.reasons[number].reads or c.reasons[number].compares:
            places = np.flatnonzero((why == number) & ~bound)
            seen = told[np.asarray(at)[places]].select(_shown(c.reasons[number], told.columns)).to_series()
            for place, text in zip(places, seen, strict=True):
                says[place] += text
    return pl.Series("because", says, dtype=pl.String)


def _shown(reason: Reason, columns: list[str]) -> pl.Expr:
    """Print what a reason saw, in brackets: the two doses that it compares, or the results that its rule reads."""
    if reason.compares:
        written, held = (pl.col(name).round(2).cast(pl.String).str.replace(r"\.0$", "") for name in reason.compares)
        return pl.format(" ({} mg by the protocol, {} mg on record)", written, held).alias("seen")
    return _seen(reason.reads, columns)


def _doubts(told: pl.DataFrame, row: int, seat: int) -> str:
    """Say which results leave the dose of a drug open: those that are printed as bounds, and two of one day that differ."""
    doubts = [name for name in told.columns if name.startswith("doubt ") and name.endswith(f" {seat}")]
    named = [name.split()[1] for name in doubts if told[name][row]]
    bounds = [_bound(told, row, name[len("sign(") : -1]) for name in named if name.startswith("sign(")]
    twice = [ANALYTES[of_what(name)].label for name in named if name.startswith("twice(")]
    parts = [f"{'; '.join(bounds)} {BOUND}"] if bounds else []
    parts += [f"Two results ({inside_a_sentence('; '.join(twice))}) {TWICE}"] if twice else []
    return " ".join(parts)


def _bound(told: pl.DataFrame, row: int, of: str) -> str:
    """Print a bound: "Tacrolimus trough concentration >9.0 ng/mL"."""
    a = ANALYTES[of_what(of)]
    value = told[f"seen {of}" if f"seen {of}" in told.columns else of][row]
    sign = "<" if told[f"sign({of})"][row] < 0 else ">"
    first = "" if of in ANALYTES else " at baseline"
    return f"{a.label}{first} {sign}{round(value, a.decimals)} {a.printed_unit}".strip()


def _seen(names: tuple[str, ...], columns: list[str]) -> pl.Expr:
    """Print the values that a rule saw: " (serum creatinine 0.9 mg/dL of day 61)"; "" where there is none."""
    parts: list[pl.Expr] = []
    for name in names:
        a = ANALYTES[name]
        value = pl.col(f"seen {name}" if f"seen {name}" in columns else name).round(a.decimals)
        unit = f" {a.printed_unit}" if a.printed_unit else ""
        sign = pl.col(f"sign({name})") if f"sign({name})" in columns else pl.lit(0)
        bound = pl.when(sign < 0).then(pl.lit("<")).when(sign > 0).then(pl.lit(">")).otherwise(pl.lit(""))
        says = pl.format(
            f"{inside_a_sentence(a.label)} {{}}{{}}{unit} of day {{}}",
            bound,
            value,
            pl.col(f"day_of({name})").cast(pl.Int32),
        )
        parts.append(says)
    whole = pl.concat_str(parts, separator="; ", ignore_nulls=True)
    return pl.when(whole != "").then(pl.format(" ({})", whole)).otherwise(pl.lit("")).alias("seen")
