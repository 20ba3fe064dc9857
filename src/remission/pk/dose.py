"""Answer what dose reaches a target, with what probability; or say why no dose is suggested.

What is possible of the patient is a posterior; each regimen that the tablets allow is looked at, at steady state, for all of
it. The level meant is the patient's own, not the figure of a laboratory, which differs from it by the residual error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from remission.errors import SchemaError, UnknownName
from remission.pk.averaging import Averaged, averaged
from remission.pk.choose import SURE, amounts, best
from remission.pk.find import find
from remission.pk.model import Model
from remission.pk.plausible import Seen, implausible, seen
from remission.pk.records import Record
from remission.pk.settling import settling
from remission.pk.steady import Interval, interval
from remission.pk.targets import Aimed, aimed
from remission.pk.timeline import DAY, Dose
from remission.pk.weighted import Weighted
from remission.terms.drugs import DRUGS
from remission.terms.tablets import tablets

LIKELY = 0.3
"""Below this probability of the target no regimen is suggested."""
RISK = 0.1
"""Above this probability of a toxic level no regimen is suggested."""
FAR = 0.05
"""Below this probability of the target at every dose it is the target that is asked about."""
NEAR = 2.0
"""Hours by which a level may miss the hour that the target is meant for, and still be held against it."""
MIDDLE = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Hold the median of what is possible, and what 5 % lie below and above."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Hold what one regimen brings at steady state.

    Attributes:
        amount: mg each.
        every: Hours between doses.
        tablets: Strength and number of each intake, the strongest first.
        now: Whether it is what is given.
        inside: Probability of the target.
        below: Probability to lie below it.
        above: Probability to lie above it.
        toxic: Probability to lie above the toxic limit; None where there is none.
        level: The level asked for, or the trough.
        peak: The highest level.
        auc: Area over 24 hours, the unit times h.
    """

    amount: float
    every: float
    tablets: tuple[tuple[float, int], ...]
    now: bool
    inside: float
    below: float
    above: float
    toxic: float | None
    level: Range
    peak: Range
    auc: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Hold an answer.

    Attributes:
        patient: Who it is.
        target: What is aimed at.
        unit: Unit of levels.
        suggestion: The regimen that reaches the target most probably; None where none is suggested.
        because: Why it, or why none.
        options: Every regimen that was looked at, in the order of intervals and doses.
        now: What is given, where it is known.
        settled: Hours until the suggestion has settled: from the change on until the median patient is within 10 %, and until
            95 % of what is possible are; None without a suggestion.
        seen: The measured levels, each with where it lies in what was to be expected.
        learned: What is possible, by model.
        says: What was assumed or set aside.
    """

    patient: str
    target: Aimed
    unit: str
    suggestion: Option | None
    because: str
    options: tuple[Option, ...]
    now: Option | None
    settled: tuple[float, float] | None
    seen: tuple[Seen, ...]
    learned: Averaged
    says: tuple[str, ...]


def dose(
    models: Model | str | Sequence[Model | str],
    record: Record,
    target: Aimed | str,
    *,
    strengths: Sequence[float] = (),
    every: Sequence[float] = (),
    most: float | None = None,
    likely: float = LIKELY,
    risk: float = RISK,
    leave_out: bool = False,
) -> Advice:
    """Look for the regimen that reaches a target most probably.

    Args:
        models: The model, or its name; several are averaged, with weights by how well each predicted the levels.
        record: The patient: doses, levels, covariates.
        target: What is aimed at, or such a text as `aimed` reads.
        strengths: mg of the tablets on hand; those of package inserts where none is given.
        every: Hours between doses that are looked at; those of the present regimen, or 24, where none is given.
        most: Greatest dose of a day, mg.
        likely: Below this probability no regimen is suggested.
        risk: Above this probability of a toxic level no regimen is suggested.
        leave_out: Suggest a regimen although measured levels were set aside: they are left out on purpose.

    Returns:
        The answer; where nothing is suggested `because` tells why.

    Raises:
        SchemaError: Nothing can be looked at: no strength, an interval or a greatest dose that cannot be.
        UnknownName: No model is called so, or none has a covariate of the record.

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.records import Level
        >>> from remission.pk.targets import aimed
        >>> from remission.pk.timeline import Dose
        >>> levels = (Level(time=7 * 24 + 7, value=3.1),)
        >>> ann = Record(patient="Ann", doses=(Dose(start=19, amount=3, count=14),), levels=levels)
        >>> found = dose(find("tacrolimus_bergmann_2014"), ann, aimed("trough:5-10@12"))
        >>> found.suggestion.amount, round(found.now.inside, 1) < round(found.suggestion.inside, 1)
        (5.5, True)
    """
    several = [
        find(one) if isinstance(one, str) else one for one in ([models] if isinstance(models, Model | str) else models)
    ]
    target = aimed(target) if isinstance(target, str) else target
    drug = _one_drug(several)
    _refuse(several, record, most)
    learned = averaged(several, record)
    given = in_force(record)
    times = tuple(every) or ((given[1],) if given else (DAY,))
    if not learned.parts:
        return _silent(record, target, several, learned, learned.says[-1])
    sizes = tuple(strengths) or DRUGS[drug].strengths
    if not sizes:
        raise SchemaError(f"No tablets of {drug} are known. Found none on record. Give `strengths`, the mg of each.")
    if not all(time > 0 for time in times) or not all(size > 0 for size in sizes):
        raise SchemaError(f"Intervals and strengths are above 0. Found {times} h and {sizes} mg. Correct them.")
    options = list(_options(learned, target, sizes, times, given, most))
    levels = seen(learned)
    made = _chosen(
        learned,
        target,
        record,
        several,
        (options, levels, given),
        most=inf if most is None else most,
        likely=likely,
        risk=risk,
    )
    return _withheld(made, record) if record.aside and not leave_out else made


def in_force(record: Record) -> tuple[float, float] | None:
    """Find what is given: mg of each dose and the hours between two; None where nothing is, or doses of a day differ."""
    if not record.doses:
        return None
    ends = {d: d.start + (d.count - 1) * d.every for d in record.doses if d.count and d.amount > 0}
    last = max(ends.values(), default=-inf)
    some = [d for d, end in ends.items() if end > last - DAY]
    amounts = {d.amount for d in some}
    spans = {d.every for d in some}
    if len(amounts) != 1 or len(spans) != 1:
        return None
    return amounts.pop(), spans.pop() / len(some)


def _one_drug(models: Sequence[Model]) -> str:
    drugs, units = {m.drug for m in models}, {m.unit for m in models}
    if len(drugs) != 1 or len(units) != 1:
        raise SchemaError(
            f"Models that answer together are of one drug and one unit. Found {', '.join(sorted(drugs))} in "
            f"{', '.join(sorted(units))}. Give such models, at least one."
        )
    return drugs.pop()


def _refuse(models: Sequence[Model], record: Record, most: float | None) -> None:
    """Refuse what cannot be meant: a greatest dose of 0, a covariate that no model has."""
    if most is not None and not most > 0:
        raise SchemaError(f"The greatest dose of a day is above 0. Found {most:g} mg. Give mg, or leave `most` out.")
    known = {covariate.name for model in models for covariate in model.covariates}
    for name in record.covariates:
        if name not in known:
            raise UnknownName.among(f"covariate of {', '.join(model.name for model in models)}", name, known)


def _options(
    learned: Averaged,
    target: Aimed,
    sizes: tuple[float, ...],
    times: tuple[float, ...],
    given: tuple[float, float] | None,
    most: float | None,
) -> Iterator[Option]:
    drug = learned.parts[0].model.drug
    for every in dict.fromkeys(times):
        solved = [interval(part, every=every, at=target.at) for part in learned.parts]
        now = given[0] if given and abs(given[1] - every) < 1e-6 else None  # noqa: PLR2004  # equal hours
        for amount in amounts(drug, sizes, every, now, most):
            yield _option(learned, solved, target, amount, every, (sizes, now))


def _option(
    learned: Averaged,
    solved: Sequence[Interval],
    target: Aimed,
    amount: float,
    every: float,
    on_hand: tuple[tuple[float, ...], float | None],
) -> Option:
    parts = [one.outcome(amount, low=target.low, high=target.high) for one in solved]

    def of(name: str) -> Weighted:
        return Weighted(np.concatenate([getattr(part, name) for part in parts]), learned.weights)

    below, above = _outside(of, target)
    limit = target.toxic
    over = None if limit is None else 1 - of(_QUANTITY.get(target.of, "peak")).below(limit)
    return Option(
        amount=amount,
        every=every,
        tablets=tablets(amount, on_hand[0]) or (),
        now=amount == on_hand[1],
        inside=max(0.0, 1 - below - above),
        below=below,
        above=above,
        toxic=over,
        level=_range(of("level")),
        peak=_range(of("peak")),
        auc=_range(of("auc")),
    )


_QUANTITY = {"trough": "level", "peak": "peak", "auc": "auc"}


def _outside(of: Callable[[str], Weighted], target: Aimed) -> tuple[float, float]:
    """Find the probabilities to lie below a target and above it."""
    if target.of == "time":
        spent = of("inside")
        return float(spent.weights[spent.values < target.part].sum()), 0.0
    value = of(_QUANTITY[target.of])
    return value.below(target.low) if target.low > 0 else 0.0, 0.0 if target.high == inf else 1 - value.below(
        target.high
    )


def _range(values: Weighted) -> Range:
    low, middle, high = (values.quantile(part) for part in MIDDLE)
    return Range(low=low, middle=middle, high=high)


def _chosen(
    learned: Averaged,
    target: Aimed,
    record: Record,
    models: Sequence[Model],
    found: tuple[list[Option], tuple[Seen, ...], tuple[float, float] | None],
    *,
    most: float,
    likely: float,
    risk: float,
) -> Advice:
    options, levels, given = found
    now = next((option for option in options if option.now), None)
    allowed = [option for option in options if option.amount * DAY / option.every <= most * (1 + 1e-9)]
    suggestion, because = _verdict(allowed, levels, target, models[0].unit, likely=likely, risk=risk)
    if suggestion and (against := _against(suggestion, given, record, target, models[0].unit)):
        because = f"{because} {against}"
    return Advice(
        patient=record.patient,
        target=target,
        unit=models[0].unit,
        suggestion=suggestion,
        because=because,
        options=tuple(options),
        now=now,
        settled=settling(learned, record, suggestion.amount, suggestion.every) if suggestion else None,
        seen=levels,
        learned=learned,
        says=(*learned.says, *_notes(record, given, target, most), *_stopped(record, models[0].unit)),
    )


def _verdict(
    options: Sequence[Option], levels: Sequence[Seen], target: Aimed, unit: str, *, likely: float, risk: float
) -> tuple[Option | None, str]:
    """Suggest a regimen and say why, or say why none."""
    odd, words = implausible(levels), target.words(unit)
    if odd:
        return None, f"No suggestion, because a level cannot be relied on. {odd.says}"
    if not options:
        return (
            None,
            (
                "No suggestion, because no dose that the tablets make is believable and within the greatest dose of a day. "
                "Name other strengths."
            ),
        )
    chosen = best(options, target, risk)
    safe = [option for option in options if (option.toxic or 0.0) <= risk]
    likeliest = max(safe, key=lambda option: option.inside, default=None)
    if chosen is None or likeliest is None:
        safest = min(options, key=lambda option: option.toxic or 0.0)
        return None, (
            f"No suggestion, because every regimen has more than {100 * risk:.0f} % probability of a toxic level; the least is "
            f"{100 * (safest.toxic or 0):.0f} %, with {_said(safest)}."
        )
    if chosen.inside < likely:
        return None, (
            f"No suggestion, because no regimen is likely to bring the {words}: the likeliest, {_said(likeliest)}, has "
            f"{_percent(likeliest.inside)} %. "
            + (
                "A further level would tell more."
                if likeliest.inside >= FAR
                else "Look at the target: no dose comes near it."
            )
        )
    return chosen, f"{_praise(chosen, likeliest, target, words)}."


def _percent(part: float) -> str:
    return "less than 1" if part < 0.005 else f"{100 * part:.0f}"  # noqa: PLR2004  # rounds to 0


def _praise(chosen: Option, likeliest: Option, target: Aimed, words: str) -> str:
    has = f"{_percent(chosen.inside)} %"
    if chosen.now:
        return f"The present {_said(chosen)} may stay; probability of the {words}: {has}"
    if chosen.inside < SURE or target.of == "time" or (target.low > 0 and target.high < inf):
        if _percent(chosen.inside) == _percent(likeliest.inside):
            return f"{_said(chosen)} has the highest probability of the {words}: {has}"
        return (
            f"{_said(chosen)} is the lowest dose with about the highest probability of the {words}: {has} "
            f"({_said(likeliest)}: {_percent(likeliest.inside)} %)"
        )
    end = "lowest" if target.high == inf else "highest"
    return f"{_said(chosen)} is the {end} dose that is sure enough of the {words}: {has}"


def _said(option: Option) -> str:
    return f"{option.amount:g} mg every {option.every:g} h"


def _against(
    suggestion: Option, given: tuple[float, float] | None, record: Record, target: Aimed, unit: str
) -> str | None:
    """Say where the last level lies outside the target and the suggestion does not follow it."""
    if given is None or target.of != "trough" or not record.levels:
        return None
    level = record.levels[-1]
    before = [last for d in record.doses if (last := _last(d, level.time)) is not None]
    meant = min(target.at or given[1], given[1])
    if not before or abs(level.time - max(before) - meant) > NEAR or level.censored:
        return None
    change = suggestion.amount / suggestion.every - given[0] / given[1]
    side = (
        "above"
        if level.value > target.high and change >= 0
        else "below"
        if level.value < target.low and change <= 0
        else ""
    )
    row = "" if level.row is None else f" (row {level.row})"
    which = "last" if len(record.levels) > 1 else "only"
    return side and (
        f"But the {which} level, {level.value:g} {unit}{row}, lies {side} the target: the model takes part of that for chance. "
        "Measure again."
    )


def _notes(record: Record, given: tuple[float, float] | None, target: Aimed, most: float) -> Iterator[str]:
    if target.toxic is None:
        yield "No toxic limit was given: nothing was checked for toxicity. Give one with `toxic`."
    if given and given[0] * DAY / given[1] > most * (1 + 1e-9):
        yield f"The present {given[0]:g} mg every {given[1]:g} h is above the greatest dose of a day, {most:g} mg."
    if record.doses and given is None:
        yield "The doses in force differ within a day: no present regimen is compared."
    if target.at is not None and given and target.at > given[1]:
        yield f"The target lies {target.at:g} h after a dose, but the next comes after {given[1]:g} h: that level counts."


def _stopped(record: Record, unit: str) -> Iterator[str]:
    """Tell of levels long after the last recorded dose before them."""
    for level in record.levels:
        before = [(last, d.every) for d in record.doses if (last := _last(d, level.time)) is not None]
        if before and level.time - max(before)[0] > 2 * max(before)[1] + 1:
            row = "" if level.row is None else f" (row {level.row})"
            yield (
                f"The level of {level.value:g} {unit}{row} was drawn {level.time - max(before)[0]:.0f} h after the last recorded "
                "dose before it. Was the drug stopped, or are doses missing? Add them."
            )


def _last(dose: Dose, time: float) -> float | None:
    """Find when the last dose of a run before a time was given."""
    if dose.start >= time or not dose.count:
        return None
    return dose.start + dose.every * (min(dose.count, int(np.ceil((time - dose.start) / dose.every))) - 1)


def _withheld(made: Advice, record: Record) -> Advice:
    """Suggest nothing where a measured level was set aside."""
    if made.suggestion is None:
        return made
    because = (
        f"No suggestion, because a measured level was set aside: {' '.join(record.aside)} Or leave it out on purpose: "
        "leave_out."
    )
    return replace(made, suggestion=None, settled=None, because=because)


def _silent(record: Record, target: Aimed, models: Sequence[Model], learned: Averaged, why: str) -> Advice:
    """Give the answer where no model has one."""
    return Advice(
        patient=record.patient, target=target, unit=models[0].unit, suggestion=None,
        because=f"No suggestion, because there is nothing to rest it on. {why}", options=(), now=None, settled=None, seen=(),
        learned=learned, says=tuple(dict.fromkeys((*record.aside, *record.says, *learned.says))),
    )  # fmt: skip
