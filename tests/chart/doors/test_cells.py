"""Cells of text become numbers; what each text means was decided by reading laboratory print-outs, not by our code."""

import polars as pl
import pytest

from remission.chart.doors.cells import is_blank, number


def parse(*texts: str | None, decimal_comma: bool = False) -> list[dict[str, object]]:
    frame = pl.DataFrame({"x": texts}, schema={"x": pl.String})
    return frame.select(number(pl.col("x"), decimal_comma=decimal_comma))["x"].to_list()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.70", 5.7),
        ("-0.5", -0.5),
        (" 12 ", 12.0),
        ("1e3", 1000.0),
        ("1.2E+03", 1200.0),
        (".5", 0.5),
        ("12.", 12.0),
        ("１２．５", 12.5),
        ("－０．５", -0.5),
        ("−0.5", -0.5),
        ("　１２　", 12.0),
        ("1,234", 1234.0),
        ("１，２３４", 1234.0),
        ("1,234,567.8", 1234567.8),
        ("12.5 H", 12.5),
        ("12.5H", 12.5),
        ("12.5 L", 12.5),
        ("0.4*", 0.4),
        ("H 12.5", 12.5),
        ("12.5 (H)", 12.5),
        ("12.5↑", 12.5),
        ("12.5 高", 12.5),
    ],
)
def test_a_number_is_read_whatever_its_typography(text: str, value: float) -> None:
    assert parse(text) == [{"value": value, "censored": "", "problem": None, "blank": False}]


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("<0.1", "<", 0.1),
        ("< 0.1", "<", 0.1),
        ("＜0.1", "<", 0.1),
        ("＜　０．１", "<", 0.1),
        ("0.1未満", "<", 0.1),
        ("0.1 未満", "<", 0.1),
        (">400", ">", 400.0),
        ("＞４００", ">", 400.0),
        ("400超", ">", 400.0),
        ("400以上", ">=", 400.0),
        ("≧400", ">=", 400.0),
        ("≥400", ">=", 400.0),
        (">=400", ">=", 400.0),
        ("0.1以下", "<=", 0.1),
        ("≦0.1", "<=", 0.1),
        ("<0.1 L", "<", 0.1),
        (">1,200", ">", 1200.0),
    ],
)
def test_a_value_beyond_the_range_of_the_assay_keeps_its_sign(text: str, sign: str, value: float) -> None:
    assert parse(text) == [{"value": value, "censored": sign, "problem": None, "blank": False}]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "　", "ND", "nd", "N.D.", "Ｎ．Ｄ．", "NA", "N/A", "n.a.", "-", "―", "ー", "−", "－", "--", ".", "未検", "未測定",
     "測定せず", "検体不足", "NaN", "null", None],
)  # fmt: skip
def test_a_cell_without_a_value_is_blank_and_not_an_error(text: str | None) -> None:
    assert parse(text) == [{"value": None, "censored": "", "problem": None, "blank": True}]
    assert pl.DataFrame({"x": [text]}, schema={"x": pl.String}).select(is_blank(pl.col("x"))).item() is True


@pytest.mark.parametrize("text", ["(+)", "1+", "(2+)", "+2", "+", "陰性", "（−）", "＋＋", "陽性", "negative", "1＋"])
def test_a_qualitative_result_is_a_problem_and_no_number(text: str) -> None:
    (cell,) = parse(text)
    assert cell["value"] is None
    assert cell["blank"] is False
    assert "qualitative" in str(cell["problem"])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("12,5", "decimal_comma"),
        ("0,234", "decimal_comma"),
        ("1,23,456", "decimal_comma"),
        ("12.5 mg/dL", "unit"),
        ("5.6%", "unit"),
        ("3 → 2", "text beside"),
        ("10-20", "text beside"),
        ("1 234", "text beside"),
        ("inf", "not a number"),
        ("Infinity", "not a number"),
        ("high", "not a number"),
        ("1.2.3", "not a number"),
        ("<0.1未満", "not a number"),
        ("=1+1", "is a formula"),
        ("=SUM(A1)", "is a formula"),
        ("溶血", "not a number"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(text: str, hint: str) -> None:
    (cell,) = parse(text)
    assert (cell["value"], cell["blank"]) == (None, False)
    assert hint in str(cell["problem"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5),
        ("0,1", 0.1),
        ("1.234,5", 1234.5),
        ("12", 12.0),
        ("-0,5", -0.5),
        ("12.5", 12.5),
        ("１２，５", 12.5),
    ],
)
def test_decimal_commas_are_read_where_they_are_declared(text: str, value: float) -> None:
    assert parse(text, decimal_comma=True)[0]["value"] == value


def test_a_point_that_may_be_thousands_is_a_problem_where_commas_are_decimal() -> None:
    (cell,) = parse("1.234", decimal_comma=True)
    assert cell["value"] is None
    assert "thousands" in str(cell["problem"])


def test_censored_values_may_have_decimal_commas_too() -> None:
    assert parse("<0,1", decimal_comma=True) == [{"value": 0.1, "censored": "<", "problem": None, "blank": False}]


def test_the_order_of_the_cells_is_kept() -> None:
    cells = parse("3", "<1", None, "2", "ND", "<1", "x")
    assert [cell["value"] for cell in cells] == [3.0, 1.0, None, 2.0, None, 1.0, None]


def test_no_cells_give_no_numbers() -> None:
    assert parse() == []
