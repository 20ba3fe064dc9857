"""The figures say what they draw, and draw what can be seen."""

from __future__ import annotations

import polars as pl

from remission.chart.chart import Chart
from remission.report import style
from remission.report.document import Figure
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


def test_names_are_drawn_as_they_stand_and_numbered_where_no_typeface_has_them(himeji: Chart, monkeypatch):
    def drawn(*names: str) -> Figure:
        pairs = dict(zip(himeji.patients, names, strict=False))
        some = himeji.only(pairs)
        renamed = {
            table: getattr(some, table).with_columns(pl.col("patient").cast(pl.String).replace(pairs))
            for table in ("who", "measured")
        }
        return courses(evaluate(Chart.of(**renamed, limits=himeji.limits)))

    assert all(f">{word}<" in drawn("$x_1$", "$\\nonsense$", "ΔΩ").svg for word in ("$x_1$", "$\\nonsense$", "ΔΩ"))
    monkeypatch.setattr(style, "PDF_JAPANESE", ())
    unknown = drawn("症例一", "症例二")
    assert ">1.<" in unknown.svg
    assert "in the order of Table 3" in unknown.notes[-1]
