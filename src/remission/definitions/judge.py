"""Judge patient-visits by the best level of a definition, and name the condition that decides.

A rule is read as requirements that must all be met: the parts of its outermost "and". Where it says no, the requirements
that are not met are found; where that is one, it decides alone, and the comparisons inside it whose flip alone would
change the answer are named. Everything is found for all rows at once: a reason is a pattern of requirements and
comparisons, and there are few patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

import polars as pl

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.definition import NONE, Definition, Levels
from remission.definitions.derive import agreed, answer, laid_out, needed
from remission.definitions.explain import absent, shown
from remission.errors import SchemaError
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS
from remission.terms.windows import HIMEJI_VISITS, Visit
from remission.terms.words import Condition, Word

_OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "=": "≠", "≠": "="}
_DIGITS = 5
"""Significant digits of the values beside a reason: 0.1999 is not 0.2."""
_GIVEN = ("baseline(", "lower_normal(", "upper_normal(")
_AGE = "an age at which the rule may be used"
_YES = Condition(expr=pl.lit(value=True), words="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Hold one way in which a definition comes to say no.

    Attributes:
        words: The requirement that is not met, in words; several are joined by "and".
        alone: Whether it decides alone: were it met, the answer would not be no.
        leaves: The comparisons that were looked at, each with whether its opposite is required.
    """

    words: str
    alone: bool
    leaves: tuple[tuple[Condition, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Hold what one definition says of every patient-visit.

    Attributes:
        definition: The definition.
        level: Its best level; "yes" where it has no levels.
        answers: Its answer to each row; null is unknown.
        reached: Whether the best level is reached; null is unknown.
        responded: Whether any level is reached.
        why: Where the best level is not reached, the place of the reason in `reasons`; null elsewhere.
        reasons: The reasons that occur.
        wanted: Where `reached` is unknown, what would have to be known: one yes/no column for each.
    """

    definition: Definition
    level: str
    answers: pl.Series
    reached: pl.Series
    responded: pl.Series
    why: pl.Series
    reasons: tuple[Reason, ...]
    wanted: pl.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold the judgements of several definitions on the same patient-visits.

    Attributes:
        rows: `patient`, `visit`, `day`, and everything that the definitions read.
        bounds: The sign of each value that is only a bound.
        judgements: One for each definition, by its name.
    """

    rows: pl.DataFrame
    bounds: pl.DataFrame
    judgements: dict[str, Judgement]

    def seen(self, name: str) -> pl.Series:
        """Print, for each row to which a definition says no, the values that its reason rests on.

        Returns:
            Texts such as "0.95 g/day" or "0.84 mg/dL (limit 0.74)", joined by "; "; null where there is no reason.
        """
        judgement = self.judgements[name]
        told = pl.repeat(None, len(self.rows), dtype=pl.String, eager=True)
        for at, reason in enumerate(judgement.reasons):
            places = (judgement.why == at).fill_null(value=False).arg_true()
            bounds = self.bounds[places] if self.bounds.width else self.bounds
            told = told.scatter(places, _values(reason, self.rows[places], bounds))
        return told


def judge(
    chart: Chart,
    definitions: Iterable[str | Definition],
    *,
    visits: Sequence[Visit] = HIMEJI_VISITS,
    stand_ins: Iterable[str] = (),
) -> Judged:
    """Judge every patient-visit by the best level of each definition.

    Args:
        chart: The chart.
        definitions: Definitions that answer yes or no or with levels, or their names or paths.
        visits: The visits and their windows.
        stand_ins: Measures that may stand in for one another, as for `derive`.

    Raises:
        SchemaError: A definition answers with a number or a category.
    """
    found = {d.name: d for d in (shelf.find(d) if isinstance(d, str) else d for d in definitions)}
    asked = list(found.values())
    for d in asked:
        if not d.conditions:
            raise SchemaError(
                f"Only definitions that answer yes or no, or with levels, can be compared. '{d.name}' answers with a "
                f"{d.kind}. Leave it out, or compare a definition that has a limit for it."
            )
    ordered = needed(asked)
    rows, bounds = laid_out(chart, ordered, visits, stand_ins)
    shared: dict[tuple[object, ...], Definition] = {}
    rules = [_rule_of(d, shared) for d in asked]
    held = agreed(rows, bounds, [*ordered, *shared.values()])
    held = held.with_columns(expr for rule in rules for expr in rule.outcome())
    rows, made = answer(rows, ordered), {d.name: d for d in ordered}
    return Judged(
        rows=rows,
        bounds=bounds,
        judgements={rule.definition.name: _judgement(rule, rows, held, made) for rule in rules},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """Hold a definition taken apart: its levels, with the definitions that answer each of their comparisons.

    Attributes:
        definition: The definition.
        levels: Its levels, best first, with the rules of other definitions spelt out.
        leaves: The comparisons of each level, in reading order. Equal comparisons of several rules are answered once.
        of_age: Answers yes at the ages of the rule, and nothing at others.
    """

    definition: Definition
    levels: tuple[Condition, ...]
    leaves: tuple[tuple[Definition, ...], ...]
    of_age: Definition

    def outcome(self) -> list[pl.Expr]:
        """Tell whether the best level is reached, and whether any is.

        The definition's own answer goes first. Where it is unknown, its comparisons may still know: a complete response
        is ruled out although nobody can say whether there is a partial one.
        """
        name, told = self.definition.name, pl.col(self.definition.name)
        known = [
            _evaluated(level, iter([pl.col(leaf.name) for leaf in leaves]))
            for level, leaves in zip(self.levels, self.leaves, strict=True)
        ]
        best, responds = told, told
        if isinstance(self.definition.value, Levels):
            best, responds = told == next(iter(self.definition.value.conditions)), told != NONE
        return [
            pl.coalesce(best, known[0]).alias(f"{name} best"),
            pl.coalesce(responds, reduce(or_, known)).alias(f"{name} any"),
        ]


def _rule_of(definition: Definition, shared: dict[tuple[object, ...], Definition]) -> _Rule:
    """Take a definition apart; `shared` collects the comparisons, each once however many rules have it."""

    def alone(leaf: Condition) -> Definition:
        key = (leaf.words, leaf.expr.meta.serialize(), definition.ages)
        return shared.setdefault(key, replace(definition, name=f"comparison {len(shared)}", value=leaf))

    levels = tuple(_spelt_out(condition) for condition in definition.conditions.values())
    return _Rule(
        definition=definition,
        levels=levels,
        leaves=tuple(tuple(alone(leaf) for leaf in level.leaves()) for level in levels),
        of_age=alone(_YES),
    )


def _spelt_out(condition: Condition) -> Condition:
    """Put the rule of another definition in place of its name, where its best level is asked for."""
    if condition.parts:
        parts = [_spelt_out(part) for part in condition.parts]
        same = all(new is old for new, old in zip(parts, condition.parts, strict=True))
        return condition if same else _joined(condition, parts)
    word = condition.seen
    if word is None or word.name not in shelf.names():
        return condition
    level, best = next(iter(shelf.find(word.name).conditions.items()), ("", None))
    return _spelt_out(best) if best is not None and condition.words == f"{word.words} = {level}" else condition


def _joined(condition: Condition, parts: list[Condition]) -> Condition:
    expr = _evaluated(condition, iter([part.expr for part in parts]))
    return replace(condition, expr=expr, parts=tuple(parts))


def _judgement(rule: _Rule, rows: pl.DataFrame, held: pl.DataFrame, made: dict[str, Definition]) -> Judgement:
    name = rule.definition.name
    reached = held[f"{name} best"]
    requirements = list(_requirements(rule.levels[0], iter(rule.leaves[0])))
    why, reasons = _reasons(held.filter(~reached), requirements)
    places = (~reached).fill_null(value=False).arg_true()
    return Judgement(
        definition=rule.definition,
        level=next(iter(rule.definition.conditions)),
        answers=held[name],
        reached=reached,
        responded=held[f"{name} any"],
        why=pl.repeat(None, len(rows), dtype=pl.UInt32, eager=True).scatter(places, why),
        reasons=reasons,
        wanted=_wanted(rule, held, requirements, made),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Requirement:
    """Hold one part of the outermost "and": the condition, whether its opposite is required, and its comparisons."""

    condition: Condition
    opposite: bool
    leaves: tuple[tuple[str, Definition, bool], ...]

    @property
    def words(self) -> str:
        return _required(self.condition, opposite=self.opposite)

    def holds(self, flipped: str = "") -> pl.Expr:
        """Tell whether it is met, from the answers of its comparisons, one of them flipped."""
        known = iter([~pl.col(name) if name == flipped else pl.col(name) for name, _, _ in self.leaves])
        whole = _evaluated(self.condition, known)
        return ~whole if self.opposite else whole


def _requirements(
    condition: Condition, leaves: Iterator[Definition], *, opposite: bool = False
) -> Iterator[_Requirement]:
    """Take a rule apart at its outermost "and"; "not (a or b)" requires that neither holds."""
    if condition.joint == "not":
        yield from _requirements(condition.parts[0], leaves, opposite=not opposite)
    elif condition.joint == ("or" if opposite else "and"):
        for part in condition.parts:
            yield from _requirements(part, leaves, opposite=opposite)
    else:
        signs = _signs(condition, opposite=opposite)
        own = tuple((leaf.name, leaf, sign) for sign, leaf in zip(signs, leaves, strict=False))
        yield _Requirement(condition=condition, opposite=opposite, leaves=own)


def _signs(condition: Condition, *, opposite: bool) -> list[bool]:
    """Tell of each comparison, in reading order, whether the rule requires its opposite."""
    if not condition.parts:
        return [opposite]
    turned = opposite != (condition.joint == "not")
    return [sign for part in condition.parts for sign in _signs(part, opposite=turned)]


def _evaluated(condition: Condition, known: Iterator[pl.Expr]) -> pl.Expr:
    """Work a rule out from the answers of its comparisons, in reading order; unknown stays unknown."""
    if not condition.parts:
        return next(known)
    parts = [_evaluated(part, known) for part in condition.parts]
    if condition.joint == "not":
        return ~parts[0]
    joined = {"and": and_, "or": or_}.get(condition.joint)
    return reduce(joined, parts) if joined else pl.coalesce(parts)


def _reasons(no: pl.DataFrame, requirements: list[_Requirement]) -> tuple[pl.Series, tuple[Reason, ...]]:
    """Find why each row is a no, and list the reasons that occur.

    A comparison turns a requirement that is not met if, were it the other way, the requirement would be met or open.
    """
    unmet = [requirement.holds().eq_missing(other=False) for requirement in requirements]
    turning = [
        unmet[at] & pl.col(name).is_not_null() & requirement.holds(name).ne_missing(other=False)
        for at, requirement in enumerate(requirements)
        for name, _, _ in requirement.leaves
    ]
    patterns = no.select(
        *(found.alias(f"unmet {at}") for at, found in enumerate(unmet)),
        *(found.alias(f"turns {at}") for at, found in enumerate(turning)),
    )
    kinds = patterns.unique(maintain_order=True).with_row_index("why")
    why = patterns.join(kinds, on=patterns.columns, how="left", maintain_order="left")["why"]
    split = len(requirements)
    return why, tuple(_reason(requirements, kind[1 : split + 1], kind[split + 1 :]) for kind in kinds.iter_rows())


def _reason(requirements: list[_Requirement], unmet: tuple[bool, ...], turns: tuple[bool, ...]) -> Reason:
    missed = [requirement for requirement, found in zip(requirements, unmet, strict=True) if found]
    leaves = [leaf for requirement in missed for leaf in requirement.leaves]
    every = [leaf for requirement in requirements for leaf in requirement.leaves]
    if len(missed) != 1:
        words = " and ".join(f"({m.words})" if m.condition.parts else m.words for m in missed)
        return Reason(words=words or "several conditions together", alone=False, leaves=_plain(leaves or every))
    turning = [leaf for leaf, found in zip(every, turns, strict=True) if found]
    # which arm of a rule applies is known from baseline and from who the patient is: that is not what decided today
    turning = [leaf for leaf in turning if not _is_given(leaf[1])] or turning
    if not turning or len(turning) == len(leaves):
        return Reason(words=missed[0].words, alone=True, leaves=_plain(leaves))
    words = " or ".join(_required(_rule(leaf), opposite=sign) for _, leaf, sign in turning)
    return Reason(words=words, alone=True, leaves=_plain(turning))


def _plain(leaves: list[tuple[str, Definition, bool]]) -> tuple[tuple[Condition, bool], ...]:
    return tuple((_rule(leaf), sign) for _, leaf, sign in leaves)


def _rule(leaf: Definition) -> Condition:
    assert isinstance(leaf.value, Condition)  # noqa: S101  made so in `_parts`
    return leaf.value


def _is_given(leaf: Definition) -> bool:
    return all(name.startswith(_GIVEN) or name in TRAITS for name in leaf.inputs)


def _required(condition: Condition, *, opposite: bool) -> str:
    """Say what is required: "not (x > 1)" reads "x ≤ 1", and where no sign can be turned, "no rescue on record"."""
    if not opposite:
        return condition.words
    if condition.joint == "or":
        return f"neither {' nor '.join(part.words for part in condition.parts)}"
    if condition.parts:
        return f"not ({condition.words})"
    return _turned(condition) or f"no {condition.words}"


def _turned(condition: Condition) -> str:
    """Turn the sign of a plain comparison; nothing where it is said in words of its own."""
    if condition.seen is None or condition.limit is None:
        return ""
    said = {f"{condition.seen.words} {sign} {condition.limit.words}": sign for sign in _OPPOSITE}
    sign = said.get(condition.words)
    return f"{condition.seen.words} {_OPPOSITE[sign]} {condition.limit.words}" if sign else ""


def _wanted(
    rule: _Rule, held: pl.DataFrame, requirements: list[_Requirement], made: dict[str, Definition]
) -> pl.DataFrame:
    """Name, where it is open whether the best level is reached, what would have to be known."""
    unknown, of_age = pl.col(f"{rule.definition.name} best").is_null(), pl.col(rule.of_age.name).is_not_null()
    lacks: dict[str, list[pl.Expr]] = {}
    for requirement in requirements:
        for name, leaf, _ in requirement.leaves:
            open_ = unknown & requirement.holds().is_null() & pl.col(name).is_null()
            missing = absent(leaf, made)
            for what, lacking in missing.items():
                lacks.setdefault(what, []).append(open_ & lacking)
            rest = open_ & ~pl.any_horizontal(*missing.values(), pl.lit(value=False))
            lacks.setdefault(f"whether {_rule(leaf).words}", []).append(rest & of_age)
            lacks.setdefault(_AGE, []).append(rest & ~of_age)
    wanted = held.select(pl.any_horizontal(*found).alias(what) for what, found in lacks.items())
    return wanted.select(what for what in wanted.columns if wanted[what].any())


def _values(reason: Reason, rows: pl.DataFrame, bounds: pl.DataFrame) -> pl.Series:
    """Print the values that a reason rests on, each quantity once, with every limit that is not a plain number."""
    quantities: dict[str, tuple[Word, list[Word]]] = {}
    for leaf, _ in reason.leaves:
        if leaf.seen is not None:
            limits = quantities.setdefault(leaf.seen.words, (leaf.seen, []))[1]
            limits += [leaf.limit] if leaf.limit is not None and leaf.limit.expr.meta.root_names() else []
    texts: list[pl.Expr] = []
    for word, limits in quantities.values():
        named = len(quantities) > 1 or word.name not in ANALYTES
        unit = f" {ANALYTES[word.name].printed_unit}".rstrip() if word.name in ANALYTES else ""
        parts = [pl.lit(f"{word.words}: " if named else ""), _said(word, rows, bounds), pl.lit(unit)]
        held = [_said(limit, rows, bounds) for limit in limits]
        if held:
            parts += [pl.lit(" (limit "), pl.concat_str(held, separator="; "), pl.lit(")")]
        texts.append(pl.concat_str(parts))
    return rows.select(pl.concat_str(texts or [pl.lit("")], separator="; ").alias("seen"))["seen"]


def _said(word: Word, rows: pl.DataFrame, bounds: pl.DataFrame) -> pl.Series:
    text = shown(word, rows, bounds, digits=_DIGITS).str.strip_suffix(".0")
    return text.replace({"true": "yes", "false": "no"}).fill_null("unknown")
