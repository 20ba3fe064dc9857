"""Say of every result what stands behind it, for the reader who asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

import polars as pl

from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.report.document import Provenance
from remission.stats.contrasts import EVERY_VISIT
from remission.stats.result import Result
from remission.stats.variable import variable
from remission.terms.analytes import ANALYTES
from remission.terms.rounding import half_up
from remission.terms.sources import cite
from remission.terms.traits import TRAITS
from remission.terms.windows import Visit

STATISTICS = {
    "mean": "mean",
    "sd": "sample standard deviation",
    "median": "median",
    "q1": "first quartile",
    "q3": "third quartile",
    "min": "least value",
    "max": "greatest value",
    "count": "number of patients",
    "enrolled": "everyone in the data",
    "percent": "percentage of patients",
    "percent_low": "lower end of the 95 % interval",
    "percent_high": "upper end of the 95 % interval",
    "change": "mean change from baseline",
    "change_holm": "mean change from baseline, P adjusted by Holm's method",
    "difference": "difference between the arms",
    "text": "as listed",
    "agreement": "percentage with the same answer",
    "agreement_low": "lower end of the 95 % interval of the agreement",
    "agreement_high": "upper end of the 95 % interval of the agreement",
    "kappa": "Cohen's kappa",
    "kappa_low": "lower end of the 95 % interval of kappa",
    "kappa_high": "upper end of the 95 % interval of kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "fleiss_kappa_low": "lower end of the 95 % interval of kappa",
    "fleiss_kappa_high": "upper end of the 95 % interval of kappa",
    "denied": "patients whom the other definition counts and this one does not",
    "deciding": "what the requirement that is not met saw",
    "unknown": "patients who cannot be judged for want of it",
}
METHODS = {
    "percent_low": "clopper_1934",
    "percent_high": "clopper_1934",
    "wilcoxon": "wilcoxon_1945",
    "paired t test": "student_1908",
    "mcnemar": "mcnemar_1947",
    "change_holm": "holm_1979",
    "kappa": "cohen_1960",
    "fleiss": "fleiss_1971",
    "kappa_low": "gwet_2021",
}


class Printed(Protocol):
    """Hold results that are printed: an evaluation, or a comparison of definitions."""

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Give the visits and their windows."""
        ...

    @property
    def results(self) -> pl.DataFrame:
        """Give the result rows."""
        ...


def provenance(
    e: Printed, ids: Iterable[str], definitions: Mapping[str, Definition] | None = None
) -> dict[str, Provenance]:
    """Say what stands behind each result that a report prints.

    Args:
        e: The evaluation or comparison.
        ids: The ids of the results that are printed.
        definitions: Definitions that lie on no shelf, by their names.
    """
    labels = {visit.name: visit.label for visit in e.visits} | {EVERY_VISIT: "all visits after baseline"}
    wanted = set(ids)
    rows = e.results.filter(e.results["id"].is_in(wanted))
    return {
        str(row["id"]): _behind(Result(**{k: v for k, v in row.items() if k != "id"}), labels, definitions or {})
        for row in rows.iter_rows(named=True)
    }


def _behind(result: Result, visits: dict[str, str], own: Mapping[str, Definition]) -> Provenance:
    named = own.get(result.definition) or (shelf.find(result.definition) if result.definition else None)
    statistic = re.sub(r"(_nri|_\d+)$", "", result.statistic)
    pair = f"beside {label_of(result.level, own)}" if _is_definition(result.level, own) else result.level
    what = named.label if named and named.name == result.variable else label_of(result.variable, own)
    parts = (what, pair, result.group, visits.get(result.visit, ""))
    label = ", ".join(part for part in (*parts, STATISTICS.get(statistic, statistic)) if part)
    value = ": ".join(
        part for part in ("" if result.text and result.value is None else _number(result.value), result.text) if part
    )
    tested = result.test and ". ".join(part for part in (result.test, result.note) if part)
    return Provenance(
        label=label,
        value_text=f"{value} {result.unit}".strip(),
        n=result.n or None,
        missing=result.missing,
        test=tested or result.note,
        p_text=f"{result.p:.3g}" if result.p is not None else "",
        definition=named.words if named else _measured(result.variable),
        says=named.source.says if named else "",
        source=cite(named.source) if named else "",
        readings=named.readings if named else (),
        verified=named.verified if named else True,
    )


def _number(value: float | None) -> str:
    """Print a result with up to four decimals, and without idle zeros.

    Example:
        >>> _number(7.0), _number(0.09), _number(-4.46875), _number(20.0), _number(None)
        ('7', '0.09', '-4.4688', '20', '–')
    """
    text = half_up(value, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def label_of(name: str, own: Mapping[str, Definition] | None = None) -> str:
    """Name a variable in words.

    Example:
        >>> label_of("tacrolimus_dose"), label_of("c3")
        ('Tacrolimus dose', 'Serum C3 level')
    """
    if own and name in own:
        return own[name].label
    known = name in ANALYTES or name in TRAITS or name in shelf.names()
    return variable(name).label if known else name.replace("_", " ").capitalize()


def methods_used(e: Printed) -> tuple[str, ...]:
    """List the source keys of the statistical methods that the results rest on."""
    told = " ".join([*e.results["statistic"].unique(), *e.results["test"].unique()]).lower()
    return tuple(dict.fromkeys(key for word, key in METHODS.items() if word in told))


def _is_definition(name: str, own: Mapping[str, Definition]) -> bool:
    return bool(name) and (name in own or name in shelf.names())


def _measured(name: str) -> str:
    if name in ANALYTES:
        return f"{ANALYTES[name].label} in {ANALYTES[name].printed_unit}: the value nearest to the visit's due day."
    return "As recorded in the source."
