"""Lay response definitions side by side on the same patients: rates, agreement, and what decides where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.definitions.judge import Judged, judge
from remission.errors import SchemaError, UnknownName
from remission.report.evaluation import enrolled
from remission.stats.contrasts import agreements, common_agreement, deciding, disagreements, rates, wants
from remission.stats.result import Result, tabulate
from remission.terms.analytes import ANALYTES
from remission.terms.sources import cite
from remission.terms.stand_ins import find_stand_in
from remission.terms.windows import HIMEJI_VISITS, Visit

SHELF = "response"
REFERENCE = "himeji_2012"
"""The founding paper's rule, which the others are held against where the caller names no other."""
ENDPOINT = "month_6"
TWO = 2
LISTED = 12
"""Up to so many patients are named one by one."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Hold several definitions' judgements of the same patient-visits, and the results. Made by `compare_definitions`.

    Attributes:
        chart: The chart.
        visits: The visits and their windows.
        definitions: The definitions, in the order in which they are printed.
        reference: Key of the definition that the others are held against.
        endpoint: The visit of the rates.
        allowed: Keys of the stand-ins that the caller allowed.
        written: The judgements as the definitions are written.
        judged: The judgements with what stands in; the same where nothing does.
        results: Result rows.
        left_out: Definitions that were left out because they cannot judge most patients, by what they want most.
    """

    chart: Chart
    visits: tuple[Visit, ...]
    definitions: tuple[Definition, ...]
    reference: str
    endpoint: Visit
    allowed: tuple[str, ...]
    written: Judged
    judged: Judged
    results: pl.DataFrame
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @cached_property
    def _by_id(self) -> dict[str, dict[str, object]]:
        return {str(row["id"]): row for row in self.results.iter_rows(named=True)}

    def get(self, *parts: str) -> Result | None:
        """Find a result by the parts of its id; None where nothing was computed."""
        row = self._by_id.get(".".join(part for part in parts if part))
        return Result(**{k: v for k, v in row.items() if k != "id"}) if row else None  # type: ignore[arg-type]

    @property
    def group(self) -> str:
        """Name what stands in, as the results carry it; nothing where nothing does."""
        return "+".join(self.allowed)

    @property
    def seen(self) -> tuple[Visit, ...]:
        """List the visits after baseline at which anything that the definitions read was measured."""
        return _seen(self.written, self.visits)

    @cached_property
    def moved(self) -> frozenset[str]:
        """Name the definitions of which a stand-in changes any answer."""
        pairs = ((name, j.reached, self.judged.judgements[name].reached) for name, j in self.written.judgements.items())
        return frozenset(name for name, before, after in pairs if not before.equals(after))

    @cached_property
    def judging(self) -> tuple[str, ...]:
        """Name the definitions that can judge anybody at all, in the order in which they are printed."""
        there = self.at(self.seen)
        return tuple(d.name for d in self.definitions if self.judged.judgements[d.name].reached.filter(there).count())

    @cached_property
    def granting(self) -> tuple[str, ...]:
        """Name the definitions by which anybody responds at any visit."""
        there = self.at(self.seen)
        return tuple(d.name for d in self.definitions if self.judged.judgements[d.name].reached.filter(there).any())

    def final(self, name: str) -> str:
        """Give the group under which the rates of a definition stand that the caller's permission leads to."""
        return self.group if name in self.moved else ""

    def at(self, visits: Iterable[Visit]) -> pl.Series:
        """Mark the rows of some visits."""
        return self.judged.rows["visit"].cast(pl.String).is_in([visit.name for visit in visits])

    def level(self, name: str) -> str:
        """Name the best level of a definition."""
        return self.judged.judgements[name].level

    def short(self, name: str) -> str:
        """Name a definition in few letters, as its sources spell it: `kdigo_2024` is "KDIGO 2024"."""
        return short_name(self.judged.judgements[name].definition)

    def answers(self) -> pl.DataFrame:
        """Lay out what every definition answers: `patient`, `visit`, `day` and a column for each definition."""
        columns = [self.judged.judgements[d.name].answers.cast(pl.String).alias(d.name) for d in self.definitions]
        rows = self.judged.rows.select(pl.col("patient", "visit").cast(pl.String), "day").with_columns(columns)
        return rows.filter(self.at(self.seen))

    def disagreements(self) -> pl.DataFrame:
        """List each response that one definition denies and another grants.

        Returns:
            `patient`, `visit`, `definition` (which denies it), `requirement_not_met`, `decides_alone`, `seen` (the values),
            `granted_by` (the definitions that grant it).
        """
        there, names = self.at(self.seen), [d.name for d in self.definitions]
        reached = pl.DataFrame([self.judged.judgements[name].reached.alias(name) for name in names])
        granting = pl.concat_list(pl.when(pl.col(name)).then(pl.lit(name)) for name in names).list.drop_nulls()
        granted = reached.select(granting.list.join(", ").alias("granted_by"))["granted_by"]
        parts = [self._denied(name, there & (granted != ""), granted) for name in names]
        return (
            pl.concat(parts)
            .sort("patient", "visit", maintain_order=True)
            .with_columns(pl.col("patient", "visit").cast(pl.String))
        )

    def _denied(self, name: str, there: pl.Series, granted: pl.Series) -> pl.DataFrame:
        judgement = self.judged.judgements[name]
        words = pl.Series([reason.words for reason in judgement.reasons], dtype=pl.String)
        alone = pl.Series([reason.alone for reason in judgement.reasons], dtype=pl.Boolean)
        rows = self.judged.rows.select("patient", "visit").with_columns(
            pl.lit(name).alias("definition"),
            words.gather(judgement.why).alias("requirement_not_met"),
            alone.gather(judgement.why).alias("decides_alone"),
            self.judged.seen(name).alias("seen"),
            granted,
        )
        return rows.filter(there & judgement.why.is_not_null())


def compare_definitions(
    chart: Chart,
    definitions: Iterable[str | Definition] = (),
    *,
    visits: Sequence[Visit] = HIMEJI_VISITS,
    stand_ins: Iterable[str] = (),
    reference: str = "",
    at: str = "",
    brief: bool = False,
) -> Comparison:
    """Lay response definitions side by side on the same patients and visits.

    Args:
        chart: The chart.
        definitions: Definitions that answer yes or no or with levels, or their names or paths; every one of the shelf
            `response` where none is named.
        visits: The visits and their windows.
        stand_ins: Measures that may stand in for one another, as for `derive`. What the definitions say as they are
            written is kept beside.
        reference: The definition that the others are held against; the founding paper's where it is among them, else the
            first.
        at: The visit of the rates; month 6 where it was seen, else the last that was.
        brief: Whether to leave out the definitions that judge fewer than half of the patients, and to compare each of the
            others only with the reference.

    Raises:
        UnknownName: A definition, the reference or the visit is not known.
        SchemaError: There are fewer than two definitions, or one answers with a number or a category.
    """
    asked = _asked(definitions)
    names = [d.name for d in asked]
    held_against = _named(
        "definition to compare with", reference or (REFERENCE if REFERENCE in names else names[0]), names
    )
    written = judge(chart, asked, visits=visits)
    allowed = tuple(dict.fromkeys(find_stand_in(name).name for name in stand_ins))
    judged = judge(chart, asked, visits=visits, stand_ins=allowed) if allowed else written
    seen = _seen(written, visits)
    wanted = _named("visit", at, [visit.name for visit in visits]) if at else ENDPOINT
    endpoint = next((v for v in (visits if at else seen) if v.name == wanted), seen[-1] if seen else visits[-1])
    empty = Comparison(chart=chart, visits=tuple(visits), definitions=tuple(asked), reference=held_against,
                       endpoint=endpoint, allowed=allowed, written=written, judged=judged, results=tabulate([]))  # fmt: skip
    ordered = replace(empty, definitions=_by_rate(empty))
    shown = _without_the_silent(ordered) if brief else ordered
    return replace(shown, results=tabulate([*enrolled(chart), *_results(shown, every_pair=not brief)]))


def short_name(definition: Definition) -> str:
    """Name a definition in few letters: its key, each part spelt as its label, words or source spell it.

    Example:
        >>> short_name(shelf.find("himeji_2012"))
        'Himeji 2012'
    """
    texts = (definition.label, definition.words, cite(definition.source), definition.source.says)
    spelt = {word.lower(): word for text in reversed(texts) for word in re.findall(r"\w+", text)}
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", definition.label.lower()))

    def said(part: str) -> str:
        found = spelt.get(part, part)
        if found == part and len(part) > TWO and part in initials:
            return part.upper()  # PERR: primary efficacy renal response
        return found if found != part else part.capitalize()

    return " ".join(said(part) for part in definition.name.split("_"))


def _asked(definitions: Iterable[str | Definition]) -> list[Definition]:
    named = list(definitions)
    if named:
        asked = {d.name: d for d in (shelf.find(d) if isinstance(d, str) else d for d in named)}
    else:
        asked = {d.name: d for d in map(shelf.find, shelf.shelves()[SHELF]) if d.conditions}
    if len(asked) < TWO:
        raise SchemaError(
            f"A comparison needs two definitions. Found {', '.join(asked) or 'none'}. Name another one, or none for all "
            f"of the shelf `{SHELF}`."
        )
    return list(asked.values())


def _named(kind: str, name: str, known: Sequence[str]) -> str:
    key = name if name in known else name.replace("-", "_").lower()
    if key not in known:
        raise UnknownName.among(kind, name, known)
    return key


def _seen(judged: Judged, visits: Sequence[Visit]) -> tuple[Visit, ...]:
    measured = [name for name in judged.rows.columns if name in ANALYTES]
    if not measured:
        return ()
    known = judged.rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in measured))
    there = set(known["visit"].cast(pl.String))
    return tuple(visit for visit in visits if visit.name in there and visit.target > 0)


def _by_rate(c: Comparison) -> tuple[Definition, ...]:
    """Put the reference first, then the others from the highest rate to the lowest, and last those that judge nobody."""
    there = c.at([c.endpoint])

    def place(d: Definition) -> tuple[bool, bool, float, str]:
        known = c.judged.judgements[d.name].reached.filter(there).drop_nulls()
        rate = int(known.sum()) / len(known) if len(known) else 0.0
        return d.name != c.reference, not len(known), -rate, d.name

    return tuple(sorted(c.definitions, key=place))


def _without_the_silent(c: Comparison) -> Comparison:
    """Leave out the definitions that judge fewer than half of the patients, and note what they want most."""
    there = c.at([c.endpoint])
    left: dict[str, list[str]] = {}
    for d in c.definitions:
        judgement = c.judged.judgements[d.name]
        unknown = judgement.reached.filter(there).null_count()
        if d.name != c.reference and 2 * unknown > len(c.chart.who):
            counts = {what: int(judgement.wanted[what].filter(there).sum()) for what in judgement.wanted.columns}
            left.setdefault(max(counts, key=lambda what: counts[what], default=""), []).append(d.name)
    gone = {name for names in left.values() for name in names}
    shown = tuple(d for d in c.definitions if d.name not in gone)
    return replace(c, definitions=shown, left_out={what: tuple(names) for what, names in left.items()})


def _results(c: Comparison, *, every_pair: bool) -> list[Result]:
    if not c.seen:
        return []
    names, moved = [d.name for d in c.definitions], [d.name for d in c.definitions if d.name in c.moved]
    made = rates(c.written, names, c.seen) + wants(c.written, names, c.endpoint)
    made += rates(c.judged, moved, c.seen, group=c.group) + wants(c.judged, moved, c.endpoint, group=c.group)
    firsts = names if every_pair else names[:1]
    pairs = [(first, second) for at, first in enumerate(firsts) for second in names[at + 1 :]]
    both = [way for first, second in pairs for way in ((first, second), (second, first))]
    made += agreements(c.judged, pairs, c.seen, c.endpoint, group=c.group)
    made += common_agreement(c.judged, names, c.seen, c.endpoint, group=c.group)
    made += disagreements(c.judged, both, c.endpoint, group=c.group)
    return made + (deciding(c.judged, names, c.endpoint, group=c.group) if len(c.chart.who) <= LISTED else [])
