"""Hold what is known about some patients; one patient is a cohort of one.

A chart is four long, plain tables, the reference ranges of the laboratories, and the findings about them all. There
are no dates and no foreign units in it: doors turn dates into study days and convert to each term's only unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from remission.errors import SchemaError, UnknownName
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS

Severity = pl.Enum(["error", "warning", "note"])
Censored = pl.Enum(["<", ">"])
AnalyteName = pl.Enum(list(ANALYTES))
DrugName = pl.Enum(list(DRUGS))
_TRAIT_TYPES: dict[str, pl.DataType] = {"number": pl.Float64(), "yes/no": pl.Boolean(), "text": pl.String()}

WHO = {name: _TRAIT_TYPES[t.kind] for name, t in TRAITS.items()} | {"file": pl.Categorical(), "row": pl.UInt32()}
_ASKED = {name for name, t in TRAITS.items() if t.group != "patient"}
"""Traits that few charts have: `who` has their columns only where they were given."""
MEASURED = {
    "day": pl.Int32(),
    "hour": pl.Float32(),
    "analyte": AnalyteName,
    "value": pl.Float64(),
    "censored": Censored,
    "file": pl.Categorical(),
    "row": pl.UInt32(),
}
GIVEN = {
    "day": pl.Int32(),
    "until": pl.Int32(),
    "drug": DrugName,
    "dose": pl.Float64(),
    "days_per_week": pl.Float64(),
    "route": pl.Enum(["oral", "iv", "sc"]),
    "file": pl.Categorical(),
    "row": pl.UInt32(),
}
HAPPENED = {"day": pl.Int32(), "what": pl.String(), "grade": pl.Int8(), "file": pl.Categorical(), "row": pl.UInt32()}
FINDINGS = {
    "patient": pl.String(),
    "table": pl.String(),
    "file": pl.String(),
    "row": pl.UInt32(),
    "rule": pl.String(),
    "says": pl.String(),
    "severity": Severity,
    "aside": pl.UInt32(),
}
LIMITS = {
    "analyte": AnalyteName,
    "female": pl.Boolean(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "source": pl.String(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Hold four tables, the limits of normal, and the findings. Build one with `Chart.of`.

    Attributes:
        who: One row a patient: `patient`, the traits of `remission.terms.traits`, `file`, `row`. What classification
            criteria and pathologists ask has a column only where it was given.
        measured: One row a result: `patient, day, hour, analyte, value, censored, file, row`. `value` is in the
            analyte's only unit; `censored` is "<" or ">" for a result printed as `<0.1` or `>400`; `day` is null where
            the source gives none. `hour` is the time since the last dose, for drug levels.
        given: One row a course: `patient, day, until, drug, dose, days_per_week, route, file, row`. `dose` is mg on a
            day of intake; 0 is a stop; it applies from `day` until the next row of that drug, or through `until`.
        happened: One row an event: `patient, day, what, grade, file, row`.
        limits: One row an analyte and sex: `analyte, female, low, high, source`; `female` null means both sexes.
        findings: One row a finding: `patient, table, file, row, rule, says, severity, aside`; `aside` counts the rows or
            cells that were set aside for it.
        name: Key of the cohort.
        about: A notice that must be shown wherever the chart is.
    """

    who: pl.DataFrame
    measured: pl.DataFrame
    given: pl.DataFrame
    happened: pl.DataFrame
    limits: pl.DataFrame
    findings: pl.DataFrame
    name: str
    about: str

    @classmethod
    def of(
        cls,
        *,
        who: pl.DataFrame,
        measured: pl.DataFrame | None = None,
        given: pl.DataFrame | None = None,
        happened: pl.DataFrame | None = None,
        limits: pl.DataFrame | None = None,
        findings: pl.DataFrame | None = None,
        name: str = "chart",
        about: str = "",
    ) -> Chart:
        """Build a chart, giving every table its columns and types; columns that are not there become unknown.

        Args:
            who: One row a patient, with at least `patient`; its order is the order of patients everywhere.
            measured: Results, as described on the class; None for no rows, as for the tables below.
            given: Courses of drugs.
            happened: Events.
            limits: Reference ranges.
            findings: What a door found.
            name: Key of the cohort.
            about: A notice that must be shown wherever the chart is.

        Raises:
            SchemaError: A table has a column that charts do not have, a value that its column cannot hold, a patient
                twice in `who`, or a patient who is not in `who`.
        """
        if "patient" not in who.columns:
            raise SchemaError("A chart needs its patients. The `who` table has no column `patient`. Add it.")
        ids = who["patient"].cast(pl.String)
        if ids.n_unique() != len(ids) or ids.null_count():
            twice = ids.filter(ids.is_duplicated() | ids.is_null()).unique().to_list()
            raise SchemaError(
                f"A patient stands once in `who`. Found more than once or empty: {twice}. Merge the rows or rename."
            )
        patient = {"patient": pl.Enum(ids.to_list())}
        traits = {name: dtype for name, dtype in WHO.items() if name not in _ASKED or name in who.columns}
        return cls(
            who=_conform("who", who, patient | traits, known=WHO),
            measured=_conform("measured", measured, patient | MEASURED),
            given=_conform("given", given, patient | GIVEN),
            happened=_conform("happened", happened, patient | HAPPENED),
            limits=_conform("limits", limits, LIMITS),
            findings=_conform("findings", findings, FINDINGS),
            name=name,
            about=about,
        )

    @property
    def patients(self) -> tuple[str, ...]:
        """List the patients in their order."""
        return tuple(self.who["patient"].cast(pl.String))

    def only(self, patients: Iterable[str]) -> Chart:
        """Keep some patients; one patient is still a chart.

        Raises:
            UnknownName: A patient is not in the chart.
        """
        wanted = list(patients)
        for patient in wanted:
            if patient not in self.patients:
                raise UnknownName.among("patient", patient, self.patients)
        keep = pl.col("patient").cast(pl.String).is_in(wanted)
        return Chart.of(
            who=self.who.filter(keep),
            measured=self.measured.filter(keep),
            given=self.given.filter(keep),
            happened=self.happened.filter(keep),
            limits=self.limits,
            findings=self.findings.filter(keep | pl.col("patient").is_null()),
            name=self.name,
            about=self.about,
        )

    def with_findings(self, *found: pl.DataFrame) -> Chart:
        """Add findings below those that are there."""
        tables = [self.findings, *(_conform("findings", table, FINDINGS) for table in found)]
        return replace(self, findings=pl.concat(tables))


def _conform(
    table: str, frame: pl.DataFrame | None, schema: Mapping[str, pl.DataType], known: Iterable[str] = ()
) -> pl.DataFrame:
    if frame is None or not frame.width:
        return pl.DataFrame(schema=schema)
    unknown = [column for column in frame.columns if column not in schema]
    if unknown:
        raise UnknownName.among(f"column of `{table}`", unknown[0], [*schema, *known])
    columns = [_cast(frame, name, dtype) for name, dtype in schema.items()]
    try:
        return frame.select(columns)
    except pl.exceptions.InvalidOperationError as error:
        raise _misfit(table, frame, schema) from error


def _misfit(table: str, frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> SchemaError:
    """Find the first value that its column cannot hold, and say what the column holds."""
    for name in (name for name in frame.columns if frame.schema[name] != schema[name]):
        try:
            lost = (
                frame[name].is_not_null() & frame.select(_cast(frame, name, schema[name], strict=False))[name].is_null()
            )
        except pl.exceptions.InvalidOperationError:
            lost = frame[name].is_not_null()
        if lost.any():
            found = frame[name].filter(lost)[0]
            return SchemaError(
                f"The `{table}` table holds a value that its column cannot. Found {found!r} in `{name}`. "
                + _wanted(name, str(found), schema[name])
            )
    return SchemaError(f"The `{table}` table cannot be read. Found the columns {frame.columns}. Check their types.")


def _wanted(name: str, found: str, dtype: pl.DataType) -> str:
    if name == "patient":
        return "Give a row of `who` to every patient."
    if isinstance(dtype, pl.Enum):
        return str(UnknownName.among(name, found, dtype.categories)).partition(". ")[2]
    if dtype.is_integer():
        return "Give whole numbers: days are counted from the first dose, and dates stay at the doors."
    return "Give true or false." if dtype == pl.Boolean() else "Give numbers."


def _cast(frame: pl.DataFrame, name: str, dtype: pl.DataType, *, strict: bool = True) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, dtype=dtype).alias(name)
    held = frame.schema[name]
    column = pl.col(name)
    if held != dtype and isinstance(dtype, pl.Enum | pl.Categorical):
        column = column.cast(pl.String)
    cast = column if held == dtype else column.cast(dtype, strict=strict)
    return cast.fill_nan(None) if dtype == pl.Float64() else cast
