"""Hold one patient's doses, levels and covariates, and set many patients side by side for a solver.

A record knows what a model must know and nothing else: hours, mg, and levels in the model's unit. What could not be used, or
had to be assumed, is told in sentences that go along with every result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from remission.errors import SchemaError
from remission.pk.believable import impossible, in_words, outside, set_aside, unit_of
from remission.pk.engine import Array
from remission.pk.model import Model
from remission.pk.timeline import Dose, Runs, Timeline, timeline

FAR = 1e7
"""Hours: where the epochs of a patient with fewer of them begin, so that nothing happens there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Hold one measured level.

    Attributes:
        time: Hours from the start of day 0.
        value: In the model's unit; the limit, where it is censored.
        censored: "<" or ">" where the laboratory gave only a bound; "" otherwise.
        day: Study day, where it came from a chart.
        row: Line of the source.
    """

    time: float
    value: float
    censored: str = ""
    day: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Hold what a model is told of one patient.

    Attributes:
        patient: Who it is.
        doses: The doses.
        levels: The levels, in the order of their times.
        begin: When each epoch begins, h: a covariate changes, or the body is taken to be free of the drug.
        washed: Whether an epoch begins with nothing left of what was before.
        covariates: By name, one value an epoch.
        says: What was set aside or assumed, one sentence each.
        aside: Which measured levels of the drug were set aside, and why, one sentence each.
    """

    patient: str
    doses: tuple[Dose, ...]
    levels: tuple[Level, ...] = ()
    begin: tuple[float, ...] = (0.0,)
    washed: tuple[bool, ...] = (False,)
    covariates: Mapping[str, tuple[float, ...]] = field(default_factory=dict[str, tuple[float, ...]])
    says: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse covariates that are not one value an epoch.

        Raises:
            SchemaError: They are not.
        """
        for name, values in self.covariates.items():
            if not hasattr(values, "__len__"):
                raise SchemaError(f"A covariate has one value an epoch. Found {name} = {values}. Write ({values},).")

    @property
    def line(self) -> Timeline:
        """Give the record as a timeline of one patient."""
        columns = {name: np.array(values, dtype=float)[:, None] for name, values in self.covariates.items()}
        return timeline(self.doses, begin=self.begin, washed=self.washed, covariates=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Hold many records side by side; each array is (levels, patients), filled up where a patient has fewer.

    Attributes:
        patients: Who they are, in the order of the last axis.
        line: Doses and epochs.
        times: Hours of the levels.
        values: The levels, in the model's unit.
        there: 1 where there is a level, 0 where a place is only filled up.
        bound: -1 where a level is only known to be below `values`, 1 where it is above, 0 otherwise.
        says: For each patient, what was set aside or assumed.
    """

    patients: tuple[str, ...]
    line: Timeline
    times: Array
    values: Array
    there: Array
    bound: Array
    says: tuple[tuple[str, ...], ...] = ()


def together(model: Model, records: Sequence[Record]) -> Batch:
    """Set records side by side, padded to the longest of them.

    Args:
        model: The model: what a record does not know of a covariate is at its reference, and `says` tells so.
        records: The patients.
    """
    lines = [record.line for record in records]
    most = max((len(record.levels) for record in records), default=0)
    signs = {"<": -1.0, ">": 1.0, "": 0.0}
    known = [complete(model, record) for record in records]
    return Batch(
        patients=tuple(record.patient for record in records),
        line=_side_by_side(lines, [covariates for covariates, _ in known]),
        times=_columns([[level.time for level in r.levels] for r in records], most, last=True),
        values=_columns([[level.value for level in r.levels] for r in records], most, last=True),
        there=_columns([[1.0] * len(r.levels) for r in records], most),
        bound=_columns([[signs[level.censored] for level in r.levels] for r in records], most),
        says=tuple(says for _, says in known),
    )


def complete(model: Model, record: Record) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """Give every covariate of a model a value in each epoch, and say where it was assumed or lies outside its origin.

    Returns:
        By name, one value an epoch; and the record's sentences with ours after them.
    """
    says = [*record.aside, *record.says]
    found: dict[str, np.ndarray] = {}
    for covariate in model.covariates:
        values = np.array(record.covariates.get(covariate.name, (np.nan,)), dtype=float)
        says += set_aside(covariate, values.tolist())
        values = np.array([np.nan if impossible(covariate, value) else value for value in values.tolist()])
        if np.isnan(values).all():
            says.append(
                f"{in_words(covariate.name)} is not known: {covariate.reference:g} {unit_of(covariate)}, the reference of "
                f"{model.name}, is used."
            )
        values = _filled(values, covariate.reference)
        says += [text for value in values.tolist() if (text := outside(model, covariate, value))][:1]
        found[covariate.name] = np.broadcast_to(values, (len(record.begin),))
    return found, tuple(text.replace(" ,", ",").replace("  ", " ") for text in says)


def _filled(values: np.ndarray, reference: float) -> np.ndarray:
    """Carry known values on, and the first one back; where there is none, take the reference."""
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return np.full(len(values), reference)
    places = np.searchsorted(known, np.arange(len(values)), side="right") - 1
    return values[known[np.maximum(places, 0)]]


def _columns(rows: list[list[float]], most: int, *, last: bool = False) -> np.ndarray:
    table = np.zeros((most, len(rows)))
    for at, row in enumerate(rows):
        table[: len(row), at] = row
        if last and row:
            table[len(row) :, at] = row[-1]
    return table


def _side_by_side(lines: list[Timeline], covariates: list[dict[str, np.ndarray]]) -> Timeline:
    runs = max((len(line.runs.start) for line in lines), default=0)
    epochs = max((line.epochs for line in lines), default=1)

    def pad(arrays: list[Array], most: int, *fill: float) -> np.ndarray:
        table = np.empty((most, len(arrays)))
        for at, array in enumerate(arrays):
            column = np.asarray(array)[..., 0] if np.ndim(array) > 1 else np.asarray(array)
            table[: len(column), at] = column
            table[len(column) :, at] = fill[0] if fill else column[-1]
        return table

    columns = {
        part.name: pad([getattr(line.runs, part.name) for line in lines], runs, 1.0 if part.name == "every" else 0.0)
        for part in fields(Runs)
    }
    begin = pad([line.begin for line in lines], epochs, FAR)
    begin += np.arange(epochs)[:, None] * (begin >= FAR)  # rising, even where nothing is
    return Timeline(
        runs=Runs(**columns),
        begin=begin,
        washed=pad([line.washed for line in lines], epochs, 0.0),
        covariates={
            name: pad([known[name] for known in covariates], epochs) for name in (covariates[0] if covariates else {})
        },
        infusions=any(line.infusions for line in lines),
        veins=any(line.veins for line in lines),
        steadies=any(line.steadies for line in lines),
    )
