"""Write rules in the words of the field, on top of polars expressions.

A `Word` is a quantity that a wide row holds: an analyte at this visit, its baseline value, its limit of normal, a
multiple of it. Comparing two words gives a `Condition`, which keeps what was compared with what, so that a screen can
say which condition fails. Conditions join with `&`, `|` and `~`, and are three-valued: unknown is not no.

The one rule for comparing measured decimals stands here: 1.15 × 1.40 is 1.61 on paper and 1.6099999999999999 in a
computer, so comparisons allow a relative slip of one part in a thousand million, always in favour of equality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import NoReturn

import polars as pl

SLIP = 1e-9
"""How far two numbers may differ, relative to the limit, and still count as equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Hold one yes/no/unknown statement, and what it is made of.

    Attributes:
        expr: Boolean polars expression over a wide row; null means unknown.
        words: The statement in words.
        parts: The conditions that it joins; empty for a plain comparison.
        joint: How the parts are joined: "and", "or", "not", or "" for a plain comparison.
        seen: The word on the left of a plain comparison.
        limit: What it was held against.
        sign: How: "<", "≤", ">", "≥", "=" or "≠"; "" where nothing is compared.
    """

    expr: pl.Expr
    words: str
    parts: tuple[Condition, ...] = ()
    joint: str = ""
    seen: Word | None = None
    limit: Word | None = None
    sign: str = ""

    def __and__(self, other: Condition) -> Condition:
        """Join two conditions that must both hold."""
        return _join("and", self, other, self.expr & other.expr)

    def __or__(self, other: Condition) -> Condition:
        """Join two conditions of which one must hold."""
        return _join("or", self, other, self.expr | other.expr)

    def __invert__(self) -> Condition:
        """Turn yes into no; unknown stays unknown."""
        return Condition(expr=~self.expr, words=f"not ({self.words})", parts=(self,), joint="not")

    def __bool__(self) -> NoReturn:
        """Refuse to be yes or no: in `0.1 <= x <= 0.5`, `a and b` or `not a` Python would drop half of the rule."""
        raise TypeError(
            f"A condition is not yes or no before it meets a patient. Found '{self.words}' in a chained comparison, or with "
            "`and`, `or`, `not` or `if`. Join two comparisons with `&` or `|`, each in brackets, and turn one with `~`."
        )

    def says(self, words: str) -> Condition:
        """Give the condition the words of its source.

        Example:
            >>> (Word.of("c3", "C3") < 90).says("C3 is low").words
            'C3 is low'
        """
        return replace(self, words=words)

    def as_one(self, words: str) -> Condition:
        """Give the condition as one statement, where its parts are told elsewhere."""
        return Condition(expr=self.expr, words=words)

    def leaves(self) -> tuple[Condition, ...]:
        """List the plain comparisons that the condition is made of, in reading order."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Word:
    """Hold one quantity of a wide row and what to call it.

    Attributes:
        expr: The polars expression.
        words: What a reader calls it.
        name: The column that it is, when it is one; "" for anything computed.
        counts: The conditions that it counts, for an explanation to list; none for most.
        sides: What it is computed of, left and right; none for a column or a number.
        sign: How: "+", "−", "×", "÷"; "" where nothing is computed of two sides.
        some_of: The column whose values it has, where it leaves some of them out; "" for most.
    """

    expr: pl.Expr
    words: str
    name: str = ""
    counts: tuple[Condition, ...] = ()
    sides: tuple[Word, ...] = ()
    sign: str = ""
    some_of: str = ""

    @classmethod
    def of(cls, name: str, words: str) -> Word:
        """Make the word for a column of the wide row."""
        return cls(expr=pl.col(name), words=words, name=name)

    def __lt__(self, other: Word | float) -> Condition:
        """Compare: strictly below, by more than the slip."""
        return _compare(self, other, "<", lambda a, b: a < b, -SLIP)

    def __le__(self, other: Word | float) -> Condition:
        """Compare: at most, equality within the slip included."""
        return _compare(self, other, "≤", lambda a, b: a <= b, SLIP)

    def __gt__(self, other: Word | float) -> Condition:
        """Compare: strictly above, by more than the slip."""
        return _compare(self, other, ">", lambda a, b: a > b, SLIP)

    def __ge__(self, other: Word | float) -> Condition:
        """Compare: at least, equality within the slip included."""
        return _compare(self, other, "≥", lambda a, b: a >= b, -SLIP)

    def __eq__(self, other: object) -> Condition:  # type: ignore[override]  # a rule, not an identity test
        """Compare: exactly equal (scores, categories)."""
        return _compare(self, _literal(other), "=", lambda a, b: a == b, 0.0)

    def __ne__(self, other: object) -> Condition:  # type: ignore[override]  # as __eq__
        """Compare: different (scores, categories)."""
        return _compare(self, _literal(other), "≠", lambda a, b: a != b, 0.0)

    __hash__ = None  # type: ignore[assignment]  # a word is compared to make conditions, so it cannot be a key

    def __add__(self, other: Word | float) -> Word:
        """Add."""
        return _combine(self, "+", other, lambda a, b: a + b)

    def __sub__(self, other: Word | float) -> Word:
        """Subtract."""
        return _combine(self, "−", other, lambda a, b: a - b)

    def __mul__(self, other: Word | float) -> Word:
        """Multiply."""
        return _combine(self, "×", other, lambda a, b: a * b)

    def __truediv__(self, other: Word | float) -> Word:
        """Divide."""
        return _combine(self, "÷", other, lambda a, b: a / b)

    def __pow__(self, power: float) -> Word:
        """Raise to a power."""
        return Word(expr=self.expr.pow(power), words=f"{self.words}^{power:g}")

    def __rpow__(self, base: float) -> Word:
        """Raise a number to the power of a word: `0.993**age`."""
        return _combine(_literal(base), "^", self, lambda a, b: a.pow(b))

    def __rmul__(self, factor: float) -> Word:
        """Multiply a number by a word: `1.15 * baseline(creatinine)`."""
        return _combine(_literal(factor), "×", self, lambda a, b: a * b)

    def __radd__(self, number: float) -> Word:
        """Add a word to a number: `0.83 + 0.005 * age`."""
        return _combine(_literal(number), "+", self, lambda a, b: a + b)

    def __rsub__(self, number: float) -> Word:
        """Subtract a word from a number: `140 - age`."""
        return _combine(_literal(number), "−", self, lambda a, b: a - b)

    def holds(self) -> Condition:
        """Ask whether a quantity that is yes or no is yes, such as the answer of another definition."""
        return Condition(expr=self.expr, words=self.words, seen=self)

    def is_known(self) -> Condition:
        """Ask whether the row holds a value at all."""
        return Condition(expr=self.expr.is_not_null(), words=f"{self.words} is known", seen=self)

    def says(self, words: str) -> Word:
        """Give the quantity the words of its source."""
        return replace(self, words=words)


def baseline(word: Word) -> Word:
    """Mean the value of a quantity at the baseline visit.

    Example:
        >>> baseline(Word.of("creatinine", "serum creatinine")).name
        'baseline(creatinine)'
    """
    return Word.of(f"baseline({word.name})", f"baseline {word.words}")


def upper_normal(word: Word) -> Word:
    """Mean the upper limit of normal of the laboratory, for the patient's sex."""
    return Word.of(f"upper_normal({word.name})", f"upper normal limit of {word.words}")


def lower_normal(word: Word) -> Word:
    """Mean the lower limit of normal of the laboratory, for the patient's sex."""
    return Word.of(f"lower_normal({word.name})", f"lower normal limit of {word.words}")


def cumulative(kind: str) -> Word:
    """Mean the total dose of a drug, or of all glucocorticoids, from day 0 up to and including the visit day, in mg."""
    return Word.of(f"cumulative({kind})", f"cumulative {kind} dose")


def cumulative_from(kind: str, mg: float) -> Word:
    """Mean that part of the total dose which was given at so many mg or more on a day of intake: the pulses.

    Example:
        >>> cumulative_from("glucocorticoids", 250).words
        'cumulative glucocorticoids dose at ≥ 250 mg a day'
    """
    return Word.of(f"cumulative_from({kind}, {mg:g})", f"cumulative {kind} dose at ≥ {mg:g} mg a day")


def days_above(kind: str, mg: float) -> Word:
    """Mean on how many days, from day 0 up to and including the visit day, the daily dose exceeded a limit.

    Returns:
        The number of days; unknown where the dose of some day is not known.
    """
    open_ = pl.col(f"days_open_since({kind}, 0)")
    return Word(
        expr=pl.when(open_ == 0).then(pl.col(f"days_above_since({kind}, {mg:g}, 0)")),
        words=f"days on {kind} > {mg:g} mg/day since day 0",
    )


def in_force(kind: str) -> Word:
    """Mean the daily dose of a drug that is in force on the visit day, in mg."""
    return Word.of(f"in_force({kind})", f"daily {kind} dose")


def previous(word: Word) -> Word:
    """Mean the last value of a quantity that is known at an earlier visit.

    Example:
        >>> previous(Word.of("proteinuria", "proteinuria")).name
        'previous(proteinuria)'
    """
    return Word.of(f"previous({word.name})", f"previous {word.words}")


def lowest(word: Word) -> Word:
    """Mean the least value of a quantity that is known at an earlier visit."""
    return Word.of(f"lowest({word.name})", f"lowest earlier {word.words}")


def reduction(word: Word, *, floor: float) -> Word:
    """Mean the fraction by which a quantity has fallen since baseline: 0.5 is half.

    A fall from next to nothing says nothing: from a baseline below the floor it is unknown. A rise is never a fall.

    Args:
        word: The quantity.
        floor: The least baseline value from which a fall is counted.

    Example:
        >>> fall = reduction(Word.of("upcr", "UPCR"), floor=0.5)
        >>> rows = pl.DataFrame({"upcr": [1.0, 0.2, 0.9, 0.0], "baseline(upcr)": [2.0, 0.4, 0.45, 0.0]})
        >>> rows.select(fall.expr.alias("fall"))["fall"].to_list()
        [0.5, None, -1.0, None]
    """
    before = baseline(word)
    counts = (before.expr >= floor) | (word.expr > before.expr)
    return Word(
        expr=pl.when(counts).then(1 - word.expr / before.expr),
        words=f"reduction of {word.words} from baseline",
    )


def rise_within(word: Word, *, days: int) -> Word:
    """Mean the largest rise, in a visit's window, of an analyte over the least value of so many preceding days.

    It looks at every result, not only at the one that stands for the visit, and is unknown where no two of them lie near
    enough to one another.

    Example:
        >>> rise_within(Word.of("creatinine", "serum creatinine"), days=2).words
        'largest rise of serum creatinine within 2 days'
    """
    return Word.of(f"rise_within({word.name}, {days})", f"largest rise of {word.words} within {days} days")


def ratio_within(word: Word, *, days: int) -> Word:
    """Mean the largest ratio, in a visit's window, of an analyte to the least value of so many preceding days."""
    return Word.of(f"ratio_within({word.name}, {days})", f"largest ratio of {word.words} within {days} days")


def peak(word: Word) -> Word:
    """Mean the greatest result of an analyte in a visit's window."""
    return Word.of(f"peak({word.name})", f"highest {word.words} of the visit's window")


def unrounded(age: Word) -> Word:
    """Mean the age on the visit day as it is, not in completed years: a child's equation moves within a year of life."""
    return Word.of(f"unrounded({age.name})", f"{age.words}, not rounded")


def day_of(what: Word | str) -> Word:
    """Mean the study day of the result that stands for the visit.

    Args:
        what: A quantity; or a kind of analytes ("item"), of which the one nearest to the due day tells the day.

    Example:
        >>> day_of(Word.of("c3", "C3")).name, day_of("item").name
        ('day_of(c3)', 'day_of(item)')
    """
    of, words = (what, f"the recorded {what}s") if isinstance(what, str) else (what.name, what.words)
    return Word.of(f"day_of({of})", f"day of {words}")


def near(word: Word, day: Word, *, days: int) -> Word:
    """Take a quantity if it was measured at most so many days before or after a day; if that day is unknown, in any case.

    The word keeps its name, so that an explanation finds the sign of a bound.

    Example:
        >>> fresh = near(Word.of("c3", "C3"), day_of("item"), days=10)
        >>> rows = pl.DataFrame({"c3": [80, 80, 80], "day_of(c3)": [50, 50, 50], "day_of(item)": [60, 61, None]})
        >>> rows.select(fresh.expr)["c3"].to_list()
        [80, None, 80]
    """
    apart = (day_of(word).expr - day.expr).abs() > days
    return replace(
        word,
        expr=pl.when(apart.fill_null(value=False)).then(None).otherwise(word.expr).alias(word.name),
        words=f"{word.words} (at most {days} days from the {day.words})",
        sides=(),
    )


def taking(kind: str) -> Condition:
    """Ask whether a patient takes a drug on the visit day, at whatever dose; what is not on record is not taken.

    Unknown where a course on record has no day.

    Example:
        >>> taking("methotrexate").words
        'methotrexate is taken'
    """
    return Word.of(f"taking({kind})", f"{kind} is taken").holds()


def on_record(event: str) -> Condition:
    """Ask whether an event of that name is on record up to and including the visit day; it is always known.

    Example:
        >>> on_record("rescue").words
        'rescue on record'
    """
    word = Word.of(f"on_record({event})", f"{event} on record")
    return Condition(expr=word.expr, words=word.words, seen=word)


def dosed_above(
    kind: str, mg: float, *, days: int, within: int | None = None, since: int | None = None, in_a_row: bool = False
) -> Condition:
    """Ask whether a daily dose exceeded a ceiling for so many of the last days, the visit day included.

    Args:
        kind: A drug, or "glucocorticoids" for all of them as prednisolone.
        mg: The ceiling, in mg a day.
        days: For how many days at least.
        within: How many days back.
        since: Or: from which study day on; before that day the ceiling does not hold yet.
        in_a_row: Whether the days must follow one another.

    Returns:
        A condition that is unknown where the days without a known dose could change it.

    Example:
        >>> dosed_above("glucocorticoids", 10, days=1, since=168).words
        'glucocorticoids > 10 mg/day for ≥ 1 day since day 168'
    """
    window, back, span = (
        ("", within, f"of the last {within}") if since is None else ("_since", since, f"since day {since}")
    )
    above = pl.col(f"days_above{window}({kind}, {mg:g}, {back})")
    most = above + pl.col(f"days_open{window}({kind}, {back})")
    enough = pl.col(f"run_above{window}({kind}, {mg:g}, {back})") if in_a_row else above
    unknown = pl.when((most >= days) & (most > above)).then(None)
    words = (
        f"{kind} > {mg:g} mg/day for ≥ {days} {'consecutive ' * in_a_row}day{'s' * (days > 1 or since is None)} {span}"
    )
    return Condition(
        expr=pl.when(enough >= days).then(pl.lit(True)).otherwise(unknown.otherwise(pl.lit(False))),
        words=words,
        seen=Word(expr=enough, words=f"days on {kind} > {mg:g} mg/day"),
        limit=_literal(days),
    )


study_day = Word.of("day", "study day")
"""The day that is asked about, counted from the first dose of the regimen."""


def days_since(word: Word) -> Word:
    """Mean how many days old the value of an analyte is on the day that is asked about."""
    return Word.of(f"days_since({word.name})", f"days since {word.words}")


def dose_of(drug: str) -> Word:
    """Mean the dose of a drug that is in force in the morning, before anything is decided: mg on a day of intake."""
    return Word.of(f"dose({drug})", f"{drug.replace('_', ' ')} dose")


def days_on(drug: str) -> Word:
    """Mean for how many days the dose of a drug that is in force in the morning has been given."""
    return Word.of(f"days_on({drug})", f"days on this dose of {drug.replace('_', ' ')}")


def on_this_dose(word: Word, drug: str, *, by: Word | None = None) -> Word:
    """Take a value only if it was drawn after the dose in force began: each result then acts on a dose once.

    A result of the day on which the dose changed tells of the dose before.

    Args:
        word: The quantity.
        drug: The drug whose dose it must have been drawn on.
        by: The analyte whose day of drawing counts, where the quantity is made of one.

    Example:
        >>> trough = on_this_dose(Word.of("trough", "trough"), "tacrolimus")
        >>> rows = pl.DataFrame({"trough": [11.0, 11.0], "day_of(trough)": [7, 8], "changed(tacrolimus)": [7, 7]})
        >>> rows.select(trough.expr.alias("x"))["x"].to_list()
        [None, 11.0]
    """
    held = day_of(by or word).expr > pl.col(f"changed({drug})")
    return Word(expr=pl.when(held).then(word.expr), words=f"{word.words} on this dose", some_of=word.name)


def either(word: Word, otherwise: Word | float) -> Word:
    """Take one quantity, or another where the first is unknown."""
    other = _literal(otherwise)
    return Word(expr=pl.coalesce(word.expr, other.expr), words=f"{word.words}, or {other.words}")


def lesser(word: Word, limit: float) -> Word:
    """Take a quantity, but at most a limit.

    Example:
        >>> capped = lesser(Word.of("x", "x"), 1)
        >>> pl.DataFrame({"x": [0.5, 2.0, None]}).select(capped.expr)["x"].to_list()
        [0.5, 1.0, None]
    """
    return Word(expr=word.expr.clip(upper_bound=limit), words=f"lesser of {word.words} and {limit:g}")


def greater(word: Word, limit: float) -> Word:
    """Take a quantity, but at least a limit; unknown stays unknown."""
    return Word(expr=word.expr.clip(lower_bound=limit), words=f"greater of {word.words} and {limit:g}")


def first_known(condition: Condition, otherwise: Condition) -> Condition:
    """Take one answer, or another where the first is unknown."""
    words = f"{condition.words}, or, where that is unknown, {otherwise.words}"
    expr = pl.coalesce(condition.expr, otherwise.expr)
    return Condition(expr=expr, words=words, parts=(condition, otherwise), joint="or, where unknown,")


def only_yes(condition: Condition) -> Condition:
    """Let a condition say yes or nothing at all: where it does not hold, nothing is known.

    Example:
        >>> rows = pl.DataFrame({"total": [0, 6, None]})
        >>> rows.select(only_yes(Word.of("total", "recorded total") == 0).expr.alias("absent"))["absent"].to_list()
        [True, None, None]
    """
    return Condition(
        expr=pl.when(condition.expr).then(pl.lit(value=True)),
        words=f"{condition.words}, which otherwise tells nothing",
        parts=(condition,),
        joint="only yes",
    )


def where(condition: Word | Condition, then: Word | float, otherwise: Word | float) -> Word:
    """Take one quantity where a condition holds, another where it does not, neither where it is unknown.

    Example:
        >>> factor = where(Word.of("female", "female"), 0.739, 1.0)
        >>> pl.DataFrame({"female": [True, False, None]}).select(factor.expr.alias("factor"))["factor"].to_list()
        [0.739, 1.0, None]
    """
    yes, no = _literal(then), _literal(otherwise)
    expr = pl.when(condition.expr).then(yes.expr).when(~condition.expr).then(no.expr)
    return Word(expr=expr, words=f"{yes.words} if {condition.words}, else {no.words}")


def all_of(*conditions: Condition) -> Condition:
    """Ask that every condition holds."""
    return reduce(and_, conditions)


def any_of(*conditions: Condition) -> Condition:
    """Ask that at least one condition holds."""
    return reduce(or_, conditions)


def ruled_out_without(narrow: Condition, wide: Condition) -> Condition:
    """Take the narrower of two conditions; where it is unknown, it is ruled out where the wider one does not hold.

    Example:
        >>> twice = ruled_out_without(Word.of("twice", "twice").holds(), Word.of("once", "once").holds())
        >>> rows = pl.DataFrame({"twice": [True, None, None], "once": [None, True, False]})
        >>> rows.select(twice.expr.alias("twice"))["twice"].to_list()
        [True, None, False]
    """
    expr = pl.coalesce(narrow.expr, pl.when(~wide.expr).then(pl.lit(False)))
    return Condition(expr=expr, words=narrow.words, seen=narrow.seen)


def implied_by(wide: Condition, *narrow: Condition) -> Condition:
    """Take the wider of some conditions; it holds wherever a narrower one does.

    Example:
        >>> once = implied_by(Word.of("once", "once").holds(), Word.of("twice", "twice").holds())
        >>> rows = pl.DataFrame({"once": [None, False, None], "twice": [True, None, False]})
        >>> rows.select(once.expr.alias("once"))["once"].to_list()
        [True, False, None]
    """
    there = reduce(or_, (condition.expr.fill_null(value=False) for condition in narrow))
    return Condition(expr=pl.when(there).then(pl.lit(True)).otherwise(wide.expr), words=wide.words, seen=wide.seen)


def _literal(value: object) -> Word:
    if isinstance(value, Word):
        return value
    words = f"{value:g}" if isinstance(value, float | int) and not isinstance(value, bool) else str(value)
    return Word(expr=pl.lit(value), words=words)


def _compare(
    left: Word, right: Word | float, sign: str, rule: Callable[[pl.Expr, pl.Expr], pl.Expr], slip: float
) -> Condition:
    if isinstance(right, float | int):
        limit, allowed = _literal(right), pl.lit(right + slip * abs(right))
    else:
        limit, allowed = right, right.expr + slip * right.expr.abs() if slip else right.expr
    words = f"{left.words} {sign} {limit.words}"
    return Condition(expr=rule(left.expr, allowed), words=words, seen=left, limit=limit, sign=sign)


def _combine(left: Word, sign: str, right: Word | float, rule: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Word:
    other = _literal(right)
    words = f"{left.words} {sign} {other.words}"
    return Word(expr=rule(left.expr, other.expr), words=words, sides=(left, other), sign=sign)


def _join(joint: str, left: Condition, right: Condition, expr: pl.Expr) -> Condition:
    parts = tuple(part for side in (left, right) for part in (side.parts if side.joint == joint else (side,)))
    words = f" {joint} ".join(f"({part.words})" if part.parts else part.words for part in parts)
    return Condition(expr=expr, words=words, parts=parts, joint=joint)
