"""Lay two protocols side by side: what they give, measure and change, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from remission.protocols.calendar import calendar
from remission.protocols.find import taken
from remission.protocols.parts import EVERY_DAY
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol
from remission.terms.drugs import DRUGS, prednisolone_equivalent
from remission.terms.sources import cite

MARKS = (28, 91, 182, 364)
"""Days within which planned doses are added up: 4, 13, 26 and 52 weeks."""
DIFFERENCE: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "about": pl.String(),
    "same": pl.Boolean(),
    "one": pl.String(),
    "other": pl.String(),
}
_KINDS = ("whole", "dose", "planned", "sample", "visit", "rule", "switch")
Told = dict[tuple[str, str], str]


def diff(protocol: Protocol | str, other: Protocol | str, **traits: Any) -> pl.DataFrame:
    """Lay two protocols side by side, with what is chosen.

    Args:
        protocol: The one, or its name.
        other: The other, or its name.
        traits: Traits of a patient, such as `weight=60`: the mg that each plans for that patient are then added up too.

    Returns:
        One row a drug, sample, visit, rule or switch: `kind, about, same, one, other`. What a protocol does not have is
        null; lines that stand for one thing are joined by "; ".

    Example:
        >>> from remission.protocols.find import find
        >>> rows = diff(find("himeji_2012"), find("tacrolimus_label_japan_2007"))
        >>> rows.filter(kind="dose", about="mizoribine").row(0)
        ('dose', 'mizoribine', False, 'from day 0 on: mizoribine 300 mg on 3 days a week by mouth, at most 300 mg; ...', None)
    """
    sides = [_told(p, traits) for p in (taken(protocol), taken(other))]
    keys = sorted(sides[0].keys() | sides[1].keys(), key=lambda key: _order(key, sides))
    rows = [(*key, sides[0].get(key) == sides[1].get(key), sides[0].get(key), sides[1].get(key)) for key in keys]
    return pl.DataFrame(rows, schema=DIFFERENCE, orient="row")


def _order(key: tuple[str, str], sides: list[Told]) -> tuple[int, int]:
    """Keep the order of the first protocol within a kind; what only the second has comes after."""
    places = [*sides[0], *(other for other in sides[1] if other not in sides[0])]
    kind, about = key
    place = int(about.removeprefix("day ")) if kind == "visit" else places.index(key)
    return _KINDS.index(kind), place


def _told(p: Protocol, traits: Mapping[str, Any]) -> Told:
    found: dict[tuple[str, str], list[str]] = {}
    for kind, about, words in (*_whole(p), *_totals(p, traits)):
        found.setdefault((kind, about), []).append(words)
    for line in calendar(p):
        found.setdefault((line.kind, line.about), []).append(f"{line.when}: {line.words.rstrip('.')}")
    return {key: "; ".join(dict.fromkeys(words)) for key, words in found.items()}


def _whole(p: Protocol) -> Iterator[tuple[str, str, str]]:
    yield "whole", "label", p.label
    yield "whole", "source", cite(p.source)
    yield "whole", "verified", "yes" if p.verified else "no"
    yield "whole", "last day", str(p.length)
    yield "whole", "response", p.response or "none is judged"
    for visit in p.visits:
        yield "visit", f"day {visit.target}", f"{visit.label} (days {visit.low} to {visit.high})"
    for switch in p.switches:
        rest = [choice for choice in switch.choices if choice != p.choice(switch.name)]
        yield "switch", switch.name, f"{p.choice(switch.name)} (or {', '.join(rest)})"


def _totals(p: Protocol, traits: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Add up the mg that are planned for a patient; a drug about which something must be asked is not added up."""
    if not traits:
        return
    made = plan(p, **traits)
    asked = set(made.asks["about"])
    doses = made.doses.with_columns(pl.col("drug").cast(pl.String)).filter(~pl.col("drug").is_in(list(asked)))
    steroids = {drug for drug in p.drugs if DRUGS[drug].prednisolone_equivalent}
    marks = [mark for mark in MARKS if mark <= p.length + 1]
    total = {
        drug: {mark: _mg(doses.filter(pl.col("drug") == drug), mark) for mark in marks}
        for drug in p.drugs
        if drug not in asked
    }
    if steroids and not steroids & asked:
        together = {m: sum(prednisolone_equivalent(drug, total[drug][m]) for drug in steroids) for m in marks}
        total = {"glucocorticoids as prednisolone": together} | total
    for drug, by in total.items():
        yield from (("planned", f"{drug}, first {mark} days", f"{mg:g} mg") for mark, mg in by.items())


def _mg(doses: pl.DataFrame, days: int) -> float:
    """Add up the mg of the first so many days of the protocol."""
    given = (pl.min_horizontal("until", pl.lit(days - 1)) - pl.col("day") + 1).clip(lower_bound=0)
    return doses.select((given * pl.col("dose") * pl.col("days_per_week") / EVERY_DAY).sum()).item() or 0.0
