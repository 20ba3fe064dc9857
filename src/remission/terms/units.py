"""Turn foreign units into the only indoor one, or refuse.

A unit passes three gates: its spelling must be known here, the analyte's allow-list must name it, and the UCUM library
must agree on the dimension. The allow-list is what keeps apart things whose dimensions are equal: g/g and a percentage,
mL/min with and without body surface, cells per field and a plain number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from remission.errors import UnitError, UnknownName
from remission.terms.analytes import ANALYTES, Analyte, inside_a_sentence
from remission.terms.sources import Source

_UNITLESS = "{score}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Hold how a foreign value becomes an indoor one: multiply, then add.

    Attributes:
        factor: Indoor units in one foreign unit.
        offset: What is added afterwards; 0 for all but temperatures and HbA1c.
    """

    factor: float
    offset: float = 0.0


CONVERSION_SOURCES = (
    Source("ucum", says="the grammar and the definitions of units"),
    Source("hoelzel_2004", says="NGSP % = 0.0915 × IFCC mmol/mol + 2.15"),
    Source("kashiwagi_2012", says="NGSP % = 1.02 × JDS % + 0.25"),
)

_AFFINE = {
    # In Japan NGSP replaced JDS in April 2012, so older files mean JDS and must say so.
    ("hba1c", "mmol/mol"): Conversion(factor=0.0915, offset=2.15),
    ("hba1c", "%{JDS}"): Conversion(factor=1.02, offset=0.25),
    ("temperature", "[degF]"): Conversion(factor=5 / 9, offset=-160 / 9),
}

# Rewrites of what hospitals write, in order, on text that is already narrow, lower-case and without blanks.
_REWRITES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"μ|mc(?=[gl])|^u(?=[gl])", "u"),
        (r"(?<=[\d/a-z\]])per(?=[a-z\d])", "/"),
        (r"リットル", "l"),
        (r"/(1?日|day|24\.?-?(h|hr|hrs|hour|hours|時間)|\(24\.h\))$", "/d"),
        (r"/分", "/min"),
        (r"/\(?1\.73\.?m\^?2\)?$|/\{1\.73_?m\^?2\}$", "/{1.73_m2}"),
        (r"(?<=g|l)[.·・-]?\{?(creatinine|creat|cre|cr)\}?$", ""),
        (r"^(cells|cell|個|#|/)(?=/)", ""),
        (r"^[×x*]?10(\^|\*\*?|e)?(\d)(?=/|$)", r"10*\2"),
        (r"^[×x*]?1?万/", "10*4/"),
        (r"^[×x*]?千/", "10*3/"),
        (r"^k/ul$", "10*3/ul"),
        (r"^(giga|g)/l(?=iter$)", "10*9/l"),
        (r"^10\*9/liter$", "10*9/l"),
        (r"/(cu\.?mm|cmm|mm\^?3)$", "/ul"),
        (r"^(.*/)?(hpf|hf|視野)$", "/[hpf]"),
        (r"^(.*/)?lpf$", "/[lpf]"),
        (r"(?<!\[)iu(?!\])", "[iu]"),
        (r"^mmhg$", "mm[hg]"),
        (r"^(°c|degc|度|c)$", "cel"),
        (r"^(°f|degf)$", "[degf]"),
        (r"^(%\(?jds\)?|jds\(?%\)?)$", "%{jds}"),
        (r"^(%\(?ngsp\)?|ngsp\(?%\)?)$", "%"),
        (r"^(score|points?|点|0/1)$", "{score}"),
    )
)
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*(?:\[[^\]]*\][^()\[\]【】〔〕]*)?)[)\]】〕]")


def convert(analyte: str, value: float, unit: str | None) -> float:
    """Convert a value to the analyte's indoor unit.

    Args:
        analyte: Name of the analyte.
        value: The value as measured.
        unit: Its unit, as written; None or "" only where the analyte has none.

    Raises:
        UnknownName: There is no such analyte.
        UnitError: The unit is missing, cannot be read, or is not accepted for the analyte.

    Example:
        >>> round(convert("creatinine", 72, "µmol/L"), 3), convert("ds_dna", 186, "IU/L")
        (0.814, 0.186)
    """
    rule = conversion(analyte, unit)
    return value * rule.factor + rule.offset


def factor(analyte: str, unit: str | None) -> float:
    """Find the number that a value is multiplied by to be in the analyte's indoor unit.

    Args:
        analyte: Name of the analyte.
        unit: The foreign unit, as written.

    Raises:
        UnknownName: There is no such analyte.
        UnitError: As for `conversion`; or the conversion is not a plain multiplication (HbA1c, °F).

    Example:
        >>> factor("c3", "g/L"), factor("proteinuria", "g/日")
        (100.0, 1.0)
    """
    rule = conversion(analyte, unit)
    if rule.offset:
        raise UnitError(
            f"{ANALYTES[analyte].label} in {unit} is not converted by multiplying alone. The rule is × {rule.factor:g} "
            f"{rule.offset:+g}. Use `conversion` or `convert`."
        )
    return rule.factor


@cache
def conversion(analyte: str, unit: str | None) -> Conversion:
    """Find how values in a unit become values in the analyte's indoor unit.

    Args:
        analyte: Name of the analyte.
        unit: The foreign unit, as written.

    Raises:
        UnknownName: There is no such analyte.
        UnitError: The unit is missing, cannot be read, or is not accepted for the analyte.
    """
    if analyte not in ANALYTES:
        raise UnknownName.among("analyte", analyte, ANALYTES)
    term = ANALYTES[analyte]
    foreign = _accepted(term, unit)
    if foreign == term.unit:
        return Conversion(factor=1.0)
    if (analyte, foreign) in _AFFINE:
        return _AFFINE[analyte, foreign]
    return Conversion(factor=_library_factor(term, foreign))


def ucum(unit: str) -> str | None:
    """Read a unit as people spell it and give its UCUM text; None where no analyte uses such a unit.

    Example:
        >>> ucum("×10³/µL"), ucum("g/24h"), ucum("ml/min/1.73 m²"), ucum("furlong")
        ('10*3/uL', 'g/d', 'mL/min/{1.73_m2}', None)
    """
    text = _SUPERSCRIPT.sub(lambda found: "^" + found.group(), unit)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    for pattern, to in _REWRITES:
        text = pattern.sub(to, text)
    return _spellings().get(text)


def printed(unit: str) -> str:
    """Print a UCUM unit as people write it.

    Example:
        >>> printed("umol/L"), printed("[IU]/mL"), printed("10*9/L"), printed("mL/min/{1.73_m2}")
        ('µmol/L', 'IU/mL', '10⁹/L', 'mL/min/1.73 m²')
    """
    text = re.sub(r"^10\*(\d)", lambda n: "10" + "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(n.group(1))], unit)
    text = re.sub(r"\bu(?=[gLm])", "µ", text).replace("{1.73_m2}", "1.73 m²").replace("[degF]", "°F")
    text = text.replace("Cel", "°C").replace("%{JDS}", "% (JDS)").replace(_UNITLESS, "")
    return text.replace("[", "").replace("]", "")


def unit_suspicion(analyte: str, value: float) -> str | None:
    """Say which other unit an impossible value would be plausible in.

    Args:
        analyte: Name of the analyte.
        value: The value, taken to be in the indoor unit.

    Returns:
        One sentence; None where the value is plausible as it is, or in no accepted unit.

    Raises:
        UnknownName: There is no such analyte.

    Example:
        >>> unit_suspicion("creatinine", 72)
        '72 mg/dL is impossible for serum creatinine; it would be plausible as µmol/L.'
    """
    if analyte not in ANALYTES:
        raise UnknownName.among("analyte", analyte, ANALYTES)
    term = ANALYTES[analyte]
    low, high = term.plausible
    if low <= value <= high:
        return None
    fits = [unit for unit in term.accepts[1:] if low <= convert(analyte, value, unit) <= high]
    if not fits:
        return None
    what = inside_a_sentence(term.label)
    return f"{value:g} {printed(term.unit)} is impossible for {what}; it would be plausible as {printed(fits[0])}."


def likely_unit_in(text: str) -> str | None:
    """Find a unit that is spelled in a header.

    Looks in brackets first, then after a comma or blank, then at the end of an identifier.

    Returns:
        The UCUM text; None where no known unit is spelled.

    Example:
        >>> likely_unit_in("蛋白尿 (g/日)"), likely_unit_in("peak_ug_ml"), likely_unit_in("C3")
        ('g/d', 'ug/mL', None)
    """
    narrow = unicodedata.normalize("NFKC", _SUPERSCRIPT.sub(lambda found: "^" + found.group(), text)).strip()
    words = re.split(r"[\s,、]+", narrow)
    pieces = re.split(r"[_\s]+", narrow)
    candidates = [
        *reversed(_BRACKETED.findall(narrow)),
        *(" ".join(words[start:]) for start in range(1, len(words))),
        *(word for word in reversed(words) if "/" in word or word == "%"),
        *("/".join(pieces[start : start + 2]) for start in range(len(pieces) - 2, 0, -1)),
    ]
    return next((found for found in map(ucum, candidates) if found and found != _UNITLESS), None)


@cache
def _spellings() -> dict[str, str]:
    return {unit.casefold(): unit for term in ANALYTES.values() for unit in term.accepts} | {"1": _UNITLESS}


def _accepted(term: Analyte, unit: str | None) -> str:
    wanted = " or ".join(dict.fromkeys((term.printed_unit, *map(printed, term.accepts))))
    if not (unit or "").strip():
        if term.unit == _UNITLESS:
            return term.unit
        raise UnitError(f"{term.label} has no unit. Found a value alone. Name the unit: {wanted}.")
    assert unit is not None  # noqa: S101 # for the type checker: an empty unit was dealt with above
    foreign = ucum(unit)
    if foreign in term.accepts:
        return foreign
    if foreign is not None:
        raise UnitError(f"{term.label} is not measured in {unit}. Found {unit!r}. Give it in {wanted}.")
    near = get_close_matches(unit, [*map(printed, term.accepts), *map(printed, _spellings().values())], n=1, cutoff=0.5)
    guess = f" The nearest unit is {near[0]}." if near else ""
    raise UnitError(f"The unit of {term.label} cannot be read. Found {unit!r}.{guess} Give it in {wanted}.")


def _library_factor(term: Analyte, foreign: str) -> float:
    library = _registry()
    ratio = library.from_ucum(foreign) / library.from_ucum(term.unit)
    mole = library.from_ucum("g/mol") * (term.molar_mass or 1.0)
    if term.molar_mass and ratio.check("[substance]/[mass]"):
        ratio = ratio * mole
    elif term.molar_mass and ratio.check("[mass]/[substance]"):
        ratio = ratio / mole
    if not ratio.dimensionless:
        raise UnitError(
            f"{term.label} in {foreign} and in {term.unit} are different things. Found the dimension "
            f"{ratio.dimensionality} between them. Give it in {term.printed_unit}."
        )
    # Fourteen digits: 100.00000000000001 is the library's dust, not chemistry.
    return float(f"{ratio.to('').magnitude:.14g}")


@cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()
