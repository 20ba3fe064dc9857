"""Find what a word of a file means: analytes, drugs, traits, routes, yes and no.

A word is compared without regard to case, blanks and full-width forms. One that could mean two things means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from remission.chart.doors.grid import plain
from remission.errors import UnitError
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS
from remission.terms.traits import TRAITS
from remission.terms.windows import DAYS_PER_MONTH, HIMEJI_VISITS

_ROUTES = {
    "oral": ("oral", "po", "p.o.", "by mouth", "経口", "内服"),
    "iv": ("iv", "i.v.", "intravenous", "点滴", "静注", "点滴静注", "点滴静脈注射"),
    "sc": ("sc", "s.c.", "subcutaneous", "皮下注", "皮下注射"),
}
_YES = ("1", "yes", "y", "true", "present", "positive", "あり", "有", "有り", "はい", "○", "〇", "◯", "陽性")
_NO = ("0", "no", "n", "false", "absent", "negative", "なし", "無", "無し", "いいえ", "×", "✕", "陰性")
_FEMALE = ("f", "female", "woman", "w", "女", "女性")
_MALE = ("m", "male", "man", "男", "男性")
_BLACK = ("black", "african american", "black or african american", "黒人")
_NOT_BLACK = ("white", "caucasian", "asian", "japanese", "白人", "アジア人", "日本人")
_TIME_UNITS = {"a": 365.25, "mo": DAYS_PER_MONTH, "wk": 7.0, "d": 1.0}
_TRAIT_UNITS: dict[str, dict[str, float]] = {"cm": {"cm": 1.0, "m": 100.0, "mm": 0.1}, "kg": {"kg": 1.0, "g": 0.001}}
_TIME_WORDS = {
    "a": ("a", "y", "yr", "yrs", "year", "years", "歳", "才", "年"),
    "mo": ("mo", "month", "months", "月", "か月", "ヶ月", "カ月", "ケ月", "ヵ月"),
    "wk": ("wk", "week", "weeks", "週"),
    "d": ("d", "day", "days", "日"),
}
_DOSES = {"mg": 1.0, "g": 1000.0, "ug": 0.001, "μg": 0.001, "mcg": 0.001}
_PER_DAY = ("/d", "/day", "/日")


@cache
def analyte_words() -> dict[str, str]:
    """List every word that means one analyte and no other, LOINC codes included, folded by `plain`.

    Example:
        >>> analyte_words()["2160-0"], analyte_words()["血清クレアチニン"]
        ('creatinine', 'creatinine')
    """
    return _unambiguous({name: (name, a.label, *a.aliases, *a.loinc) for name, a in ANALYTES.items()})


@cache
def drug_words() -> dict[str, str]:
    """List every word that means one drug and no other, folded by `plain`."""
    return _unambiguous({name: (name, d.label, *d.aliases) for name, d in DRUGS.items()})


@cache
def trait_words() -> dict[str, str]:
    """List every word that means one trait and no other, folded by `plain`."""
    return _unambiguous({name: (name, t.label, *t.aliases) for name, t in TRAITS.items()})


@cache
def route_words() -> dict[str, str]:
    """List every word that means a route, folded by `plain`."""
    return _unambiguous(_ROUTES)


@cache
def visit_words() -> dict[str, int]:
    """List every word that means a visit, folded by `plain`, with the day on which it is due."""
    return {plain(word): v.target for v in HIMEJI_VISITS for word in (v.name, v.label)}


@cache
def yes_words(trait: str) -> dict[str, bool]:
    """List every word that answers a question with yes or no, folded by `plain`.

    Example:
        >>> yes_words("female")["女性"], yes_words("hypertension")["なし"], "1" in yes_words("black")
        (True, False, False)
    """
    yes, no = _YES, _NO
    if trait == "female":
        yes, no = _FEMALE, _MALE
    elif trait == "black":  # a column of races: its 1 and 0 are codes, and mean what the file says elsewhere
        yes, no = (*_BLACK, *_YES[1:]), (*_NOT_BLACK, *_NO[1:])
    return dict.fromkeys(map(plain, yes), True) | dict.fromkeys(map(plain, no), False)


def trait_label(trait: str) -> str:
    """Name a trait as the question that a column asks: the column of `female` asks for the sex.

    Example:
        >>> trait_label("female"), trait_label("age")
        ('Sex', 'Age')
    """
    return "Sex" if trait == "female" else TRAITS[trait].label


def trait_factor(trait: str, unit: str | None) -> float:
    """Find what a number in some unit is multiplied by to be in the trait's only unit.

    Raises:
        UnitError: The unit is missing, or is none for the trait.

    Example:
        >>> trait_factor("height", "m"), trait_factor("age", "歳")
        (100.0, 1.0)
    """
    term = TRAITS[trait]
    if not term.unit:  # a score
        return 1.0
    if term.unit in _TIME_UNITS:
        known = {w: _TIME_UNITS[u] / _TIME_UNITS[term.unit] for u, words in _TIME_WORDS.items() for w in words}
    else:
        known = _TRAIT_UNITS[term.unit]
    if not unit:
        raise UnitError(f"{term.label} has no unit. Found a value alone. Name the unit: {term.printed_unit}.")
    if plain(unit) not in known:
        raise UnitError(f"{term.label} is not measured in {unit}. Found {unit!r}. Give it in {term.printed_unit}.")
    return known[plain(unit)]


def dose_factor(unit: str | None) -> float:
    """Find what a dose in some unit is multiplied by to be in mg on a day of intake.

    Raises:
        UnitError: The unit is missing, or is none that a dose can have.

    Example:
        >>> dose_factor("g"), dose_factor("mg/日")
        (1000.0, 1.0)
    """
    if not unit:
        raise UnitError("A dose has no unit. Found a number alone. Name the unit, such as mg.")
    text = plain(unit)
    for ending in _PER_DAY:
        text = text.removesuffix(ending)
    if text not in _DOSES:
        raise UnitError(f"A dose is not given in {unit}. Found {unit!r}. Give it in mg or g on a day of intake.")
    return _DOSES[text]


def _unambiguous(words: dict[str, Iterable[str]] | dict[str, tuple[str, ...]]) -> dict[str, str]:
    meanings: dict[str, set[str]] = {}
    for name, spellings in words.items():
        for word in spellings:
            meanings.setdefault(plain(word), set()).add(name)
    sure = {word: next(iter(names)) for word, names in meanings.items() if len(names) == 1}
    return sure | {plain(name): name for name in words}  # a key always means itself
