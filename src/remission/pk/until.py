"""Leave of a record what was known by an hour, so that no answer rests on the future."""

from __future__ import annotations

from dataclasses import replace

from remission.pk.records import Record


def until(record: Record, hour: float) -> Record:
    """Leave out what began at an hour or after it: levels, runs of doses, changes of covariates.

    Args:
        record: The patient.
        hour: Hours from the start of day 0. A run of doses that began before goes on as it was planned.

    Example:
        >>> from remission.pk.records import Level
        >>> some = Record(patient="1", doses=(), levels=(Level(time=20, value=4), Level(time=30, value=5)))
        >>> cut = until(some, 24)
        >>> [level.time for level in cut.levels], cut.says
        ([20], ('What came from hour 24 on is not looked at: 1 level.',))
    """
    doses = tuple(dose for dose in record.doses if dose.start < hour)
    levels = tuple(level for level in record.levels if level.time < hour)
    epochs = max(1, sum(time < hour for time in record.begin))
    left = {
        "level": len(record.levels) - len(levels),
        "dose or run of doses": len(record.doses) - len(doses),
        "change of covariates": len(record.begin) - epochs,
    }
    told = [f"{count} {what}{'s' * (count > 1 and what == 'level')}" for what, count in left.items() if count]
    says = (f"What came from hour {hour:g} on is not looked at: {', '.join(told)}.",) if told else ()
    return replace(
        record,
        doses=doses,
        levels=levels,
        begin=record.begin[:epochs],
        washed=record.washed[:epochs],
        covariates={name: values[:epochs] if len(values) > 1 else values for name, values in record.covariates.items()},
        says=(*record.says, *says),
    )
