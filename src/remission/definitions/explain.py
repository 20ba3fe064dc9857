"""Say why a definition answers as it does: each condition, what it saw, its limit, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl
from polars import selectors

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.definitions.derive import KEYS, agreed, laid_out, needed
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.traits import TRAITS
from remission.terms.windows import HIMEJI_VISITS, Visit
from remission.terms.words import Condition, Word

_DIGITS = 10
"""Significant digits in which an explanation prints a number: 1.15 × 0.43 is 0.4945, not 0.49449999999999994."""
_SAID = {
    "baseline": "baseline {}",
    "previous": "previous {}",
    "lowest": "lowest earlier {}",
    "upper_normal": "upper normal limit of {}",
    "lower_normal": "lower normal limit of {}",
    "cumulative": "cumulative {} dose",
    "in_force": "daily {} dose",
    "taking": "whether {} is taken",
}
"""How a column that is made of another is called in a sentence."""
_OTHERWISE = (
    "a definite value: one was printed as a bound, or measured too long before or after, or the age lies outside those of "
    "the rule"
)


def explain(
    chart: Chart, definition: Definition, *, visits: Sequence[Visit] = HIMEJI_VISITS, stand_ins: Iterable[str] = ()
) -> pl.DataFrame:
    """Show, for every patient and visit, each condition of a definition, the value it saw and its limit.

    Of a score it shows each item that the score counts.

    Args:
        chart: The chart.
        definition: The definition.
        visits: The visits and their windows; `as_of` gives those of a single day.
        stand_ins: Measures that may stand in for one another, as for `derive`.

    Returns:
        `patient`, `visit`, `level`, `condition`, `seen`, `limit`, `holds` (null is unknown), `missing` (what would have to
        be known, where it is unknown): one row per condition. `seen` prints a bound with its sign ("<0.5").
    """
    ordered = needed([definition])
    rows, bounds = laid_out(chart, ordered, visits, stand_ins)
    leaves = [(level, leaf) for level, whole in definition.conditions.items() for leaf in whole.leaves()]
    leaves += [("counts", item) for item in definition.value.counts] if isinstance(definition.value, Word) else []
    alone = [replace(definition, name=f"condition {n}", value=leaf) for n, (_, leaf) in enumerate(leaves)]
    rows = agreed(rows, bounds, [*ordered, *alone])
    parts = [
        rows.select(*KEYS[:2], *_leaf(level, leaf, rows, bounds)).with_columns(
            rows[a.name].alias("holds"), _missing(a, ordered, rows, rows[a.name]).alias("missing")
        )
        for (level, leaf), a in zip(leaves, alone, strict=True)
    ]
    schema = {"level": pl.String, "condition": pl.String, "seen": pl.String, "limit": pl.String, "holds": pl.Boolean,
              "missing": pl.String}  # fmt: skip
    if not parts:
        return rows.select(*KEYS[:2]).clear().with_columns(pl.lit(None, dtype=t).alias(n) for n, t in schema.items())
    return pl.concat(parts).sort("patient", "visit", maintain_order=True)


def why_unknown(
    chart: Chart,
    definitions: Iterable[str | Definition],
    *,
    visits: Sequence[Visit] = HIMEJI_VISITS,
    stand_ins: Iterable[str] = (),
) -> pl.DataFrame:
    """Name what is missing wherever a definition answers unknown.

    Args:
        chart: The chart.
        definitions: Definitions, or their names or paths.
        visits: The visits and their windows.
        stand_ins: Measures that may stand in for one another, as for `derive`.

    Returns:
        `patient`, `visit`, `definition`, `missing`: one row per unknown answer.
    """
    asked = [shelf.find(d) if isinstance(d, str) else d for d in definitions]
    ordered = needed(asked)
    rows, bounds = laid_out(chart, ordered, visits, stand_ins)
    rows = agreed(rows, bounds, ordered)
    parts = [
        rows.select(*KEYS[:2], pl.lit(d.name).alias("definition")).with_columns(
            _missing(d, ordered, rows, rows[d.name]).alias("missing")
        )
        for d in {d.name: d for d in asked}.values()
    ]
    return pl.concat(parts).filter(pl.col("missing").is_not_null())


def _missing(definition: Definition, ordered: list[Definition], rows: pl.DataFrame, answers: pl.Series) -> pl.Series:
    """Name, for each row without an answer, the columns of the chart that the rule asks for and that are unknown."""
    made = {d.name: d for d in ordered}
    lacks = [pl.when(lacking).then(pl.lit(what)) for what, lacking in absent(definition, made).items()]
    named = pl.concat_list(lacks).list.drop_nulls().list.join(", ") if lacks else pl.lit("")
    told = pl.when(named == "").then(pl.lit(_OTHERWISE)).otherwise(named)
    return rows.select(pl.when(answers.is_null()).then(told).alias("missing"))["missing"]


def absent(definition: Definition, made: dict[str, Definition]) -> dict[str, pl.Expr]:
    """Tell, for each quantity that a rule asks for in the end, in which rows it is missing."""
    columns = {
        # days without a dose on record are counted, so that the count itself is always known
        name: asked & (pl.col(name) > 0 if name.startswith("days_open") else pl.col(name).is_null())
        for name, asked in _read(definition, made).items()
    }
    # the day of a value is known where the value is
    return {called(name, made): lacking for name, lacking in columns.items() if not name.startswith("day_of(")}


def _read(definition: Definition, made: dict[str, Definition]) -> dict[str, pl.Expr]:
    """List the columns that a rule reads in the end, and for which rows: what another definition knows is not asked for."""
    found: dict[str, pl.Expr] = {}
    for name in definition.inputs:
        inner = _read(made[name], made) if name in made else {}
        reached = {n: asked & pl.col(name).is_null() for n, asked in inner.items()} or {name: pl.lit(value=True)}
        found |= {n: found[n] | asked if n in found else asked for n, asked in reached.items()}
    return found


def called(column: str, made: dict[str, Definition]) -> str:
    """Name a column that rules read, as a sentence does: `baseline(creatinine)` is "baseline serum creatinine"."""
    call, _, rest = column.rpartition("(")
    of = rest.removesuffix(")")
    if call.startswith("days_open"):
        kind, day = of.split(", ")
        return f"dose of {kind} on every day " + (
            f"since day {day}" if call.endswith("since") else f"of the last {day}"
        )
    label = ANALYTES[of].label if of in ANALYTES else TRAITS[of].label if of in TRAITS else of
    label = made[of].label if of in made else inside_a_sentence(label)
    return _SAID.get(call, "{}").format(label)


def shown(word: Word | None, rows: pl.DataFrame, bounds: pl.DataFrame, *, digits: int = _DIGITS) -> pl.Series:
    """Print the value of a quantity in every row, a bound with its sign; null where it is unknown."""
    if word is None:
        return pl.repeat(None, len(rows), dtype=pl.String, eager=True)
    value = rows.select("patient", word.expr.alias("value")).with_columns(selectors.float().round_sig_figs(digits))
    text = value["value"].cast(pl.String)
    return bounds[word.name].cast(pl.String).fill_null("") + text if word.name in bounds.columns else text


def _leaf(level: str, leaf: Condition, rows: pl.DataFrame, bounds: pl.DataFrame) -> list[pl.Expr | pl.Series]:
    return [
        pl.lit(level).alias("level"),
        pl.lit(leaf.words).alias("condition"),
        shown(leaf.seen, rows, bounds).alias("seen"),
        shown(leaf.limit, rows, bounds).alias("limit"),
    ]
