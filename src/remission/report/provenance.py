"""Say of every result what stands behind it, for the reader who asks."""

from __future__ import annotations

from collections.abc import Iterable

from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.report.document import Provenance
from remission.report.evaluation import Evaluation
from remission.stats.result import Result
from remission.stats.variable import variable
from remission.terms.analytes import ANALYTES
from remission.terms.rounding import half_up
from remission.terms.sources import cite
from remission.terms.traits import TRAITS

STATISTICS = {
    "mean": "mean",
    "sd": "sample standard deviation",
    "median": "median",
    "q1": "first quartile",
    "q3": "third quartile",
    "min": "least value",
    "max": "greatest value",
    "count": "number of patients",
    "percent": "percentage of patients",
    "percent_low": "lower end of the 95 % interval",
    "percent_high": "upper end of the 95 % interval",
    "change": "mean change from baseline",
    "change_holm": "mean change from baseline, P adjusted by Holm's method",
    "difference": "difference between the arms",
    "text": "as listed",
}
METHODS = {
    "percent_low": "clopper_1934",
    "percent_high": "clopper_1934",
    "wilcoxon": "wilcoxon_1945",
    "paired t test": "student_1908",
    "mcnemar": "mcnemar_1947",
    "change_holm": "holm_1979",
}


def provenance(e: Evaluation, ids: Iterable[str]) -> dict[str, Provenance]:
    """Say what stands behind each result that a report prints.

    Args:
        e: The evaluation.
        ids: The ids of the results that are printed.
    """
    labels = {visit.name: visit.label for visit in e.visits}
    wanted = set(ids)
    rows = e.results.filter(e.results["id"].is_in(wanted))
    return {
        str(row["id"]): _behind(Result(**{k: v for k, v in row.items() if k != "id"}), labels)
        for row in rows.iter_rows(named=True)
    }


def _behind(result: Result, visits: dict[str, str]) -> Provenance:
    named = definition_of(result)
    parts = (label_of(result.variable), result.level, result.group, visits.get(result.visit, ""))
    statistic = result.statistic.removesuffix("_nri")
    label = ", ".join(part for part in (*parts, STATISTICS.get(statistic, statistic)) if part)
    value = result.text or _number(result.value)
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


def definition_of(result: Result) -> Definition | None:
    """Find the definition behind a result; None for a plain measurement."""
    return shelf.find(result.definition) if result.definition else None


def label_of(name: str) -> str:
    """Name a variable in words.

    Example:
        >>> label_of("tacrolimus_dose"), label_of("c3")
        ('Tacrolimus dose', 'Serum C3 level')
    """
    known = name in ANALYTES or name in TRAITS or name in shelf.names()
    return variable(name).label if known else name.replace("_", " ").capitalize()


def methods_used(e: Evaluation) -> tuple[str, ...]:
    """List the source keys of the statistical methods that the results rest on."""
    told = " ".join([*e.results["statistic"].unique(), *e.results["test"].unique()]).lower()
    return tuple(dict.fromkeys(key for word, key in METHODS.items() if word in told))


def _measured(name: str) -> str:
    if name in ANALYTES:
        return f"{ANALYTES[name].label} in {ANALYTES[name].printed_unit}: the value nearest to the visit's due day."
    return "As recorded in the source."
