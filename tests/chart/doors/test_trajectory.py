"""Courses of values as the founding paper's Table 3 prints them."""

import polars as pl
import pytest

from remission.chart.doors.trajectory import read_trajectory, trajectory


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3", [3.0]),
        ("3 → 2", [3.0, 2.0]),
        ("3 → 2 → stopped", [3.0, 2.0, 0.0]),
        ("7.07 → 3.95", [7.07, 3.95]),
        ("3>2", [3.0, 2.0]),
        ("3>2>stopped", [3.0, 2.0, 0.0]),
        ("3->2->0", [3.0, 2.0, 0.0]),
        ("3⇒2", [3.0, 2.0]),
        ("３→２→中止", [3.0, 2.0, 0.0]),
        ("３＞２", [3.0, 2.0]),
    ],
)
def test_a_course_of_values_is_read_in_order(text: str, values: list[float]) -> None:
    assert read_trajectory(text) == (values, "")


@pytest.mark.parametrize("text", [">400", "3 →", "about 3", "3 mg → 2 mg", "3 2"])
def test_a_step_that_is_no_number_is_a_problem(text: str) -> None:
    values, problem = read_trajectory(text)
    assert values is None
    assert "3 → 2 → stopped" in problem


def test_columns_of_courses_keep_their_gaps() -> None:
    frame = pl.DataFrame({"x": ["3>2", None, "?"]})
    read = frame.select(trajectory(pl.col("x")))["x"].struct.unnest()
    assert read["values"].to_list() == [[3.0, 2.0], None, None]
    assert read["problem"].is_null().to_list() == [True, True, False]
