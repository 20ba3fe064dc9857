"""Follow one patient through a regimen in Python: plan it, decide a day, and audit what was done.

Run it with `python examples/care_of_one_patient.py [OUT]`. The patient is made up: a woman of 54 kg under the founding
regimen, whose tacrolimus trough of week 4 is too high.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from remission import Chart, audit, decide, find_protocol, plan
from remission.report.card import card_html, dosing_card
from remission.report.review import review
from remission.report.write_audit import write_audit

PROTOCOL = find_protocol("himeji-2012")
TODAY = 28


def main(out: str = "out") -> None:
    """Plan, decide and audit; write the dosing card and the report of the audit."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    planned = plan(PROTOCOL, weight=54, height=158, age=31, female=True)
    for day, drug, dose, tablets in planned.doses.select("day", "drug", "dose", "tablets").head(5).iter_rows():
        print(f"from day {day}: {drug} {dose:g} mg ({tablets})")
    card = dosing_card(planned, start="2026-01-05", contact="Kidney clinic")
    (folder / "card.html").write_text(card_html(card), encoding="utf-8", newline="\n")

    chart = as_planned_until(TODAY)
    decision = decide(PROTOCOL, chart, TODAY)
    for drug, act, because in decision.doses.select("drug", "act", "because").iter_rows():
        print(f"day {TODAY}, {drug}: {act}. {because}")
    for question in decision.asks["says"]:
        print(f"Ask a clinician: {question}")

    kept = audit(PROTOCOL, chart, through=TODAY - 1).adherence.filter(
        pl.col("patient").is_null(), statistic="days_kept"
    )
    for drug, value, days in kept.select("about", "value", "n").iter_rows():
        print(f"{drug}: {100 * value:.0f} % of {days} days per protocol" if days else f"{drug}: not judged")
    written = write_audit(review(PROTOCOL, chart, through=TODAY - 1), folder / "audit")
    print(f"The audit: {written[0]}")


def as_planned_until(day: int) -> Chart:
    """Make a chart of someone who was given what was planned, and seen each week; the trough of week 4 is 11.2 ng/mL."""
    who = pl.DataFrame({"patient": ["1"], "female": [True], "weight": [54.0], "height": [158.0], "age": [31.0]})
    columns = ("patient", "day", "until", "drug", "dose", "days_per_week", "route")
    given = plan(PROTOCOL, Chart.of(who=who)).doses.filter(pl.col("day") < day).select(columns)
    given = given.with_columns(
        pl.col("patient", "drug", "route").cast(pl.String), until=pl.col("until").clip(None, day - 1)
    )
    troughs = {7: 6.1, 14: 7.4, 21: 8.8, 28: 11.2}
    measured = [
        {"patient": "1", "day": 0, "analyte": "proteinuria", "value": 3.4},
        {"patient": "1", "day": 0, "analyte": "creatinine", "value": 0.7},
        {"patient": "1", "day": 0, "analyte": "sledai", "value": 16.0},
        *(
            {"patient": "1", "day": d, "analyte": "tacrolimus_trough", "value": v, "hour": 12.0}
            for d, v in troughs.items()
        ),
        *({"patient": "1", "day": d, "analyte": "creatinine", "value": 0.72} for d in troughs),
    ]
    return Chart.of(who=who, given=given, measured=pl.DataFrame(measured, infer_schema_length=None), name="one patient")


if __name__ == "__main__":
    main(*sys.argv[1:2])
