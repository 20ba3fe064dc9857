"""Write an empty workbook to fill in, and read it back without any mapping."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remission.chart.doors.from_excel import sheet_names
from remission.chart.doors.mapping import Column, Mapping, Sheet, Time
from remission.chart.doors.words import trait_label
from remission.errors import SchemaError
from remission.terms.analytes import ANALYTES, SLEDAI_ITEMS, inside_a_sentence
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS
from remission.terms.windows import HIMEJI_VISITS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_README = "Read me"
_PATIENT, _VISIT, _DAY = "Patient", "Visit", "Study day"
_ROWS = 2000
"""How far down the drop-downs reach."""
_RESULTS = ("proteinuria", "upcr", "creatinine", "albumin", "hemoglobin", "wbc", "platelets", "c3", "c4", "ch50", "ds_dna",
            "sledai", "tacrolimus_trough", "mizoribine_peak", "mycophenolic_acid", "systolic", "diastolic", "ldl", "hba1c",
            "weight")  # fmt: skip
_GIVEN = {"drug": "Drug", "dose": "Dose (mg on a day of intake)", "days_per_week": "Days per week", "route": "Route",
          "until": "Until (study day)"}  # fmt: skip
_NOTES = (
    "One sheet a table. Leave a cell blank where nothing is known: blank never means no or zero.",
    "Patient: any label without a name in it; the same one on every sheet.",
    "Study day: day 0 is the day of the first dose of the regimen. Dates stay in your hospital.",
    "Visit: choose one, or write `day 45`.",
    "Results: a number in the unit of the header; <0.1 and >400 are understood, ND means not done.",
    "Drug levels: write the hours since the last dose beside them; without them a level is neither trough nor peak.",
    "Drugs: one row a course; a dose of 0 is a stop. The dose applies until the next row of the drug, or through `until`.",
    "SLEDAI: 1 present, 0 absent, blank unknown. Fill in all 24 items, or only the total on the sheet of results.",
    "Then run: remission report THIS-FILE",
)
_ASKED = {"criteria": "Criteria", "biopsy": "Biopsy"}
"""Sheets that are written only where they are asked for: the group of traits, and the name of its sheet."""
_ASKED_NOTE = (
    "Criteria: yes if it was ever seen and lupus is the likelier cause, no if it was looked for and never seen, blank unknown. "
    "Biopsy: each lesion 0 to 3, or only the totals that the pathologist reports."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    header: str
    choices: tuple[str, ...] = ()
    note: str = ""


def write_template(path: str | Path, *, criteria: bool = False) -> Path:
    """Write an empty workbook: one sheet a table, units in the headers, drop-downs where there is a choice.

    Args:
        path: Where to write it; it ends in `.xlsx`, and nothing is there yet.
        criteria: Whether to add the sheets for classification criteria and for the lesions of the biopsy.

    Returns:
        The path.

    Raises:
        SchemaError: The path does not end in `.xlsx`, or there is a file already.
    """
    import xlsxwriter

    path = Path(path)
    if path.suffix.lower() != ".xlsx" or path.exists():
        found = "a file of that name" if path.exists() else f"the ending {path.suffix!r}"
        raise SchemaError(
            f"The template was not written to {path.name}. Found {found}. Choose a new name that ends in .xlsx."
        )
    book = xlsxwriter.Workbook(str(path))
    notes = book.add_worksheet(_README)
    notes.set_column(0, 0, 110)
    for row, text in enumerate((*_NOTES[:-1], _ASKED_NOTE, _NOTES[-1]) if criteria else _NOTES):
        notes.write_string(row, 0, text)
    for name, fields in (_sheets() | (_asked_sheets() if criteria else {})).items():
        _write_sheet(book, book.add_worksheet(name), fields)
    book.close()
    return path


def is_template(path: Path) -> bool:
    """Say whether a file is a workbook that `write_template` made."""
    if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
        return False
    return {_README, *_sheets()} <= set(sheet_names(path))


def template_mapping(path: Path) -> Mapping:
    """Say what the columns of a filled template mean."""
    visit = Time(column=_VISIT, unit="visit")
    day = Time(column=_DAY, unit="day")
    there = sheet_names(path)
    asked = ((group, sheet) for group, sheet in _ASKED.items() if sheet in there)
    return Mapping(
        name=path.stem,
        file=f"the template {path.name}",
        sheets=(
            _traits(path, "who", "patient"),
            *(_traits(path, sheet, group) for group, sheet in asked),
            _measured(path, "measured", tuple(name for name in _RESULTS if name in ANALYTES), visit),
            Sheet(file=path.name, sheet="given", patient=_PATIENT, time=day, table="given", fields=_GIVEN, dose_unit="mg"),
            Sheet(file=path.name, sheet="happened", patient=_PATIENT, time=day, table="happened",
                  fields={"what": "What happened", "grade": "Grade"}),
            _measured(path, "SLEDAI", SLEDAI_ITEMS, visit),
        ),
    )  # fmt: skip


def _traits(path: Path, sheet: str, group: str) -> Sheet:
    columns = tuple(
        Column(header=_trait_header(name), role="who", name=name, unit=trait.printed_unit or None)
        for name, trait in TRAITS.items()
        if trait.group == group
    )
    return Sheet(file=path.name, sheet=sheet, patient=_PATIENT, columns=columns)


def _measured(path: Path, sheet: str, names: tuple[str, ...], time: Time) -> Sheet:
    columns = tuple(
        Column(header=_result_header(n), role="measured", name=n, unit=ANALYTES[n].unit, hours=_hours_header(n))
        for n in names
    )
    return Sheet(file=path.name, sheet=sheet, patient=_PATIENT, time=time, columns=columns)


def _sheets() -> dict[str, tuple[_Field, ...]]:
    patient = _Field(header=_PATIENT)
    visit = _Field(
        header=_VISIT, choices=tuple(v.label for v in HIMEJI_VISITS), note="Choose a visit, or write `day 45`."
    )
    day = _Field(header=_DAY, note="Day 0 is the day of the first dose.")
    drugs, routes = tuple(d.label for d in DRUGS.values()), ("oral", "iv", "sc")
    given = {"drug": drugs, "route": routes}
    return {
        "who": (patient, *_trait_fields("patient")),
        "measured": (patient, visit, *(field for n in _RESULTS if n in ANALYTES for field in _result_fields(n))),
        "given": (patient, day, *(_Field(header=h, choices=given.get(name, ())) for name, h in _GIVEN.items())),
        "happened": (
            patient,
            day,
            _Field(header="What happened"),
            _Field(header="Grade", choices=("1", "2", "3", "4", "5")),
        ),
        "SLEDAI": (patient, visit, *(_Field(header=_result_header(n), choices=("0", "1")) for n in SLEDAI_ITEMS)),
    }


def _asked_sheets() -> dict[str, tuple[_Field, ...]]:
    return {sheet: (_Field(header=_PATIENT), *_trait_fields(group)) for group, sheet in _ASKED.items()}


def _trait_fields(group: str) -> tuple[_Field, ...]:
    names = (name for name, trait in TRAITS.items() if trait.group == group)
    return tuple(_Field(header=_trait_header(name), choices=_answers(name)) for name in names)


def _trait_header(name: str) -> str:
    label, unit = trait_label(name), TRAITS[name].printed_unit
    return f"{label} ({unit})" if unit else label


def _answers(trait: str) -> tuple[str, ...]:
    if trait == "female":
        return ("F", "M")
    if TRAITS[trait].group == "biopsy":
        return tuple(str(score) for score in range(int(TRAITS[trait].plausible[1]) + 1))
    return ("yes", "no") if TRAITS[trait].kind == "yes/no" else ()


def _result_fields(name: str) -> tuple[_Field, ...]:
    hours = _hours_header(name)
    field = _Field(header=_result_header(name))
    return (
        (field, _Field(header=hours, note="Such as 12 for a sample of 12 hours after the dose.")) if hours else (field,)
    )


def _hours_header(name: str) -> str | None:
    """Name the column beside a drug level; None for what is no level."""
    a = ANALYTES[name]
    return f"Hours from the last dose to the {inside_a_sentence(a.label)}" if a.kind == "level" else None


def _result_header(name: str) -> str:
    a = ANALYTES[name]
    if a.kind == "item":
        return a.label.removeprefix("SLEDAI: ")
    return f"{a.label} ({a.printed_unit})" if a.printed_unit else a.label


def _write_sheet(book: Workbook, sheet: Worksheet, fields: tuple[_Field, ...]) -> None:
    head: Any = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 45)
    for place, field in enumerate(fields):
        sheet.write_string(0, place, field.header, head)
        sheet.set_column(place, place, max(12, min(24, len(field.header))))
        if field.note:
            sheet.write_comment(0, place, field.note)
        if field.choices:
            stop = "information" if field.note else "stop"
            sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": _source(book, field.choices),
                                                           "error_type": stop})  # fmt: skip


def _source(book: Workbook, choices: tuple[str, ...]) -> list[str] | str:
    """List the choices in the cell's rule; a rule holds 255 characters, so longer lists stand on a sheet of their own."""
    if len(",".join(choices)) <= 255:  # noqa: PLR2004 - the limit of the file format
        return list(choices)
    sheet: Any = book.get_worksheet_by_name("Lists") or book.add_worksheet("Lists")
    for row, choice in enumerate(choices):
        sheet.write_string(row, 0, choice)
    return f"=Lists!$A$1:$A${len(choices)}"
