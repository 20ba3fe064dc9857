"""Hold what happens to patients over time as arrays: runs of equal doses, and epochs between which parameters change.

Times are hours from the start of day 0. A dose that is given at the very time of a sample comes after it. Every array has
the patients on its last axis, of length 1 where they all share it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from remission.errors import SchemaError
from remission.pk.engine import Array

DAY = 24.0
"""Hours in a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Hold runs of equal doses at equal intervals; a single dose is a run of one. Each array is (runs, patients).

    Attributes:
        start: When the first dose is given, h.
        amount: mg each.
        every: Hours between two doses; any number above 0 for a single one.
        count: How many doses; 0 for a row that only fills up a table.
        duration: Hours over which each dose runs in; 0 for all at once.
        central: 1 where doses go into the central compartment (a vein), 0 where they are absorbed.
        steady: 1 where doses like these have been given for ever before `start`.
    """

    start: Array
    amount: Array
    every: Array
    count: Array
    duration: Array
    central: Array
    steady: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Hold the doses and the epochs of some patients.

    Attributes:
        runs: The doses.
        begin: When each epoch begins, h: (epochs, patients), rising; the first begins before everything.
        washed: 1 where an epoch begins with nothing left of what was before: (epochs, patients).
        covariates: By name, what is known in each epoch: (epochs, patients).
        infusions: Whether any dose runs in over a time.
        veins: Whether any dose goes into the central compartment.
        steadies: Whether any run is at steady state from its start.
    """

    runs: Runs
    begin: Array
    washed: Array
    covariates: Mapping[str, Array] = field(default_factory=dict[str, Array])
    infusions: bool = False
    veins: bool = False
    steadies: bool = False

    @property
    def epochs(self) -> int:
        """Count the epochs."""
        return len(self.begin)

    def of(self, patients: slice | Sequence[int] | np.ndarray) -> Timeline:
        """Keep some patients, by their place."""

        def keep(array: Array) -> Array:
            return array if array.shape[-1] == 1 else array[..., patients]

        runs = Runs(**{part.name: keep(getattr(self.runs, part.name)) for part in fields(Runs)})
        covariates = {name: keep(value) for name, value in self.covariates.items()}
        return replace(self, runs=runs, begin=keep(self.begin), washed=keep(self.washed), covariates=covariates)


Arrays = dict[str, dict[str, Array]]
Flags = tuple[bool, bool, bool]


def taken_apart(line: Timeline) -> tuple[Arrays, Flags]:
    """Part a timeline into arrays, which a compiled function may be given, and what must be known when it is compiled."""
    runs = {part.name: getattr(line.runs, part.name) for part in fields(Runs)}
    epochs = {"begin": line.begin, "washed": line.washed}
    arrays = {"runs": runs, "epochs": epochs, "covariates": dict(line.covariates)}
    return arrays, (line.infusions, line.veins, line.steadies)


def put_together(arrays: Arrays, flags: Flags) -> Timeline:
    """Undo `taken_apart`."""
    infusions, veins, steadies = flags
    return Timeline(
        runs=Runs(**arrays["runs"]),
        **arrays["epochs"],
        covariates=arrays["covariates"],
        infusions=infusions,
        veins=veins,
        steadies=steadies,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Hold one run of doses of one patient; see `Runs` for the words."""

    start: float
    amount: float
    every: float = DAY
    count: int = 1
    duration: float = 0.0
    central: bool = False
    steady: bool = False


def timeline(
    doses: Sequence[Dose],
    *,
    begin: Sequence[float] = (0.0,),
    washed: Sequence[bool] | None = None,
    covariates: Mapping[str, Array] | None = None,
) -> Timeline:
    """Make a timeline that all patients share.

    Args:
        doses: Their doses.
        begin: When each epoch begins, h; the first is moved before everything that happens.
        washed: Whether an epoch begins with nothing left; None for never.
        covariates: By name: a number, an array over patients, or an array (epochs, patients).

    Raises:
        SchemaError: A dose cannot be, or epochs do not follow one another.

    Example:
        >>> three = timeline([Dose(start=0, amount=3, count=182)], covariates={"hematocrit": 33.0})
        >>> three.runs.amount.tolist(), three.epochs
        ([[3.0]], 1)
    """
    for dose in doses:
        _check(dose)
    starts = np.asarray(begin, dtype=float)
    if not len(starts) or np.any(np.diff(starts) <= 0):
        raise SchemaError(f"Epochs follow one another. Found beginnings at {list(begin)} h. Give rising hours.")
    starts = starts.copy()
    starts[0] = min(starts[0], 0.0, *(dose.start for dose in doses)) if doses else min(starts[0], 0.0)
    columns = {
        part.name: np.array([[float(getattr(d, part.name))] for d in doses]).reshape(-1, 1) for part in fields(Runs)
    }
    known = {name: _by_epoch(name, value, len(starts)) for name, value in (covariates or {}).items()}
    return Timeline(
        runs=Runs(**columns),
        begin=starts[:, None],
        washed=np.zeros((len(starts), 1)) if washed is None else np.asarray(washed, dtype=float)[:, None],
        covariates=known,
        infusions=any(dose.duration for dose in doses),
        veins=any(dose.central for dose in doses),
        steadies=any(dose.steady for dose in doses),
    )


def _check(dose: Dose) -> None:
    if not (dose.amount >= 0 and dose.every > 0 and dose.count >= 0 and dose.duration >= 0):
        raise SchemaError(
            f"A dose cannot be given so. Found {dose}. Give an amount, a count and a duration of at least 0, and an "
            "interval above 0 hours."
        )
    if dose.duration > dose.every and (dose.count > 1 or dose.steady):
        raise SchemaError(
            f"Infusions of one run overlap. Found {dose.duration:g} h each, every {dose.every:g} h. Write them as several runs."
        )


def _by_epoch(name: str, value: Array, epochs: int) -> Array:
    array: Any = np.asarray(value, dtype=float) if not hasattr(value, "shape") else value
    if array.ndim == 0:
        array = array[None]
    if array.ndim == 1:
        array = array[None, :]
    if array.shape[0] not in {1, epochs}:
        raise SchemaError(
            f"The covariate {name!r} has not one row an epoch. Found the shape {array.shape} beside {epochs} epochs. Give a "
            "number, one value a patient, or an array (epochs, patients)."
        )
    return array
