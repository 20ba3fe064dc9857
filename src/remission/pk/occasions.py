"""Cut a patient's time into occasions: spells within which parameters are taken to stay what they are.

Variability within a patient is that between occasions. Levels drawn within a day of one another share one; the next occasion
begins as soon as the last level of the one before is drawn, so that the doses which make a level belong to its occasion.
"""

from __future__ import annotations

from dataclasses import replace

from remission.pk.records import Record
from remission.pk.timeline import DAY

TOGETHER = DAY
"""Hours within which levels belong to one occasion."""


def occasions(record: Record) -> tuple[Record, tuple[int, ...]]:
    """Cut a record where occasions begin.

    Args:
        record: The patient.

    Returns:
        The record, its epochs cut there too; and the number of the occasion of each epoch, from 0.

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
    begin = sorted({*record.begin, *(cut for cut in cuts if cut > record.begin[0])})
    of = [max(at for at, old in enumerate(record.begin) if old <= time) for time in begin]
    held = replace(
        record,
        begin=tuple(begin),
        washed=tuple(record.washed[at] and record.begin[at] == time for at, time in zip(of, begin, strict=True)),
        covariates={name: _spread(values, of, len(record.begin)) for name, values in record.covariates.items()},
    )
    return held, tuple(sum(cut <= time for cut in cuts) for time in begin)


def _spread(values: tuple[float, ...], of: list[int], epochs: int) -> tuple[float, ...]:
    return tuple(values[at] for at in of) if len(values) == epochs else values
