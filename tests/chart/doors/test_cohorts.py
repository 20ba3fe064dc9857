"""The bundled cohorts: the reconstructed Himeji data, and the same as a Japanese ward might keep them."""

import csv
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from remission.chart.doors.grids import read_grids
from remission.chart.doors.read import COHORTS, read

sys.path.insert(0, str(Path(__file__).parent))
from make_japanese_workbook import TARGET, write


def rows_of(name: str) -> list[dict[str, str]]:
    with (COHORTS / "himeji" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("cohort", ["himeji", "himeji_japanese"])
def test_a_bundled_cohort_has_no_findings_worse_than_a_note_and_says_what_it_is(cohort: str) -> None:
    chart = read(cohort)
    assert chart.findings["severity"].cast(pl.String).unique().to_list() == ["note"]
    assert "not real patients" in chart.about
    assert chart.patients == tuple("12345678")


def test_every_printed_result_is_in_the_chart() -> None:
    names = {"anti_dsdna": "ds_dna"}
    days = {"0": 0, "2": 61, "4": 122, "6": 183}
    expected = {
        (r["patient"], days[r["month"]], names.get(r["variable"], r["variable"])): float(r["value"])
        for r in rows_of("himeji_reconstructed.csv")
        if r["variable"] != "nephrotic"
    }
    measured = (
        read("himeji").measured.drop_nulls("day").filter(~pl.col("analyte").cast(pl.String).str.starts_with("sledai_"))
    )
    got = {(str(p), d, str(a)): v for p, d, a, v in measured.select("patient", "day", "analyte", "value").iter_rows()}
    assert got == expected


def test_the_items_that_are_present_are_those_of_the_file_and_the_others_are_absent() -> None:
    items = read("himeji").measured.filter(pl.col("analyte").cast(pl.String).str.starts_with("sledai_"))
    listed = rows_of("himeji_reconstructed_sledai_items.csv")
    visits = {(r["patient"], r["month"]) for r in listed}
    assert (items["value"].sum(), len(items)) == (len(listed), 24 * len(visits))


def test_doses_levels_and_events_are_those_of_table_3() -> None:
    chart = read("himeji")
    tacrolimus = chart.given.filter((pl.col("drug") == "tacrolimus") & (pl.col("patient") == "7"))
    assert tacrolimus.select("day", "dose").rows() == [(None, 3.0), (None, 2.0), (183, 0.0)]
    levels = chart.measured.filter((pl.col("analyte") == "tacrolimus_trough") & (pl.col("patient") == "3"))
    assert levels.select("day", "value").rows() == [(None, 7.07), (None, 3.95)]
    assert chart.measured.filter(pl.col("analyte") == "mizoribine_peak").height == 4
    assert chart.happened.filter(pl.col("patient") == "4").is_empty()
    assert chart.happened.group_by("what").len().sort("len", "what").rows()[-1] == ("Dyslipidemia", 5)


def test_the_japanese_workbook_gives_the_same_chart() -> None:
    himeji, japanese = read("himeji"), read("himeji_japanese")
    for table in ("who", "given", "happened", "limits"):
        frames = [getattr(chart, table).drop("file", "row", strict=False) for chart in (himeji, japanese)]
        assert_frame_equal(*frames)
    keys = ["patient", "analyte", "day"]
    frames = [chart.measured.drop("file", "row").sort(keys, maintain_order=True) for chart in (himeji, japanese)]
    assert_frame_equal(*frames)


def test_the_workbook_is_what_its_script_writes(tmp_path: Path) -> None:
    write(tmp_path / "again.xlsx")
    kept, again = (
        next(iter(read_grids(path, skip_rows=1, header_rows=2))) for path in (TARGET, tmp_path / "again.xlsx")
    )
    assert kept.header == again.header
    assert_frame_equal(kept.table, again.table)
