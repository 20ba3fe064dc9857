"""Round as people round: decimal, half up.

The founding paper prints a SLEDAI mean of 26/8 = 3.25 as 3.3 and a C3 mean of 41.25 as 41.3; Python's `round` and
`format` print 3.2 and 41.2. Every number that a reader sees passes through here.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

MISSING = "–"


def half_up(value: float | None, decimals: int) -> str:
    """Print a number with so many decimals, rounding halves away from zero.

    A mean of decimals carries binary dust (0.345 may be stored as 0.34499999999999997), so the value is first taken to
    twelve significant digits.

    Args:
        value: The number; None and not-a-number print as a dash.
        decimals: How many digits to print after the point, 0 or more.

    Returns:
        The digits, without thousands separators, with a true minus sign never used (it does not survive copying).

    Example:
        >>> half_up(26 / 8, 1), half_up(4.125, 2), half_up(41.25, 1), half_up(-0.04, 1), half_up(None, 1)
        ('3.3', '4.13', '41.3', '0.0', '–')
    """
    if value is None or not isfinite(value):
        return MISSING
    rounded = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


def p_value(p: float | None) -> str:
    """Print a p-value to three decimals, and very small ones as a bound.

    Example:
        >>> p_value(0.0078125), p_value(0.00002), p_value(None), p_value(1.0)
        ('0.008', '<0.001', '–', '1.000')
    """
    if p is not None and isfinite(p) and p < 0.001:
        return "<0.001"
    return half_up(p, 3)


def few_digits(value: float | None, decimals: int) -> str:
    """Print a mean or SD with so many decimals, and with none from 100 upward, as clinical tables do.

    Example:
        >>> few_digits(185.875, 1), few_digits(16.69, 1), few_digits(9.25, 1)
        ('186', '16.7', '9.3')
    """
    return half_up(value, 0 if value is not None and abs(value) >= 99.95 else decimals)


def three_digits(value: float | None) -> str:
    """Print a single measured value with at most three significant digits, half up, without idle zeros.

    Example:
        >>> three_digits(178.326), three_digits(27.152), three_digits(8.2), three_digits(0.77), three_digits(1234.0)
        ('178', '27.2', '8.2', '0.77', '1234')
    """
    if value is None or not isfinite(value):
        return MISSING
    if value == 0:
        return "0"
    decimals = max(0, 2 - Decimal(f"{abs(value):.12g}").adjusted())
    text = half_up(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
