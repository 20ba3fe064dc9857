"""Read and write tables of events as NONMEM and its kin use them: one row a dose, a level or a change.

Columns: ID, TIME (h), AMT (mg), RATE (mg/h), EVID, CMT, II (h), ADDL, SS, MDV, DV, and covariates by the model's names, in any
case. EVID is 0 for a level, 1 for a dose, 2 for a change of covariates only, 3 to begin afresh, 4 for that with a dose. A DV of
"<1.5" is a level below 1.5. Rows are numbered as the lines of a file, whose header is row 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from remission.errors import SchemaError, UnknownName
from remission.pk.model import Linear, Model
from remission.pk.records import Level, Record
from remission.pk.timeline import DAY, Dose
from remission.pk.unused import unused

COLUMNS = ("ID", "TIME", "AMT", "RATE", "EVID", "CMT", "II", "ADDL", "SS", "MDV", "DV")
CENSORED = "CENS"
NUMBERS = (*COLUMNS[1:], CENSORED)
BOUNDS = {"<": 1, ">": -1}
"""What CENS says of a level that is only known to lie below, or above, a bound."""
DOSES = (1, 4)
AFRESH = (3, 4)
MODELLED_DURATION = -2.0
Hold = Literal["from", "until"]


@dataclass(slots=True)
class _Patient:
    """Collect one patient while rows are read."""

    name: str
    doses: list[Dose] = field(default_factory=list[Dose])
    levels: list[Level] = field(default_factory=list[Level])
    changes: list[tuple[float, dict[str, float]]] = field(default_factory=list[tuple[float, dict[str, float]]])
    afresh: list[float] = field(default_factory=list[float])
    last: float = float("-inf")


def read_events(model: Model, frame: pl.DataFrame, *, hold: Hold = "from") -> tuple[Record, ...]:
    """Read a table of events.

    Args:
        model: The model: its covariates are looked for among the columns, and AMT and DV are in its units.
        frame: The table. Rows of a patient stand in the order of TIME; a level at the time of a dose comes before it.
        hold: "from" where a covariate holds from its row on; "until" where it holds for the time up to its row, as NONMEM
            itself takes it.

    Returns:
        One record a patient, in the order in which they first come.

    Raises:
        SchemaError: A column is missing, or a row cannot be; it names the row.

    Example:
        >>> from remission.pk.find import find
        >>> table = pl.DataFrame({"ID": [1, 1], "TIME": [0.0, 168.0], "AMT": [3.0, 0], "EVID": [1, 0], "II": [24, 0],
        ...                       "ADDL": [13, 0], "DV": [None, 5.2]})
        >>> record, = read_events(find("tacrolimus_woillard_2011"), table)
        >>> record.doses[0].count, record.levels[0].value
        (14, 5.2)
    """
    table = frame.rename({name: name.upper() for name in frame.columns if name.upper() in {*COLUMNS, CENSORED}})
    for needed in ("ID", "TIME"):
        if needed not in table.columns:
            raise SchemaError(f"A table of events has patients and times. Found no column {needed!r}. Add it.")
    if "EVID" not in table.columns and "AMT" not in table.columns:
        raise SchemaError("A table of events has doses. Found neither EVID nor AMT among its columns. Add AMT, in mg.")
    known = {name.lower(): name for name in frame.columns}
    covariates = {c.name: known[c.name] for c in model.covariates if c.name in known}
    says = unused(model, [name for name in frame.columns if name.upper() not in {*COLUMNS, CENSORED}])
    people: dict[str, _Patient] = {}
    for number, texts in enumerate(table.iter_rows(named=True), start=2):
        row = {name: _read(name, value, number) for name, value in texts.items() if name in NUMBERS}
        row |= {"ID": texts["ID"]} | {column: _read(column, texts[column], number) for column in covariates.values()}
        if row["ID"] is None:
            raise SchemaError(f"A row has a patient. Found no ID in row {number}. Fill it in.")
        _bound(row, texts.get("DV"))
        name = f"{row['ID']:g}" if isinstance(row["ID"], float) else str(row["ID"])
        person = people.setdefault(name, _Patient(name))
        _take(model, person, row, number, covariates)
    return tuple(_finish(person, hold, says) for person in people.values())


def _read(column: str, value: Any, number: int) -> float | None:
    """Read a number of a row; of a level that is only a bound, the bound."""
    if value is None:
        return None
    text = str(value).strip()
    try:
        found = float(text.lstrip("<>") if column == "DV" else text)
    except ValueError:
        found = float("nan")
    if abs(found) < float("inf"):
        return found
    raise SchemaError(
        f"{column} is a number. Found {text!r} in row {number}. Write digits, with a point, or leave it empty."
    )


def _bound(row: dict[str, Any], level: Any) -> None:
    """Mark a level that is written as a bound."""
    sign = level.strip()[:1] if isinstance(level, str) else ""
    if sign in BOUNDS:
        row[CENSORED] = BOUNDS[sign]


def _take(model: Model, person: _Patient, row: dict[str, Any], number: int, covariates: dict[str, str]) -> None:
    time, amount = row["TIME"], row.get("AMT") or 0.0
    evid = row.get("EVID")
    evid = (1 if amount else 0) if evid is None else evid
    if time is None:
        raise SchemaError(f"A row has a time. Found no TIME in row {number}. Give the hours from the start of day 0.")
    if time < person.last and evid not in AFRESH:
        raise SchemaError(
            f"Times of a patient rise. Found TIME {time:g} in row {number}, after {person.last:g}. Sort the rows of "
            f"patient {person.name}, and count hours on after a reset."
        )
    if evid not in range(5):
        raise SchemaError(f"EVID says what a row is. Found {evid:g} in row {number}. Use 0 to 4.")
    person.last = float(time)
    values = {name: float(row[column]) for name, column in covariates.items() if row[column] is not None}
    person.changes.append((person.last, values))
    steady = int(row.get("SS") or 0)
    if evid in AFRESH or (evid in DOSES and steady == 1 and (person.doses or person.afresh)):
        person.afresh.append(person.last)
    if evid in DOSES:
        person.doses.append(_dose(model, row, number, person.last, float(amount), steady))
    elif evid == 0 and not row.get("MDV") and row.get("DV") is not None:
        below = "<" if row.get(CENSORED) == 1 else ">" if row.get(CENSORED) == -1 else ""
        person.levels.append(Level(time=person.last, value=float(row["DV"]), censored=below, row=number))


def _dose(model: Model, row: dict[str, Any], number: int, time: float, amount: float, steady: int) -> Dose:
    rate, more, every = float(row.get("RATE") or 0.0), int(row.get("ADDL") or 0), float(row.get("II") or 0.0)
    if row.get("AMT") is None:
        raise SchemaError(f"A dose has an amount. Found no AMT in row {number}. Give mg, or leave the row out.")
    if amount <= 0:
        raise SchemaError(f"A dose is above 0. Found AMT {amount:g} in row {number}. Give mg, or leave the row out.")
    if (more or steady) and every <= 0:
        raise SchemaError(
            f"Repeated doses have an interval. Found ADDL {more} and SS {steady} with II {every:g} in row {number}. Give II, h."
        )
    if rate < 0 and rate != MODELLED_DURATION:
        raise SchemaError(f"A rate is above 0, or -2 for the model's own duration. Found {rate:g} in row {number}.")
    duration = amount / rate if rate > 0 else 0.0
    central = _into(model, row.get("CMT"), number)
    return Dose(
        start=time,
        amount=amount,
        every=every or DAY,
        count=more + 1,
        duration=duration,
        central=central,
        steady=steady > 0,
    )


def _into(model: Model, place: Any, number: int) -> bool:
    """Tell whether a dose goes into the central compartment; compartment 1 is where the model takes its doses."""
    stages = model.structure.chain if isinstance(model.structure, Linear) else 0
    if place in (None, 0, 1):
        return False
    if stages and int(place) == stages + 1:
        return True
    raise SchemaError(
        f"No dose goes into that compartment. Found CMT {place:g} in row {number}. Use 1, where {model.name} takes doses"
        + (f", or {stages + 1}, the central one." if stages else ".")
    )


def _finish(person: _Patient, hold: Hold, says: tuple[str, ...]) -> Record:
    begin, values = _changes(person, hold)
    names = dict.fromkeys(name for row in values for name in row)
    return Record(
        patient=person.name,
        doses=tuple(person.doses),
        levels=tuple(sorted(person.levels, key=lambda level: level.time)),
        begin=tuple(begin),
        washed=tuple(time in person.afresh for time in begin),
        covariates={name: tuple(row.get(name, float("nan")) for row in values) for name in names},
        says=says,
    )


def _changes(person: _Patient, hold: Hold) -> tuple[list[float], list[dict[str, float]]]:
    """Cut a patient's time where a covariate changes or all begins afresh."""
    rows = person.changes
    if hold == "until":
        rows = [(earlier[0], later[1]) for earlier, later in zip(rows, [*rows[1:], rows[-1]], strict=True)]
    begin: list[float] = []
    values: list[dict[str, float]] = []
    for time, known in rows:
        now = (values[-1] if values else {}) | known
        if begin and time == begin[-1]:
            values[-1] = now
        elif not begin or now != values[-1] or time in person.afresh:
            begin.append(time)
            values.append(now)
    return begin, values


def write_events(model: Model, records: Sequence[Record]) -> pl.DataFrame:
    """Write records as a table of events; `read_events` reads it back.

    Args:
        model: The model.
        records: The patients.

    Returns:
        One row a dose, level or change: ID, TIME, AMT, RATE, EVID, CMT, II, ADDL, SS, MDV, DV, CENS and the covariates.
    """
    names = [covariate.name for covariate in model.covariates]
    rows = [row for record in records for row in _rows(model, record)]
    schema = {name: pl.Float64() for name in (*COLUMNS[1:], CENSORED, *names)}
    whole = ("EVID", "CMT", "ADDL", "SS", "MDV", CENSORED)
    return pl.DataFrame(rows, schema={"ID": pl.String()} | schema, orient="row").with_columns(
        pl.col(*whole).cast(pl.Int64)
    )


def _rows(model: Model, record: Record) -> Iterator[dict[str, Any]]:
    central = model.structure.chain + 1 if isinstance(model.structure, Linear) else 1
    found: list[tuple[float, int, dict[str, Any]]] = []
    # At equal times levels come before what begins afresh, and that before doses.
    for number, time in enumerate(record.begin):
        known = {name: values[number] for name, values in record.covariates.items() if values[number] == values[number]}
        found.append((time, 1, {"EVID": 3 if record.washed[number] else 2, "MDV": 1, **known}))
    for dose in record.doses:
        row = {
            "AMT": dose.amount,
            "RATE": dose.amount / dose.duration if dose.duration else 0.0,
            "EVID": 1,
            "CMT": central if dose.central else 1,
            "II": dose.every if dose.count > 1 or dose.steady else 0.0,
            "ADDL": dose.count - 1,
            "SS": 2 if dose.steady else 0,
            "MDV": 1,
        }
        found.append((dose.start, 2, row))
    for level in record.levels:
        censored = {"<": 1, ">": -1, "": 0}[level.censored]
        found.append((level.time, 0, {"EVID": 0, "MDV": 0, "DV": level.value, CENSORED: censored}))
    for time, _, row in sorted(found, key=lambda one: one[:2]):
        yield {"ID": record.patient, "TIME": time, **row}


def by_name(records: Sequence[Record], patient: str) -> Record:
    """Find a patient's record.

    Raises:
        UnknownName: Nobody is called so.
    """
    for record in records:
        if record.patient == patient:
            return record
    raise UnknownName.among("patient", patient, [record.patient for record in records])
