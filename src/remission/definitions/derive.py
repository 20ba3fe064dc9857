"""Run definitions on a chart: one row per patient and visit comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product

import polars as pl

from remission.chart.chart import Chart
from remission.chart.visits import censored_cells, wide
from remission.definitions import shelf
from remission.definitions.definition import Definition, Levels
from remission.errors import SchemaError
from remission.terms.analytes import ANALYTES
from remission.terms.stand_ins import find_stand_in
from remission.terms.windows import HIMEJI_VISITS, Visit

_BEYOND = 1e-6
"""How far past its printed bound a censored value is placed, relative to the bound.

More than the slip of comparisons, or a result printed as `<0.2` would not be below 0.2.
"""
_GREATEST = 1e9
_ACROSS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "baseline": lambda x: x.filter(pl.col("visit") == "baseline").first(),
    "previous": lambda x: x.forward_fill().shift(1),
    "lowest": lambda x: x.cum_min().forward_fill().shift(1),
}
"""What is made, patient by patient, of the other visits of a quantity; rows lie in the order of the visits."""
KEYS = ("patient", "visit", "day")
"""What every derived row begins with."""


def derive(
    chart: Chart,
    definitions: Iterable[str | Definition],
    *,
    visits: Sequence[Visit] = HIMEJI_VISITS,
    stand_ins: Iterable[str] = (),
) -> pl.DataFrame:
    """Answer definitions for every patient and visit.

    A value printed as a bound (`<0.1`) answers a rule only if every number that it may stand for gives the same answer;
    otherwise the answer is unknown.

    Args:
        chart: The chart.
        definitions: Definitions, or their names, or paths of files that hold one. What they rest on is found.
        visits: The visits and their windows.
        stand_ins: Measures that may stand in for one another, by the keys of `remission.terms.stand_ins`; none unless
            the caller allows it.

    Returns:
        `patient`, `visit`, `day`, and one column per definition asked for; null is unknown.

    Raises:
        UnknownName: A definition, something that it rests on, or a stand-in is not known.
    """
    asked = [shelf.find(d) if isinstance(d, str) else d for d in definitions]
    ordered = needed(asked)
    rows, bounds = laid_out(chart, ordered, visits, stand_ins)
    return agreed(rows, bounds, ordered).select(*KEYS, *dict.fromkeys(d.name for d in asked))


def laid_out(
    chart: Chart, ordered: Iterable[Definition], visits: Sequence[Visit], stand_ins: Iterable[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the wide rows that definitions read, and the signs of those values that are only bounds."""
    inputs = chart_inputs(ordered)
    inputs += [_of(i) for i in inputs if i.startswith("baseline(")]
    allowed = [s for s in map(find_stand_in, stand_ins) if s.wanted in inputs]
    swapped = {s.wanted: s.used for s in allowed}
    columns = [*inputs, *(i.replace(_measure(i), swapped[_measure(i)]) for i in inputs if _measure(i) in swapped)]
    rows = wide(chart, columns, visits)
    bounds = censored_cells(chart, [i for i in columns if i in ANALYTES], visits)
    return _stood_in(rows, swapped), _signs_stood_in(rows, bounds, swapped)


def _stood_in(rows: pl.DataFrame, swapped: dict[str, str]) -> pl.DataFrame:
    """Fill what is wanted from what stands in; both are read as they were measured."""
    wanted_here = [(name, _measure(name)) for name in rows.columns if _measure(name) in swapped]
    pairs = [(name, name.replace(measure, swapped[measure])) for name, measure in wanted_here]
    return rows.with_columns(pl.coalesce(wanted, used).alias(wanted) for wanted, used in pairs if used in rows.columns)


def _signs_stood_in(rows: pl.DataFrame, bounds: pl.DataFrame, swapped: dict[str, str]) -> pl.DataFrame:
    """Let a value that stands in bring its sign."""
    for wanted, used in swapped.items():
        if used in bounds.columns:
            own = bounds[wanted] if wanted in bounds.columns else pl.lit(None, dtype=bounds[used].dtype)
            sign = pl.when(rows[wanted].is_null()).then(bounds[used]).otherwise(own).alias(wanted)
            bounds = bounds.with_columns(pl.select(sign).to_series())
    return bounds


def answer(rows: pl.DataFrame, ordered: Iterable[Definition]) -> pl.DataFrame:
    """Add the answer of each definition to wide rows, those that rest on others last.

    Args:
        rows: One row per patient and visit, as `wide` makes them.
        ordered: Definitions in an order in which each finds what it needs, as `needed` gives them.
    """
    alone = rows["patient"].n_unique() == 1 if "patient" in rows.columns else False
    steps, between = _steps(tuple(ordered), alone)
    for step in steps:
        rows = rows.with_columns(step)
    return rows.drop(between)


@lru_cache(maxsize=64)
def _steps(ordered: tuple[Definition, ...], alone: bool) -> tuple[list[list[pl.Expr]], list[str]]:  # a key
    """List what to add to wide rows, step by step, and which of it is only on the way.

    Each condition of a level is a column of its own first, so that it is looked at once and not twice.
    """
    steps: list[list[pl.Expr]] = []
    between: list[str] = []
    for layer in _layers(ordered):
        across = {expr.meta.output_name(): expr for definition in layer for expr in _across(definition, alone=alone)}
        conditions: dict[str, pl.Expr] = {}
        answers: list[pl.Expr] = []
        for definition in layer:
            value, answer = definition.value, definition.expr
            if isinstance(value, Levels):
                named = {level: f"{definition.name}: {level}" for level in value.conditions}
                conditions |= {named[level]: c.expr for level, c in value.conditions.items()}
                answer = definition.at_its_ages(value.best({level: pl.col(name) for level, name in named.items()}))
            answers.append(answer)
        steps += [list(across.values()), [expr.alias(name) for name, expr in conditions.items()], answers]
        between += conditions
    return [step for step in steps if step], between


def _layers(ordered: Iterable[Definition]) -> list[list[Definition]]:
    """Put definitions that rest on none of one another into one step: few large steps run faster than many small ones."""
    depth: dict[str, int] = {}
    layers: list[list[Definition]] = []
    for definition in ordered:
        at = 1 + max((depth[name] for name in map(_of, definition.inputs) if name in depth), default=-1)
        depth[definition.name] = at
        layers += [[]] * (at == len(layers))
        layers[at] = [*layers[at], definition]
    return layers


def needed(definitions: Iterable[Definition], *, settled: Iterable[str] = ()) -> list[Definition]:
    """Order definitions so that each comes after those it rests on, which are added, but for those already settled."""
    return list(_needed(tuple(definitions), frozenset(settled)))


@lru_cache(maxsize=256)
def _needed(definitions: tuple[Definition, ...], settled: frozenset[str]) -> tuple[Definition, ...]:
    ordered: dict[str, Definition] = {}

    def visit(definition: Definition, *below: str) -> None:
        way = (*below, definition.name)
        for name in _rests_on(definition):
            if name in way:
                raise SchemaError(
                    f"A definition cannot rest on itself. Found {' on '.join((*way, name))}. Take one out."
                )
            if name not in ordered and name not in settled:
                visit(shelf.find(name), *way)
        ordered[definition.name] = definition

    for definition in definitions:
        visit(definition)
    return tuple(ordered.values())


def chart_inputs(ordered: Iterable[Definition]) -> list[str]:
    """List the columns that definitions read from the chart itself, not from one another."""
    return list(_chart_inputs(tuple(ordered)))


@lru_cache(maxsize=64)
def _chart_inputs(definitions: tuple[Definition, ...]) -> tuple[str, ...]:
    made = {d.name for d in definitions}
    read = dict.fromkeys(_of(i) if _made_here(i) else i for d in definitions for i in d.inputs)
    return tuple(i for i in read if i not in made)


def _of(name: str) -> str:
    """Name the quantity that a column is made of: `previous(creatinine)` is made of creatinine."""
    call, _, rest = name.partition("(")
    return rest.removesuffix(")") if call in _ACROSS else name


def _measure(name: str) -> str:
    """Name the analyte behind a column, be it the value, that of another visit, or its day."""
    return _of(name.removeprefix("day_of(").removesuffix(")") if name.startswith("day_of(") else name)


def _made_here(name: str) -> bool:
    """Tell whether a column is made of other visits here; the baseline of an analyte comes from the chart."""
    return _of(name) != name and not (name.startswith("baseline(") and _of(name) in ANALYTES)


def _rests_on(definition: Definition) -> list[str]:
    known = {*shelf.names(), definition.name}
    return [name for name in dict.fromkeys(map(_of, definition.inputs)) if name in known and name not in ANALYTES]


def _across(definition: Definition, *, alone: bool) -> list[pl.Expr]:
    """Give what a definition compares with from other visits; one patient alone needs no keeping apart."""
    names = [name for name in definition.inputs if _made_here(name)]
    made = {name: _ACROSS[name.partition("(")[0]](pl.col(_of(name))) for name in names}
    return [(expr if alone else expr.over("patient")).alias(name) for name, expr in made.items()]


def agreed(rows: pl.DataFrame, bounds: pl.DataFrame, ordered: list[Definition]) -> pl.DataFrame:
    """Answer definitions, and keep an answer only where everything that the censored values may stand for gives it.

    A condition is settled, as yes, no or unknown, before others rest on it: that an item of a score is unknown is what
    the score needs to know, and the corners to look at stay few.
    """
    answers = answer(rows, ordered)
    if not bounds.width:
        return answers
    settled: dict[str, pl.Series] = {}
    changed: dict[str, pl.Series] = {}
    for definition in ordered:
        name, chain = definition.name, needed([definition], settled=settled)
        read, told = _read(chain), answers[definition.name]
        if read & changed.keys() or not read.isdisjoint(bounds.columns):
            held = rows.with_columns(settled[n] for n in read & settled.keys())
            certain = _certain(held, bounds, chain, answer(held, chain)[name] if read & changed.keys() else told)
            if not certain.equals(told, null_equal=True):
                changed[name] = told = certain
        if definition.kind == "condition":
            settled[name] = told
    return answers.with_columns(changed.values())


def _certain(rows: pl.DataFrame, bounds: pl.DataFrame, chain: list[Definition], answered: pl.Series) -> pl.Series:
    """Ask the last definition of a chain again, at every corner of what its censored values may stand for.

    Only the patients who have such a value are asked again. The baseline value moves by itself, and so does a visit
    beside the one before it where they are compared: of two values below 0.5, one may be twice the other.
    """
    definition = chain[-1]
    read = _read(chain)
    parts = [bounds[name].set(~at, None) for name in bounds.columns if name in read for at in _apart(rows, chain)]
    signs = pl.DataFrame([part.alias(f"{n} {part.name}") for n, part in enumerate(parts) if part.count()])
    if not signs.width:
        return answered
    bounded = rows.filter(signs.select(pl.any_horizontal(pl.all().is_not_null())).to_series())["patient"].unique()
    asked = rows.select(pl.col("patient").is_in(bounded.implode())).to_series()
    again, signs = rows.filter(asked), signs.filter(asked)
    agreed: pl.Series | None = None
    for corner in product((False, True), repeat=signs.width):
        moved = again
        for name, far in zip(signs.columns, corner, strict=True):
            analyte = name.partition(" ")[2]
            moved = moved.with_columns(_end(signs[name], moved[analyte], far=far))
        told = answer(_with_baselines(again, moved), chain)[definition.name]
        agreed = told if agreed is None else agreed.set(~agreed.eq_missing(told), None)
    places = asked.arg_true()
    whole = pl.DataFrame({"at": places, "agreed": agreed})
    held = answered.to_frame("answer").with_row_index("at").join(whole, on="at", how="left", maintain_order="left")
    return held.select(pl.when(asked).then("agreed").otherwise("answer").alias(definition.name)).to_series()


def _read(chain: Iterable[Definition]) -> set[str]:
    """List what definitions read, of this visit and of others."""
    return {_of(name) for definition in chain for name in definition.inputs}


def _apart(rows: pl.DataFrame, chain: list[Definition]) -> list[pl.Series]:
    """Part the rows into those whose censored values move together."""
    first = rows["visit"].cast(pl.String) == "baseline"
    if not any(_made_here(name) and not name.startswith("baseline(") for d in chain for name in d.inputs):
        return [first, ~first]
    odd = rows["visit"].to_physical() % 2 == 1
    return [first, ~first & odd, ~first & ~odd]


def _end(signs: pl.Series, values: pl.Series, *, far: bool) -> pl.Series:
    """Place each censored value at the near or at the far end of what it may stand for."""
    below = 0.0 * values if far else values * (1 - _BEYOND)
    above = values * 0.0 + _GREATEST if far else values * (1 + _BEYOND)
    frame = pl.DataFrame({"sign": signs, "value": values, "below": below, "above": above})
    placed = pl.when(pl.col("sign") == "<").then("below").when(pl.col("sign") == ">").then("above").otherwise("value")
    return frame.select(placed.alias(values.name)).to_series()


def _with_baselines(rows: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    names = [c for c in rows.columns if c.startswith("baseline(") and _of(c) in moved.columns]
    return moved.with_columns(_ACROSS["baseline"](pl.col(_of(n))).over("patient").alias(n) for n in names)
