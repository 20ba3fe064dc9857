"""Find how long a change of regimen takes until levels no longer change."""

from __future__ import annotations

import numpy as np

from remission.pk.averaging import Averaged
from remission.pk.forecast import forecast, given_before
from remission.pk.records import Record
from remission.pk.timeline import DAY, Dose

CLOSE = 0.1
"""Part of the final level within which a level counts as settled."""
AFTER = np.array([*range(1, 11), 12, 14, 17, 21, 28, 40, 60])
"""After how many doses a trough is looked at."""
LONGEST = int(AFTER[-1])


def changed(record: Record, amount: float, every: float) -> tuple[tuple[Dose, ...], float]:
    """Write the doses of a record up to its last level, and a new regimen from the next dose on.

    Returns:
        The doses, and the hour of the first new one.
    """
    after = max((level.time for level in record.levels), default=0.0)
    if not record.levels and record.doses:
        after = max(d.start for d in record.doses)
    starts = [d.start + d.every * max(0.0, np.ceil((after - d.start) / d.every)) for d in record.doses]
    begin = float(min((start for start in starts if start >= after), default=after))
    new = Dose(start=begin, amount=amount, every=every, count=LONGEST)
    return (*given_before(record.doses, begin), new), begin


def settling(learned: Averaged, record: Record, amount: float, every: float) -> tuple[float, float]:
    """Find when the trough of a new regimen is within 10 % of its final value.

    Args:
        learned: What is possible of the patient.
        record: The patient.
        amount: mg of the new dose.
        every: Hours between doses.

    Returns:
        Hours from the first new dose until half, and 95 %, of what is possible have settled; infinite where `LONGEST` doses do
        not suffice.
    """
    doses, begin = changed(record, amount, every)
    hours = begin + every * AFTER - 1e-6
    late: list[np.ndarray] = []
    for part in learned.parts:
        troughs = forecast(part, hours, doses=doses)
        final = troughs[-1]
        off = np.abs(troughs / np.maximum(final, 1e-12) - 1) > CLOSE
        first = np.where(off.any(axis=0), len(AFTER) - np.argmax(off[::-1], axis=0), 0)
        late.append(AFTER[np.minimum(first, len(AFTER) - 1)].astype(float))
    counts = np.concatenate(late)
    order = np.argsort(counts)
    held = np.cumsum(learned.weights[order])
    half, most = (float(counts[order][min(np.searchsorted(held, part), len(counts) - 1)]) for part in (0.5, 0.95))
    return half * every, most * every


def in_days(hours: float) -> str:
    """Say hours as days.

    Example:
        >>> in_days(60), in_days(24)
        ('3 days', '1 day')
    """
    days = int(np.ceil(hours / DAY - 1e-9))
    return f"{days} day{'' if days == 1 else 's'}"
