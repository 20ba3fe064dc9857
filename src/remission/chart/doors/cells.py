"""Parse cells of text into numbers, many at a time.

Plain numbers go straight through polars; only the distinct texts that are something else (`<0.1`, `１２．５`, `ND`) are
looked at closely, and once each.
"""

from __future__ import annotations

import polars as pl

NUMBER = pl.Struct({"value": pl.Float64, "censored": pl.String, "problem": pl.String, "blank": pl.Boolean})
"""What a cell becomes. `censored` is "", "<", "<=", ">" or ">="; `problem` is null when the cell was understood."""

READINGS = (
    "A blank cell, or one that says ND, NA, 未検, 未測定, 測定せず or only a dash, holds no value; it is never 0.",
    "`400以上` and `≧400` include the 400, and `≦0.2` the 0.2: it does not tell whether a value is below 0.2.",
    "A letter H or L, an arrow or an asterisk after a number is the laboratory's flag and does not change the value.",
    "A comma between groups of three digits separates thousands, unless decimal commas are declared.",
)

_SPACES = r"[\s\u200b\ufeff]+"
_BLANK = (
    r"^(?:|n\.?d\.?|n/?a|n\.a\.?|nan|null|none|not done|not tested|missing|[-ー‐‑–—―−.・/*]+|"
    r"未検|未検査|未測定|未実施|未施行|未提出|測定せず|検査せず|測定なし|検査なし|検体なし|検体不足|欠測|欠損)$"
)
_NUMBER = (
    r"^(?:[hl]\s+|[hl]:)?(?P<sign><=|>=|=<|=>|[<>≤≥≦≧])?\s*"
    r"(?P<digits>-?[0-9.,]*[0-9][.]?(?:e[+-]?[0-9]{1,3})?)\s*"
    r"(?P<word>未満|以下|以上|超)?\s*(?:\(?(?:hh?|ll?|\*+|[↑↓高低])\)?)?$"
)
_QUALITATIVE = (
    r"^(?:\(?(?:[0-9]?\s*[+-]{1,4}|\+\s*[0-9]|±)\)?|陽性|陰性|弱陽性|疑陽性|positive|negative|pos|neg|trace|[0-9]\+)$"
)
_SIGNS = {
    "<": "<", "未満": "<", ">": ">", "超": ">",
    "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=", "以下": "<=",
    ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "以上": ">=",
}  # fmt: skip
_POINT_ONLY = r"^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$"
_POINT_THOUSANDS = r"^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
_COMMA_ONLY = r"^-?(?:[0-9]+,[0-9]*|,[0-9]+|[0-9]+)(?:e[+-]?[0-9]+)?$"
_COMMA_THOUSANDS = r"^-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+$"
_COMMA_AMBIGUOUS = r"^-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+$"

_SAYS_QUALITATIVE = "is a qualitative result, not a number; give its meaning under `values`, or leave the column out"
_SAYS_COMMA = "has a comma that separates no thousands; if commas are decimal here, declare `decimal_comma = true`"
_SAYS_POINT = (
    "has a point that may separate thousands or decimals where decimal commas are declared; write it with a comma"
)
_SAYS_TEXT = (
    "has a text beside the number; put the unit into the header or the unit column, and notes into another column"
)
_SAYS_FORMULA = "is a formula, and formulas are never run; write its value"
_SAYS_NOTHING = "is not a number; correct it, or list its meaning under `values`"


def number(cell: pl.Expr, *, decimal_comma: bool) -> pl.Expr:
    """Parse cells into numbers, keeping what the cell says beyond the number.

    Args:
        cell: A text expression.
        decimal_comma: Whether the comma is the decimal sign, as in much of Europe.

    Returns:
        An expression of `NUMBER` structs: `value` (null when blank or not understood), `censored`, `problem` (what is
        wrong, in words that follow the quoted cell), `blank`.

    Example:
        >>> cells = pl.DataFrame({"x": ["１２．５ H", "<0.1", "400以上", "ND", "1+"]})
        >>> cells.select(number(pl.col("x"), decimal_comma=False).struct.field("value", "censored", "blank")).rows()
        [(12.5, '', False), (0.1, '<', False), (400.0, '>=', False), (None, '', True), (None, '', False)]
    """
    return cell.map_batches(lambda cells: _numbers(cells, decimal_comma), return_dtype=NUMBER)


def tidy(cell: pl.Expr) -> pl.Expr:
    """Fold full-width forms, odd dashes and runs of white space, so that spellings compare equal."""
    return (
        cell.str.normalize("NFKC")
        .str.replace_all(_SPACES, " ")
        .str.replace_all("[−‐‑–－]", "-")
        .str.strip_chars()
    )  # fmt: skip


def is_blank(cell: pl.Expr) -> pl.Expr:
    """Say whether a cell states that there is no value; null cells are blank."""
    return tidy(cell).str.to_lowercase().str.contains(_BLANK).fill_null(value=True)


def _numbers(cells: pl.Series, decimal_comma: bool) -> pl.Series:
    quick = cells.cast(pl.Float64, strict=False)
    sure = quick.is_finite() & ~cells.str.starts_with("+")
    if decimal_comma:
        sure = sure & ~cells.str.contains(".", literal=True)
    frame = pl.DataFrame({"cell": cells, "quick": quick, "sure": sure.fill_null(value=False)})
    odd = frame.lazy().filter(~pl.col("sure") & pl.col("cell").is_not_null()).select(pl.col("cell").unique()).collect()
    simple = pl.struct(
        value=pl.when("sure").then("quick"),
        censored=pl.lit(""),
        problem=pl.lit(None, pl.String),
        blank=pl.col("cell").is_null(),
    )
    if odd.is_empty():
        return frame.select(simple.alias(cells.name))[cells.name]
    known = odd.select("cell", pl.struct(_closely(decimal_comma)).cast(NUMBER).alias("read"))
    both = frame.join(known, on="cell", how="left", maintain_order="left")
    chosen = pl.when(pl.col("sure") | pl.col("cell").is_null()).then(simple).otherwise(pl.col("read"))
    return both.select(chosen.alias(cells.name))[cells.name]


def _closely(decimal_comma: bool) -> list[pl.Expr]:
    text = tidy(pl.col("cell")).str.to_lowercase()
    parts = text.str.extract_groups(_NUMBER)
    digits = parts.struct.field("digits")
    sign, word = parts.struct.field("sign"), parts.struct.field("word")
    value, wrong = _commas(digits) if decimal_comma else _points(digits)
    blank = text.str.contains(_BLANK)
    torn = sign.is_not_null() & word.is_not_null()  # "<0.1未満" says it twice, and may contradict itself
    problem = (
        pl.when(blank)
        .then(pl.lit(None, pl.String))
        .when(text.str.contains(_QUALITATIVE))
        .then(pl.lit(_SAYS_QUALITATIVE))
        .when(digits.is_null() & text.str.contains("^=[^<>]"))
        .then(pl.lit(_SAYS_FORMULA))
        .when(digits.is_null() & text.str.contains("[0-9]"))
        .then(pl.lit(_SAYS_TEXT))
        .when(digits.is_null() | torn)
        .then(pl.lit(_SAYS_NOTHING))
        .otherwise(wrong)
    )
    understood = ~blank & problem.is_null()
    censored = (
        pl.when(understood).then(pl.coalesce(sign, word).replace_strict(_SIGNS, default="")).otherwise(pl.lit(""))
    )
    return [
        pl.when(understood).then(value).alias("value"),
        censored.fill_null("").alias("censored"),
        problem.alias("problem"),
        blank.alias("blank"),
    ]


def _points(digits: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    fine = digits.str.contains(_POINT_ONLY) | digits.str.contains(_POINT_THOUSANDS)
    says = pl.when(digits.str.contains(",", literal=True)).then(pl.lit(_SAYS_COMMA)).otherwise(pl.lit(_SAYS_NOTHING))
    return digits.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False), pl.when(~fine).then(says)


def _commas(digits: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    unsure = digits.str.contains(_COMMA_AMBIGUOUS)
    with_point = digits.str.contains(_POINT_ONLY) & ~unsure  # a numeric cell of a workbook, or a forgotten point
    fine = with_point | digits.str.contains(_COMMA_ONLY) | digits.str.contains(_COMMA_THOUSANDS)
    commas = digits.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    value = pl.when(with_point).then(digits).otherwise(commas).cast(pl.Float64, strict=False)
    says = pl.when(unsure).then(pl.lit(_SAYS_POINT)).otherwise(pl.lit(_SAYS_NOTHING))
    return value, pl.when(~fine).then(says)
