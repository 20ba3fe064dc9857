"""Evaluate a cohort in Python: read it, look at what is wrong, judge, compare, and write the report.

Run it with `python examples/cohort_evaluation.py [CHART] [OUT]`. CHART is a file, a folder or a bundled cohort; without
it, the reconstructed Himeji cohort is used, which is not patient data.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from remission import Chart, Evaluation, derive, explain, read
from remission.definitions import shelf
from remission.report import report
from remission.terms.rounding import half_up, p_value

ENDPOINT = "month_6"
RESPONSE = "himeji_2012"


def main(chart: str = "himeji", out: str = "out") -> None:
    """Evaluate one cohort and print what matters about it."""
    cohort = read(chart)
    print(cohort.about or cohort.name)
    tell_findings(cohort)
    tell_response(cohort)
    evaluation = report(cohort, out)
    tell_rates(evaluation)
    tell_course(evaluation, "proteinuria", "c3", "ds_dna", "sledai_total")
    print(f"\nThe report: {Path(out) / 'report.html'}")


def tell_findings(cohort: Chart) -> None:
    """Count what was wrong with the data; a chart with findings still loads."""
    counts = cohort.findings.group_by("severity").len().sort("severity")
    print("Findings: " + (", ".join(f"{n} {severity}" for severity, n in counts.iter_rows()) or "none"))


def tell_response(cohort: Chart) -> None:
    """Say who is not in remission at the endpoint, and which condition fails."""
    answers = derive(cohort, [RESPONSE]).filter(pl.col("visit").cast(pl.String) == ENDPOINT)
    others = answers.filter(pl.col(RESPONSE).cast(pl.String).ne_missing("complete"))
    if others.is_empty():
        return
    why = explain(cohort.only(others["patient"].cast(pl.String)), shelf.find(RESPONSE))
    failing = why.filter(pl.col("visit").cast(pl.String) == ENDPOINT, pl.col("holds").ne_missing(other=True))
    for patient, condition, seen, holds in failing.select("patient", "condition", "seen", "holds").iter_rows():
        verdict = "unknown" if holds is None else "does not hold"
        print(f"Patient {patient}: {condition} {verdict} ({seen or 'no value'})")


def tell_rates(evaluation: Evaluation) -> None:
    """Print the remission rate of every visit with its exact interval."""
    print()
    for visit in evaluation.seen[1:]:
        rate = [evaluation.get(RESPONSE, "complete", visit.name, s) for s in ("percent", "percent_low", "percent_high")]
        percent, low, high = (half_up(result.value if result else None, 1) for result in rate)
        print(f"{visit.label}: complete remission in {percent} % (95 % CI {low} to {high})")


def tell_course(evaluation: Evaluation, *names: str) -> None:
    """Print how quantities changed from baseline to the endpoint, in the same patients."""
    print()
    for name in names:
        first, last = (evaluation.get(name, visit, "mean") for visit in ("baseline", ENDPOINT))
        change = evaluation.get(name, ENDPOINT, "change", "wilcoxon-signed-rank-test")
        if first and last and change:
            means = f"{half_up(first.value, 2)} → {half_up(last.value, 2)} {last.unit}"
            print(f"{name}: {means} (n = {change.n}, P = {p_value(change.p)}, {change.test})")


if __name__ == "__main__":
    main(*sys.argv[1:3])
