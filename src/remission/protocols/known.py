"""Lay out what a protocol reads for some patients and days, and answer it, bounds and all.

A result printed as a bound (`<2.0`) may stand for any number beyond it. The protocol is asked at every corner of what its
bounds may stand for; where two corners disagree about a dose, a clinician is asked, and a response that depends on it is
unknown. So it is with two results of one day that differ: it is asked with either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import polars as pl

from remission.chart.chart import Chart
from remission.chart.check import are_possible, possible_traits
from remission.chart.mornings import Timeline, mornings, timeline
from remission.definitions.derive import derive
from remission.protocols.core import asked_for
from remission.protocols.seats import Act, Compiled
from remission.terms.analytes import ANALYTES

_BEYOND = 1e-6
"""How far past its printed bound a value is placed: more than the slip of comparisons."""
_GREATEST = 1e9
BOUND = "is printed as a bound, and the answer depends on what it stands for."
TWICE = "of one day differ, and the answer depends on which of them counts."
ENDS = ("least", "most")
"""The ends of the results of a day."""


def in_order(c: Compiled, chart: Chart, *, today: bool = False) -> Timeline:
    """Put in order what a protocol reads of a chart; what no patient can be, such as a weight of 0 kg, is not known.

    Args:
        c: The protocol.
        chart: The chart.
        today: Whether what is given on the day itself is read too, to be judged.
    """
    chart = chart if are_possible(chart.who) else replace(chart, who=possible_traits(chart.who)[0])
    names = [name for name in c.inputs if not _of_an_answer(name, c)]
    bounds = _bounded(c, chart)
    first = c.protocol.visits[0] if c.protocol.visits else None
    asked = [*names, *(c.today if today else ()), *bounds]
    return timeline(chart, asked, baseline=first, routes=c.routes)


def narrowed(c: Compiled, line: Timeline) -> Timeline:
    """Leave of a chart in order only what some expressions read, and today's doses; the signs of bounds stay with them."""
    wanted = {*c.inputs, *c.today}
    calls = {name: call for name, call in line.calls.items() if name in wanted or _beside(name) in wanted}
    return replace(line, calls=calls)


def _beside(name: str) -> str:
    """Name the result beside which a sign, or an end of its day, stands."""
    call, _, of = name.partition("(")
    return of[:-1] if call in ("sign", *ENDS) else ""


def laid_out(c: Compiled, line: Timeline, rows: pl.DataFrame, baselines: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Lay out what a protocol reads on some mornings.

    Args:
        c: The protocol.
        line: The chart in order.
        rows: `patient` and `day`, in ascending order of both.
        baselines: Answers at baseline that rules compare with, as `baseline_answers` gives them.
    """
    laid = mornings(line, rows, look_back=c.protocol.look_back)
    if baselines:
        at = rows["patient"].to_physical()
        laid = laid.with_columns(
            answers.gather(at).alias(name) for name, answers in baselines.items() if name in c.inputs
        )
    return laid


def baseline_answers(c: Compiled, chart: Chart) -> dict[str, pl.Series]:
    """Answer, at the baseline visit, the definitions whose baseline the protocol asks for; one answer a patient."""
    names = {name: name.partition("(")[2][:-1] for name in c.inputs if _of_an_answer(name, c)}
    if not names:
        return {}
    answers = derive(chart, names.values(), visits=c.protocol.visits[:1])
    return {name: answers[of] for name, of in names.items()}


def answered(c: Compiled, laid: pl.DataFrame) -> pl.DataFrame:
    """Answer a protocol for wide rows; where bounds, or results of one day that differ, leave the answer open, ask.

    Returns:
        As `asked_for`, with `bound n` where they leave the dose of drug n open, and `doubt sign(x) n` or `doubt twice(x) n` for
        each of them that does.
    """
    signed = [
        name for name in laid.columns if name.startswith("sign(") and laid.select((pl.col(name) != 0).any()).item()
    ]
    twice = _differing(laid)
    if not (signed or twice):
        return asked_for(c, laid)
    columns = [seat.made(name) for seat in c.seats for name in ("expected", "act")]
    columns += [c.response] if c.response else []
    corners = _corners(laid, signed)
    near = next(corners)  # the printed number itself is none that a bound may stand for
    answers = asked_for(c, near)
    told = [answers.select(columns), *(asked_for(c, corner).select(columns) for corner in corners)]
    turned = {name: _differ(_neighbours(told, number)) for number, name in enumerate(signed)}
    for of in twice:
        ends = [(told[0], asked_for(c, end).select(columns)) for end in _ends(near, of)]
        turned[f"twice({of})"] = _differ(ends)
    changed: list[pl.Expr | pl.Series] = []
    for seat in c.seats:
        doubts = {n: open_[seat.made("expected")] | open_[seat.made("act")] for n, open_ in turned.items()}
        doubt = pl.any_horizontal(doubts.values())
        act = pl.when(doubt).then(pl.lit(int(Act.ASK), dtype=pl.Int8)).otherwise(pl.col(seat.made("act")))
        changed += [act.alias(seat.made("act")), doubt.alias(seat.made("bound"))]
        changed += [series.alias(seat.made(f"doubt {name}")) for name, series in doubts.items()]
    if c.response:
        doubt = pl.any_horizontal(open_[c.response] for open_ in turned.values())
        changed.append(pl.when(~doubt).then(pl.col(c.response)).alias(c.response))
    return answers.with_columns(changed)


def _neighbours(told: list[pl.DataFrame], number: int) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Pair the answers at all corners, in the order of `_corners`, that differ by one bound alone, by its place."""
    bit = len(told) >> (number + 1)
    return [(told[at], told[at | bit]) for at in range(len(told)) if not at & bit]


def _differ(pairs: list[tuple[pl.DataFrame, pl.DataFrame]]) -> dict[str, pl.Series]:
    """Tell of each answer whether it differs within any of the pairs."""
    return {
        name: pl.select(pl.any_horizontal(~one[name].eq_missing(other[name]) for one, other in pairs)).to_series()
        for name in pairs[0][0].columns
    }


def _differing(laid: pl.DataFrame) -> list[str]:
    """List the analytes of which two results of one day differ, where such a day stands on any row."""
    names = [name[len("least(") : -1] for name in laid.columns if name.startswith("least(")]
    return [of for of in names if laid.select((pl.col(f"least({of})") < pl.col(f"most({of})")).any()).item()]


def _ends(laid: pl.DataFrame, of: str) -> Iterator[pl.DataFrame]:
    """Let the least and the greatest result of a day stand."""
    for end in ENDS:
        yield laid.with_columns(pl.col(f"{end}({of})").alias(of))


def _corners(laid: pl.DataFrame, signed: list[str]) -> Iterator[pl.DataFrame]:
    """Place every bound at the near or at the far end of what it may stand for, in all combinations."""
    for corner in product((False, True), repeat=len(signed)):
        moved: list[pl.Expr] = []
        for name, far in zip(signed, corner, strict=True):
            of = name[len("sign(") : -1]
            value, sign = pl.col(of), pl.col(name)
            below = pl.lit(0.0) if far else value * (1 - _BEYOND)
            above = pl.lit(_GREATEST) if far else value * (1 + _BEYOND)
            moved.append(pl.when(sign < 0).then(below).when(sign > 0).then(above).otherwise(value).alias(of))
        yield laid.with_columns(moved)


def _bounded(c: Compiled, chart: Chart) -> list[str]:
    """List the signs to look at: of what the protocol reads, where any result is printed as a bound."""
    if chart.measured["censored"].null_count() == len(chart.measured):
        return []
    there = chart.measured.filter(pl.col("censored").is_not_null())["analyte"].unique().cast(pl.String).to_list()
    read = [name for name in c.inputs if name in there or name in {f"baseline({of})" for of in there}]
    return [f"sign({name})" for name in read]


def _of_an_answer(name: str, c: Compiled) -> bool:
    """Tell whether a column is the baseline of a definition's answer, which the chart itself does not hold."""
    return name.startswith("baseline(") and name.partition("(")[2][:-1] not in ANALYTES


def every_morning(chart: Chart, day: int) -> pl.DataFrame:
    """Give one row a patient, for one day."""
    return chart.who.select("patient", pl.lit(day, dtype=pl.Int32).alias("day"))


def known_by(chart: Chart, day: int) -> Chart:
    """Leave in a chart what was known on the morning of a day: results of the day, and doses up to the day before."""
    return replace(
        chart,
        measured=chart.measured.filter(pl.col("day").is_null() | (pl.col("day") <= day)),
        given=chart.given.filter(pl.col("day").is_null() | (pl.col("day") < day)),
        happened=chart.happened.filter(pl.col("day").is_null() | (pl.col("day") <= day)),
    )
