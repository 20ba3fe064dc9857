"""Guess what a header means: a quantity, its unit, and the visit that it is about."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from remission.chart.doors.grid import plain
from remission.chart.doors.words import analyte_words, drug_words, trait_words
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS
from remission.terms.units import likely_unit_in, printed, ucum

PATIENT = ("patient", "patient_id", "patientid", "patient id", "patient no", "pt", "id", "subject", "subject_id", "usubjid",
           "case", "case no", "mrn", "record_id", "患者", "患者id", "患者番号", "症例", "症例番号",
           "登録番号", "カルテ番号", "番号", "no", "no.")  # fmt: skip
TIMES = {
    "day": ("day", "study day", "study_day", "days", "日数", "経過日数", "病日"),
    "week": ("week", "weeks", "週", "経過週"),
    "month": ("month", "months", "月", "月数", "経過月", "経過月数"),
    "visit": ("visit", "visit name", "timepoint", "time point", "来院", "時点", "観察時点"),
    "date": (
        "date",
        "sample date",
        "collection date",
        "test date",
        "検査日",
        "採血日",
        "採取日",
        "測定日",
        "受診日",
        "日付",
    ),
}
DAY0 = (
    "day0",
    "day 0",
    "start date",
    "treatment start",
    "start of treatment",
    "治療開始日",
    "開始日",
    "導入日",
    "投与開始日",
)
LONG = {
    "analyte": (
        "analyte",
        "variable",
        "test",
        "test name",
        "loinc",
        "loinc code",
        "loinc_code",
        "item",
        "lab",
        "parameter",
        "項目",
        "検査",
        "検査項目",
        "検査項目名",
        "検査名",
        "検査名称",
    ),
    "value": ("value", "result", "results", "値", "結果", "検査値", "検査結果", "測定値"),
    "unit": ("unit", "units", "単位"),
    "drug": ("drug", "medication", "medicine", "薬剤", "薬剤名", "薬品名"),
    "dose": ("dose", "dosage", "用量", "投与量", "1日量"),
    "until": ("until", "end", "stop", "end day", "終了日", "中止日"),
    "route": ("route", "投与経路", "経路"),
    "days_per_week": ("days per week", "days_per_week", "週あたり日数"),
    "what": ("event", "what", "adverse event", "有害事象", "事象"),
    "grade": ("grade", "ctcae grade", "グレード"),
}
SHORT = {"up": "proteinuria", "s-cre": "creatinine"}
"""Words too short, or too much of one hospital, to stand among the aliases of an analyte."""
PROTEIN = ("proteinuria", "upcr", "urine_protein")
EVENTS = (
    "adverse events",
    "adverse event",
    "adverse effects",
    "adverse_events",
    "complications",
    "有害事象",
    "副作用",
    "合併症",
)
_VISIT = re.compile(
    r"(?:^|[\s_/・-]|(?=治療前|開始時|導入前|投与前))(?:(?P<zero>baseline|base|bl|pre|治療前|開始時|導入前|投与前)"
    r"|(?P<unit>m|mo|month|w|wk|week|d|day)[\s_]*(?P<n>\d{1,3})"
    r"|(?P<n2>\d{1,3})[\s_]*(?P<unit2>months?|mo|m|weeks?|wk|w|days?|d|か月|ヶ月|カ月|ケ月|ヵ月|月|週|日)(?:後|目|時)?)$"
)
_PERIODS = {"m": "month", "w": "week", "d": "day", "か": "month", "ヶ": "month", "カ": "month", "ケ": "month", "ヵ": "month",
            "月": "month", "週": "week", "日": "day"}  # fmt: skip
_BRACKETS = re.compile(r"\s*[(\[【〔][^()\[\]【】〔〕]*(?:\[[^\]]*\][^()\[\]【】〔〕]*)?[)\]】〕]\s*")
_TAIL = re.compile(r"[\s_/]*(dose|dosage|trajectory|course|用量|投与量|経過|推移)$")
_UNIT_TAIL = re.compile(r"[\s_](?:[munkµμ]?g|[munkµμ]?mol|iu|u|ml|g)[_/](?:d|dl|ml|l|day|ul|mmol|g)$|,\s*\S+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Hold what a header seems to mean.

    Attributes:
        role: "who", "measured", "given", "happened", or "" where nothing was recognised.
        name: The trait, analyte or drug.
        unit: Its unit, as written; None where the header names none.
        when: How a mapping says the visit ("month", 2); None where the header names none.
    """

    role: str
    name: str = ""
    unit: str | None = None
    when: tuple[str, int] | None = None


def guess(header: str) -> Guess:
    """Guess what a header means.

    Example:
        >>> found = guess("蛋白尿 (g/日) / 2か月")
        >>> found.name, found.unit, found.when
        ('proteinuria', 'g/d', ('month', 2))
        >>> guess("creatinine_m2").unit is None
        True
    """
    text = unicodedata.normalize("NFKC", header).strip().casefold()
    core, when = _without_visit(text)
    bracket = _BRACKETS.search(core)
    bare = _BRACKETS.sub(" ", core).strip(" /_")
    bare, again = (bare, when) if when else _without_visit(bare)
    when = when or again
    short = _TAIL.sub("", bare).strip(" /_")
    tried = (text, core, bare, bare.replace(" / ", ""), _UNIT_TAIL.sub("", bare), short, _UNIT_TAIL.sub("", short))
    for name in dict.fromkeys(tried):
        word = plain(name)
        if word in EVENTS:
            return Guess(role="happened", when=when)
        if word in analyte_words() or word in SHORT:
            return _measured(SHORT.get(word) or analyte_words()[word], _unit(core, header), when, sure=bool(bracket))
        if word in trait_words():
            return Guess(
                role="who", name=trait_words()[word], unit=_trait_unit(trait_words()[word], bracket), when=when
            )
        if word in drug_words():
            return Guess(role="given", name=drug_words()[word], unit=_dose_unit(core, bracket), when=when)
    return Guess(role="", when=when)


def among(header: str, words: tuple[str, ...]) -> bool:
    """Say whether a header is one of some words, its brackets left aside."""
    text = unicodedata.normalize("NFKC", header).casefold()
    known = {plain(word) for word in words}
    return plain(text) in known or plain(_BRACKETS.sub("", text)) in known


def visit_date(header: str) -> tuple[str, int] | None:
    """Say of which visit a header gives the date; None where it is no date of a visit.

    Example:
        >>> visit_date("検査日 / 2か月"), visit_date("検査日"), visit_date("Cr / 2か月")
        (('month', 2), None, None)
    """
    core, when = _without_visit(unicodedata.normalize("NFKC", header).strip().casefold())
    return when if when and among(core.strip(" /_"), TIMES["date"]) else None


def needs_unit(found: Guess) -> bool:
    """Say whether a number in this column cannot be read without a unit."""
    if found.role == "measured":
        return ANALYTES[found.name].printed_unit != "" and found.unit is None
    if found.role == "who":
        return TRAITS[found.name].unit != "" and found.unit is None
    return found.role == "given" and found.unit is None


def _measured(name: str, unit: str | None, when: tuple[str, int] | None, *, sure: bool) -> Guess:
    """Tell protein per day, per volume and per creatinine by the unit, where the header only says protein.

    A unit without brackets that does not fit is none: the C of cystatin C is no degree Celsius.
    """
    if name in PROTEIN and unit:
        fits = (other for other in PROTEIN if ucum(unit) in ANALYTES[other].accepts)
        name = name if ucum(unit) in ANALYTES[name].accepts else next(fits, name)
    if unit and not sure and ucum(unit) not in ANALYTES[name].accepts:
        unit = None
    return Guess(role="measured", name=name, unit=unit, when=when)


def _without_visit(text: str) -> tuple[str, tuple[str, int] | None]:
    found = _VISIT.search(text)
    if not found or not text[: found.start()].strip():
        return text, None
    rest = text[: found.start()].rstrip(" _/・-")
    if found["zero"]:
        return rest, ("day", 0)
    unit = _PERIODS[(found["unit"] or found["unit2"])[0]]
    return rest, (unit, int(found["n"] or found["n2"]))


def _unit(core: str, header: str) -> str | None:
    unit = likely_unit_in(core) or likely_unit_in(header)
    return printed(unit) if unit and unit.startswith(("10*", "%{")) else unit


def _trait_unit(name: str, bracket: re.Match[str] | None) -> str | None:
    trait = TRAITS[name]
    if trait.kind != "number":
        return None
    inside = bracket.group().strip(" ()[]【】〔〕") if bracket else ""
    return inside or None


def _dose_unit(core: str, bracket: re.Match[str] | None) -> str | None:
    inside = bracket.group().strip(" ()[]【】〔〕") if bracket else core
    return "mg" if re.search(r"(?<![a-z])mg(?!/kg)", inside.replace("_", " ")) else None
