"""The figures say what they draw, and draw what can be seen."""

from __future__ import annotations

import polars as pl

from remission.chart.chart import Chart
from remission.report.evaluation import Evaluation, evaluate
from remission.report.figures.courses import DRAWN, courses
from remission.report.figures.remission_rates import remission_rates


def crowd(n: int) -> Evaluation:
    patient = pl.Series([f"{i}" for i in range(n)])
    rows = [
        pl.DataFrame({"patient": patient, "day": day, "analyte": "proteinuria", "value": value})
        for day, value in ((0, 3.0), (183, 0.1))
    ]
    return evaluate(Chart.of(who=pl.DataFrame({"patient": patient}), measured=pl.concat(rows)))


def test_a_crowd_is_drawn_by_its_medians_and_says_so():
    few, many = courses(crowd(DRAWN)), courses(crowd(DRAWN + 1))
    assert few.notes[0].startswith("Each line is a patient.")
    assert many.notes[0].startswith("Lines are medians, bands reach from the first to the third quartile.")
    assert "medians" in many.alt
    assert len(many.svg) < len(few.svg)


def test_nothing_is_said_to_be_shaded_where_no_limit_is_stated(himeji: Chart, evaluated: Evaluation):
    unstated = courses(evaluate(Chart.of(who=himeji.who, measured=himeji.measured)))
    assert "Within the limit of normal" not in unstated.svg
    assert unstated.notes[1].endswith("for: Serum creatinine, Serum C3, Anti-dsDNA antibody.")
    assert "Within the limit of normal" in courses(evaluated).svg


def test_every_follow_up_visit_of_the_paper_has_its_place_and_its_count(evaluated: Evaluation):
    svg = remission_rates(evaluated).svg
    assert all(f">{word}<" in svg for word in ("Month 2", "Month 4", "Month 6", "Month 12", "7/8", "3/8", "no data"))
