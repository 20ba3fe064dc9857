"""Tell which values of a covariate cannot be, and which a model was not made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

from remission.errors import SchemaError, UnknownName
from remission.pk.model import Covariate, Model
from remission.pk.timeline import DAY, Dose
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS, dose_suspicion
from remission.terms.traits import TRAITS

EITHER = (0.0, 1.0)
"""No and yes."""
GROWN_UP = 18.0
"""Years from which on someone is an adult."""


def believable(covariate: Covariate) -> tuple[float, float]:
    """Give the least and greatest value that anyone can have: that of the trait or analyte which it is."""
    if is_yes_or_no(covariate):
        return EITHER
    word = covariate.of or covariate.name
    term = TRAITS.get(word) or ANALYTES.get(word)
    if term and term.plausible and covariate.unit in (term.unit, term.printed_unit, term.unit.split("/{")[0]):
        return term.plausible
    return (0.0, inf) if covariate.low >= 0 else (-inf, inf)


def is_yes_or_no(covariate: Covariate) -> bool:
    """Tell whether a covariate is 0 or 1 and nothing between."""
    return covariate.unit == "1" and {covariate.low, covariate.high, covariate.reference} <= set(EITHER)


def impossible(covariate: Covariate, value: float) -> str:
    """Say why a value cannot be; "" where it can.

    Example:
        >>> impossible(Covariate(name="hematocrit", unit="%", reference=35, low=20, high=45, of="hematocrit"), 0.33)
        'Hematocrit of 0.33 % cannot be (believable: 8 to 75 %); it would be believable as 33 %, written in %'
    """
    low, high = believable(covariate)
    if is_yes_or_no(covariate):
        fine, range_ = value in EITHER, "0 for no, 1 for yes"
    else:
        # What a model divides by, or takes the logarithm of, is above 0.
        fine = low <= value <= high and (value > 0 or covariate.low <= 0) and value < inf
        least = f"{low:g} to {high:g}" if high < inf else "above 0" if covariate.low > 0 else "0 or more"
        range_ = f"{least} {unit_of(covariate)}".strip()
    if fine:
        return ""
    part = covariate.unit == "%" and low <= 100 * value <= high
    hint = f"; it would be believable as {100 * value:g} %, written in %" if part else ""
    return (
        f"{in_words(covariate.name)} of {value:g} {unit_of(covariate)}".strip()
        + f" cannot be (believable: {range_}){hint}"
    )


def set_aside(covariate: Covariate, values: Sequence[float]) -> tuple[str, ...]:
    """Say of the values of a record which cannot be, and are not used; one that is not known is nan."""
    wrong = [impossible(covariate, value) for value in values if value == value]  # noqa: PLR0124  # nan is not itself
    return tuple(f"{text}: it is set aside. Check value and unit." for text in dict.fromkeys(wrong) if text)


def outside(model: Model, covariate: Covariate, value: float) -> str:
    """Say that a value lies outside the population of a model; "" where it lies within."""
    if covariate.low <= value <= covariate.high:
        return ""
    return (
        f"{in_words(covariate.name)} of {value:g} {unit_of(covariate)}".strip() + " lies outside the population of "
        f"{model.name} ({covariate.low:g} to {covariate.high:g}): the prediction is an extrapolation."
    )


def stated(model: Model, values: Mapping[str, float]) -> tuple[str, ...]:
    """Check covariates that someone states, and say which of them lie outside the population of a model.

    Raises:
        UnknownName: The model has no such covariate.
        SchemaError: Nobody can have such a value.
    """
    known = {covariate.name: covariate for covariate in model.covariates}
    for name, value in values.items():
        if name not in known:
            raise UnknownName.among(f"covariate of {model.name}", name, model.reference)
        if why := impossible(known[name], value):
            raise SchemaError(f"A covariate is impossible. Found: {why}. Check value and unit.")
    said = (outside(model, known[name], value) for name, value in values.items())
    return tuple(text for text in said if text)


def taken_for_all(model: Model, values: Mapping[str, float]) -> tuple[str, ...]:
    """Say where one genotype is taken for everybody, because none is stated."""
    return tuple(
        f"{in_words(c.name)} is not stated: all have {c.reference:g}. Others are frequent "
        f"({', '.join(f'{value:g} in {100 * part:.0f} %' for value, part in c.mix)}): state it."
        for c in model.covariates
        if c.mix and c.name not in values
    )


def unbelievable(drug: str, dose: Dose) -> str:
    """Say why a dose cannot be, as for the doses of a chart; "" where it can."""
    route = "iv" if dose.central else "oral"
    mg = dose.amount * max(1.0, DAY / dose.every) if dose.count > 1 or dose.steady else dose.amount
    most = DRUGS[drug].daily.most
    if mg <= most:
        return ""
    meant = dose_suspicion(drug, dose.amount, route)
    return (
        f"A dose of {dose.amount:g} mg of {drug.replace('_', ' ')} cannot be (believable: up to {most:g} mg a day)"
        f"{f'; {meant}' if meant else ''}. Doses are in mg: check the unit."
    )


def too_young(model: Model, age: float) -> str:
    """Say that a child is foretold by a model of adults; "" where that is not so."""
    if age >= GROWN_UP or "adult" not in model.population.lower():
        return ""
    return (
        f"The patient is {age:g} years old, and {model.name} was made from adults ({model.population}): the prediction is an "
        "extrapolation to a child."
    )


def in_words(name: str) -> str:
    """Write the name of a covariate as the beginning of a sentence.

    Example:
        >>> in_words("cyp3a5_expresser")
        'CYP3A5 expresser'
    """
    return name.replace("_", " ").capitalize().replace("Cyp", "CYP").replace("cyp3a5", "CYP3A5").replace("3a5", "3A5")


def unit_of(covariate: Covariate) -> str:
    """Give the unit of a covariate as it is printed behind a number; "" where there is none."""
    return "" if covariate.unit == "1" else covariate.unit
