"""How names and values are printed: units, numbers, dates."""

import numbers
import re
from datetime import date, datetime
from typing import Any

import pandas as pd

# Suffix of a name -> its unit as printed. Money may carry its year: cost_usd_2021.
UNITS = {
    "h": "h",
    "min": "min",
    "s": "s",
    "days": "days",
    "months": "months",
    "years": "years",
    "km": "km",
    "m": "m",
    "cm": "cm",
    "mm": "mm",
    "kg": "kg",
    "deg": "°",
    "celsius": "°C",
    "percent": "%",
    "usd": "USD",
    "rub": "RUB",
    "eur": "EUR",
    "mln": "million",
    "mln_usd": "mln USD",
    "mln_rub": "mln RUB",
    "rub_per_usd": "RUB per USD",
}
MISSING = "–"
_DAY = re.compile(r"([12]\d{3}-\d\d(?:-\d\d)?)( \d\d:\d\d(?::\d\d)?)?")

# Columns that many tables share, where the name alone would not make a good head.
HEADS = {
    "claim_id": "No.",
    "as_said": "Figure",
    "as_of": "When",
    "stage": "Said as",
    "note": "Remark",
    "number": "No.",
    "launcher": "Launched by",
    "since_year": "Since",
    "until_year": "Up to",
    "others_attempts": "Others' attempts",
    "others_wrong": "Others' wrong",
    "others_rate_percent": "Others' rate (%)",
    "the_crew": "What became of the crew",
    "is_doubtful": "Doubtful",
    "is_up": "Up again",
    "second_who": "Who was second",
    "second_when": "When second",
    "half_life_days": "Half-life (days)",
    "half_life_from_days": "Half-life from (days)",
    "half_life_to_days": "Half-life to (days)",
    "ratio_low": "Lowest ratio",
    "ratio_high": "Highest ratio",
    "ratio_real": "Real ratio",
    "minutes_on_screen_min": "Minutes on screen",
    "method_source": "Source of the method",
    "low_90": "90 % from",
    "low_50": "50 % from",
    "high_50": "50 % to",
    "high_90": "90 % to",
}
PROPER = {"ru": "Russian", "us": "US", "nasa": "NASA", "iss": "ISS"}


def unit(name: str) -> str | None:
    """Return the unit that a name carries in its suffix, or None for a bare one.

    >>> unit("altitude_km"), unit("cost_usd_2021"), unit("rate_rub_per_usd"), unit("ratio")
    ('km', 'USD (2021)', 'RUB per USD', None)
    """
    found = re.fullmatch(
        rf"(?:.*?_)?({'|'.join(sorted(UNITS, key=len, reverse=True))})(_\d{{4}})?", name
    )
    if not found:
        return None
    year = found[2]
    return UNITS[found[1]] + (f" ({year[1:]})" if year else "")


def head(name: str) -> str:
    """Return the printed head of a column.

    >>> head("footage_h"), head("said_by"), head("real_by_us_prices_mln_usd")
    ('Footage (h)', 'Said by', 'Real by US prices (mln USD)')
    """
    if name in HEADS:
        return HEADS[name]
    printed = unit(name)
    return bare_head(name) + (f" ({printed})" if printed else "")


def bare_head(name: str) -> str:
    """Return the words of a name, without its unit.

    >>> bare_head("footage_h"), bare_head("real_by_us_prices_mln_usd")
    ('Footage', 'Real by US prices')
    """
    units = "|".join(sorted(UNITS, key=len, reverse=True))
    bare = re.sub(rf"_?(?:{units})(?:_\d{{4}})?$", "", name) if unit(name) else name
    words = " ".join(PROPER.get(word, word) for word in bare.split("_"))
    return words[:1].upper() + words[1:]


def plain(value: Any) -> Any:
    """Return what JSON can hold; 10 figures, beyond which platforms differ."""
    if pd.isna(value):
        return None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(f"{float(value):.10g}")
    return str(value) if not isinstance(value, datetime) else value.isoformat()


def printed(value: Any, decimals: int | None = None, has_time: bool = False) -> str:
    """Return a value as a reader expects it.

    >>> printed(1234567.0, 0), printed(-0.5, 1), printed(None)
    ('1,234,567', '−0.5', '–')
    >>> printed("2023-04-20"), printed("2020-09"), printed("2021-10-05 08:55:02")
    ('20 Apr 2023', 'Sep 2020', '5 Oct 2021, 08:55:02')
    """
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, numbers.Integral):
        return f"{int(value):,}".replace("-", "−")
    if isinstance(value, numbers.Real):
        return f"{float(value):,.{decimals or 0}f}".replace("-", "−")
    if isinstance(value, date):
        day = f"{value.day} {value:%b %Y}"
        return f"{day}, {value:%H:%M:%S}" if has_time else day
    found = _DAY.fullmatch(str(value))
    return ",".join(filter(None, [_day(found[1]), found[2]])) if found else str(value)


def _day(text: str) -> str:
    """Return a day or month of the tables as a reader knows it; a number like one as it is."""
    try:
        day = date.fromisoformat(text if len(text) > len("YYYY-MM") else f"{text}-01")
    except ValueError:
        return text
    return f"{day:%b %Y}" if len(text) == len("YYYY-MM") else f"{day.day} {day:%b %Y}"
