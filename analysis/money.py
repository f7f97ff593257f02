"""Money across currencies and years; never without saying which rate and which index.

A `when` is written YYYY-MM-DD, YYYY-MM or YYYY, as sources date what they say. Where the tables
do not reach, the answer is NaN: nothing is extrapolated.
"""

import math
from datetime import date
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from analysis.constants import DAYS_PER_YEAR
from analysis.phrases import day

# The Bank sets no rate on Sundays, Mondays and holidays; the longest gap since 1993 is shorter.
LONGEST_GAP_DAYS = 14
RU_RISES = "cpi_december_change"
VIEWS = ("at_rate_when_said", "at_launch_rate", "real_by_ru_prices", "real_by_us_prices")


def rate_rub_per_usd(rates: pd.DataFrame, when: str | None) -> float:
    """Return the official rate in force on a day; the mean of the rates of a month or a year.

    `rates` has `date`, `rub_per_usd`. On a day without a rate the one before it is in force.
    """
    if not isinstance(when, str):
        return math.nan
    if len(when) < len("YYYY-MM-DD"):
        span = pd.Period(when)
        days = rates["date"].between(span.start_time, span.end_time)
        return float(rates.loc[days, "rub_per_usd"].mean())
    before = rates[rates["date"] <= when]
    if before.empty:
        return math.nan
    last = before.loc[before["date"].idxmax()]
    age_days = (pd.Timestamp(when) - last["date"]).days
    return float(last["rub_per_usd"]) if age_days <= LONGEST_GAP_DAYS else math.nan


def converted(amount: float, currency: str, to: str, when: str, rates: pd.DataFrame) -> float:
    """Return an amount of USD or RUB in the other of the two, at the official rate of `when`."""
    for name in (currency, to):
        if name not in ("RUB", "USD"):
            raise ValueError(f"There is no rate for {name}: the table has roubles and dollars.")
    if currency == to:
        return amount
    rate = rate_rub_per_usd(rates, when)
    return amount / rate if to == "USD" else amount * rate


def price_ratio(prices: pd.DataFrame, country: str, since: str, until: str) -> float:
    """Return by what factor consumer prices rose from `since` to `until` in US or RU.

    `prices` has `country`, `series`, `period`, `value`. US: monthly index. RU: the rises from
    December to December, spread evenly (at a constant rate) within each year: an assumption, as
    no monthly series is in the data.
    """
    return price_level(prices, country, until) / price_level(prices, country, since)


def mean_price_ratio(prices: pd.DataFrame, country: str, year: int) -> float:
    """Return by what factor the mean of consumer prices rose from the year before.

    As it is published, where it is; else `price_ratio` of the two years.
    """
    published = _mean_changes(prices, country)
    if str(year) in published.index:
        return 1 + float(published[str(year)]) / 100
    return price_ratio(prices, country, str(year - 1), str(year))


def mean_changes_until(prices: pd.DataFrame, country: str) -> str:
    """Return the last year of which the change of the mean is published."""
    return str(_mean_changes(prices, country).index.max())


def price_level(prices: pd.DataFrame, country: str, when: str) -> float:
    """Return consumer prices at a date in US or RU, against those of another date."""
    return {"US": _us_level, "RU": _ru_level}[country](prices, when)


def real(amount: float, currency: str, since: str, until: str, prices: pd.DataFrame) -> float:
    """Return an amount of `since` in the prices of `until`, by its own country's index."""
    return amount * price_ratio(prices, {"USD": "US", "RUB": "RU"}[currency], since, until)


def views(
    published: pd.DataFrame,
    currency: str,
    spent: str,
    price_date: str,
    rates: pd.DataFrame,
    prices: pd.DataFrame,
) -> pd.DataFrame:
    """Return published sums (`low`, `high`, `unit`, `as_of`) as `currency` has them, in millions.

    A sum stays what it is in the currency in which it was said. In the other one it is,
    `at_rate_when_said`, at the rate of the day it was said; `at_launch_rate`, at that of the day
    `spent`; the two `real` ones: spent that day, in the prices of `price_date`, as roubles by
    Russian prices, or as dollars by American ones. A sum known only by its bound counts as the
    bound.
    """
    table = published.assign(amount=published["low"].fillna(published["high"]))
    rows = []
    for amount, unit, said in table[["amount", "unit", "as_of"]].itertuples(index=False):
        roubles, dollars = (converted(amount, unit, to, spent, rates) for to in ("RUB", "USD"))
        rows.append(
            {
                "at_rate_when_said": converted(amount, unit, currency, said, rates),
                "at_launch_rate": roubles if currency == "RUB" else dollars,
                "real_by_ru_prices": converted(
                    real(roubles, "RUB", spent, price_date, prices),
                    "RUB", currency, price_date, rates,
                ),
                "real_by_us_prices": converted(
                    real(dollars, "USD", spent, price_date, prices),
                    "USD", currency, price_date, rates,
                ),
            }
        )  # fmt: skip
    millions = pd.DataFrame(rows, columns=list(VIEWS), index=table.index, dtype="float64") / 1e6
    return table.join(millions.add_suffix(f"_mln_{currency.lower()}"))


def round_figures(rates: pd.DataFrame, said: str | None, spent: str | None) -> pd.Series:
    """Return what a billion roubles and 12 million dollars are on two days, in millions."""
    then, now = (rate_rub_per_usd(rates, when) for when in (said, spent))
    return pd.Series(
        {
            "opened": day(date.fromisoformat(said)) if said else math.nan,
            "billion_said": 1000 / then,
            "billion_shot": 1000 / now,
            "twelve_said": 12 * then,
            "twelve_shot": 12 * now,
        },
        dtype=object,
    )


def russian_rises(prices: pd.DataFrame, *days: str | None) -> pd.DataFrame:
    """Return the rises of Russian prices, December on December, in the years from day to day.

    Without any day, all of them; `source` is the site that reports each.
    """
    rises = prices[prices["series"] == RU_RISES]
    years = [when[: len("YYYY")] for when in days if when] or ["0000", "9999"]
    rises = rises[rises["period"].str[: len("YYYY")].between(min(years), max(years))]
    sites = [urlsplit(url).netloc.removeprefix("www.") for url in rises["source_url"]]
    return rises.rename(columns={"value": "rise_percent"}).assign(source=sites)


def _mean_changes(prices: pd.DataFrame, country: str) -> pd.Series:
    rows = prices[(prices["series"] == "cpi_mean_change") & (prices["country"] == country)]
    return rows.set_index("period")["value"]


def _us_level(prices: pd.DataFrame, when: str) -> float:
    if not isinstance(when, str):
        return math.nan
    is_monthly = (prices["series"] == "cpi_u_monthly").to_numpy()
    index = prices["value"].set_axis(prices["period"])[is_monthly]
    if len(when) == len("YYYY"):
        return float(index.sort_index()[when : f"{when}-12"].mean())
    month = pd.Period(when[:7], "M")
    if str(month) in index.index:
        return float(index[str(month)])
    # One month between two that are published, as October 2025: their geometric mean.
    around = index.reindex([str(month - 1), str(month + 1)])
    return float(np.sqrt(around.prod(skipna=False)))


def _ru_level(prices: pd.DataFrame, when: str) -> float:
    """Return the level with the last December before the series = 1; NaN outside the series."""
    if not isinstance(when, str):
        return math.nan
    rises = prices[prices["series"] == RU_RISES].sort_values("period")
    levels = np.concatenate([[1.0], (1 + rises["value"] / 100).cumprod()])
    first_year = int(rises["period"].iloc[0][:4])
    year_ends = np.arange(first_year, first_year + len(levels))  # 1 January after each December
    at = _year_fraction(when)
    if not year_ends[0] <= at <= year_ends[-1]:
        return math.nan
    return float(np.exp(np.interp(at, year_ends, np.log(levels))))


def _year_fraction(when: str) -> float:
    """Return a date as a year with fraction; the middle of a month or a year given alone.

    >>> _year_fraction("2021"), round(_year_fraction("2021-07-02"), 2)
    (2021.5, 2021.5)
    """
    year = int(when[:4])
    if len(when) == len("YYYY"):
        return year + 0.5
    day = pd.Timestamp(when if len(when) > len("YYYY-MM") else f"{when}-15")
    return year + (day.day_of_year - 0.5) / DAYS_PER_YEAR
