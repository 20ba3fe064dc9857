"""Cut a patient's time into occasions: spells within which parameters are taken to stay what they are.

Variability within a patient is that between occasions. Levels drawn within a day of one another share one; the next occasion
begins as soon as the last level of the one before is drawn, so that the doses which make a level belong to its occasion, and
so does the level itself.
"""

from __future__ import annotations

from dataclasses import replace

from remission.pk.records import Record
from remission.pk.timeline import DAY

TOGETHER = DAY
"""Hours within which levels belong to one occasion."""
MOMENT = 1e-6
"""Hours that set apart what comes at the same time: a level, and the occasion that begins when it is drawn."""


def occasions(record: Record) -> tuple[Record, tuple[int, ...]]:
    """Cut a record where occasions begin.

    Args:
        record: The patient.

    Returns:
        The record, its epochs cut there too, and levels at a cut a moment before it; and the number of the occasion of each
        epoch, from 0. Where an epoch of the record begins with such a level, the cut is a moment after it instead, so that the
        level keeps its covariates and a dose at steady state that was recorded along with it.

    Example:
        >>> from remission.pk.records import Level
        >>> from remission.pk.timeline import Dose
        >>> weekly = tuple(Level(time=time, value=5.0) for time in (156.0, 158.0, 324.0))
        >>> cut, numbers = occasions(Record(patient="1", doses=(Dose(start=0, amount=3, count=21),), levels=weekly))
        >>> cut.begin, numbers
        ((0.0, 158.0), (0, 1))
    """
    cuts = list[float]()
    first = last = None
    for time in sorted(level.time for level in record.levels):
        if first is None or last is None:
            first = time
        elif time > first + TOGETHER:
            cuts.append(last)
            first = time
        last = time
    return _cut(record, cuts)


def _cut(record: Record, cuts: list[float]) -> tuple[Record, tuple[int, ...]]:
    early = {time for time in cuts if time not in record.begin}
    cuts = [time if time in early else time + MOMENT for time in cuts]
    begin = sorted({*record.begin, *(cut for cut in cuts if cut > record.begin[0])})
    of = [max(at for at, old in enumerate(record.begin) if old <= time) for time in begin]
    held = replace(
        record,
        begin=tuple(begin),
        levels=tuple(replace(v, time=v.time - MOMENT) if v.time in early else v for v in record.levels),
        washed=tuple(record.washed[at] and record.begin[at] == time for at, time in zip(of, begin, strict=True)),
        covariates={name: spread(values, of, len(record.begin)) for name, values in record.covariates.items()},
    )
    return held, tuple(sum(cut <= time for cut in cuts) for time in begin)


def spread(values: tuple[float, ...], of: list[int], epochs: int) -> tuple[float, ...]:
    """Give values of some epochs to new ones, each of which lies in an old one."""
    return tuple(values[at] for at in of) if len(values) == epochs else values
