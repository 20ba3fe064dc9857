"""The report of an audit: what it counts, the changes of dose beside their levels, the pictures, the files."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.protocols.find import find
from remission.report.compose_audit import compose_audit
from remission.report.document import Figure, Table
from remission.report.figures.levels_before_changes import levels_before_changes
from remission.report.figures.timeline import MOST, timeline
from remission.report.review import Review, review
from remission.report.write_audit import FILES, write_audit

HIMEJI = find("himeji_2012").choose(trough_hours="any")


@pytest.fixture(scope="module")
def founding(himeji: Chart) -> Review:
    return review(find("himeji_2012"), himeji)


def cohort(people: int = 2, **more: object) -> Chart:
    """Patients of 55 kg: tacrolimus 3 mg, 2 mg from day 28, at a trough of 11 ng/mL in the first and of 6 in the others."""
    names = [str(n) for n in range(1, people + 1)]
    given = [
        {"patient": name, "drug": "tacrolimus", "day": day, "dose": dose, "days_per_week": 7.0, "route": "oral"}
        for name in names
        for day, dose in ((0, 3.0), (28, 2.0))
    ]
    measured = [
        {"patient": name, "day": day, "analyte": "tacrolimus_trough", "value": value}
        for name in names
        for day, value in ((7, 5.0), (14, 5.5), (21, 5.0), (28, 11.0 if name == "1" else 6.0), (50, 4.0))
    ]
    measured += [
        {"patient": name, "day": day, "analyte": "creatinine", "value": 0.7} for name in names for day in (0, 28)
    ]
    who = pl.DataFrame({"patient": names, "weight": [55.0] * people})
    return Chart.of(who=who, given=pl.DataFrame(given), measured=pl.DataFrame(measured), **more)  # type: ignore[arg-type]


def test_the_puzzle_of_the_founding_paper_is_in_the_results(founding: Review):
    times = founding.get("tacrolimus", "change_without_a_rule", "times")
    assert times is not None
    assert (times.value, times.n) == (4, 8)
    odd = founding.changes.filter(verdict="no rule asks for it")
    assert odd["level"].to_list() == [7.07, 7.7, 3.8, 6.33]  # Table 3 of the paper: all of them below 10 ng/mL
    assert odd.select("before", "after").unique().rows() == [(3.0, 2.0)]


def test_the_puzzle_is_told_under_its_picture(founding: Review):
    figure = levels_before_changes(founding, "tacrolimus", "Figure 1")
    assert figure is not None
    assert "4, at levels of 3.80 to 7.70 ng/mL; the target is tacrolimus trough concentration below 10 ng/mL" in str(
        figure.notes
    )
    for words in ("7.70:  3 → 2 mg", "No rule asks for it", "Target: below 10 ng/mL", "day not known", "ng/mL"):
        assert words in figure.svg
    assert "patient 7 3 to 2 mg at 3.8, no rule asks for it" in figure.alt


def test_a_dated_change_stands_beside_the_last_level_on_the_dose_before():
    found = review(HIMEJI, cohort()).changes.filter(drug="tacrolimus")
    assert found.select("patient", "day", "before", "after", "level", "level_day", "verdict").rows() == [
        ("1", 28, 3.0, 2.0, 11.0, 28, "as the protocol says"),
        ("2", 28, 3.0, 2.0, 6.0, 28, "no rule asks for it"),
    ]


def test_a_dose_that_a_rule_lowers_otherwise_than_it_was_lowered_is_told_apart():
    chart = cohort(1)
    given = chart.given.with_columns(pl.when(pl.col("day") == 28).then(1.0).otherwise("dose").alias("dose"))
    other = Chart.of(who=chart.who, given=given.with_columns(pl.col("patient", "drug", "route").cast(pl.String)),
                     measured=chart.measured.with_columns(pl.col("patient").cast(pl.String)))  # fmt: skip
    assert review(HIMEJI, other).changes["verdict"].to_list() == ["otherwise"]


def test_the_timeline_tells_without_colour_what_it_shows():
    figure = timeline(review(HIMEJI, cohort()), "tacrolimus", "Figure 1")
    for words in (
        "Dose given",
        "Dose per protocol",
        "Done otherwise",
        "Target: below 10 ng/mL",
        "Study day",
        "mg/day",
        "ng/mL",
    ):
        assert words in figure.svg
    assert "patient 2: Tacrolimus 2 mg where 3 mg was to go on." in figure.alt
    assert figure.png.startswith(b"\x89PNG")


def test_of_many_patients_those_with_most_days_otherwise_are_drawn():
    figure = timeline(review(HIMEJI, cohort(MOST + 3)), "tacrolimus", "Figure 1")
    assert "3 more patients are not drawn" in str(figure.notes)
    assert "Patient 2<" in figure.svg
    assert "Patient 1<" not in figure.svg  # kept the protocol


def test_a_drug_that_is_not_daily_is_drawn_dose_by_dose():
    who = pl.DataFrame({"patient": ["1"], "weight": [60.0]})
    given = [{"patient": "1", "drug": "cyclophosphamide", "day": day, "until": day, "dose": 500.0, "route": "iv"}
             for day in (0, 14, 28)]  # fmt: skip
    chart = Chart.of(who=who, given=pl.DataFrame(given))
    figure = timeline(review(find("euro_lupus_2002"), chart), "cyclophosphamide", "Figure 1")
    assert "Dose per protocol" in figure.svg


def test_without_a_change_there_is_no_picture_of_levels():
    assert levels_before_changes(review(HIMEJI, cohort(1).only([])), "tacrolimus", "Figure 1") is None


def test_every_printed_number_has_its_origin(founding: Review):
    document = compose_audit(founding)  # which refuses a number without one
    tables = {block.number: block for block in document.blocks if isinstance(block, Table)}
    cells = [cell for row in tables["Table 1"].body for cell in row.cells]
    assert all(cell.results for cell in cells if cell.kind == "number")
    assert document.provenance["tacrolimus.days_kept.share"].missing == 1469
    figures = [block.title for block in document.blocks if isinstance(block, Figure)]
    assert figures[:2] == [
        "Tacrolimus: the level before each change of dose",
        "Tacrolimus: doses given against doses per protocol",
    ]


def test_an_audit_is_written(founding: Review, tmp_path: Path):
    written = write_audit(founding, tmp_path / "audit")
    assert [path.name for path in written] == list(FILES)
    assert all(path.exists() for path in written)
    told = json.loads((tmp_path / "audit" / "results.json").read_text(encoding="utf-8"))
    assert told["protocol"]["name"] == "himeji_2012"
    assert told["sources"] == ["kagawa_2012"]
    assert {row["id"] for row in told["results"]} >= {"visits.done.share", "tacrolimus.dose_intensity.share"}
    deviations = pl.read_csv(tmp_path / "audit" / "deviations.csv")
    assert deviations.filter(kind="change_without_a_rule").height == 4
    adherence = pl.read_csv(tmp_path / "audit" / "adherence.csv")
    assert adherence["patient"].null_count() == 0


def test_a_chart_without_anything_is_told_as_such():
    empty = Chart.of(who=pl.DataFrame({"patient": ["1"]}))
    document = compose_audit(review(HIMEJI, empty))
    assert any("None of" in str(getattr(block, "text", "")) for block in document.blocks)
