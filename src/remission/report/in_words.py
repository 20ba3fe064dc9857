"""Say in sentences, made from results, what a cohort's response rate would be under other definitions."""

from __future__ import annotations

import polars as pl

from remission.report.comparison import Comparison
from remission.report.prose import join, say, traced
from remission.stats.contrasts import ANY, EVERY_VISIT
from remission.stats.result import Result
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.rounding import half_up
from remission.terms.stand_ins import STAND_INS, find_stand_in

_RATE = ("count", "percent", "percent_low", "percent_high")
NAMED = 3
"""How many conditions, or missing inputs, a sentence names; the most frequent first."""


def headline(c: Comparison) -> str:
    """Say the rate of the reference, or that there is none."""
    if not c.seen:
        return "No visit after baseline has results: there is no response to compare."
    name = c.short(c.reference)
    told = _rate(c, c.reference, c.final(c.reference))
    return say("{} at {} by {}: {}.", responders(c, c.reference).capitalize(), when(c), name, told)


def sentence(c: Comparison, name: str) -> str:
    """Say what the rate would be under one definition, whom it counts otherwise, and by which condition."""
    mark = "" if c.judged.judgements[name].definition.verified else " [not verified]"
    parts = [_rate(c, name, "")]
    if name in c.moved:
        parts = [say("as written, {}", parts[0]), say("with the stand-in, {}", _rate(c, name, c.group))]
        if is_same(c, name):
            parts = [say("as written and with the stand-in alike, {}", _rate(c, name, c.group))]
    parts += [_otherwise(c, name)] if name != c.reference else []
    return say("{}{}: {}.", c.short(name), mark, join("; ", filter(None, parts)))


def sentences(c: Comparison) -> tuple[str, ...]:
    """Say it for each definition but the reference."""
    return tuple(sentence(c, d.name) for d in c.definitions if d.name != c.reference) if c.seen else ()


def footnotes(c: Comparison) -> tuple[str, ...]:
    """Say what stood in for what by permission, or what permission could help; and what nobody has verified."""
    notes = [find_stand_in(name).words for name in c.allowed]
    notes += helpful(c)
    unverified = [c.short(d.name) for d in c.definitions if not d.verified]
    if unverified:
        notes.append(f"Not verified, because nobody has compared it with its source yet: {', '.join(unverified)}.")
    return tuple(notes)


def responders(c: Comparison, name: str) -> str:
    """Name whom a definition counts.

    A level "complete" makes complete responders; one called "response" makes responders.
    """
    level = c.level(name)
    return "responders" if level in ("response", "yes") else f"{level.replace('_', ' ')} responders"


def unknown(c: Comparison, name: str, group: str) -> str:
    """Name what is missing where a definition cannot judge, the most frequent first."""
    found = [r for at in range(1, NAMED + 1) if (r := c.get(name, group, c.endpoint.name, f"unknown_{at}"))]
    return join(", ", (say("{} ({})", r.text, traced(half_up(r.value, 0), r)) for r in found))


def when(c: Comparison) -> str:
    """Name the visit of the rates as a sentence does."""
    return c.endpoint.label[0].lower() + c.endpoint.label[1:]


def standing_in(c: Comparison) -> str:
    """Name what stands in for what."""
    pairs = [find_stand_in(name) for name in c.allowed]
    return " and ".join(f"{_label(s.used)} in place of {_label(s.wanted)}" for s in pairs)


def is_same(c: Comparison, name: str) -> bool:
    """Tell whether what stands in leaves the count at the endpoint as it is."""
    found = [c.get(name, c.level(name), group, c.endpoint.name, "count") for group in ("", c.group)]
    return len({(r.value, r.n) for r in found if r}) == 1


def _rate(c: Comparison, name: str, group: str) -> str:
    count, percent, low, high = (c.get(name, c.level(name), group, c.endpoint.name, part) for part in _RATE)
    if count is None or percent is None or low is None or high is None or count.value is None:
        return "no answer"
    least, all_, wanted = int(count.value), count.n + count.missing, unknown(c, name, group)
    if not count.n:
        return say("nobody can be judged; not known: {}", wanted)
    if not count.missing:
        between = traced(f"{half_up(low.value, 1)}–{half_up(high.value, 1)} %", low, high)
        share = traced(f"{half_up(percent.value, 1)} %", percent)
        return say("{} ({}, 95 % interval {})", traced(f"{least} of {all_}", count), share, between)
    most = least + count.missing
    between = f"{half_up(100 * least / all_, 1)}–{half_up(100 * most / all_, 1)} %"
    return say(
        "between {} ({}), because {} cannot be judged (not known: {}); of the {} who can, {}",
        traced(f"{least} and {most} of {all_}", count),
        traced(between, count),
        traced(str(count.missing), count),
        wanted,
        traced(str(count.n), count),
        traced(str(least), count),
    )


def _otherwise(c: Comparison, name: str) -> str:
    """Say whom a definition denies or grants otherwise than the reference."""
    denied = c.get(name, c.reference, c.group, c.endpoint.name, "denied")
    granted = c.get(c.reference, name, c.group, c.endpoint.name, "denied")
    if denied is None or granted is None or not denied.n:
        return ""
    reference = c.short(c.reference)
    if not denied.value and not granted.value:
        both = traced(str(denied.n), denied)
        return say("the same answer as by {} in all {} whom both judge", reference, both) if denied.n > 1 else ""
    less = (traced(half_up(denied.value, 0), denied), reference, _conditions(c, name, c.reference))
    more = (traced(half_up(granted.value, 0), granted), reference, _conditions(c, c.reference, name))
    told = [say("it denies {} whom {} counts (not met: {})", *less)] if denied.value else []
    told += [say("it counts {} whom {} denies (not met: {})", *more)] if granted.value else []
    return join("; ", told)


def _conditions(c: Comparison, second: str, first: str) -> str:
    found = [r for at in range(1, NAMED + 1) if (r := c.get(second, first, c.group, c.endpoint.name, f"denied_{at}"))]
    counted = [say("{} ({})", r.text, traced(half_up(r.value, 0), r)) if r.value != r.n else r.text for r in found]
    rest = found[0].n - sum(int(r.value or 0) for r in found) if found else 0
    others = say(" and others ({})", traced(str(rest), *found)) if rest else ""
    return say("{}{}", join(", ", counted), others)


def helpful(c: Comparison) -> list[str]:
    """Name the stand-ins that were not allowed, and that would fill what is missing."""
    there, rows = set(c.chart.measured["analyte"].unique().cast(pl.String)), c.judged.rows
    wanted = {s.name: s for s in STAND_INS.values() if s.name not in c.allowed and s.used in there}
    names = [name for name, s in wanted.items() if s.wanted in rows.columns and rows[s.wanted].null_count()]
    return [
        f"`--allow {name}` would let {_label(wanted[name].used)} stand in where {_label(wanted[name].wanted)} is missing."
        for name in names
    ]


def _label(analyte: str) -> str:
    return inside_a_sentence(ANALYTES[analyte].label)


def lines(c: Comparison) -> list[dict[str, str]]:
    """Print the rates as short texts, one row a definition, and one more where a stand-in changes its answers.

    Returns:
        Rows of "definition", "responders", "%", "95 % interval", "cannot be judged", "any level", and "kappa" with the
        reference over all visits after baseline.
    """
    told: list[dict[str, str]] = []
    for d in c.definitions if c.seen else ():
        name = f"{c.short(d.name)}{'' if d.verified else ' [not verified]'}"
        apart = d.name in c.moved and not is_same(c, d.name)
        told.append(_line(c, d.name, "" if apart else c.final(d.name), name, kappa=not apart))
        if apart:
            told.append(_line(c, d.name, c.group, "  with the stand-in", kappa=True))
    return told


def _line(c: Comparison, name: str, group: str, label: str, *, kappa: bool) -> dict[str, str]:
    at = c.endpoint.name
    count, percent, low, high = (c.get(name, c.level(name), group, at, f"{s}") for s in _RATE)
    any_ = c.get(name, ANY, group, at, "count")
    agreed = [c.get(name, c.reference, c.group, EVERY_VISIT, f"kappa{end}") for end in ("", "_low", "_high")]
    return {
        "definition": label,
        "responders": f"{half_up(count.value, 0)}/{count.n}" if count else "",
        "%": half_up(percent.value, 1) if percent else "",
        "95 % interval": _between(low, high, 1),
        "cannot be judged": str(count.missing) if count else "",
        "any level": f"{half_up(any_.value, 0)}/{any_.n}" if any_ else "",
        "kappa": f"{half_up(agreed[0].value, 2)} {_between(agreed[1], agreed[2], 2)}" if kappa and agreed[0] else "",
    }


def _between(low: Result | None, high: Result | None, decimals: int) -> str:
    if low is None or high is None or low.value is None or high.value is None:
        return ""
    return f"({half_up(low.value, decimals)}–{half_up(high.value, decimals)})"
