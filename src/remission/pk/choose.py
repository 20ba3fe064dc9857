"""Choose among regimens: which doses come into question, and which of them reaches a target best.

A window is aimed at where its probability is greatest, and the present dose stays while it is sure enough. A target with one
end has no middle to aim at: of "at least 1" the least dose that is sure enough is taken, of "below 10" the present dose while
it is sure enough, and else the greatest that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Protocol, TypeVar

from remission.pk.targets import Aimed
from remission.pk.timeline import DAY
from remission.terms.drugs import DRUGS, dose_suspicion
from remission.terms.tablets import tablets

SURE = 0.9
"""Probability from which on a target with one end counts as reached."""
SAME = 0.02
"""Probabilities that differ by less count as equal: then what is given stays, or else the lower dose."""
LISTED = 40
"""Doses of an interval that are looked at, at most."""
FACTOR = 3.0
"""How many times the present dose is looked at, at most."""
LEAST = 10
"""So many of the smallest tablets are looked at, however small the present dose is."""


class Choice(Protocol):
    """Have what a choice is made by; see `dose.Option` for the words."""

    @property
    def amount(self) -> float:
        """Give the mg of each dose."""
        ...

    @property
    def every(self) -> float:
        """Give the hours between doses."""
        ...

    @property
    def now(self) -> bool:
        """Tell whether it is what is given."""
        ...

    @property
    def inside(self) -> float:
        """Give the probability of the target."""
        ...

    @property
    def toxic(self) -> float | None:
        """Give the probability of a toxic level; None where no limit is set."""
        ...


Chosen = TypeVar("Chosen", bound=Choice)


def best(options: Sequence[Chosen], target: Aimed, risk: float) -> Chosen | None:
    """Take the regimen that reaches a target best among those that are not toxic too often; None where all are.

    Args:
        options: Regimens with their probabilities.
        target: What is aimed at.
        risk: Greatest probability of a toxic level.
    """
    safe = [option for option in options if (option.toxic or 0.0) <= risk]
    if not safe:
        return None
    top = max(option.inside for option in safe)
    sure = [option for option in safe if option.inside >= SURE]
    one_ended = target.of != "time" and (target.high == inf or target.low == 0)
    stays = next((option for option in sure if option.now), None)
    if stays and not one_ended:
        return stays
    if not (one_ended and sure):
        equal = [option for option in safe if option.inside >= top - SAME]
        return min(equal, key=lambda option: (not option.now, option.amount / option.every, option.every))
    if target.high == inf:
        return min(sure, key=lambda option: (option.amount / option.every, option.every))
    return max(sure, key=lambda option: (option.now, option.amount / option.every, -option.every))


def amounts(
    drug: str, sizes: tuple[float, ...], every: float, now: float | None, most: float | None = None
) -> Iterator[float]:
    """List the doses that come into question: made of tablets, believable, up to some times the present one.

    Args:
        drug: The drug.
        sizes: mg of the tablets on hand.
        every: Hours between doses.
        now: The present dose, mg, where there is one.
        most: Greatest dose of a day, mg.

    Example:
        >>> list(amounts("tacrolimus", (1.0, 5.0), 24, 1.0, most=6))
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    """
    a_day = DAY / every
    step = min(sizes)
    greatest = DRUGS[drug].daily.greatest("oral") / a_day
    greatest = greatest if most is None else min(greatest, most / a_day)
    greatest = min(greatest, max(FACTOR * now, LEAST * step)) if now else greatest
    count = min(int(greatest / step + 1e-9), LISTED)
    doses = {round(step * number, 6) for number in range(1, count + 1)} | ({now} if now else set())
    for amount in sorted(doses):
        if amount == now or (tablets(amount, sizes) is not None and not dose_suspicion(drug, amount * a_day, "oral")):
            yield amount
