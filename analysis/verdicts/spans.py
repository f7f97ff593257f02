"""Figures, days and lists as spans of numbers, and spans in words.

"12 days" is 11.5 to 12.5 days, "more than 30 h" all above 30, "October 2021" its first to its
last day, counted from 1970; of a list, a span has the length.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import money
from analysis.constants import DAYS_PER_MONTH, H_PER_DAY, MIN_PER_H

UNITS_IN_H = {
    "min": 1 / MIN_PER_H,
    "h": 1.0,
    "days": H_PER_DAY,
    "months": DAYS_PER_MONTH * H_PER_DAY,
}
CURRENCIES = ("RUB", "USD")
DATE = re.compile(r"\d{4}(-\d\d){0,2}")
COUNTED_EXACTLY_BELOW = 100  # 30 h means 30, not 25 to 35; 12,000,000 has two figures

Span = tuple[float, float]


def items(text: str) -> list[str]:
    """Return the parts of a text: names, roles, partners."""
    return [part.strip() for part in text.split(";")]


def span(row: Mapping[str, Any], is_rounded: bool = False) -> Span:
    """Return what a figure, date or list may mean, as numbers; days are counted from 1970.

    >>> span({"value": 12, "value_low": None, "value_high": None, "text": None}, is_rounded=True)
    (11.5, 12.5)
    """
    if pd.notna(row["text"]):
        return _days(row["text"]) if DATE.fullmatch(row["text"]) else (len(items(row["text"])),) * 2
    if pd.notna(row["value"]):
        half = _precision(row["value"]) / 2 if is_rounded else 0
        return row["value"] - half, row["value"] + half
    low = -math.inf if pd.isna(row["value_low"]) else row["value_low"]
    return low, math.inf if pd.isna(row["value_high"]) else row["value_high"]


def converted(row: Mapping[str, Any], unit: Any, rates: pd.DataFrame) -> Span:
    """Return the span of a row in another unit; money at the rate of the day it was said."""
    found = span(row)
    if row["unit"] == unit or pd.isna(unit) or pd.isna(row["unit"]):
        return found
    if row["unit"] in CURRENCIES and unit in CURRENCIES:
        low, high = (money.converted(end, row["unit"], unit, row["as_of"], rates) for end in found)
        return low, high
    factor = UNITS_IN_H.get(row["unit"], math.nan) / UNITS_IN_H.get(unit, math.nan)
    return found[0] * factor, found[1] * factor


def _days(text: str) -> Span:
    """Return the first and the last day of a day, month or year, counted from 1970.

    >>> _days("1970-01")
    (0, 30)
    """
    period = pd.Period(text, {4: "Y", 7: "M", 10: "D"}[len(text)])
    epoch = pd.Timestamp(0)
    return (period.start_time - epoch).days, (period.end_time - epoch).days


def _precision(value: float) -> float:
    """Return the unit of the last figure that counts.

    >>> _precision(50), _precision(12_000_000), _precision(13.75)
    (1, 1000000, 0.01)
    """
    if value % 1:
        return 10.0 ** -len(f"{value:.10g}".split(".")[1])
    if abs(value) < COUNTED_EXACTLY_BELOW:
        return 1
    digits = f"{value:.0f}"
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def day_in_words(when: pd.Timestamp) -> str:
    """Return a day as a reader expects it: 5 Oct 2021."""
    return f"{when.day} {when:%b %Y}"


def in_figures(low: float, high: float, unit: str) -> str | None:
    """Return a span as a reader says it.

    >>> in_figures(35, 40, "min"), in_figures(9.05e8, 9.05e8, "RUB")
    ('35 to 40 min', '905 million RUB')
    """
    if pd.isna(low):
        return None
    scale, word = (1e6, "million ") if high >= 1e6 else (1, "")
    digits = 0 if high / scale >= 100 else 2
    ends = dict.fromkeys(f"{round(end / scale, digits):,g}" for end in (low, high))
    thing = "person" if unit == "people" and low == high == 1 else unit
    return f"{' to '.join(ends)} {word}{thing}"
